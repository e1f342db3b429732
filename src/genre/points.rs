//! How many points each level of a signal is worth for each genre: data, read from TOML.

use std::sync::LazyLock;

use thiserror::Error;

use crate::data::{Entry, Syntax, Value, find, read};

use super::Genre;
use super::signal::Signal;

/// Which of the two sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// With title and path.
    Whole,
    /// The body alone.
    Body,
}

impl Scale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Whole, Self::Body];

    /// Its table in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Body => "body",
        }
    }

    /// The signals that count in it.
    pub fn signals(self) -> impl Iterator<Item = Signal> {
        Signal::ALL.into_iter().filter(move |signal| self == Self::Whole || signal.is_in_body())
    }
}

/// Points for each genre, in the order of [`Genre::ALL`].
type Row = [i32; Genre::ALL.len()];

/// The points of both sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    whole: Weights,
    body: Weights,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Weights {
    start: Row,
    signals: [Row; Signal::ALL.len()],
}

/// Why a file of points cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PointsError {
    /// It is not TOML.
    #[error("the file cannot be read: {0}")]
    Toml(String),
    /// A row lacks or is not one whole number for each genre.
    #[error("`{table}.{row}` must be a list of {} whole numbers", Genre::ALL.len())]
    Row {
        /// `whole` or `body`.
        table: &'static str,
        /// The name of a signal, or `start`.
        row: &'static str,
    },
}

/// The name of the row with what each genre has before anything is measured.
const START: &str = "start";

static BUILT_IN: LazyLock<Points> = LazyLock::new(|| {
    let read = Points::read(include_str!("points.toml"));
    assert!(read.is_ok(), "the built-in points are complete: {read:?}");
    read.unwrap_or_else(|_| Points { whole: Weights::default(), body: Weights::default() })
});

impl Points {
    /// The points of the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a file of points: tables `whole` and `body` with a row for `start` and for each
    /// signal, a whole number for each genre in the order of [`Genre::ALL`].
    ///
    /// # Errors
    /// Where it is not TOML, or a row is missing or no such list.
    pub fn read(text: &str) -> Result<Self, PointsError> {
        let reading = read(text, Syntax::Toml);
        if let Some(problem) = reading.problems.into_iter().next() {
            return Err(PointsError::Toml(problem.why));
        }
        let weights = |scale: Scale| {
            let table = find(&reading.entries, scale.name()).map(|entry| &entry.node.value);
            let Some(Value::Table(rows)) = table else {
                return Err(PointsError::Row { table: scale.name(), row: START });
            };
            let row = |row: &'static str| {
                points(rows, row).ok_or(PointsError::Row { table: scale.name(), row })
            };
            let mut weights = Weights { start: row(START)?, ..Weights::default() };
            for signal in scale.signals() {
                weights.signals[signal as usize] = row(signal.name())?;
            }
            Ok(weights)
        };
        Ok(Self { whole: weights(Scale::Whole)?, body: weights(Scale::Body)? })
    }

    /// The points as a file that [`Points::read`] reads.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = String::from(
            "# How many points each level of a signal is worth; 10 points are one logit.\n\
             # In this order: policy, sop, work-instruction, other. Fitted, not written by hand:\n\
             # cargo bench --bench genre -- --corpus DIR --fit --write src/genre/points.toml\n",
        );
        for scale in Scale::ALL {
            text.push_str(&format!("\n[{}]\n", scale.name()));
            let rows = scale.signals().map(|signal| (signal.name(), self.of(scale, signal)));
            for (name, row) in std::iter::once((START, self.start(scale))).chain(rows) {
                text.push_str(&format!("{name} = {row:?}\n"));
            }
        }
        text
    }

    /// What each genre has before anything is measured.
    #[must_use]
    pub const fn start(&self, scale: Scale) -> [i32; Genre::ALL.len()] {
        self.weights(scale).start
    }

    /// What one level of a signal is worth.
    #[must_use]
    pub const fn of(&self, scale: Scale, signal: Signal) -> [i32; Genre::ALL.len()] {
        self.weights(scale).signals[signal as usize]
    }

    /// Points from what was fitted: the start and the signals of each sum.
    #[must_use]
    pub fn from_rows(rows: impl Fn(Scale, Option<Signal>) -> [i32; Genre::ALL.len()]) -> Self {
        let weights = |scale: Scale| {
            let mut weights = Weights { start: rows(scale, None), ..Weights::default() };
            for signal in scale.signals() {
                weights.signals[signal as usize] = rows(scale, Some(signal));
            }
            weights
        };
        Self { whole: weights(Scale::Whole), body: weights(Scale::Body) }
    }

    const fn weights(&self, scale: Scale) -> &Weights {
        match scale {
            Scale::Whole => &self.whole,
            Scale::Body => &self.body,
        }
    }
}

fn points(rows: &[Entry], name: &str) -> Option<Row> {
    let Value::List(items) = &find(rows, name)?.node.value else { return None };
    let numbers: Option<Vec<i32>> =
        items.iter().map(|item| item.scalar()?.text.parse().ok()).collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let points = Points::built_in();
        assert_eq!(Points::read(&points.written()).as_ref(), Ok(points));
    }

    #[test]
    fn a_file_that_lacks_a_row_is_refused() {
        let text = Points::built_in().written();
        let without = text.replacen("tables = ", "chairs = ", 1);
        assert_eq!(Points::read(&without), Err(PointsError::Row { table: "whole", row: "tables" }));
        assert_eq!(Points::read(""), Err(PointsError::Row { table: "whole", row: "start" }));
        assert!(matches!(Points::read("[whole"), Err(PointsError::Toml(_))));
    }

    #[test]
    fn title_and_path_count_in_the_whole_alone() {
        let names: Vec<_> = Scale::Body.signals().map(Signal::name).collect();
        assert!(names.iter().all(|name| !name.starts_with("named-") || *name == "named-roles"));
        assert_eq!(Scale::Whole.signals().count(), Signal::ALL.len());
    }
}
