//! Fits points: multinomial logistic regression with a penalty, by gradient descent.
//!
//! Written plainly: a hundred documents and a dozen levels need no library. What is
//! fitted is rounded to whole points, and only rounded points are ever judged by.

use sopctl::genre::{Genre, Points, Scale, Signal};

use super::Labelled;

const GENRES: usize = Genre::ALL.len();
const SIGNALS: usize = Signal::ALL.len();

/// Points in one logit.
const POINTS: f64 = 10.0;
/// The penalty on half a squared weight. Up to 0.12 the figures stay the same; with less, the
/// points follow single documents.
pub(crate) const STRENGTH: f64 = 0.06;
/// What a label that a reader was not sure of counts for.
const UNSURE: f64 = 0.5;
const ROUNDS: usize = 600;
const RATE: f64 = 0.06;
const MOMENTUM: f64 = 0.9;

/// Weights of a level of each signal, and in the last row what each genre starts with.
type Weights = [[f64; GENRES]; SIGNALS + 1];

/// The points that tell these documents apart.
pub(crate) fn points(documents: &[&Labelled], strength: f64) -> Points {
    let fitted = Scale::ALL.map(|scale| fit(documents, scale, strength));
    Points::from_rows(|scale, signal| {
        let weights = &fitted[usize::from(scale == Scale::Body)];
        let row = signal.map_or(SIGNALS, |signal| {
            Signal::ALL.iter().position(|other| *other == signal).unwrap()
        });
        weights[row].map(rounded)
    })
}

#[expect(clippy::cast_possible_truncation, reason = "weights are a few logits")]
fn rounded(weight: f64) -> i32 {
    (weight * POINTS).round() as i32
}

fn fit(documents: &[&Labelled], scale: Scale, strength: f64) -> Weights {
    let counts: Vec<usize> =
        scale.signals().map(|s| Signal::ALL.iter().position(|o| *o == s).unwrap()).collect();
    let rows: Vec<([f64; SIGNALS + 1], usize, f64)> = documents
        .iter()
        .map(|document| {
            let mut levels = [0.0; SIGNALS + 1];
            for (at, measure) in document.measures.iter().enumerate() {
                if counts.contains(&at) {
                    levels[at] = measure.level() as f64;
                }
            }
            levels[SIGNALS] = 1.0;
            (levels, document.truth.place(), if document.is_sure { 1.0 } else { UNSURE })
        })
        .collect();
    let total: f64 = rows.iter().map(|(_, _, weight)| weight).sum();
    let mut weights: Weights = [[0.0; GENRES]; SIGNALS + 1];
    let mut speed: Weights = weights;
    for _ in 0..ROUNDS {
        let mut slope: Weights = [[0.0; GENRES]; SIGNALS + 1];
        for (levels, truth, weight) in &rows {
            let shares = shares(levels, &weights);
            for (at, level) in levels.iter().enumerate().filter(|(_, level)| **level != 0.0) {
                for genre in 0..GENRES {
                    let is_true = if genre == *truth { 1.0 } else { 0.0 };
                    slope[at][genre] += weight * level * (shares[genre] - is_true) / total;
                }
            }
        }
        for at in 0..=SIGNALS {
            for genre in 0..GENRES {
                // What a genre starts with is its share of the documents: no habit to break.
                let penalty = if at == SIGNALS { 0.0 } else { strength * weights[at][genre] };
                speed[at][genre] =
                    MOMENTUM * speed[at][genre] - RATE * (slope[at][genre] + penalty);
                weights[at][genre] += speed[at][genre];
            }
        }
    }
    weights
}

fn shares(levels: &[f64; SIGNALS + 1], weights: &Weights) -> [f64; GENRES] {
    let mut sums = [0.0; GENRES];
    for (level, row) in levels.iter().zip(weights).filter(|(level, _)| **level != 0.0) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += level * weight;
        }
    }
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let odds = sums.map(|sum| (sum - most).exp());
    let total: f64 = odds.iter().sum();
    odds.map(|each| each / total)
}
