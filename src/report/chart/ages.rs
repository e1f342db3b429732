//! Days counted by how long ago they are, in steps of one length.

use crate::calendar::Date;
use crate::report::Text;

use super::{Category, Chart, Scale, Series, count};

/// The lengths that a step may have, in months.
const STEPS: [i64; 7] = [1, 3, 6, 12, 24, 60, 120];
/// From so many steps on, the older ones are one category.
const LAST: i64 = 7;
/// So many of a hundred are to be younger than that.
const MOST: usize = 95;

impl Chart {
    /// Counts days by their age on `as_of` in whole months or years: in steps of one length,
    /// chosen so that the steps hold all but a few. Each day comes with the number of its
    /// series; days to come are of age 0.
    #[must_use]
    pub fn by_age(
        title: &'static str,
        unit: &'static str,
        series: Vec<Series>,
        days: &[(Date, usize)],
        as_of: Date,
    ) -> Self {
        let mut ages: Vec<(i64, usize)> =
            days.iter().map(|(day, series)| (day.months_until(as_of), *series)).collect();
        ages.sort_unstable();
        let step = step(&ages);
        let axis = if step < 12 { "Age in months" } else { "Age in years" };
        let categories = categories(&ages, series.len(), step);
        Self { title, unit, axis, scale: Scale::Sequence, series, categories, ..Self::default() }
            .without_empty_series()
    }
}

/// The shortest step that will do.
fn step(sorted: &[(i64, usize)]) -> i64 {
    let most = (sorted.len() * MOST).div_ceil(100).saturating_sub(1);
    let oldest = sorted.get(most).map_or(0, |(months, _)| *months);
    let longest = STEPS[STEPS.len() - 1];
    STEPS.into_iter().find(|step| oldest / step < LAST).unwrap_or(longest)
}

fn categories(sorted: &[(i64, usize)], series: usize, step: i64) -> Vec<Category> {
    let Some((oldest, _)) = sorted.last() else { return Vec::new() };
    let last = (oldest / step).min(LAST);
    let (unit, words) = if step < 12 { (1, "months") } else { (12, "years") };
    let mut categories: Vec<Category> = (0..=last)
        .map(|index| {
            let (from, to) = (index * step / unit, (index + 1) * step / unit);
            let (label, tick) = if index == LAST {
                (format!("{from}+ {words}"), format!("{from}+"))
            } else {
                (format!("{from}–{to} {words}"), format!("{from}–{to}"))
            };
            Category {
                label: Text::new(label),
                tick: Text::new(tick),
                group: Text::default(),
                values: vec![0; series],
            }
        })
        .collect();
    for (months, one) in sorted {
        let at = usize::try_from((months / step).min(LAST)).unwrap_or(0);
        if let Some(category) = categories.get_mut(at) {
            count(&mut category.values, *one);
        }
    }
    categories
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Tone;

    fn counted(days: &[&str]) -> (&'static str, Vec<(String, usize)>) {
        let day = |text: &str| Date::read(text).unwrap().date;
        let days: Vec<_> = days.iter().map(|text| (day(text), 0)).collect();
        let series = vec![Series { name: "all", tone: Tone::Plain }];
        let chart = Chart::by_age("t", "u", series, &days, day("2026-11-22"));
        let shown = |category: &Category| (category.tick.untrusted().to_owned(), category.total());
        (chart.axis, chart.categories.iter().map(shown).collect())
    }

    fn expected(all: &[(&str, usize)]) -> Vec<(String, usize)> {
        all.iter().map(|(tick, count)| ((*tick).to_owned(), *count)).collect()
    }

    #[test]
    fn steps_are_as_long_as_the_ages_need() {
        let (axis, young) = counted(&["2026-11-22", "2026-10-23", "2026-09-01"]);
        assert_eq!(axis, "Age in months");
        assert_eq!(young, expected(&[("0–1", 2), ("1–2", 0), ("2–3", 1)]));
        let (axis, old) = counted(&["2026-11-22", "2024-11-22", "2020-11-23"]);
        assert_eq!(axis, "Age in years");
        assert_eq!(
            old,
            expected(&[("0–1", 1), ("1–2", 0), ("2–3", 1), ("3–4", 0), ("4–5", 0), ("5–6", 1)])
        );
    }

    #[test]
    fn a_few_old_ones_do_not_press_the_others_together() {
        let mut days = vec!["2026-05-01"; 40];
        days.push("1999-01-01");
        let (_, ages) = counted(&days);
        assert_eq!(ages.first(), Some(&("0–1".to_owned(), 0)));
        assert_eq!(ages.last(), Some(&("7+".to_owned(), 1)));
        assert_eq!(ages.iter().map(|(_, count)| count).sum::<usize>(), 41);
    }

    #[test]
    fn nothing_and_days_to_come_are_counted_too() {
        assert_eq!(counted(&[]).1, []);
        assert_eq!(counted(&["2030-01-01"]).1, expected(&[("0–1", 1)]));
    }
}
