//! Lines that are no text of the document: template tags, fences, bare HTML tags.
//!
//! Tells by the line alone what it is. What opens and closes what, and what becomes
//! of such lines, is for the preparation.

/// What a line is, where it is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Markup<'l> {
    /// A template tag that is no box, an attribute list: seen, but not read.
    Tag,
    /// A tag that goes on below; it ends with these characters.
    TagBegins(&'static str),
    /// The start of a box or another container, with its name in lower case or not.
    Opens(Container<'l>),
    /// The end of a container.
    Closes(Container<'l>),
    /// HTML tags without text: `</div>`, `<br>`.
    BareTags,
    /// `<summary>…</summary>`: the text between, as a range of the line.
    Summary(usize, usize),
    /// `<details>`, perhaps with its summary behind it.
    Details(Option<(usize, usize)>),
    /// `</details>`.
    DetailsEnd,
    /// A comment that begins here, and where it ends in the line, if it does.
    Comment(Option<usize>),
}

/// What opens or closes a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Container<'l> {
    /// `:::note`; a closing fence has no name.
    Fence(&'l str),
    /// `{% note %}`, `{{< note >}}`.
    Tag(&'l str),
}

/// Reads a line, given without its indentation. `None`: it is text.
pub(in crate::document) fn read(line: &str) -> Option<Markup<'_>> {
    let line = line.trim_end();
    match line.as_bytes() {
        [b'{', b'%', ..] => template(line, "{%", "%}"),
        [b'{', b'{', ..] => template(line, "{{", "}}"),
        [b'<', b'%', ..] => template(line, "<%", "%>"),
        [b'{', b':', .., b'}'] => Some(Markup::Tag),
        [b':', b':', b':', ..] => fence(line),
        [b'<', b'!', b'-', b'-', ..] => {
            Some(Markup::Comment(line.find("-->").map(|end| end + "-->".len())))
        }
        [b'<', ..] => html(line),
        _ => None,
    }
}

/// The title in the line that begins a box: behind its marker and its name, without quotation
/// marks or brackets; empty where it has none. `None` for lines that are no such marker, as
/// tags, whose other words may count.
pub(in crate::document) fn title_of_box(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(['!', '?', ':']);
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim_start_matches('+').trim_start();
    let name = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '{' | '}')));
    let title = name.map_or("", |end| &rest[end..]).trim();
    let closed_by = |open: char, close: char| title.strip_prefix(open)?.strip_suffix(close);
    Some(closed_by('"', '"').or_else(|| closed_by('[', ']')).unwrap_or(title))
}

/// The kind of box that a name stands for; `None` for other containers.
pub(super) fn box_kind(name: &str) -> Option<&'static str> {
    const NOTES: [&str; 19] = [
        "note",
        "notes",
        "info",
        "information",
        "tip",
        "hint",
        "seealso",
        "abstract",
        "success",
        "check",
        "example",
        "question",
        "quote",
        "aside",
        "callout",
        "notice",
        "admonition",
        "alert",
        "important-note",
    ];
    const WARNINGS: [&str; 11] = [
        "warning",
        "warn",
        "caution",
        "danger",
        "attention",
        "error",
        "important",
        "failure",
        "bug",
        "critical",
        "hazard",
    ];
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is(&WARNINGS) {
        Some("warning")
    } else if is(&NOTES) {
        Some("note")
    } else {
        None
    }
}

/// A line of nothing but tags between `open` and `close`.
fn template<'l>(line: &'l str, open: &str, close: &'static str) -> Option<Markup<'l>> {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix(open) {
        let Some(end) = inner.find(close) else {
            return Some(Markup::TagBegins(close));
        };
        rest = inner[end + close.len()..].trim_start();
        // Handlebars: three braces.
        rest = rest.strip_prefix('}').unwrap_or(rest).trim_start();
    }
    if !rest.is_empty() {
        return None;
    }
    let inner = line[open.len()..].trim_start_matches(['-', '{', '<', '%', '#', ' ', '=', '~']);
    let closes = inner.starts_with('/');
    let inner = inner.trim_start_matches(['/', ' ']);
    let name = inner.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next()?;
    Some(match name.strip_prefix("end").filter(|ended| !ended.is_empty()) {
        Some(ended) => Markup::Closes(Container::Tag(ended.trim_start_matches('_'))),
        None if closes => Markup::Closes(Container::Tag(name)),
        None if box_kind(name).is_some() => Markup::Opens(Container::Tag(name)),
        None => Markup::Tag,
    })
}

fn fence(line: &str) -> Option<Markup<'_>> {
    let inner = line.trim_start_matches(':');
    let inner = inner.trim_start_matches([' ', '{', '.']);
    if inner.is_empty() {
        return Some(Markup::Closes(Container::Fence("")));
    }
    let name = inner.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next()?;
    (!name.is_empty()).then_some(Markup::Opens(Container::Fence(name)))
}

/// Tags that stand around text and say nothing of it.
const AROUND: [&str; 11] =
    ["div", "section", "article", "main", "center", "p", "br", "hr", "span", "details", "summary"];

fn html(line: &str) -> Option<Markup<'_>> {
    let lower = line.get(..line.len().min(9)).unwrap_or_default().to_ascii_lowercase();
    if lower.starts_with("</details") {
        return Some(Markup::DetailsEnd);
    }
    if lower.starts_with("<details") {
        let end = line.find('>')? + 1;
        let rest = line[end..].trim_start();
        let at = line.len() - rest.len();
        return match summary(rest) {
            Some((from, to)) => Some(Markup::Details(Some((at + from, at + to)))),
            None if rest.is_empty() => Some(Markup::Details(None)),
            None => None,
        };
    }
    if lower.starts_with("<summary")
        && let Some((from, to)) = summary(line)
    {
        return Some(Markup::Summary(from, to));
    }
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('<') {
        let name = inner.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        if !AROUND.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return None;
        }
        rest = inner[inner.find('>')? + 1..].trim_start();
    }
    rest.is_empty().then_some(Markup::BareTags)
}

/// The text in `<summary>…</summary>`.
fn summary(text: &str) -> Option<(usize, usize)> {
    let is_summary = text.get(.."<summary".len())?.eq_ignore_ascii_case("<summary");
    let from = text.find('>')? + 1;
    let to = text.rfind("</").unwrap_or(text.len());
    (is_summary && from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_tags_are_no_text() {
        for line in [
            "{% include till.md %}",
            "{{ site.name }}",
            "{% if shop %}{% assign x = 1 %}",
            "<%= partial 'till' %>",
            "{{#if shop}}",
            "{: .wide }",
            "{% raw %}",
        ] {
            assert_eq!(read(line), Some(Markup::Tag), "{line}");
        }
        for line in ["{{ name }} opens the till.", "Open {% till %}", "<b>Open</b>", "a < b", "::"]
        {
            assert_eq!(read(line), None, "{line}");
        }
        assert_eq!(read("{% include till.md"), Some(Markup::TagBegins("%}")));
    }

    #[test]
    fn containers_open_and_close() {
        for line in ["{% note %}", "{{< note >}}", "{{% note %}}"] {
            assert_eq!(read(line), Some(Markup::Opens(Container::Tag("note"))), "{line}");
        }
        for line in ["{% endnote %}", "{{< /note >}}", "{% /note %}", "{% end_note %}"] {
            assert_eq!(read(line), Some(Markup::Closes(Container::Tag("note"))), "{line}");
        }
        for line in [":::warning Hot", "::: {.warning}", ":::: warning"] {
            assert_eq!(read(line), Some(Markup::Opens(Container::Fence("warning"))), "{line}");
        }
        assert_eq!(read(":::"), Some(Markup::Closes(Container::Fence(""))));
        assert_eq!((box_kind("Danger"), box_kind("tabs")), (Some("warning"), None));
    }

    #[test]
    fn html_around_text() {
        assert_eq!(read("<details open>"), Some(Markup::Details(None)));
        let line = "<details><summary>At night</summary>";
        let Some(Markup::Details(Some((from, to)))) = read(line) else { panic!("a summary") };
        assert_eq!(&line[from..to], "At night");
        assert_eq!(read("</details>"), Some(Markup::DetailsEnd));
        assert_eq!(read("</div></div>"), Some(Markup::BareTags));
        assert_eq!(read("<!-- a -->"), Some(Markup::Comment(Some(10))));
        assert_eq!(read("<table>"), None);
    }
}
