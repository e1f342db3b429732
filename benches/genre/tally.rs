//! Counts how often verdicts are right, and how often a warning would be.

use sopctl::genre::{CLEAR, Certainty, Genre, Scale, Verdict};

use super::Judged;

pub(crate) fn report(judged: &[Judged<'_>], misses: bool) {
    for (name, only_sure) in [("sure labels", true), ("all labels", false)] {
        let some: Vec<&Judged<'_>> =
            judged.iter().filter(|judged| judged.document.is_sure || !only_sure).collect();
        println!("\n== {name}: {} documents", some.len());
        for scale in Scale::ALL {
            println!("{}: {}", scale.name(), share(&some, |judged| judged.is_right(scale)));
            confusion(&some, scale);
            by_lead(&some, scale);
        }
        warnings(&some, misses);
    }
    if misses {
        println!("\n== misses of the whole sum, sure labels");
        for judged in judged.iter().filter(|judged| judged.document.is_sure) {
            let verdict = &judged.looks_like.whole;
            if !judged.is_right(Scale::Whole) {
                println!(
                    "{} for {}, lead {}: {}",
                    verdict.looks_like().as_str(),
                    judged.document.truth.as_str(),
                    verdict.lead(),
                    judged.document.file
                );
            }
        }
    }
}

impl Judged<'_> {
    fn verdict(&self, scale: Scale) -> &Verdict {
        match scale {
            Scale::Whole => &self.looks_like.whole,
            Scale::Body => &self.looks_like.body,
        }
    }

    fn is_right(&self, scale: Scale) -> bool {
        self.verdict(scale).looks_like() == self.document.truth
    }
}

fn share(of: &[&Judged<'_>], is_hit: impl Fn(&Judged<'_>) -> bool) -> String {
    let hits = of.iter().filter(|judged| is_hit(judged)).count();
    format!("{hits} of {} right ({:.1} %)", of.len(), hits as f64 * 100.0 / of.len().max(1) as f64)
}

/// Rows: the truth; columns: the verdict.
fn confusion(of: &[&Judged<'_>], scale: Scale) {
    println!(
        "  {:<18}{}",
        "truth \\ verdict",
        Genre::ALL.map(|g| format!("{:>18}", g.as_str())).concat()
    );
    for truth in Genre::ALL {
        let counts = Genre::ALL.map(|genre| {
            let is = |judged: &&&Judged<'_>| {
                judged.document.truth == truth && judged.verdict(scale).looks_like() == genre
            };
            format!("{:>18}", of.iter().filter(is).count())
        });
        println!("  {:<18}{}", truth.as_str(), counts.concat());
    }
}

fn by_lead(of: &[&Judged<'_>], scale: Scale) {
    for certainty in [Certainty::Unclear, Certainty::Likely, Certainty::Clear] {
        let some: Vec<&Judged<'_>> = of
            .iter()
            .copied()
            .filter(|judged| judged.verdict(scale).certainty() == certainty)
            .collect();
        let right = share(&some, |judged| judged.is_right(scale));
        println!("  {:<8} {right}", certainty.as_str());
    }
}

/// The mismatch rules on documents that say they are SOPs or work instructions.
fn warnings(of: &[&Judged<'_>], misses: bool) {
    use Genre::{Policy, Sop, WorkInstruction};
    let mut totals = [0; 3];
    let mut errors = [0; 2];
    for (claimed, others) in [
        (Sop, &[WorkInstruction][..]),
        (WorkInstruction, &[Sop, Policy]),
        (Policy, &[Sop, WorkInstruction]),
    ] {
        let mut counts = [0; 3];
        for judged in of.iter().filter(|judged| judged.document.claimed == Some(claimed)) {
            let is_wrong = others.contains(&judged.document.truth);
            let found = judged.looks_like.body.confusion_with(others);
            counts[0] += usize::from(is_wrong && found.is_some());
            counts[1] += usize::from(!is_wrong && found.is_some());
            counts[2] += usize::from(is_wrong && found.is_none());
            if claimed == Sop && found.is_some_and(|found| found.lead >= CLEAR) {
                errors[usize::from(!is_wrong)] += 1;
            }
            if misses && is_wrong != found.is_some() {
                println!(
                    "  {}: claims {}, is {}, looks like {} by {}: {}",
                    if is_wrong { "missed" } else { "wrongly warned" },
                    claimed.as_str(),
                    judged.document.truth.as_str(),
                    judged.looks_like.body.looks_like().as_str(),
                    judged.looks_like.body.lead_of(others),
                    judged.document.file
                );
            }
        }
        println!("  {}", told(&format!("claims {}", claimed.as_str()), counts));
        if claimed != Policy {
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count;
            }
        }
    }
    println!("  {}", told("mismatch warnings, sop and work-instruction", totals));
    println!("  errors (lead of {CLEAR}): {} right, {} wrong", errors[0], errors[1]);
}

/// Right, wrong and missing warnings as precision and recall.
fn told(name: &str, [right, wrong, missing]: [usize; 3]) -> String {
    let percent = |of: usize| right as f64 * 100.0 / of.max(1) as f64;
    format!(
        "{name}: precision {:.1} % ({right} of {}), recall {:.1} % ({right} of {})",
        percent(right + wrong),
        right + wrong,
        percent(right + missing),
        right + missing
    )
}
