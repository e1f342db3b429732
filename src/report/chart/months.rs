//! Days counted by month, around the month that is judged.

use crate::calendar::Date;
use crate::report::{Line, Text};

use super::{Category, Chart, Scale, Series, count};

/// Months before the one in the middle that are shown one by one.
const BEFORE: i32 = 11;
/// Months after it that are.
const AFTER: i32 = 12;

const NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Chart {
    /// Counts days by month: those of two years around `middle` one by one, also where there
    /// is nothing between two of them, and what lies before as one. What lies behind is told
    /// beside the chart: as one more category it would often be higher than all months, and
    /// press them flat. Each day comes with the number of its series.
    #[must_use]
    pub fn by_month(
        title: &'static str,
        unit: &'static str,
        series: Vec<Series>,
        days: &[(Date, usize)],
        middle: Date,
    ) -> Self {
        let (categories, after) = months(days, series.len(), middle);
        let last = label(number(middle) + AFTER);
        let told = (after > 0).then(|| Line::from(format!("After {last} there are {after} more.")));
        let remark = told.unwrap_or_default();
        let (axis, scale) = ("Month", Scale::Sequence);
        Self { title, unit, axis, scale, series, categories, remark }.without_empty_series()
    }
}

/// The months, and how many days lie behind the last of them.
fn months(days: &[(Date, usize)], series: usize, middle: Date) -> (Vec<Category>, usize) {
    let middle = number(middle);
    let window = middle - BEFORE..=middle + AFTER;
    let shown = || days.iter().map(|(day, _)| number(*day)).filter(|month| window.contains(month));
    let first = shown().min().unwrap_or(middle).min(middle);
    let last = shown().max().unwrap_or(middle).max(middle);
    let mut before = Category {
        label: Text::new(format!("before {}", label(*window.start()))),
        tick: "before".into(),
        group: Text::default(),
        values: vec![0; series],
    };
    let mut between: Vec<Category> = (first..=last)
        .map(|month| Category {
            label: label(month).into(),
            tick: name(month).into(),
            group: Text::new(month.div_euclid(12)),
            values: vec![0; series],
        })
        .collect();
    let mut after = 0;
    for (day, one) in days {
        let month = number(*day);
        let at = usize::try_from(month - first).ok().and_then(|at| between.get_mut(at));
        match at {
            Some(category) => count(&mut category.values, *one),
            None if month < first => count(&mut before.values, *one),
            None => after += 1,
        }
    }
    let before = Some(before).filter(|category| category.total() > 0);
    (before.into_iter().chain(between).collect(), after)
}

/// A month as a number that counts on from one year to the next.
fn number(day: Date) -> i32 {
    12 * i32::from(day.year()) + i32::from(day.month()) - 1
}

fn label(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

fn name(month: i32) -> &'static str {
    usize::try_from(month.rem_euclid(12)).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Tone;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    fn counted(days: &[(&str, usize)]) -> (Vec<(String, Vec<usize>)>, Line) {
        let days: Vec<_> = days.iter().map(|(text, series)| (day(text), *series)).collect();
        let series = ["overdue", "later"].map(|name| Series { name, tone: Tone::Plain }).to_vec();
        let chart = Chart::by_month("t", "u", series, &days, day("2026-11-22"));
        let shown =
            |category: &Category| (category.label.untrusted().to_owned(), category.values.clone());
        (chart.categories.iter().map(shown).collect(), chart.remark)
    }

    #[test]
    fn months_without_anything_stand_between_those_with_something() {
        let (months, remark) = counted(&[("2026-09-30", 0), ("2026-12-01", 1), ("2026-12-31", 1)]);
        let expected =
            [("2026-09", [1, 0]), ("2026-10", [0, 0]), ("2026-11", [0, 0]), ("2026-12", [0, 2])];
        assert_eq!(months, expected.map(|(label, values)| (label.to_owned(), values.to_vec())));
        assert!(remark.is_empty());
    }

    #[test]
    fn what_is_long_past_is_one_category_and_what_is_far_ahead_is_told() {
        let (months, remark) = counted(&[
            ("2012-01-01", 0),
            ("2025-11-30", 0),
            ("2025-12-01", 0),
            ("2027-11-30", 1),
            ("2027-12-01", 1),
            ("2062-05-01", 1),
        ]);
        assert_eq!(months.len(), 25);
        assert_eq!(months[0], ("before 2025-12".to_owned(), vec![2, 0]));
        assert_eq!(months[1], ("2025-12".to_owned(), vec![1, 0]));
        assert_eq!(months[24], ("2027-11".to_owned(), vec![0, 1]));
        assert_eq!(remark, "After 2027-11 there are 2 more.".into());
    }

    #[test]
    fn the_month_of_the_day_is_always_there() {
        let (far, _) = counted(&[("2020-01-01", 0), ("2070-01-01", 1)]);
        assert_eq!(far, [("before 2025-12".into(), vec![1]), ("2026-11".into(), vec![0])]);
        assert_eq!(counted(&[]).0, [("2026-11".into(), vec![])]);
    }
}
