//! Charts in letters: a row for each category, as long as its number.

use anstyle::Style;

use crate::report::{Chart, Line, Tone};

use super::layout::{Run, padded, width_of};
use super::{GAP, Writer, bold, cleaned, faint, toned};

/// The longest row, where the page is wide enough for it.
const LONGEST: usize = 40;
/// Labels longer than this push their own row to the right, not those of others.
const LONGEST_LABEL: usize = 24;

impl Writer {
    pub(super) fn chart(&mut self, chart: &Chart, indent: usize) {
        let title = Line::new().text(chart.title).faint(format!(" ({})", chart.unit));
        self.line(&title, indent, indent, bold());
        let labels: Vec<Run> = chart
            .categories
            .iter()
            .map(|category| Run::new(cleaned(category.label.untrusted()), Style::new()))
            .collect();
        let label_width = labels
            .iter()
            .map(|label| width_of(std::slice::from_ref(label)).min(LONGEST_LABEL))
            .max()
            .unwrap_or(0);
        let number_width = chart.greatest().to_string().len();
        let taken = indent + label_width + GAP + GAP + number_width;
        let room = self.page.width.saturating_sub(taken).clamp(1, LONGEST);
        for (category, label) in chart.categories.iter().zip(labels) {
            let mut runs = padded(vec![label], label_width, false, false);
            runs.push(Run::new(" ".repeat(GAP), Style::new()));
            let lengths = lengths(&category.values, chart.greatest(), room);
            for (series, length) in chart.series.iter().zip(&lengths) {
                runs.push(Run::new(mark(series.tone).repeat(*length), toned(series.tone)));
            }
            let gap = if category.total() > 0 { GAP } else { 0 };
            runs.push(Run::new(format!("{}{}", " ".repeat(gap), category.total()), faint()));
            self.unbroken(&runs, indent);
        }
        if chart.series.len() > 1 {
            let key = chart.series.iter().enumerate().map(|(index, series)| {
                let said = format!("{} {}", series.name, chart.total_of(index));
                Line::new().toned(series.tone, mark(series.tone)).text(" ").text(said)
            });
            let key = Line::joined(key.collect(), " · ");
            self.line(&key, indent, indent, Style::new());
        }
        if !chart.remark.is_empty() {
            self.line(&chart.remark, indent, indent, faint());
        }
        self.blank();
    }
}

/// What a row is drawn with: another sign for each tone, for pages without colours.
const fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "█",
        Tone::Warning => "▓",
        Tone::Notice => "▒",
        Tone::Plain | Tone::Good => "░",
    }
}

/// How long the part of each series is, so that all are together as long as the total asks
/// for, and nothing that there is has no sign at all.
fn lengths(values: &[usize], greatest: usize, room: usize) -> Vec<usize> {
    let (mut sum, mut drawn) = (0, 0);
    values
        .iter()
        .map(|value| {
            sum += value;
            let end = (sum * room).div_ceil(greatest.max(1));
            let length = end.saturating_sub(drawn).max(usize::from(*value > 0));
            let length = if *value == 0 { 0 } else { length };
            drawn += length;
            length
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::text::{Colour, Page, render};
    use crate::report::{Block, Category, Scale, Series, View};

    fn chart(values: &[(&str, [usize; 2])]) -> Chart {
        let category = |(label, values): &(&str, [usize; 2])| Category {
            label: (*label).into(),
            values: values.to_vec(),
            ..Category::default()
        };
        Chart {
            title: "Next review by month",
            unit: "documents",
            axis: "Month",
            scale: Scale::Sequence,
            series: vec![
                Series { name: "overdue", tone: Tone::Bad },
                Series { name: "later", tone: Tone::Plain },
            ],
            categories: values.iter().map(category).collect(),
            remark: "3 have no date".into(),
        }
    }

    fn shown(chart: Chart, width: usize) -> String {
        render(&View { blocks: vec![Block::Chart(chart)] }, Page { width, colour: Colour::Off })
    }

    #[test]
    fn a_row_is_as_long_as_its_number() {
        let chart = chart(&[("2026-10", [2, 0]), ("2026-11", [1, 9]), ("2026-12", [0, 0])]);
        assert_eq!(
            shown(chart, 24),
            "Next review by month\n(documents)\n2026-10  ███  2\n2026-11  ██░░░░░░░░░  10\n2026-12  0\n█ overdue 3 · ░ later 9\n3 have no date\n"
        );
    }

    #[test]
    fn the_least_number_still_has_a_sign() {
        assert_eq!(lengths(&[1, 1000], 1001, 10), [1, 9]);
        assert_eq!(lengths(&[0, 0], 0, 10), [0, 0]);
        assert!(shown(chart(&[]), 60).contains("overdue 0"));
    }
}
