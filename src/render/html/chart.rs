//! Charts as drawings, each with its numbers as a table for who cannot see it.
//!
//! A drawing is laid out in parts of its width and in pixels of its height: letters keep
//! their size on every screen. Months and the like are columns where there is room for their
//! names, and rows where there is none; the page shows the one that fits. Every tone has a
//! pattern of its own besides its colour.

mod columns;
mod rows;

use std::fmt::Write as _;

use crate::report::{Category, Chart, Scale, Tone};

use super::inline::{escaped, line};
use super::tone;

/// What bars are filled with; once a page.
pub(super) const PATTERNS: &str = "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>\
     <pattern id=\"hatched\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
     <path class=\"ground\" d=\"M0 0h6v6H0z\"/><path class=\"line\" d=\"M1 0v6\"/></pattern>\
     <pattern id=\"dotted\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
     <path class=\"ground\" d=\"M0 0h6v6H0z\"/><circle class=\"line\" cx=\"3\" cy=\"3\" r=\"1.1\"/></pattern>\
     </defs></svg>\n";

/// The width of a drawing: all places across are parts of it.
const WHOLE: usize = 100_000;

/// A filled part of a bar. Across in parts of [`WHOLE`], down in tenths of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bar {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    tone: Tone,
}

/// Words at a place: across in parts of [`WHOLE`] with pixels added, down in tenths of a
/// pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    x: usize,
    dx: usize,
    y: usize,
    class: &'static str,
    text: String,
}

/// One category as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Mark {
    /// What is said of it where a pointer rests.
    said: String,
    bars: Vec<Bar>,
    words: Vec<Words>,
}

/// A whole drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Drawing {
    /// Which of the drawings of a chart it is, for the style.
    class: &'static str,
    /// In pixels.
    height: usize,
    /// Pixels at the left that bars leave to words.
    gutter: usize,
    /// How far down the line lies that columns stand on, in tenths of a pixel.
    ground: Option<usize>,
    marks: Vec<Mark>,
    /// Words that belong to several categories.
    words: Vec<Words>,
}

/// Writes a chart.
pub(super) fn write(chart: &Chart, html: &mut String) {
    let is_broad = chart.scale == Scale::Sequence && columns::is_broad(chart);
    let size = if is_broad { " broad" } else { "" };
    let _ = writeln!(
        html,
        "<figure class=\"chart{size}\">\n<figcaption><strong>{}</strong> <span class=\"faint\">{}</span></figcaption>",
        escaped(chart.title),
        escaped(chart.unit)
    );
    if chart.total() > 0 {
        key(chart, html);
        let drawings = match chart.scale {
            Scale::Sequence => vec![columns::draw(chart), rows::draw(chart)],
            Scale::Names => vec![rows::draw(chart)],
        };
        let said = format!("{}. {}", chart.title, reading(chart));
        for drawing in &drawings {
            svg(drawing, &said, html);
        }
        if chart.scale == Scale::Sequence {
            let _ = writeln!(html, "<p class=\"axis\">{}</p>", escaped(chart.axis));
        }
    } else {
        html.push_str("<p class=\"faint\">There is nothing to count.</p>\n");
    }
    if !chart.remark.is_empty() {
        let _ = writeln!(html, "<p class=\"remark\">{}</p>", line(&chart.remark));
    }
    if chart.total() > 0 {
        numbers(chart, html);
    }
    html.push_str("</figure>\n");
}

/// What the tones mean.
fn key(chart: &Chart, html: &mut String) {
    if chart.series.len() < 2 {
        return;
    }
    html.push_str("<ul class=\"key\">");
    for (index, series) in chart.series.iter().enumerate() {
        let _ = write!(
            html,
            "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"bar {}\" width=\"14\" height=\"14\"/></svg> {} {}</li>",
            tone(series.tone),
            escaped(series.name),
            chart.total_of(index)
        );
    }
    html.push_str("</ul>\n");
}

/// The chart in a sentence, for who hears it.
fn reading(chart: &Chart) -> String {
    let parts: Vec<String> = chart
        .series
        .iter()
        .enumerate()
        .map(|(index, series)| format!("{} {}", chart.total_of(index), series.name))
        .collect();
    let most = chart.categories.iter().max_by_key(|category| category.total());
    let most = most.map_or_else(String::new, |category| {
        format!("; most: {} with {}", category.label.untrusted(), category.total())
    });
    format!("{}{most}. The numbers follow as a table.", parts.join(", "))
}

/// The numbers as a table, folded away.
fn numbers(chart: &Chart, html: &mut String) {
    let _ = write!(
        html,
        "<details class=\"numbers\"><summary>The numbers</summary>\n<table>\n<thead><tr><th scope=\"col\">{}</th>",
        escaped(chart.axis)
    );
    for series in &chart.series {
        let _ = write!(html, "<th scope=\"col\" class=\"number\">{}</th>", escaped(series.name));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for category in &chart.categories {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escaped(category.label.untrusted()));
        for value in &category.values {
            let _ = write!(html, "<td class=\"number\">{value}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></details>\n");
}

fn svg(drawing: &Drawing, said: &str, html: &mut String) {
    let _ = writeln!(
        html,
        "<svg class=\"drawing {}\" width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"{}\">",
        drawing.class,
        drawing.height,
        escaped(said)
    );
    for mark in &drawing.marks {
        let _ = write!(html, "<g><title>{}</title>", escaped(&mark.said));
        mark.words.iter().for_each(|words| words_of(words, html));
        let has_gutter = drawing.gutter > 0 && !mark.bars.is_empty();
        if has_gutter {
            let _ = write!(html, "<g transform=\"translate({})\">", drawing.gutter);
        }
        for bar in &mark.bars {
            let _ = write!(
                html,
                "<rect class=\"bar {}\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\"/>",
                tone(bar.tone),
                percent(bar.x),
                tenths(bar.y),
                percent(bar.width),
                tenths(bar.height)
            );
        }
        if has_gutter {
            html.push_str("</g>");
        }
        html.push_str("</g>\n");
    }
    // Behind the columns in the text is in front of them in the picture.
    if let Some(ground) = drawing.ground {
        let y = tenths(ground);
        let _ =
            writeln!(html, "<line class=\"ground\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>");
    }
    drawing.words.iter().for_each(|words| words_of(words, html));
    html.push_str("</svg>\n");
}

fn words_of(words: &Words, html: &mut String) {
    let dx = if words.dx == 0 { String::new() } else { format!(" dx=\"{}\"", words.dx) };
    let _ = write!(
        html,
        "<text class=\"{}\" x=\"{}%\"{dx} y=\"{}\">{}</text>",
        words.class,
        percent(words.x),
        tenths(words.y),
        escaped(&words.text)
    );
}

/// What is said of a category: `2026-11: 4 overdue, 2 later`.
fn said(chart: &Chart, category: &Category) -> String {
    let parts: Vec<String> = chart
        .series
        .iter()
        .zip(&category.values)
        .filter(|(_, value)| **value > 0)
        .map(|(series, value)| format!("{value} {}", series.name))
        .collect();
    let parts = if parts.is_empty() { "none".to_owned() } else { parts.join(", ") };
    format!("{}: {parts}", category.label.untrusted())
}

/// Where the part of each series ends, so that all together are as long as the total asks
/// for; what is there at all is at least `least` long.
fn ends(values: &[usize], greatest: usize, length: usize, least: usize) -> Vec<usize> {
    let (mut sum, mut end) = (0, 0);
    values
        .iter()
        .map(|value| {
            sum += value;
            if *value > 0 {
                end = (sum * length / greatest.max(1)).max(end + least);
            }
            end
        })
        .collect()
}

/// A number as it stands at a bar: at most five letters.
fn brief(number: usize) -> String {
    match number {
        0..10_000 => number.to_string(),
        10_000..10_000_000 => format!("{}k", number / 1000),
        _ => format!("{}M", number / 1_000_000),
    }
}

/// Parts of [`WHOLE`] as percent.
fn percent(parts: usize) -> String {
    decimal(parts, 1000)
}

/// Tenths of a pixel as pixels.
fn tenths(tenths: usize) -> String {
    decimal(tenths, 10)
}

/// A number of parts as whole ones, without noughts at its end.
fn decimal(number: usize, parts: usize) -> String {
    let digits = parts.ilog10() as usize;
    let text = format!("{}.{:0digits$}", number / parts, number % parts);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
