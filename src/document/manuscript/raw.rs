//! Raw HTML within a text: what of it people see. Tags that say how something looks or stands
//! are kept as what they are, all others are left out, and what stands between them is text.
//!
//! A tag opens nothing that the text around it would have to close: whoever reads a block
//! closes what is left open.

use crate::document::blocks::html::{HtmlTag, comment_end, is_comment, read_tag};
use crate::report::{Align, Element, Label, Part};

use super::Builder;

/// Reads a piece of HTML. Takes time in proportion to its length.
pub(super) fn read(html: &str, builder: &mut Builder<'_>) {
    let mut rest = html;
    while !rest.is_empty() {
        if is_comment(rest) {
            rest = &rest[comment_end(rest)..];
        } else if let Some(tag) = read_tag(rest) {
            let (source, behind) = rest.split_at(tag.length);
            let name = tag.name.to_ascii_lowercase();
            match name.as_str() {
                "script" | "style" | "template" => rest = behind_element(behind, &name).1,
                "pre" => {
                    let (code, after) = behind_element(behind, &name);
                    builder.parts.push(Part::Listing(decoded(&without_tags(code)).into()));
                    rest = after;
                }
                "" => {
                    builder.end_tag(source);
                    rest = behind;
                }
                _ => {
                    builder.start_tag(&name, &tag);
                    rest = behind;
                }
            }
        } else {
            // Where a tag never ends, all of it is text.
            let is_tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
            let never_ends = rest.strip_prefix('<').is_some_and(|name| name.starts_with(is_tag));
            let own = rest.chars().next().map_or(0, char::len_utf8);
            let next = rest[own..].find('<').filter(|_| !never_ends);
            let (text, behind) = rest.split_at(next.map_or(rest.len(), |next| own + next));
            builder.raw_text(text);
            rest = behind;
        }
    }
}

/// What an element holds, and what stands behind it.
fn behind_element<'h>(html: &'h str, name: &str) -> (&'h str, &'h str) {
    let is_end = |at: &usize| {
        let named = html[*at..].strip_prefix("</").and_then(|end| end.get(..name.len()));
        named.is_some_and(|named| named.eq_ignore_ascii_case(name))
    };
    let mut tags = html.match_indices('<').map(|(at, _)| at);
    let Some(end) = tags.find(is_end) else { return (html, "") };
    let (held, behind) = html.split_at(end);
    (held, behind.find('>').map_or("", |close| &behind[close + 1..]))
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let length = read_tag(&rest[open..]).map_or(0, |tag| tag.length);
        if length == 0 {
            text.push('<');
        }
        rest = &rest[open + length.max(1)..];
    }
    text.push_str(rest);
    text
}

impl Builder<'_> {
    fn raw_text(&mut self, text: &str) {
        let holds_no_words = self.open.last().is_some_and(|frame| {
            let element = frame.element.as_ref();
            element.is_some_and(|e| matches!(e, Element::Table | Element::Row | Element::List))
        });
        let is_blank = text.trim().is_empty();
        let begins_block = matches!(self.parts.last(), Some(Part::Opens(Element::Division)));
        if !(is_blank && (holds_no_words || begins_block)) {
            self.parts.push(Part::Words(decoded(text).into()));
        }
    }

    fn start_tag(&mut self, name: &str, tag: &HtmlTag<'_>) {
        let element = match name {
            "br" => return self.parts.push(Part::Break),
            "hr" => return self.parts.push(Part::Rule),
            "img" => {
                let value = |name| decoded(tag.attribute(name).unwrap_or_default());
                return self.picture(value("src"), &value("alt"));
            }
            "input"
                if tag.attribute("type").is_some_and(|t| t.eq_ignore_ascii_case("checkbox")) =>
            {
                // Whether it is ticked stands in no value.
                return self.parts.push(Part::Words("☐ ".into()));
            }
            "ul" => {
                self.lists.push(None);
                Element::List
            }
            "ol" => {
                let start = tag.attribute("start").and_then(|start| start.parse::<u64>().ok());
                self.lists.push(Some(start.unwrap_or(1).saturating_sub(1)));
                Element::List
            }
            "li" => {
                self.close_raw_to(&Element::List);
                let label = match self.lists.last_mut() {
                    Some(Some(last)) => {
                        *last = last.saturating_add(1);
                        Label::Words(format!("{last}.").into())
                    }
                    _ => Label::Point,
                };
                Element::Item { label, ticked: None }
            }
            "tr" => {
                self.close_raw_to(&Element::Table);
                self.within(Element::Table);
                Element::Row
            }
            "td" | "th" => {
                self.close_raw_to(&Element::Row);
                if !self.is_within(&Element::Row) {
                    self.within(Element::Table);
                    self.open(Element::Row, true);
                }
                Element::Cell { names: name == "th", align: Align::Unset }
            }
            "a" => match tag.attribute("href") {
                Some(address) => Element::Link(decoded(address).into()),
                None => return,
            },
            name => match plain(name) {
                Some(element) => element,
                None => return,
            },
        };
        self.open(element, true);
    }

    /// Closes what the end of an element closes, if a tag has opened it.
    fn end_tag(&mut self, source: &str) {
        let Some(name) = source.strip_prefix("</") else { return };
        let name = name.trim_end_matches('>').trim().to_ascii_lowercase();
        let is_ended = |element: &Element| match (name.as_str(), element) {
            ("ul" | "ol", Element::List)
            | ("li", Element::Item { .. })
            | ("table", Element::Table)
            | ("tr", Element::Row)
            | ("td" | "th", Element::Cell { .. })
            | ("a", Element::Link(_)) => true,
            (name, element) => plain(name).as_ref() == Some(element),
        };
        let raw = self.open.iter().rev().take_while(|frame| frame.is_raw);
        let found = raw.map(|frame| frame.element.as_ref()).position(|e| e.is_some_and(&is_ended));
        for _ in 0..found.map_or(0, |inner| inner + 1) {
            self.close();
        }
    }

    fn is_within(&self, element: &Element) -> bool {
        self.open.last().is_some_and(|frame| frame.element.as_ref() == Some(element))
    }

    /// Opens an element unless it is the innermost one.
    fn within(&mut self, element: Element) {
        if !self.is_within(&element) {
            self.open(element, true);
        }
    }

    /// Closes what tags have opened within the innermost such element, as the ends of items,
    /// rows and cells may be left out.
    fn close_raw_to(&mut self, element: &Element) {
        let mut raw = self.open.iter().rev().take_while(|frame| frame.is_raw);
        let inner = raw.position(|frame| frame.element.as_ref() == Some(element));
        for _ in 0..inner.unwrap_or(0) {
            self.close();
        }
    }
}

/// The element of a tag whose attributes say nothing.
fn plain(name: &str) -> Option<Element> {
    Some(match name {
        "b" | "strong" => Element::Strong,
        "i" | "em" | "cite" | "var" | "dfn" => Element::Emphasis,
        "s" | "del" | "strike" => Element::Struck,
        "sup" => Element::Raised,
        "sub" => Element::Lowered,
        "code" | "kbd" | "samp" | "tt" => Element::Typed,
        "p" | "div" | "section" | "article" | "aside" | "center" | "figure" | "figcaption"
        | "details" | "summary" | "caption" | "address" => Element::Division,
        "blockquote" => Element::Quote,
        "table" => Element::Table,
        "dl" => Element::Terms,
        "dt" => Element::Term,
        "dd" => Element::Meaning,
        "h1" => Element::Heading(1),
        "h2" => Element::Heading(2),
        "h3" => Element::Heading(3),
        "h4" => Element::Heading(4),
        "h5" => Element::Heading(5),
        "h6" => Element::Heading(6),
        _ => return None,
    })
}

/// Text of HTML with the characters that its references stand for; a name that is not known
/// stays as it is.
fn decoded(text: &str) -> String {
    const NAMES: [(&str, char); 14] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("rarr", '→'),
        ("deg", '°'),
        ("micro", 'µ'),
        ("le", '≤'),
        ("ge", '≥'),
    ];
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        let end = reference.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
        let name = &reference[..end.unwrap_or(reference.len())];
        let known = match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            }
            .and_then(char::from_u32),
            None => NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
        };
        if let Some(c) = known.filter(|_| reference[name.len()..].starts_with(';')) {
            decoded.push(c);
            rest = &reference[name.len() + 1..];
        } else {
            decoded.push('&');
            rest = reference;
        }
    }
    decoded.push_str(rest);
    decoded
}
