//! The history of the example company, dated back from a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::{Date, Moment};
use crate::paths::RepoPath;

use super::edit::{Days, EditError};
use super::script::{Act, Event, Person};
use super::{first_year, second_year};

/// The files at one commit.
pub type Files = BTreeMap<RepoPath, Arc<str>>;

/// All commits and tags, in the order in which they were made.
#[derive(Debug, Clone)]
pub struct Story {
    /// The day that the story is told.
    pub as_of: Date,
    /// The commits; the last one is the tip of `main`.
    pub commits: Vec<StoryCommit>,
    /// The tags.
    pub tags: Vec<StoryTag>,
}

/// A commit of a [`Story`].
#[derive(Debug, Clone)]
pub struct StoryCommit {
    /// Indexes of the commits it follows; the first is on the same branch, or on
    /// `main` where a branch begins.
    pub parents: Vec<usize>,
    /// Who made it.
    pub author: Person,
    /// When it was made.
    pub at: Moment,
    /// Subject, and body after an empty line.
    pub message: &'static str,
    /// All files of the library as this commit leaves them.
    pub files: Files,
}

/// An annotated tag of a [`Story`].
#[derive(Debug, Clone)]
pub struct StoryTag {
    /// Its name.
    pub name: &'static str,
    /// Index of the commit.
    pub commit: usize,
    /// Who set it.
    pub tagger: Person,
    /// When it was set.
    pub at: Moment,
    /// Why it was set.
    pub message: &'static str,
}

/// Why the script is not a history.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoryError {
    /// An edit does not fit.
    #[error("the commit {message:?} of the example cannot be made")]
    Edit {
        /// The message of the commit.
        message: &'static str,
        /// What does not fit.
        source: EditError,
    },
    /// Both sides of a merge changed the same file.
    #[error("the merge {message:?} of the example has a conflict in {path}")]
    Conflict {
        /// The message of the merge.
        message: &'static str,
        /// The file.
        path: RepoPath,
    },
    /// There is nothing to merge or to tag.
    #[error("{message:?} of the example needs a commit that is not there")]
    NoCommit {
        /// The message of the merge or tag.
        message: &'static str,
    },
}

impl Story {
    /// Tells the story as of a day. The same day gives the same commits.
    ///
    /// # Errors
    /// Only if the script contradicts itself, which tests rule out.
    pub fn as_of(as_of: Date) -> Result<Self, StoryError> {
        let mut teller = Teller {
            story: Self { as_of, commits: Vec::new(), tags: Vec::new() },
            main: None,
            branches: BTreeMap::new(),
        };
        for event in first_year::EVENTS.iter().chain(second_year::EVENTS) {
            teller.tell(event)?;
        }
        Ok(teller.story)
    }
}

struct Teller {
    story: Story,
    /// Index of the tip of `main`.
    main: Option<usize>,
    branches: BTreeMap<&'static str, Branch>,
}

struct Branch {
    /// Index of the commit of `main` at which it began.
    base: Option<usize>,
    tip: usize,
}

impl Teller {
    fn tell(&mut self, event: &Event) -> Result<(), StoryError> {
        match event.act {
            Act::Commit { branch, edits } => {
                let from = match branch.and_then(|name| self.branches.get(name)) {
                    Some(branch) => Some(branch.tip),
                    None => self.main,
                };
                let mut files = self.files(from);
                let days = Days {
                    commit: self.story.as_of.plus_days(-event.days_ago),
                    as_of: self.story.as_of,
                };
                for edit in edits {
                    edit.apply(&mut files, days)
                        .map_err(|source| StoryError::Edit { message: event.message, source })?;
                }
                let made = self.push(event, from.into_iter().collect(), files);
                match branch {
                    None => self.main = Some(made),
                    Some(name) => {
                        let base = self.main;
                        self.branches.entry(name).or_insert(Branch { base, tip: made }).tip = made;
                    }
                }
            }
            Act::Merge { branch } => {
                let missing = StoryError::NoCommit { message: event.message };
                let (Some(branch), Some(main)) = (self.branches.remove(branch), self.main) else {
                    return Err(missing);
                };
                let files = merged(
                    &self.files(branch.base),
                    self.files(Some(main)),
                    &self.files(Some(branch.tip)),
                )
                .map_err(|path| StoryError::Conflict { message: event.message, path })?;
                self.main = Some(self.push(event, vec![main, branch.tip], files));
            }
            Act::Tag { name } => {
                let commit = self.main.ok_or(StoryError::NoCommit { message: event.message })?;
                let (tagger, at, message) = (event.by, self.moment(event), event.message);
                self.story.tags.push(StoryTag { name, commit, tagger, at, message });
            }
        }
        Ok(())
    }

    fn push(&mut self, event: &Event, parents: Vec<usize>, files: Files) -> usize {
        let (author, at, message) = (event.by, self.moment(event), event.message);
        self.story.commits.push(StoryCommit { parents, author, at, message, files });
        self.story.commits.len() - 1
    }

    /// Some minute of the working day.
    fn moment(&self, event: &Event) -> Moment {
        let day = self.story.as_of.plus_days(-event.days_ago);
        let spread = |step: i64, within: i64| {
            i8::try_from((event.days_ago * step).rem_euclid(within)).unwrap_or(0)
        };
        Moment::at(day, 8 + spread(5, 9), spread(17, 60))
    }

    fn files(&self, commit: Option<usize>) -> Files {
        commit.map(|index| self.story.commits[index].files.clone()).unwrap_or_default()
    }
}

/// `main` with what the branch changed since its base; the path that both changed
/// is the error.
fn merged(base: &Files, mut main: Files, branch: &Files) -> Result<Files, RepoPath> {
    for path in base.keys().chain(branch.keys()) {
        let (was, is) = (base.get(path), branch.get(path));
        if was == is || main.get(path) == is {
            continue;
        }
        if main.get(path) != was {
            return Err(path.clone());
        }
        match is {
            Some(text) => main.insert(path.clone(), Arc::clone(text)),
            None => main.remove(path),
        };
    }
    Ok(main)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::edit::is_document;
    use super::*;

    fn story() -> Story {
        Story::as_of(Date::new(2026, 11, 22).unwrap()).unwrap()
    }

    /// The value of a field of front matter as it stands there.
    fn field<'a>(text: &'a str, key: &str) -> Option<&'a str> {
        let (front, _) = text.strip_prefix("+++\n")?.split_once("\n+++\n\n# ")?;
        front.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
    }

    fn text<'a>(files: &'a Files, path: &str) -> &'a str {
        &files[&RepoPath::new(path).unwrap()]
    }

    #[test]
    fn the_story_can_be_told_on_any_day() {
        for (year, month, day) in [(2024, 2, 29), (2026, 1, 1), (2031, 3, 1), (2099, 12, 31)] {
            let as_of = Date::new(year, month, day).unwrap();
            assert_eq!(Story::as_of(as_of).unwrap().commits.len(), story().commits.len());
        }
    }

    #[test]
    fn every_commit_changes_something_and_comes_after_its_parents() {
        let story = story();
        assert_eq!((story.commits.len(), story.tags.len()), (82, 3));
        for commit in &story.commits {
            for parent in &commit.parents {
                let parent = &story.commits[*parent];
                assert!(parent.at.seconds < commit.at.seconds, "{}", commit.message);
            }
            let before = commit.parents.first().map(|parent| &story.commits[*parent].files);
            assert_ne!(before, Some(&commit.files), "{}", commit.message);
        }
        let unmerged = (0..story.commits.len() - 1)
            .filter(|index| !story.commits.iter().any(|commit| commit.parents.contains(index)));
        assert_eq!(unmerged.count(), 0);
        let people: BTreeSet<_> = story.commits.iter().map(|commit| commit.author.email).collect();
        assert_eq!(people.len(), 6);
    }

    #[test]
    fn at_every_commit_each_document_has_its_fields_and_its_own_id() {
        for commit in story().commits {
            let mut ids = BTreeSet::new();
            let documents = commit.files.iter().filter(|(path, _)| is_document(path));
            for (path, text) in documents {
                let id = field(text, "id");
                assert!(id.is_some_and(|id| ids.insert(id)), "{path}: {}", commit.message);
                let status = field(text, "status").unwrap();
                for key in ["title", "type", "version", "owner", "approvers", "audience"] {
                    let late = key == "audience" && status == "\"draft\"";
                    assert!(late || field(text, key).is_some(), "{path} {key}: {}", commit.message);
                }
                let heading = text.lines().find_map(|line| line.strip_prefix("# "));
                assert_eq!(field(text, "title").unwrap().trim_matches('"'), heading.unwrap());
                for key in ["approved_by", "approved_on", "effective_date"] {
                    let drafted = ["\"draft\"", "\"in-review\""].contains(&status);
                    assert_eq!(drafted, field(text, key).is_none(), "{path}: {key}");
                }
                assert!(text.ends_with('\n') && !text.contains('\r'), "{path}");
            }
        }
    }

    #[test]
    fn references_lead_to_documents_of_the_library() {
        let story = story();
        let files = &story.commits[story.commits.len() - 1].files;
        let ids: BTreeSet<_> = files.values().filter_map(|text| field(text, "id")).collect();
        assert_eq!(ids.len(), 20);
        for (path, text) in files {
            let names = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| {
                ["POL-", "SOP-", "WI-"].iter().any(|prefix| word.starts_with(prefix))
            });
            for name in names {
                assert!(ids.contains(format!("\"{name}\"").as_str()), "{path} names {name}");
            }
        }
    }

    #[test]
    fn the_open_ends_of_the_story_are_there_at_its_end() {
        let story = story();
        let files = &story.commits[story.commits.len() - 1].files;
        let refunds = text(files, "sops/refund-approval.md");
        let reviewed = Date::read(field(refunds, "last_reviewed").unwrap()).unwrap().date;
        assert_eq!(reviewed.days_until(story.as_of), 365 + 113);
        assert!(refunds.contains("a refund up to 250 EUR"));
        let tagged = |tag: usize| &story.commits[story.tags[tag].commit].files;
        let access = |tag| text(tagged(tag), "policies/access-control.md");
        let sentence = |verb| format!("Every employee {verb} use multi-factor authentication");
        assert!(access(1).contains(&sentence("must")) && access(2).contains(&sentence("should")));
        let revoke = text(files, "work-instructions/revoke-a-leavers-access.md");
        assert_eq!(field(revoke, "last_reviewed"), Some("\"2026-13-01\""));
        let retired = text(files, "sops/paper-form-returns.md");
        assert_eq!(field(retired, "superseded_by"), Some("[\"SOP-007\"]"));
        let slipped = story.commits.iter().any(|commit| {
            let text = commit
                .files
                .get(&RepoPath::new("work-instructions/book-in-a-delivery.md").unwrap());
            text.is_some_and(|text| field(text, "last_reviewed").is_some_and(|d| d > "2060"))
        });
        assert!(slipped);
    }

    #[test]
    fn the_mass_edit_touches_every_document_and_the_bump_only_dates() {
        let story = story();
        let index = |message: &str| {
            story.commits.iter().position(|commit| commit.message.starts_with(message)).unwrap()
        };
        let changed = |at: usize| {
            let commit = &story.commits[at];
            let before = &story.commits[commit.parents[0]].files;
            let changed: Vec<_> = commit
                .files
                .iter()
                .filter(|(path, text)| before.get(path) != Some(text))
                .map(|(path, text)| (text.to_string(), before[path].to_string()))
                .collect();
            changed
        };
        assert_eq!(changed(index("Format all documents")).len(), 18);
        let bumped = changed(index("Update review dates"));
        assert_eq!(bumped.len(), 7);
        let date = |text: &str| field(text, "last_reviewed").unwrap().to_owned();
        for (new, old) in bumped {
            let without_date =
                |text: &str| text.replace(&format!("\nlast_reviewed = {}", date(text)), "");
            assert!(date(&old) < date(&new));
            assert_eq!(without_date(&new), without_date(&old));
        }
    }
}
