//! What to type next, and why, the most useful first.

use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::paths::shell_word;
use crate::standing::{State, plural};

use super::{Census, Place};

/// A command worth typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Advice {
    /// The command as it is typed.
    pub(super) command: String,
    /// What it is good for, here.
    pub(super) why: String,
}

/// More would be a manual, and there is one.
const MOST: usize = 4;

/// Whether a review is what a document in this state waits for.
pub(super) const fn wants_review(state: State) -> bool {
    matches!(state, State::Overdue | State::Suspect | State::Changed | State::NeverReviewed)
}

pub(super) fn is_draft(member: &Member) -> bool {
    member.document.fields().status.copied() == Some(Status::Draft)
}

pub(super) fn of(place: &Place) -> Vec<Advice> {
    let mut all = match place {
        Place::Folder => vec![
            advice("sopctl demo", "a small library with two years of history, and a tour"),
            advice("git init && sopctl init", "begin a library in this folder"),
        ],
        Place::Repository => vec![
            advice("sopctl init", "begin a library here: sopctl.toml and a folder for each type"),
            advice("sopctl demo", "a small library with two years of history, and a tour"),
        ],
        Place::Library(census) => in_library(census),
    };
    all.truncate(MOST);
    all
}

fn in_library(census: &Census) -> Vec<Advice> {
    let mut all = Vec::new();
    if census.documents == 0 {
        all.push(advice("sopctl new", "asks who will read it, and scaffolds the first document"));
        return all;
    }
    let waiting: usize = census.needing_attention().map(|(_, count)| count).sum();
    if !census.has_commits {
        // There is no history yet to ask.
    } else if waiting > 0 || census.unreadable > 0 {
        all.push(advice("sopctl stale", "which documents need attention, and what proves it"));
    } else if census.states.is_empty() && !census.is_declared {
        all.push(advice("sopctl stale", "how long ago each document last changed in substance"));
    }
    if let Some(worst) = &census.worst {
        all.push(Advice {
            command: format!("sopctl review {}", shell_word(worst)),
            why: "what changed in it since its last review; then records one".to_owned(),
        });
    }
    if !census.is_declared {
        all.push(advice("sopctl init", "say in sopctl.toml which files are documents"));
        all.push(advice("sopctl adopt", "what each lacks to be under control"));
    }
    if census.uncommitted > 0 && census.has_commits {
        let documents = plural(census.uncommitted, "uncommitted document");
        all.push(Advice {
            command: "sopctl diff".to_owned(),
            why: format!("what {documents} would change, in words"),
        });
    }
    if census.is_declared {
        all.push(advice("sopctl check", "what is wrong with documents, before anybody reads them"));
    }
    if let Some(draft) = &census.draft {
        all.push(Advice {
            command: format!("sopctl promote {} --to in-review", shell_word(draft)),
            why: "takes a draft on its way into force".to_owned(),
        });
    }
    if census.has_tags {
        all.push(advice("sopctl changelog", "what has changed since the last release"));
    }
    all
}

impl Census {
    /// The states that somebody has to do something about, the worst first.
    pub(super) fn needing_attention(&self) -> impl Iterator<Item = (State, usize)> {
        let wants = |state: &State| wants_review(*state) || *state == State::Unknown;
        self.states.iter().filter(move |(state, _)| wants(state)).map(|(state, n)| (*state, *n))
    }
}

fn advice(command: &str, why: &str) -> Advice {
    Advice { command: command.to_owned(), why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn census(documents: usize) -> Census {
        Census {
            is_declared: true,
            has_tags: true,
            has_commits: true,
            documents,
            uncommitted: 0,
            unreadable: 0,
            states: [(State::Current, documents)].into(),
            worst: None,
            draft: None,
        }
    }

    fn commands(census: Census) -> Vec<String> {
        of(&Place::Library(census)).into_iter().map(|advice| advice.command).collect()
    }

    #[test]
    fn an_empty_library_wants_its_first_document() {
        assert_eq!(commands(census(0)), ["sopctl new"]);
    }

    #[test]
    fn what_is_overdue_comes_first() {
        let mut overdue = census(3);
        overdue.states.insert(State::Overdue, 1);
        overdue.worst = Some("SOP-004".to_owned());
        assert_eq!(commands(overdue)[..2], ["sopctl stale", "sopctl review SOP-004"]);
    }

    #[test]
    fn where_all_is_well_nothing_is_said_to_be_stale() {
        assert_eq!(commands(census(3)), ["sopctl check", "sopctl changelog"]);
    }

    #[test]
    fn before_the_first_commit_nothing_is_proposed_that_needs_one() {
        let mut unborn = census(2);
        (unborn.has_commits, unborn.has_tags, unborn.uncommitted) = (false, false, 2);
        unborn.states.clear();
        unborn.is_declared = false;
        assert_eq!(commands(unborn), ["sopctl init", "sopctl adopt"]);
    }

    #[test]
    fn a_path_with_blanks_can_be_pasted() {
        let mut changed = census(1);
        changed.worst = Some("sops/how to.md".to_owned());
        assert_eq!(commands(changed)[0], "sopctl review 'sops/how to.md'");
    }
}
