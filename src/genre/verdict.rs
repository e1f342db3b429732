//! The verdict of one sum, with the points that led to it.

use super::Genre;
use super::points::{Points, Scale};
use super::signal::{Measure, Measures};

/// A lead of fewer points says nothing: where two types are less than half a logit apart,
/// readers disagree as well.
const LIKELY: i32 = 5;
/// From this lead on a verdict is clear, in points.
pub const CLEAR: i32 = 15;

/// What a document looks like by one sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The points of each genre, in the order of [`Genre::ALL`], and with those that each
    /// has before anything is measured.
    pub sums: [i32; Genre::ALL.len()],
    /// What gave points, the weightiest first.
    pub because: Vec<Because>,
}

/// What a measure is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Because {
    /// What was measured.
    pub measure: Measure,
    /// The points for each genre, in the order of [`Genre::ALL`].
    pub points: [i32; Genre::ALL.len()],
}

impl Because {
    /// The points for one genre beyond the mean of the four: what a measure does for it.
    fn for_genre(&self, genre: Genre) -> i32 {
        let mean: i32 = self.points.iter().sum::<i32>() / 4;
        self.points[genre.place()] - mean
    }
}

/// How sure a verdict is, by its lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A lead of fewer than 5 points.
    Unclear,
    /// A lead of 5 points or more.
    Likely,
    /// A lead of 15 points or more.
    Clear,
}

impl Certainty {
    /// Of a lead in points.
    #[must_use]
    pub const fn of_lead(lead: i32) -> Self {
        if lead >= CLEAR {
            Self::Clear
        } else if lead >= LIKELY {
            Self::Likely
        } else {
            Self::Unclear
        }
    }

    /// In a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Likely => "likely",
            Self::Clear => "clear",
        }
    }
}

/// A document looks like something that it does not say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confusion {
    /// What it looks like.
    pub genre: Genre,
    /// By how many points before what it says it is and everything else: 5 or more.
    pub lead: i32,
}

impl Verdict {
    pub(super) fn of(measures: &Measures, points: &Points, scale: Scale) -> Self {
        let mut sums = points.start(scale);
        let mut because = Vec::new();
        for measure in measures.iter() {
            let level = i32::try_from(measure.level()).unwrap_or(i32::MAX);
            let points = points.of(scale, measure.signal).map(|each| each.saturating_mul(level));
            if points == [0; Genre::ALL.len()] {
                continue;
            }
            for (sum, points) in sums.iter_mut().zip(points) {
                *sum += points;
            }
            because.push(Because { measure: *measure, points });
        }
        let mut verdict = Self { sums, because };
        let winner = verdict.looks_like();
        verdict.because.sort_by_key(|because| -because.for_genre(winner).abs());
        verdict
    }

    /// The genre with the most points.
    #[must_use]
    pub fn looks_like(&self) -> Genre {
        let best = Genre::ALL.into_iter().rev().max_by_key(|genre| self.sums[genre.place()]);
        best.unwrap_or(Genre::Other)
    }

    /// By how many points it leads.
    #[must_use]
    pub fn lead(&self) -> i32 {
        self.lead_of(&[self.looks_like()])
    }

    /// How sure it is.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        Certainty::of_lead(self.lead())
    }

    /// By how many points the best of some genres stands before all others; negative where
    /// it stands behind one.
    #[must_use]
    pub fn lead_of(&self, genres: &[Genre]) -> i32 {
        let best = |among: &dyn Fn(Genre) -> bool| {
            let sums = Genre::ALL.into_iter().filter(|genre| among(*genre));
            sums.map(|genre| self.sums[genre.place()]).max()
        };
        let inside = best(&|genre| genres.contains(&genre));
        let outside = best(&|genre| !genres.contains(&genre));
        inside.zip(outside).map_or(0, |(inside, outside)| inside - outside)
    }

    /// The share of the winner, from 0 to 1: 10 points are one logit.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        let best = self.sums[self.looks_like().place()];
        let odds: f64 = self.sums.iter().map(|sum| (f64::from(sum - best) / 10.0).exp()).sum();
        1.0 / odds
    }

    /// What it is taken for instead, where one of `others` leads by enough to say so.
    #[must_use]
    pub fn confusion_with(&self, others: &[Genre]) -> Option<Confusion> {
        let lead = self.lead_of(others);
        let genre = self.looks_like();
        (Certainty::of_lead(lead) >= Certainty::Likely && others.contains(&genre))
            .then_some(Confusion { genre, lead })
    }

    /// What speaks for the winner, the weightiest first: `12 steps`.
    pub fn reasons(&self) -> impl Iterator<Item = &Because> {
        let winner = self.looks_like();
        self.because.iter().filter(move |because| because.for_genre(winner) > 0)
    }
}
