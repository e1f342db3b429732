//! Categories as rows below each other, for names, and for everything on a narrow screen.

use crate::render::cleaned;
use crate::report::Chart;

use super::{Bar, Drawing, Mark, WHOLE, Words, brief, ends, said};

/// A label of so many letters still stands beside its bar.
const BESIDE: usize = 14;
/// The pixels that are kept for such labels.
const GUTTER: usize = 100;
/// Longer ones are cut: the table has them whole.
const LONGEST_LABEL: usize = 44;
/// The longest bar beside a label, and below one: the rest is for the number behind it.
const LENGTH_BESIDE: usize = WHOLE / 2;
const LENGTH_BELOW: usize = WHOLE * 84 / 100;
/// The height of a row with the label beside, or above. This and what follows in tenths of a
/// pixel.
const ROW_BESIDE: usize = 220;
const ROW_BELOW: usize = 370;
const BAR: usize = 140;
/// From the top of a bar to the foot of the letters beside it.
const FOOT: usize = 110;
/// The least length of what is there at all, in parts of the width.
const LEAST: usize = 600;

pub(super) fn draw(chart: &Chart) -> Drawing {
    let labels: Vec<String> =
        chart.categories.iter().map(|category| cleaned(category.label.untrusted())).collect();
    let is_beside = labels.iter().all(|label| label.chars().count() <= BESIDE);
    let (row, length, gutter) =
        if is_beside { (ROW_BESIDE, LENGTH_BESIDE, GUTTER) } else { (ROW_BELOW, LENGTH_BELOW, 0) };
    let greatest = chart.greatest();
    let mut marks = Vec::with_capacity(labels.len());
    for ((index, category), label) in chart.categories.iter().enumerate().zip(&labels) {
        let top = index * row + if is_beside { (row - BAR) / 2 } else { row - BAR - 40 };
        let ends = ends(&category.values, greatest, length, LEAST);
        let mut begin = 0;
        let mut bars = Vec::new();
        for (series, end) in chart.series.iter().zip(&ends) {
            if *end > begin {
                let width = end - begin;
                bars.push(Bar { x: begin, y: top, width, height: BAR, tone: series.tone });
            }
            begin = *end;
        }
        let label_foot = if is_beside { top + FOOT } else { top - 50 };
        let words = vec![
            Words { x: 0, dx: 0, y: label_foot, class: "label", text: cut(label) },
            Words {
                x: begin,
                dx: gutter + 6,
                y: top + FOOT,
                class: "value behind",
                text: brief(category.total()),
            },
        ];
        marks.push(Mark { said: said(chart, category), bars, words });
    }
    Drawing {
        class: "rows",
        height: (labels.len() * row).div_ceil(10),
        gutter,
        marks,
        ..Drawing::default()
    }
}

fn cut(label: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        return label.to_owned();
    }
    let kept: String = label.chars().take(LONGEST_LABEL - 1).collect();
    format!("{}…", kept.trim_end())
}
