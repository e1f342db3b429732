//! What a document looks like, for programs. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::points::Points;
use super::{Because, Genre, LooksLike, Scale, Verdict};

/// What a document looks like, by both sums.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "LooksLike")]
pub struct LooksLikeData {
    /// By the whole document, with its title and its path.
    #[serde(flatten)]
    whole: VerdictData,
    /// By its body alone: what the rules of type confusion go by.
    body: VerdictData,
}

/// What a document looks like by one sum of points; 10 points are one logit.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
pub struct VerdictData {
    /// `policy`, `sop`, `work-instruction`, or `other` for none of them.
    #[serde(rename = "type")]
    genre: &'static str,
    /// The share of that type, from 0 to 1, as its points have it.
    confidence: f64,
    /// By how many points it stands before the next.
    lead: i32,
    /// `unclear` below a lead of 5 points, `likely` below 15, else `clear`.
    certainty: &'static str,
    /// The points of each type: its start and all that follows.
    points: BTreeMap<&'static str, i32>,
    /// The points of each type before anything is measured.
    start: BTreeMap<&'static str, i32>,
    /// What gave points, the weightiest first.
    because: Vec<BecauseData>,
}

/// What was measured, and what it is worth.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Because")]
struct BecauseData {
    /// What was measured.
    signal: &'static str,
    /// The same with its amount, in words.
    said: String,
    /// How much of it there is, in the unit of the signal.
    amount: f64,
    /// The points for each type.
    points: BTreeMap<&'static str, i32>,
}

impl LooksLikeData {
    /// Of a verdict.
    #[must_use]
    pub fn of(found: &LooksLike) -> Self {
        Self {
            whole: VerdictData::of(&found.whole, Scale::Whole),
            body: VerdictData::of(&found.body, Scale::Body),
        }
    }
}

impl VerdictData {
    fn of(verdict: &Verdict, scale: Scale) -> Self {
        Self {
            genre: verdict.looks_like().as_str(),
            confidence: verdict.confidence(),
            lead: verdict.lead(),
            certainty: verdict.certainty().as_str(),
            points: by_type(verdict.sums),
            start: by_type(Points::built_in().start(scale)),
            because: verdict.because.iter().map(BecauseData::of).collect(),
        }
    }
}

impl BecauseData {
    fn of(because: &Because) -> Self {
        let measure = because.measure;
        Self {
            signal: measure.signal.name(),
            said: measure.signal.said(measure.amount),
            // Thousandths: more digits tell nothing.
            amount: (measure.amount * 1000.0).round() / 1000.0,
            points: by_type(because.points),
        }
    }
}

fn by_type(points: [i32; Genre::ALL.len()]) -> BTreeMap<&'static str, i32> {
    Genre::ALL.into_iter().map(Genre::as_str).zip(points).collect()
}
