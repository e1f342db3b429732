//! Numbers by category, as a chart shows them.
//!
//! A chart says what is counted and by what; whether that becomes columns, bars or a table is
//! for the renderer to decide. Nothing here knows documents: whoever counts hands over days
//! and names.

mod ages;
mod months;
mod names;

use super::{Line, Text, Tone};

/// How many there are of what, by category.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// What it shows: `Next review by month`.
    pub title: &'static str,
    /// What is counted, in the plural: `documents`.
    pub unit: &'static str,
    /// What the categories are: `Month`.
    pub axis: &'static str,
    /// How the categories follow each other.
    pub scale: Scale,
    /// What the values of a category are of, in their order.
    pub series: Vec<Series>,
    /// The categories, each with a value for every series.
    pub categories: Vec<Category>,
    /// What there is to know beside the numbers, such as what they leave out; may be empty.
    pub remark: Line,
}

/// How the categories of a chart follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// In an order of their own, such as months.
    #[default]
    Sequence,
    /// As names in a list.
    Names,
}

/// One kind of what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Series {
    /// Its name: `overdue`.
    pub name: &'static str,
    /// How good or bad it is.
    pub tone: Tone,
}

/// A category with its values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Category {
    /// Its full name: `2026-11`.
    pub label: Text,
    /// Its name where room is short and its group is named beside it: `Nov`.
    pub tick: Text,
    /// What it belongs to, together with its neighbours: `2026`; may be empty.
    pub group: Text,
    /// A value for each series.
    pub values: Vec<usize>,
}

impl Category {
    /// What its values come to.
    #[must_use]
    pub fn total(&self) -> usize {
        self.values.iter().sum()
    }
}

impl Chart {
    /// What all values come to.
    #[must_use]
    pub fn total(&self) -> usize {
        self.categories.iter().map(Category::total).sum()
    }

    /// What the values of one series come to; 0 where there is none of that number.
    #[must_use]
    pub fn total_of(&self, series: usize) -> usize {
        self.categories.iter().filter_map(|category| category.values.get(series)).sum()
    }

    /// The greatest total of a category.
    #[must_use]
    pub fn greatest(&self) -> usize {
        self.categories.iter().map(Category::total).max().unwrap_or(0)
    }

    /// Without the series of which there is nothing.
    #[must_use]
    fn without_empty_series(mut self) -> Self {
        let kept: Vec<bool> = (0..self.series.len()).map(|one| self.total_of(one) > 0).collect();
        let mut keep = kept.iter();
        self.series.retain(|_| keep.next() == Some(&true));
        for category in &mut self.categories {
            let mut keep = kept.iter();
            category.values.retain(|_| keep.next() == Some(&true));
        }
        self
    }
}

/// Adds one to a series, where there is one of that number.
fn count(values: &mut [usize], series: usize) {
    if let Some(value) = values.get_mut(series) {
        *value += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_of_nothing_is_left_out_of_every_category() {
        let category =
            |values: &[usize]| Category { values: values.to_vec(), ..Category::default() };
        let series = |name| Series { name, tone: Tone::Plain };
        let chart = Chart {
            series: vec![series("a"), series("b"), series("c")],
            categories: vec![category(&[1, 0, 2]), category(&[3, 0, 0])],
            ..Chart::default()
        };
        assert_eq!((chart.total(), chart.total_of(0), chart.greatest()), (6, 4, 3));
        let chart = chart.without_empty_series();
        let names: Vec<&str> = chart.series.iter().map(|series| series.name).collect();
        assert_eq!(names, ["a", "c"]);
        assert_eq!(chart.categories[0].values, [1, 2]);
        assert_eq!(chart.categories[1].values, [3, 0]);
    }
}
