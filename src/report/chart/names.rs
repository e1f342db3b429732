//! Things counted by a name, such as that of their owner.

use std::collections::BTreeMap;

use crate::report::Text;

use super::{Category, Chart, Scale, Series, count};

/// So many names are shown one by one.
const SHOWN: usize = 16;

impl Chart {
    /// Counts by name: those with most of the first series first, then of the second and so
    /// on, then by their name. What stands behind the first sixteen is one category. Each name
    /// comes with the number of its series; things without a name are counted as `nameless`.
    #[must_use]
    pub fn by_name(
        title: &'static str,
        unit: &'static str,
        axis: &'static str,
        series: Vec<Series>,
        names: &[(Option<&str>, usize)],
        nameless: &'static str,
    ) -> Self {
        let mut counted: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (name, one) in names {
            count(counted.entry(*name).or_insert_with(|| vec![0; series.len()]), *one);
        }
        let mut counted: Vec<(Option<&str>, Vec<usize>)> = counted.into_iter().collect();
        // The sort is stable: equals stay in the order of their names.
        counted.sort_by(|(_, one), (_, other)| other.cmp(one));
        let is_cut = counted.len() > SHOWN + 1;
        let rest = counted.split_off(if is_cut { SHOWN } else { counted.len() });
        let category = |name: Text, values| Category {
            label: name.clone(),
            tick: name,
            group: Text::default(),
            values,
        };
        let mut categories: Vec<Category> = counted
            .into_iter()
            .map(|(name, values)| category(name.unwrap_or(nameless).into(), values))
            .collect();
        if is_cut {
            let sum = |one: usize| rest.iter().filter_map(|(_, values)| values.get(one)).sum();
            let values = (0..series.len()).map(sum).collect();
            categories.push(category(Text::new(format!("{} others", rest.len())), values));
        }
        Self { title, unit, axis, scale: Scale::Names, series, categories, ..Self::default() }
            .without_empty_series()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Tone;

    fn counted(names: &[(Option<&str>, usize)]) -> Vec<(String, Vec<usize>)> {
        let series = ["overdue", "rest"].map(|name| Series { name, tone: Tone::Plain }).to_vec();
        let chart = Chart::by_name("t", "u", "Owner", series, names, "no owner");
        let shown =
            |category: &Category| (category.label.untrusted().to_owned(), category.values.clone());
        chart.categories.iter().map(shown).collect()
    }

    #[test]
    fn who_has_most_to_do_comes_first() {
        let names =
            [(Some("b"), 1), (Some("a"), 1), (Some("c"), 0), (None, 0), (Some("c"), 1), (None, 0)];
        let expected = [("no owner", [2, 0]), ("c", [1, 1]), ("a", [0, 1]), ("b", [0, 1])];
        assert_eq!(
            counted(&names),
            expected.map(|(name, values)| (name.to_owned(), values.to_vec()))
        );
    }

    #[test]
    fn behind_the_first_sixteen_the_others_are_one() {
        let all: Vec<String> = (0..30).map(|number| format!("team {number:02}")).collect();
        let named = |count: usize| {
            counted(
                &all.iter().take(count).map(|name| (Some(name.as_str()), 1)).collect::<Vec<_>>(),
            )
        };
        // One other by name says more than "1 others".
        assert_eq!(named(17).len(), 17);
        assert_eq!(named(17)[16].0, "team 16");
        let thirty = named(30);
        assert_eq!(thirty.len(), 17);
        assert_eq!(thirty[16], ("14 others".to_owned(), vec![14]));
        assert_eq!(counted(&[]), []);
    }
}
