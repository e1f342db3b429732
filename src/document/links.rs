//! What a body leads to, and where in it one can be led to: links, pictures, anchors.
//!
//! Says what is written and where. Whether anything is there is not known here.

use std::collections::HashSet;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::source::Span;
use crate::text::nfc;

use super::blocks::html;
use super::canonical_text::CanonicalText;
use super::relined::Relined;

/// The links and anchors of a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// The links and pictures, in reading order.
    pub links: Vec<Link>,
    anchors: HashSet<String>,
}

/// A link or a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Where it leads, as written but for escapes of Markdown.
    pub destination: String,
    /// Where it stands in the body.
    pub span: Span,
}

/// What leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A link.
    Link,
    /// A picture.
    Image {
        /// Whether something is said for those who do not see it, if only that there is
        /// nothing to say: `alt=""`.
        is_described: bool,
    },
}

impl Links {
    /// Reads a body. Takes time in proportion to its length.
    #[must_use]
    pub fn read(body: &str) -> Self {
        let canonical = CanonicalText::of(body);
        let text = canonical.text();
        let mut reader = Reader { text, links: Self::default(), heading: None, image: None };
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM;
        for (event, range) in Parser::new_ext(text.text(), options).into_offset_iter() {
            reader.take(event, range.into());
        }
        let mut links = reader.links;
        links.declared_anchors(body);
        links
    }

    /// Whether the fragment of an address leads to a heading or an anchor. Site generators
    /// make anchors of headings in different ways; whatever one of them makes counts, so that
    /// only letters and digits are compared.
    #[must_use]
    pub fn has_anchor(&self, fragment: &str) -> bool {
        let bare = bare(fragment.strip_prefix("user-content-").unwrap_or(fragment));
        bare.is_empty()
            || self.anchors.contains(&bare)
            // Of headings with the same words, the later ones are numbered.
            || fragment.rsplit_once(['-', '_']).is_some_and(|(first, count)| {
                count.bytes().all(|byte| byte.is_ascii_digit())
                    && self.anchors.contains(&self::bare(first))
            })
    }

    /// An anchor counts as its letters and digits, and also without a number before them.
    fn add_anchor(&mut self, words: &str) {
        let whole = bare(words);
        let unnumbered = whole.trim_start_matches(char::is_numeric);
        if !unnumbered.is_empty() && unnumbered.len() < whole.len() {
            self.anchors.insert(unnumbered.to_owned());
        }
        self.anchors.insert(whole);
    }

    /// Anchors that only site generators know: `{#id}`, `{: #id }`, `(id)=`.
    fn declared_anchors(&mut self, body: &str) {
        for line in body.lines() {
            if let Some(label) = line.trim().strip_prefix('(').and_then(|l| l.strip_suffix(")=")) {
                self.add_anchor(label);
            }
            for (open, _) in line.match_indices('{') {
                let inside = &line[open + 1..];
                let inside = inside.split_once('}').map_or("", |(inside, _)| inside);
                for word in inside.trim_start_matches(':').split_whitespace() {
                    if let Some(id) = word.strip_prefix('#') {
                        self.add_anchor(id);
                    }
                }
            }
        }
    }
}

/// The letters and digits of an anchor, in lower case.
fn bare(anchor: &str) -> String {
    nfc(anchor).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

struct Reader<'t> {
    text: &'t Relined<'t>,
    links: Links,
    /// The words of the heading that is being read.
    heading: Option<String>,
    /// The picture that is being read: its place among the links.
    image: Option<usize>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                if let Some(id) = id {
                    self.links.add_anchor(&id);
                }
                self.heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(heading) = self.heading.take() {
                    self.links.add_anchor(&heading);
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. })
                if !matches!(link_type, LinkType::Autolink | LinkType::Email) =>
            {
                self.add(LinkKind::Link, &dest_url, span);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.image = self.image.or(Some(self.links.links.len()));
                self.add(LinkKind::Image { is_described: false }, &dest_url, span);
            }
            Event::End(TagEnd::Image) => self.image = None,
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => self.html(span),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        let is_word = text.contains(|c: char| c.is_alphanumeric());
        if let Some(link) = self.image.and_then(|image| self.links.links.get_mut(image))
            && is_word
        {
            link.kind = LinkKind::Image { is_described: true };
        }
    }

    fn add(&mut self, kind: LinkKind, destination: &str, span: Span) {
        let span = self.text.original(span);
        self.links.links.push(Link { kind, destination: destination.trim().to_owned(), span });
    }

    /// The tags of a run of HTML.
    fn html(&mut self, run: Span) {
        let source = self.text.text();
        let source = source.get(run.start..run.end).unwrap_or_default();
        let mut at = 0;
        let mut heading: Option<usize> = None;
        while let Some(open) = source[at..].find('<').map(|found| at + found) {
            let tail = &source[open..];
            if html::is_comment(tail) {
                at = open + html::comment_end(tail);
                continue;
            }
            let Some(tag) = html::read_tag(tail) else {
                at = open + 1;
                continue;
            };
            at = open + tag.length;
            let span = Span::new(run.start + open, run.start + at);
            let names = [tag.attribute("id"), tag.attribute("name")];
            names.into_iter().flatten().for_each(|name| self.links.add_anchor(name));
            let name = tag.name.to_ascii_lowercase();
            match name.as_str() {
                "a" => {
                    if let Some(destination) = tag.attribute("href") {
                        self.add(LinkKind::Link, destination, span);
                    }
                }
                "img" => {
                    if let Some(destination) = tag.attribute("src") {
                        let is_described = tag.attribute("alt").is_some();
                        self.add(LinkKind::Image { is_described }, destination, span);
                    }
                }
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading = Some(at),
                "" => {
                    if let Some(words) = heading.take().and_then(|start| source.get(start..open)) {
                        self.links.add_anchor(words);
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn led_to(body: &str) -> Vec<(char, String, String)> {
        let links = Links::read(body).links.into_iter();
        let shown = links.map(|link| {
            let kind = match link.kind {
                LinkKind::Link => 'l',
                LinkKind::Image { is_described: true } => 'i',
                LinkKind::Image { is_described: false } => '?',
            };
            (kind, link.destination, body[link.span.start..link.span.end].to_owned())
        });
        shown.collect()
    }

    fn link(kind: char, destination: &str, source: &str) -> (char, String, String) {
        (kind, destination.to_owned(), source.to_owned())
    }

    #[test]
    fn links_and_pictures_are_found_where_they_stand() {
        assert_eq!(
            led_to(
                "See [a *b*](c.md#d \"e\") and ![f](g.png), ![](h.png).\r\n\r\n- [x][y]\r\n\r\n[y]: z.md\r\n"
            ),
            [
                link('l', "c.md#d", "[a *b*](c.md#d \"e\")"),
                link('i', "g.png", "![f](g.png)"),
                link('?', "h.png", "![](h.png)"),
                link('l', "z.md", "[x][y]"),
            ]
        );
        assert_eq!(led_to("`[a](b)`\n\n```\n[a](b)\n```\n<https://a.b> <c@d.e>\n"), []);
    }

    #[test]
    fn html_leads_somewhere_as_well() {
        assert_eq!(
            led_to(
                "<p>\n<a href='a.md'>A</a><img src=b.png>\n</p>\n\nx <img src=\"c.png\" alt=\"\">\n"
            ),
            [
                link('l', "a.md", "<a href='a.md'>"),
                link('?', "b.png", "<img src=b.png>"),
                link('i', "c.png", "<img src=\"c.png\" alt=\"\">"),
            ]
        );
        assert_eq!(led_to("<!-- <a href='a.md'> -->\n"), []);
    }

    #[test]
    fn a_picture_in_a_link_is_both() {
        assert_eq!(
            led_to("[![Plan](p.png)](plan.md)\n"),
            [
                link('l', "plan.md", "[![Plan](p.png)](plan.md)"),
                link('i', "p.png", "![Plan](p.png)"),
            ]
        );
    }

    #[test]
    fn an_anchor_is_a_heading_in_whatever_way_it_is_written() {
        let body = "# 1.2 Close (the `till`) & go\n\n## Notes\n\n## Notes\n\n## Über {#end-here}\n\n\
                    <a name=\"old_id\"></a>\n\n<h3>In <b>HTML</b></h3>\n\nText.\n{: #kept }\n\n(label)=\n";
        let links = Links::read(body);
        for there in [
            "12-close-the-till--go",
            "close-the-till-go",
            "notes",
            "notes-1",
            "über",
            "end-here",
            "old_id",
            "kept",
            "label",
            "",
            "user-content-notes",
        ] {
            assert!(links.has_anchor(there), "{there}");
        }
        for missing in ["close", "note", "end"] {
            assert!(!links.has_anchor(missing), "{missing}");
        }
    }

    proptest! {
        #[test]
        fn no_body_stops_the_reader(body in "[\\[\\](){}<>!#=\"'a-c/: \\n]{0,60}é?") {
            for link in Links::read(&body).links {
                prop_assert!(body.get(link.span.start..link.span.end).is_some());
            }
        }
    }
}
