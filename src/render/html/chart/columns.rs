//! Categories as columns side by side, for months and other things that follow each other.

use crate::report::{Category, Chart};

use super::{Bar, Drawing, Mark, WHOLE, Words, brief, ends, said};

/// More places than this take the whole width of a page: see `overview.css`.
const FEW: usize = 10;
/// With more than this there is no room for all their names.
const NAMED: usize = 28;
/// Above the columns, for their numbers. This and what follows in tenths of a pixel.
const HEAD: usize = 200;
/// The highest column.
const PLOT: usize = 1500;
/// Below the columns, for their names.
const TICKS: usize = 200;
/// Below the names, for those of the groups.
const GROUPS: usize = 170;
/// The least height of what is there at all.
const LEAST: usize = 15;

pub(super) fn draw(chart: &Chart) -> Drawing {
    let places = places(chart).max(1);
    let has_groups = has_groups(chart);
    let ground = HEAD + PLOT;
    let greatest = chart.greatest();
    let mut marks = Vec::with_capacity(chart.categories.len());
    let mut groups: Vec<(&str, usize, usize)> = Vec::new();
    let mut place = 0;
    for (index, category) in chart.categories.iter().enumerate() {
        let taken = taken(category, has_groups);
        let (from, to) = (place * WHOLE / places, (place + taken) * WHOLE / places);
        place += taken;
        // A column is as wide as others, however many places its name takes.
        let width = WHOLE / places * 7 / 10;
        let middle = usize::midpoint(from, to);
        let x = middle - width / 2;
        let ends = ends(&category.values, greatest, PLOT, LEAST);
        let mut begin = 0;
        let mut bars = Vec::new();
        for (series, end) in chart.series.iter().zip(&ends) {
            if *end > begin {
                // Sums of least heights may pass the greatest one by a little.
                let y = ground.saturating_sub(*end);
                bars.push(Bar { x, y, width, height: ground - begin - y, tone: series.tone });
            }
            begin = *end;
        }
        let mut words = Vec::new();
        if index.is_multiple_of(places.div_ceil(NAMED)) {
            let text = category.tick.untrusted().to_owned();
            words.push(Words { x: middle, dx: 0, y: ground + 140, class: "tick", text });
        }
        if category.total() > 0 {
            let y = ground.saturating_sub(begin + 50);
            words.push(Words {
                x: middle,
                dx: 0,
                y,
                class: "value",
                text: brief(category.total()),
            });
        }
        marks.push(Mark { said: said(chart, category), bars, words });
        let group = category.group.untrusted();
        match groups.last_mut() {
            Some((name, _, end)) if *name == group => *end = to,
            _ => groups.push((group, from, to)),
        }
    }
    let words = groups
        .into_iter()
        .filter(|(name, ..)| !name.is_empty())
        .map(|(name, from, to)| Words {
            x: usize::midpoint(from, to),
            dx: 0,
            y: ground + TICKS + 110,
            class: "group",
            text: name.to_owned(),
        })
        .collect();
    let below = if has_groups { TICKS + GROUPS } else { TICKS };
    Drawing {
        class: "columns",
        height: (ground + below) / 10,
        gutter: 0,
        ground: Some(ground),
        marks,
        words,
    }
}

/// Whether the columns take the whole width of a page.
pub(super) fn is_broad(chart: &Chart) -> bool {
    has_groups(chart) || places(chart) > FEW
}

/// How many places of equal width the columns need.
fn places(chart: &Chart) -> usize {
    let has_groups = has_groups(chart);
    chart.categories.iter().map(|category| taken(category, has_groups)).sum()
}

/// What belongs to no group among those that do is named in full, and takes two places.
fn taken(category: &Category, has_groups: bool) -> usize {
    if has_groups && category.group.is_empty() { 2 } else { 1 }
}

fn has_groups(chart: &Chart) -> bool {
    chart.categories.iter().any(|category| !category.group.is_empty())
}
