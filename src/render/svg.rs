//! Graphs as drawings: a column for each level, and below each node what hangs on it.
//!
//! A drawing loads nothing and runs nothing. It is written in plain pixels, so that letters
//! keep their size, and in two sets of colours, one for dark screens.

mod layout;
pub(super) mod letters;

use std::fmt::Write as _;

use crate::report::{Bond, Graph, Node, Text, Tone};

use super::{address, cleaned};
use layout::{Column, Layout, Place, Placed, Wire};
use letters::{fitted, width};

/// Kept apart so that it can be read as what it is.
const STYLE: &str = include_str!("svg/map.css");

/// In pixels, as in the style.
const NAME_SIZE: f64 = 12.0;
const TITLE_SIZE: f64 = 13.0;
const PADDING: f64 = 9.0;
/// For the name of what a long line comes from, which stands in an empty place of its column.
const FAR_ROOM: f64 = 140.0;

/// A drawing that stands for itself.
pub(super) fn render(graph: &Graph) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", inline(graph))
}

/// A drawing to stand in a page.
pub(super) fn inline(graph: &Graph) -> String {
    let layout = Layout::of(graph);
    let (across, down) = (layout.width, layout.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" width=\"{across}\" height=\"{down}\" viewBox=\"0 0 {across} {down}\" role=\"group\" aria-label=\"{}\">\n<title>{0}</title>\n<style>\n{STYLE}</style>\n<rect class=\"ground\" width=\"{across}\" height=\"{down}\"/>\n",
        escaped(&graph.title)
    );
    for column in &layout.columns {
        heading(column, &mut svg);
    }
    for wire in &layout.wires {
        draw_wire(wire, graph, &mut svg);
    }
    for placed in &layout.placed {
        if let Some(node) = graph.nodes.get(placed.node) {
            draw(node, placed, &mut svg);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn heading(column: &Column, svg: &mut String) {
    let _ = writeln!(
        svg,
        "<text class=\"level\" x=\"{}\" y=\"18\">{}</text>",
        column.x,
        escaped(&column.name.into())
    );
}

fn draw_wire(wire: &Wire, graph: &Graph, svg: &mut String) {
    let class = match wire.bond {
        Bond::Firm => "wire",
        Bond::Loose => "wire loose",
        Bond::Broken => "wire broken",
    };
    let Wire { from: (x, y), bend, to: (end, level), .. } = wire;
    let _ = if y == level {
        writeln!(svg, "<path class=\"{class}\" d=\"M{x} {y}H{end}\"/>")
    } else {
        writeln!(svg, "<path class=\"{class}\" d=\"M{x} {y}H{bend}V{level}H{end}\"/>")
    };
    // Where the wire comes from may have scrolled away.
    if let Some(from) = wire.far_from.and_then(|from| graph.nodes.get(from)) {
        let words = fitted(&label(from), NAME_SIZE, FAR_ROOM);
        let _ = writeln!(
            svg,
            "<text class=\"far\" x=\"{}\" y=\"{}\">{}</text>",
            bend.saturating_sub(8),
            level + 4,
            escaped(&words.into())
        );
    }
}

/// A node as a box that is a link, or the mention of one that is drawn elsewhere.
fn draw(node: &Node, placed: &Placed, svg: &mut String) {
    let weight = if placed.place == Place::Elsewhere { Tone::Plain } else { node.tone };
    let Placed { node: number, x, y, width: across, height, place } = placed;
    let (open, close) = match (place, &node.path) {
        (Place::Elsewhere, _) => (format!("<a href=\"#n{number}\">"), "</a>"),
        (_, Some(path)) => (format!("<a id=\"n{number}\" href=\"{}\">", address(path)), "</a>"),
        (_, None) => (format!("<g id=\"n{number}\">"), "</g>"),
    };
    let class = match place {
        Place::Whole => "whole",
        Place::Part => "part",
        Place::Elsewhere => "elsewhere",
    };
    let _ = writeln!(svg, "{open}<title>{}</title>", escaped(&said(node, *place)));
    let _ = writeln!(
        svg,
        "<rect class=\"box {class} {}\" x=\"{x}\" y=\"{y}\" width=\"{across}\" height=\"{height}\" rx=\"3\"/>",
        tone(weight)
    );
    let room = f64::from(*across) - 2.0 * PADDING;
    let left = f64::from(*x) + PADDING;
    let top = f64::from(*y);
    match place {
        Place::Elsewhere => {
            let words = [&node.name, &node.title].map(|words| cleaned(words.untrusted()));
            let words = format!("↗ {}", words.join(" ").trim());
            line("elsewhere", (left, top + 15.5), &words, NAME_SIZE, room, svg);
        }
        Place::Part => line("title", (left, top + 16.5), &label(node), TITLE_SIZE, room, svg),
        // What has a name but no title, or the other way round, has it in the first line.
        Place::Whole if node.name.is_empty() || node.title.is_empty() => {
            line("name", (left, top + 15.5), &label(node), NAME_SIZE, room, svg);
            note(node, left, top + 31.5, room, svg);
        }
        Place::Whole => {
            let name = fitted(&cleaned(node.name.untrusted()), NAME_SIZE, room);
            let behind = width(&name, NAME_SIZE) + 8.0;
            line("name", (left, top + 15.5), &name, NAME_SIZE, room, svg);
            if room - behind > 30.0 {
                note(node, left + behind, top + 15.5, room - behind, svg);
            }
            let title = cleaned(node.title.untrusted());
            line("title", (left, top + 31.5), &title, TITLE_SIZE, room, svg);
        }
    }
    let _ = writeln!(svg, "{close}");
}

fn note(node: &Node, x: f64, y: f64, room: f64, svg: &mut String) {
    if !node.note.is_empty() {
        let class = format!("note {}", tone(node.tone));
        line(&class, (x, y), &cleaned(node.note.untrusted()), NAME_SIZE, room, svg);
    }
}

/// Words that are shortened to their room.
fn line(class: &str, (x, y): (f64, f64), words: &str, size: f64, room: f64, svg: &mut String) {
    let words = escaped(&fitted(words, size, room).into());
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>");
}

fn label(node: &Node) -> String {
    cleaned(if node.name.is_empty() { &node.title } else { &node.name }.untrusted())
}

/// The whole of what the box has no room for.
fn said(node: &Node, place: Place) -> Text {
    let words = [&node.name, &node.title].map(|words| cleaned(words.untrusted()));
    let mut said = words.join(" ").trim().to_owned();
    if !node.note.is_empty() {
        let _ = write!(said, ", {}", cleaned(node.note.untrusted()));
    }
    if place == Place::Elsewhere {
        said.push_str(" (drawn elsewhere)");
    }
    said.into()
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Notice => "notice",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
    }
}

/// Words for the inside of an element or an attribute. XML has no room for control characters
/// and for the two that are none.
fn escaped(text: &Text) -> String {
    let mut xml = String::with_capacity(text.untrusted().len());
    for c in cleaned(text.untrusted()).chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests;
