//! For people: which text was in force, by which rule, and what came before and after.

use crate::report::{Block, Fact, Line, Section, Tone};
use crate::standing::{DatedText, Doubt, InForce, Rule, Turn, TurnKind};

/// The section about what was in force; `zone` is where the day ends.
pub(super) fn section(answer: &InForce, zone: &str) -> Block {
    let (tone, aside) = match (&answer.text, answer.is_uncertain()) {
        (Some(_), false) => (Tone::Good, "yes"),
        (Some(_), true) => (Tone::Warning, "yes, but that is uncertain"),
        (None, _) if answer.rule == Rule::Unknown => (Tone::Bad, "unknown"),
        (None, false) => (Tone::Warning, "no"),
        (None, true) => (Tone::Warning, "no, but that is uncertain"),
    };
    let mut blocks = vec![Block::Facts(facts(answer, zone))];
    for doubt in &answer.doubts {
        blocks.push(Block::Note(Tone::Warning, explained(*doubt).into()));
    }
    Block::Section(Section {
        heading: Line::new().text("In force on ").date(answer.on),
        aside: Line::new().toned(tone, aside),
        tone: Tone::Plain,
        blocks,
    })
}

/// `Not in force on 2025-06-01: taken away on 2025-05-30.`
pub(super) fn nothing(answer: &InForce) -> Line {
    match (&answer.ended, &answer.after) {
        (Some(ended), _) => {
            let line = Line::new().text("Not in force on ").date(answer.on);
            let how = match ended.kind {
                TurnKind::Retired => ": retired on ",
                TurnKind::Superseded => ": superseded on ",
                TurnKind::Removed | TurnKind::TakesEffect => ": taken away on ",
            };
            line.text(how).date(ended.on).text(".")
        }
        (None, after) => {
            let line = Line::new().text("Nothing was in force on ").date(answer.on);
            match after {
                Some(after) => line.text(": it first took effect on ").date(after.on).text("."),
                None => line.text("."),
            }
        }
    }
}

fn facts(answer: &InForce, zone: &str) -> Vec<Fact> {
    let mut facts = vec![Fact { name: "Rule", value: rule(answer).faint(format!(" ({zone})")) }];
    if let Some(text) = &answer.text {
        if let Some(since) = text.since {
            let since = Line::new().date(since).line(doubted(text.since_doubt));
            facts.push(Fact { name: "Since", value: since });
        }
        facts.push(Fact { name: "Written", value: commit(text.commit, "the clone does not tell") });
        facts.push(Fact { name: "Landed", value: landed(text) });
        if let Some(release) = &text.released {
            let value = Line::new().date(release.on).text(" as ").text(release.tag.as_str());
            facts.push(Fact { name: "Released", value });
        }
        facts.push(Fact { name: "Approved", value: approved(text) });
    }
    if let Some(ended) = &answer.ended {
        facts.push(Fact { name: "Ended", value: turn(ended) });
    }
    let before = match &answer.before {
        Some(text) => version(text.fields.version.value())
            .line(text.since.map(|day| Line::new().text(", since ").date(day)).unwrap_or_default())
            .line(doubted(text.since_doubt))
            .line(
                text.landing
                    .map(|by| Line::new().text(" (").commit(by).text(")"))
                    .unwrap_or_default(),
            ),
        None => Line::new().faint("nothing"),
    };
    facts.push(Fact { name: "Before", value: before });
    let after = answer.after.as_ref().map_or_else(|| Line::new().faint("nothing yet"), turn);
    facts.push(Fact { name: "After", value: after });
    if let Some(text) = &answer.text {
        let shown = Line::new().code(format!("git show {}:{}", text.tree.short(), text.path));
        facts.push(Fact { name: "Text", value: shown });
    }
    facts
}

fn rule(answer: &InForce) -> Line {
    let text = match answer.rule {
        Rule::EffectiveDate => {
            let line = Line::new().text("the newest text that had landed and taken effect");
            let effective =
                answer.text.as_ref().and_then(|text| text.fields.effective_date.copied());
            return match effective {
                Some(date) => line.text(", on ").date(date),
                None => line,
            };
        }
        Rule::NoEffectiveDate => "the text on the branch that day (no effective date recorded)",
        Rule::NotYet => "what had landed was a draft, or to take effect later",
        Rule::Ended => "the document was out of use",
        Rule::Removed => "the document had been taken away",
        Rule::NotThere => "the document had not landed",
        Rule::Unknown => "what would tell cannot be read",
    };
    Line::new().text(text)
}

fn commit(commit: Option<crate::git::CommitId>, otherwise: &'static str) -> Line {
    match commit {
        Some(commit) => Line::new().commit(commit),
        None => Line::new().faint(otherwise),
    }
}

/// `2026-03-02 with 1a2b3c4`
fn landed(text: &DatedText) -> Line {
    match (text.landed_on, text.landing) {
        (Some(day), Some(landing)) => {
            let line = Line::new().date(day).text(" with ").commit(landing);
            line.line(doubted(text.landing_doubt))
        }
        _ => Line::new().faint("before the clone begins"),
    }
}

/// Why the day before this may be another one.
fn doubted(doubt: Option<Doubt>) -> Line {
    match doubt {
        Some(Doubt::DatesOutOfOrder) => {
            Line::new().toned(Tone::Warning, ", uncertain: dates there are out of order")
        }
        Some(Doubt::MergedIntoItself) => {
            Line::new().toned(Tone::Warning, ", uncertain: the branch was merged into itself")
        }
        Some(_) => Line::new().toned(Tone::Warning, ", uncertain"),
        None => Line::new(),
    }
}

fn approved(text: &DatedText) -> Line {
    let people = text.fields.approved_by.texts();
    let on = text.fields.approved_on.copied();
    if people.is_empty() && on.is_none() {
        return Line::new().faint("not recorded in the document");
    }
    let mut line = on.map(|day| Line::new().date(day)).unwrap_or_default();
    if !people.is_empty() {
        let people = people.into_iter().map(|person| Line::new().person(person)).collect();
        line = line.text(" by ").line(Line::joined(people, ", "));
    }
    if text.is_approval_of_another {
        line = line.toned(Tone::Warning, ", of another text");
    }
    line
}

fn turn(turn: &Turn) -> Line {
    let what = match turn.kind {
        TurnKind::TakesEffect => version(turn.version.as_ref()),
        TurnKind::Retired => "retired".into(),
        TurnKind::Superseded => "superseded".into(),
        TurnKind::Removed => "taken away".into(),
    };
    let from = what.text(", from ").date(turn.on).text(" (").commit(turn.landing).text(")");
    from.line(doubted(turn.doubt))
}

fn version(version: Option<&String>) -> Line {
    match version {
        Some(version) => Line::new().text("version ").text(version.as_str()),
        None => Line::new().text("a text without a version"),
    }
}

const fn explained(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::DatesOutOfOrder => {
            "The dates on the controlled branch are out of order around this day, and the document \
             changed there."
        }
        Doubt::MergedIntoItself => {
            "The branch was merged into itself (a pull, then a push), so that nothing tells when \
             this text, or a newer one, came to it."
        }
        Doubt::HistoryIncomplete => "The clone does not hold all the history that would tell.",
        Doubt::UnreadableText => "A text had landed that cannot be read.",
        Doubt::InvalidField => {
            "A text that had landed has a status or an effective date that cannot be read."
        }
        Doubt::NewerTextWithoutDate => {
            "A newer text had landed that says no status or no effective date."
        }
        Doubt::NewerTextNotInForce => {
            "No effective date is recorded, and a newer text had landed that is a draft or takes \
             effect later."
        }
    }
}
