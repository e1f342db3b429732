//! A text as it is written, on a page: numbers, bullets and boxes are words of the page and
//! not of its style, so that who copies it, searches it or hears it has them too.

use std::fmt::Write as _;

use crate::report::{Align, Element, Label, Manuscript, Part, Picture};

use super::super::cleaned;
use super::base64::base64;
use super::inline::escaped;

/// Writes a text. Its headings stand below that of the section it is in.
pub(super) fn write(manuscript: &Manuscript, html: &mut String) {
    html.push_str("<div class=\"written\">\n");
    let mut open: Vec<&'static str> = Vec::new();
    for part in &manuscript.parts {
        match part {
            Part::Opens(element) => open.push(opened(element, html)),
            Part::Closes => html.push_str(open.pop().unwrap_or_default()),
            Part::Words(words) => html.push_str(&escaped(words.untrusted())),
            Part::Code(words) => {
                let _ = write!(html, "<code>{}</code>", escaped(words.untrusted()));
            }
            Part::Break => html.push_str("<br>\n"),
            Part::Listing(code) => {
                let lines: Vec<String> = code.untrusted().split('\n').map(code_line).collect();
                let _ = writeln!(html, "<pre>{}</pre>", lines.join("\n"));
            }
            Part::Picture(picture) => write_picture(picture, html),
            Part::Note(number) => {
                let _ = write!(html, "<sup><a href=\"#note{number}\">[{number}]</a></sup>");
            }
            Part::Rule => html.push_str("<hr>\n"),
        }
    }
    html.push_str("</div>\n");
}

/// Opens an element and tells how it is closed.
fn opened(element: &Element, html: &mut String) -> &'static str {
    let (opening, closing) = match element {
        Element::Heading(1 | 2) => ("<h3>", "</h3>\n"),
        Element::Heading(3) => ("<h4>", "</h4>\n"),
        Element::Heading(4) => ("<h5>", "</h5>\n"),
        Element::Heading(_) => ("<h6>", "</h6>\n"),
        Element::Paragraph => ("<p>", "</p>\n"),
        Element::Division => ("<div>", "</div>\n"),
        // Some browsers tell no list where the style takes its marks away.
        Element::List => ("<ul role=\"list\">\n", "</ul>\n"),
        Element::Item { label, ticked } => {
            let _ = write!(html, "<li><span class=\"mark\">{}</span><div>", mark(label, *ticked));
            ("", "</div></li>\n")
        }
        Element::Quote => ("<blockquote>\n", "</blockquote>\n"),
        Element::Box { name, title, warns } => {
            let class = if *warns { "boxed warns" } else { "boxed" };
            let said = [name, title].map(|words| escaped(words.untrusted()));
            let said: Vec<&str> =
                said.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
            let _ = writeln!(html, "<div class=\"{class}\" role=\"note\">");
            if !said.is_empty() {
                let _ = writeln!(html, "<p class=\"name\">{}</p>", said.join(": "));
            }
            ("", "</div>\n")
        }
        Element::Table => ("<div class=\"scroll\"><table>\n", "</table></div>\n"),
        Element::Head => ("<thead><tr>", "</tr></thead>\n"),
        Element::Row => ("<tr>", "</tr>\n"),
        Element::Cell { names, align } => {
            let name = if *names { "th" } else { "td" };
            let _ = write!(html, "<{name}{}>", aligned(*align));
            ("", if *names { "</th>" } else { "</td>" })
        }
        Element::Terms => ("<dl class=\"terms\">\n", "</dl>\n"),
        Element::Term => ("<dt>", "</dt>\n"),
        Element::Meaning => ("<dd>", "</dd>\n"),
        Element::Footnote(number) => {
            let _ = write!(
                html,
                "<div class=\"footnote\" id=\"note{number}\"><span class=\"mark\">[{number}]</span><div>"
            );
            ("", "</div></div>\n")
        }
        Element::Strong => ("<strong>", "</strong>"),
        Element::Emphasis => ("<em>", "</em>"),
        Element::Struck => ("<s>", "</s>"),
        Element::Raised => ("<sup>", "</sup>"),
        Element::Lowered => ("<sub>", "</sub>"),
        Element::Typed => ("<code>", "</code>"),
        Element::Link(address) => {
            let address = escaped(address.untrusted());
            // A page leads to nowhere but the web; on paper the address stands behind the words.
            if is_web(&address) {
                let _ = write!(html, "<a href=\"{address}\">");
                ("", "</a>")
            } else {
                let _ = write!(html, "<span class=\"link\" title=\"{address}\">");
                ("", "</span>")
            }
        }
    };
    html.push_str(opening);
    closing
}

fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// What stands before an item.
fn mark(label: &Label, ticked: Option<bool>) -> String {
    let ticked = ticked.map(|is_ticked| {
        if is_ticked {
            "<span role=\"img\" aria-label=\"done\">☑</span>"
        } else {
            "<span role=\"img\" aria-label=\"to do\">☐</span>"
        }
    });
    match (label, ticked) {
        (Label::None, None) => String::new(),
        (Label::Point, None) => "•".to_owned(),
        (Label::None | Label::Point, Some(ticked)) => ticked.to_owned(),
        (Label::Words(number), None) => escaped(number.untrusted()),
        (Label::Words(number), Some(ticked)) => {
            format!("{} {ticked}", escaped(number.untrusted()))
        }
    }
}

const fn aligned(align: Align) -> &'static str {
    match align {
        Align::Unset => "",
        Align::Left => " style=\"text-align:left\"",
        Align::Centre => " style=\"text-align:center\"",
        Align::Right => " style=\"text-align:right\"",
    }
}

/// A picture as the picture, where the page carries it; else what it shows, said to be one.
fn write_picture(picture: &Picture, html: &mut String) {
    let description = escaped(picture.description.untrusted());
    let Some(image) = &picture.image else {
        let said = if description.is_empty() { escaped(&picture.destination) } else { description };
        let _ = write!(html, "<span class=\"absent\">[Picture: {said}]</span>");
        return;
    };
    let size = image.size.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    let _ = write!(
        html,
        "<img alt=\"{description}\"{} src=\"data:{};base64,{}\">",
        size.unwrap_or_default(),
        image.media,
        base64(&image.bytes)
    );
}

/// A line of code; a tab stays one, as it may stand in a column.
fn code_line(line: &str) -> String {
    let parts: Vec<String> = line.split('\t').map(|part| escaped(&cleaned(part))).collect();
    parts.join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Image;

    fn shown(parts: Vec<Part>) -> String {
        let mut html = String::new();
        write(&Manuscript { parts }, &mut html);
        html
    }

    #[test]
    fn numbers_bullets_and_check_boxes_are_words_of_the_page() {
        let item = |label: Label, ticked| {
            let words = Part::Words("<a>".into());
            [Part::Opens(Element::Item { label, ticked }), words, Part::Closes]
        };
        let mut parts = vec![Part::Opens(Element::List)];
        parts.extend(item(Label::Words("1.".into()), None));
        parts.extend(item(Label::Point, None));
        parts.extend(item(Label::Point, Some(true)));
        parts.push(Part::Closes);
        let html = shown(parts);
        assert!(
            html.contains("<li><span class=\"mark\">1.</span><div>&lt;a&gt;</div></li>"),
            "{html}"
        );
        assert!(html.contains("<span class=\"mark\">•</span>"), "{html}");
        assert!(html.contains("aria-label=\"done\">☑</span></span>"), "{html}");
    }

    #[test]
    fn a_box_says_its_name_before_its_title() {
        let boxed = Element::Box { name: "Danger".into(), title: "Hot".into(), warns: true };
        let html = shown(vec![Part::Opens(boxed), Part::Closes]);
        assert!(
            html.contains(
                "<div class=\"boxed warns\" role=\"note\">\n<p class=\"name\">Danger: Hot</p>"
            ),
            "{html}"
        );
    }

    #[test]
    fn a_picture_is_shown_where_the_page_has_it_and_said_to_be_one_where_not() {
        let picture = |image| {
            Part::Picture(Picture {
                description: "A \"till\"".into(),
                destination: "till.png".to_owned(),
                image,
            })
        };
        let image = Image { media: "image/png", bytes: b"foo".to_vec(), size: Some((2, 1)) };
        let html = shown(vec![picture(Some(image)), picture(None)]);
        assert!(
            html.contains("<img alt=\"A &quot;till&quot;\" width=\"2\" height=\"1\" src=\"data:image/png;base64,Zm9v\">"),
            "{html}"
        );
        assert!(
            html.contains("<span class=\"absent\">[Picture: A &quot;till&quot;]</span>"),
            "{html}"
        );
    }

    #[test]
    fn a_link_leads_to_the_web_and_nowhere_else() {
        let link =
            |address: &str| shown(vec![Part::Opens(Element::Link(address.into())), Part::Closes]);
        assert!(
            link("https://a.example/\"x").contains("<a href=\"https://a.example/&quot;x\"></a>")
        );
        for address in ["javascript:alert(1)", "data:text/html,x", "other.md", "//a.example"] {
            let html = link(address);
            assert!(!html.contains("href") && html.contains(address), "{html}");
        }
    }

    #[test]
    fn code_keeps_its_lines_and_nothing_of_it_is_markup() {
        let html = shown(vec![Part::Listing("a <b>\n\tc".into())]);
        assert!(html.contains("<pre>a &lt;b&gt;\n\tc</pre>"), "{html}");
    }
}
