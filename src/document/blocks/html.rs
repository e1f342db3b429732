//! Raw HTML: where its tags are, and what of it people read or follow.
//!
//! Part of canonical form 1, which never changes: a tag counts by its `src` and
//! `href`, a comment not at all. Nothing is decoded and no nesting is looked at.

/// A part of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'h> {
    /// What stands between tags.
    Text(&'h str),
    /// A tag ended here: what follows is apart from what came before.
    Tag,
    /// The value of `src` or `href`.
    Reference(&'h str),
}

/// The parts of an HTML block, in order. Takes time in proportion to its length.
pub(super) fn read_block<'h>(html: &'h str, mut take: impl FnMut(Part<'h>)) {
    let mut rest = html;
    let mut text_from = 0;
    while let Some(open) = rest[text_from..].find('<').map(|found| text_from + found) {
        let tag = &rest[open..];
        let end = if is_comment(tag) {
            take(Part::Text(&rest[..open]));
            comment_end(tag)
        } else {
            let Some(read) = read_tag(tag) else {
                if begins_tag(tag) {
                    // Never closed: all of it is text.
                    break;
                }
                text_from = open + 1;
                continue;
            };
            take(Part::Text(&rest[..open]));
            take(Part::Tag);
            for reference in read.references() {
                take(Part::Reference(reference));
            }
            read.length
        };
        rest = &tag[end..];
        text_from = 0;
    }
    take(Part::Text(rest));
}

pub(in crate::document) fn is_comment(html: &str) -> bool {
    html.starts_with("<!--")
}

/// The dashes that open a comment may close it: `<!-->`.
pub(in crate::document) fn comment_end(comment: &str) -> usize {
    comment[2..].find("-->").map_or(comment.len(), |end| 2 + end + 3)
}

/// A tag, from `<` to `>`.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document) struct HtmlTag<'h> {
    /// Its name as written; empty unless the tag opens an element.
    pub(in crate::document) name: &'h str,
    /// The attributes that have a value, as written.
    attributes: Vec<(&'h str, &'h str)>,
    /// From `<` to behind `>`, in bytes.
    pub(in crate::document) length: usize,
}

impl<'h> HtmlTag<'h> {
    /// The values of `src` and `href`, in order.
    pub(super) fn references(&self) -> impl Iterator<Item = &'h str> {
        let is_reference =
            |name: &str| name.eq_ignore_ascii_case("src") || name.eq_ignore_ascii_case("href");
        self.attributes.iter().filter(move |(name, _)| is_reference(name)).map(|(_, value)| *value)
    }

    /// The value of an attribute, where it has one.
    pub(in crate::document) fn attribute(&self, wanted: &str) -> Option<&'h str> {
        let mut named =
            self.attributes.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next().map(|(_, value)| *value)
    }
}

fn begins_tag(html: &str) -> bool {
    html.as_bytes()
        .get(1)
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
}

/// Reads the tag that a text starts with; `None` where none starts or it is not closed.
pub(in crate::document) fn read_tag(html: &str) -> Option<HtmlTag<'_>> {
    if !html.starts_with('<') || !begins_tag(html) {
        return None;
    }
    let mut attributes = Vec::new();
    if !html.as_bytes()[1].is_ascii_alphabetic() {
        let length = html.find('>')? + 1;
        return Some(HtmlTag { name: "", attributes, length });
    }
    let name_end = 1 + html[1..].find(ends_name)?;
    let mut at = name_end;
    loop {
        at += html[at..].find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
        if html[at..].starts_with('>') {
            return Some(HtmlTag { name: &html[1..name_end], attributes, length: at + 1 });
        }
        // A `=` where a name should begin is part of the name.
        let first = usize::from(html[at..].starts_with('='));
        let attribute_end = at + first + html[at + first..].find(|c| c == '=' || ends_name(c))?;
        let attribute = &html[at..attribute_end];
        at = attribute_end + html[attribute_end..].find(|c: char| !c.is_ascii_whitespace())?;
        if !html[at..].starts_with('=') {
            continue;
        }
        at += 1;
        at += html[at..].find(|c: char| !c.is_ascii_whitespace())?;
        let quote = html[at..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => html[at + 1..].split_once(quote)?.0,
            None => {
                &html[at..at + html[at..].find(|c: char| c == '>' || c.is_ascii_whitespace())?]
            }
        };
        at += value.len() + if quote.is_some() { 2 } else { 0 };
        attributes.push((attribute, value));
    }
}

fn ends_name(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '/' | '>')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(html: &str) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        read_block(html, |part| {
            if part != Part::Text("") {
                parts.push(part);
            }
        });
        parts
    }

    #[test]
    fn text_stands_between_tags_and_references_in_them() {
        use Part::{Reference, Tag, Text};
        assert_eq!(
            parts("<p class=x>A <a title='>' HREF = \"u\"\nsrc=v>b</a>\n"),
            [Tag, Text("A "), Tag, Reference("u"), Reference("v"), Text("b"), Tag, Text("\n"),]
        );
        assert_eq!(parts("<!DOCTYPE x><?php y ?>z"), [Tag, Tag, Text("z")]);
        assert_eq!(parts("<img data-src=\"no\" src=/a/b/>"), [Tag, Reference("/a/b/")]);
    }

    #[test]
    fn comments_are_gone_however_they_end() {
        assert_eq!(parts("a<!-- <b> -->c"), [Part::Text("a"), Part::Text("c")]);
        assert_eq!(parts("<!-->c"), [Part::Text("c")]);
        assert_eq!(parts("<!--->c"), [Part::Text("c")]);
        assert_eq!(parts("<!---->c"), [Part::Text("c")]);
        assert_eq!(parts("a<!-- c"), [Part::Text("a")]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(parts("1 < 2 <3 <"), [Part::Text("1 < 2 <3 <")]);
        assert_eq!(parts("<b>x <a href=\"u"), [Part::Tag, Part::Text("x <a href=\"u")]);
        assert_eq!(parts("<a ==\"x\">y"), [Part::Tag, Part::Text("y")]);
    }

    proptest! {
        #[test]
        fn no_html_stops_the_reader(html in "[<>/!a=\"' \n-]{0,40}é?") {
            let length: usize = parts(&html)
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) | Part::Reference(text) => text.len(),
                    Part::Tag => 0,
                })
                .sum();
            prop_assert!(length <= html.len());
        }
    }
}
