//! The redline: a whole document in one flow, with what came, went and moved in its place.
//!
//! Every mark has a second form beside its colour: a sign at the margin, a line through or
//! under the words. So the page can be read in grey, by the colour-blind and by a voice.

use std::fmt::Write as _;

use crate::report::{Journey, Leg, Line, Passage, PassageKind, Sign};

use super::inline::{escaped, line, preformatted};
use super::sign;

/// What the marks mean.
pub(super) const LEGEND: &str = "<p class=\"legend\"><span><ins>put in</ins></span> <span><del>taken out</del></span> \
     <span><span class=\"sign added\">+</span> new passage</span> \
     <span><span class=\"sign removed\">−</span> removed passage</span> \
     <span><span class=\"sign changed\">~</span> changed words</span> \
     <span><span class=\"sign moved\">↕</span> moved, with a link to the other place</span></p>\n";

/// Writes the flow with this number of the page.
pub(super) fn write(passages: &[Passage], flow: usize, html: &mut String) {
    let is_marked = passages.iter().any(|passage| passage.sign.is_some());
    let class = if is_marked { "flow" } else { "flow unmarked" };
    let _ = writeln!(html, "<div class=\"{class}\">");
    let mut rest = passages;
    while let Some(first) = rest.first() {
        let rows = rest.iter().take_while(|passage| passage.kind == PassageKind::Row).count();
        if rows > 0 {
            table(&rest[..rows], flow, html);
            rest = &rest[rows..];
        } else {
            passage(first, flow, html);
            rest = &rest[1..];
        }
    }
    html.push_str("</div>\n");
}

fn passage(passage: &Passage, flow: usize, html: &mut String) {
    let (open, close) = element(passage.kind);
    let words: Vec<String> = passage
        .lines
        .iter()
        .map(|words| match passage.kind {
            PassageKind::Code => preformatted(words),
            _ => line(words),
        })
        .collect();
    let words = whole(passage, &words.join(" "));
    let _ = writeln!(
        html,
        "<div class=\"passage {}\"{} style=\"--depth:{}\">{}<div class=\"words\">{open}{}{words}{close}{}{}</div></div>",
        class(passage),
        anchor(passage, flow),
        passage.depth.min(8),
        margin(passage),
        label(passage),
        meaning(&passage.meaning),
        journey(passage, flow),
    );
}

fn table(rows: &[Passage], flow: usize, html: &mut String) {
    html.push_str("<div class=\"scroll\"><table class=\"rows\">\n");
    for row in rows {
        let _ = write!(
            html,
            "<tr class=\"{}\"{}><td class=\"margin\">{}</td>",
            class(row),
            anchor(row, flow),
            margin(row)
        );
        let last = row.lines.len().saturating_sub(1);
        for (index, cell) in row.lines.iter().enumerate() {
            let cell = whole(row, &line(cell));
            let said = if index == last {
                format!("{}{}", meaning(&row.meaning), journey(row, flow))
            } else {
                String::new()
            };
            let _ = write!(html, "<td>{cell}{said}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table></div>\n");
}

/// The sign at the margin; a space of the same width where nothing changed.
fn margin(passage: &Passage) -> String {
    passage.sign.map_or_else(|| "<span class=\"sign\"></span>".to_owned(), sign)
}

/// Words that came or went as a whole carry the mark of it.
fn whole(passage: &Passage, words: &str) -> String {
    let left = passage.journey.as_ref().is_some_and(|journey| journey.leg == Leg::Left);
    match passage.sign {
        Some(Sign::Added) => format!("<ins>{words}</ins>"),
        Some(Sign::Removed) => format!("<del>{words}</del>"),
        Some(Sign::Moved) if left => format!("<del>{words}</del>"),
        _ => words.to_owned(),
    }
}

fn label(passage: &Passage) -> String {
    if passage.label.is_empty() {
        return String::new();
    }
    format!("<span class=\"label\">{}</span> ", escaped(passage.label.untrusted()))
}

fn meaning(meaning: &Line) -> String {
    if meaning.is_empty() {
        return String::new();
    }
    format!("<div class=\"meaning\">{}</div>", line(meaning))
}

fn anchor(passage: &Passage, flow: usize) -> String {
    passage.journey.as_ref().map_or_else(String::new, |journey| {
        format!(" id=\"f{flow}m{}{}\"", journey.number, end(journey.leg))
    })
}

fn journey(passage: &Passage, flow: usize) -> String {
    let Some(Journey { number, leg, place }) = &passage.journey else { return String::new() };
    let (words, other) = match leg {
        Leg::Left => ("moved to", Leg::Arrived),
        Leg::Arrived => ("moved from", Leg::Left),
    };
    format!(
        "<div class=\"journey\"><a href=\"#f{flow}m{number}{}\">{words} {}</a></div>",
        end(other),
        escaped(place.untrusted())
    )
}

const fn end(leg: Leg) -> &'static str {
    match leg {
        Leg::Left => "a",
        Leg::Arrived => "b",
    }
}

/// The headings of a document stand below those of the page.
const fn element(kind: PassageKind) -> (&'static str, &'static str) {
    match kind {
        PassageKind::Heading(1) => ("<h3>", "</h3>"),
        PassageKind::Heading(2) => ("<h4>", "</h4>"),
        PassageKind::Heading(3) => ("<h5>", "</h5>"),
        PassageKind::Heading(_) => ("<h6>", "</h6>"),
        PassageKind::Code => ("<pre>", "</pre>"),
        _ => ("<p>", "</p>"),
    }
}

fn class(passage: &Passage) -> String {
    let kind = match passage.kind {
        PassageKind::Heading(_) => "heading",
        PassageKind::Step => "step",
        PassageKind::Statement => "statement",
        PassageKind::Paragraph => "paragraph",
        PassageKind::Result => "result",
        PassageKind::Row => "row",
        PassageKind::Code => "code",
        PassageKind::Picture => "picture",
        PassageKind::Note => "note",
        PassageKind::Warning => "warned",
    };
    let change = match (passage.sign, &passage.journey) {
        (None, _) => "",
        (Some(Sign::Added), _) => " is-added",
        (Some(Sign::Removed), _) => " is-removed",
        (Some(Sign::Changed), _) => " is-changed",
        (Some(Sign::Moved), Some(Journey { leg: Leg::Left, .. })) => " is-moved is-left",
        (Some(Sign::Moved), _) => " is-moved",
    };
    let is_item = matches!(passage.kind, PassageKind::Step | PassageKind::Statement);
    let number = if is_item && !passage.label.is_empty() { " numbered" } else { "" };
    format!("{kind}{number}{change}")
}
