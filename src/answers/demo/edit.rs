//! One edit of a commit: what it does to the files of the library.

use std::sync::Arc;

use crate::calendar::Date;
use crate::paths::{PathError, RepoPath};

use super::library::first_text;
use super::reformat::reformat;
use super::story::Files;

/// What a commit does to one file, or to all of them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Edit {
    /// The file comes, with its first text.
    Add(&'static str),
    /// The file gets another path.
    Rename { from: &'static str, to: &'static str },
    /// A text that stands in the file exactly once is replaced.
    Replace { path: &'static str, old: &'static str, new: &'static str },
    /// A field of the front matter gets a text.
    Text { path: &'static str, key: &'static str, value: &'static str },
    /// A field of the front matter gets a list of one text.
    List { path: &'static str, key: &'static str, value: &'static str },
    /// Approved on the day of the commit, in force from that day or a later one.
    Approved { path: &'static str, version: &'static str, by: &'static str, from: Option<i64> },
    /// Reviewed on the day of the commit.
    Reviewed { path: &'static str, by: &'static str, note: Option<&'static str> },
    /// The date of last review is set to the day of the commit, and nothing else.
    DateBumped(&'static str),
    /// Reviewed on the day of the commit, with a slip of the fingers in the date.
    Mistyped { path: &'static str, by: &'static str, slip: Slip },
    /// The date of last review is corrected to an earlier day.
    ReviewedOn { path: &'static str, days_ago: i64 },
    /// Every document in another Markdown style.
    Reformatted,
}

/// How a date was mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// 36 years ahead, as when 2026 becomes 2062.
    Year,
    /// A thirteenth month, so that it is no date.
    Month,
}

/// Why an edit does not fit the files that it meets.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The path is not one.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The library has no first text for the path.
    #[error("{path} is not a file of the library")]
    NoFirstText {
        /// The path.
        path: RepoPath,
    },
    /// The file is not there at this commit.
    #[error("{path} does not exist at this commit")]
    NoFile {
        /// The path.
        path: RepoPath,
    },
    /// The place is taken at this commit.
    #[error("{path} exists already")]
    Exists {
        /// The path.
        path: RepoPath,
    },
    /// The old text must stand in the file exactly once.
    #[error("{old:?} stands {count} times in {path}")]
    Matches {
        /// The file.
        path: RepoPath,
        /// The text to replace.
        old: &'static str,
        /// How often it was found.
        count: usize,
    },
    /// The file does not begin with front matter.
    #[error("{path} has no front matter")]
    NoFrontMatter {
        /// The file.
        path: RepoPath,
    },
}

/// The day of a commit, and the day that the story is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) commit: Date,
    pub(super) as_of: Date,
}

impl Edit {
    /// Applies the edit to the files.
    pub(super) fn apply(&self, files: &mut Files, days: Days) -> Result<(), EditError> {
        let today = Value::Date(days.commit);
        match *self {
            Self::Add(path) => {
                let path = RepoPath::new(path)?;
                let Some(text) = first_text(path.as_str()) else {
                    return Err(EditError::NoFirstText { path });
                };
                put_new(files, path, text.into())
            }
            Self::Rename { from, to } => {
                let from = RepoPath::new(from)?;
                let text = files.remove(&from).ok_or(EditError::NoFile { path: from })?;
                put_new(files, RepoPath::new(to)?, text)
            }
            Self::Replace { path, old, new } => change(files, path, |path, text| {
                let count = text.matches(old).count();
                if count == 1 {
                    Ok(text.replacen(old, new, 1))
                } else {
                    Err(EditError::Matches { path: path.clone(), old, count })
                }
            }),
            Self::Text { path, key, value } => set(files, path, &[(key, Value::Text(value))]),
            Self::List { path, key, value } => set(files, path, &[(key, Value::List(value))]),
            Self::Approved { path, version, by, from } => {
                let effective = from.map_or(days.commit, |ago| days.as_of.plus_days(-ago));
                let fields = [
                    ("version", Value::Text(version)),
                    ("status", Value::Text("effective")),
                    ("approved_by", Value::List(by)),
                    ("approved_on", today),
                    ("effective_date", Value::Date(effective)),
                ];
                set(files, path, &fields)
            }
            Self::Reviewed { path, by, note } => {
                let note = note.map_or(Value::Nothing, Value::Text);
                let by = Value::Text(by);
                let fields = [("last_reviewed", today), ("reviewed_by", by), ("review_note", note)];
                set(files, path, &fields)
            }
            Self::DateBumped(path) => set(files, path, &[("last_reviewed", today)]),
            Self::Mistyped { path, by, slip } => {
                let typed = Value::Slip(days.commit, slip);
                set(files, path, &[("last_reviewed", typed), ("reviewed_by", Value::Text(by))])
            }
            Self::ReviewedOn { path, days_ago } => {
                let day = Value::Date(days.as_of.plus_days(-days_ago));
                set(files, path, &[("last_reviewed", day)])
            }
            Self::Reformatted => {
                for (path, text) in files.iter_mut() {
                    if is_document(path) {
                        *text = reformat(text).into();
                    }
                }
                Ok(())
            }
        }
    }
}

/// Whether the path is a policy, an SOP or a work instruction of the library.
pub(super) fn is_document(path: &RepoPath) -> bool {
    ["policies", "sops", "work-instructions"].contains(&path.folder())
}

/// A value of front matter as TOML.
#[derive(Clone, Copy)]
enum Value {
    Text(&'static str),
    List(&'static str),
    Date(Date),
    Slip(Date, Slip),
    /// The field goes.
    Nothing,
}

impl Value {
    fn toml(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(format!("\"{text}\"")),
            Self::List(text) => Some(format!("[\"{text}\"]")),
            Self::Date(day) => Some(day.to_string()),
            // 36 years with their leap days: a day of the same name.
            Self::Slip(day, Slip::Year) => Some(day.plus_days(13_149).to_string()),
            Self::Slip(day, Slip::Month) => Some(format!("\"{}-13-01\"", day.year())),
            Self::Nothing => None,
        }
    }
}

/// The order in which the fields stand in a document.
const FIELD_ORDER: [&str; 22] = [
    "id",
    "title",
    "type",
    "version",
    "status",
    "owner",
    "approvers",
    "approved_by",
    "approved_on",
    "effective_date",
    "last_reviewed",
    "reviewed_by",
    "review_note",
    "implements",
    "supersedes",
    "superseded_by",
    "watches",
    "audience",
    "no_work_instruction",
    "change_reason",
    "change_ref",
    "+++",
];

fn put_new(files: &mut Files, path: RepoPath, text: Arc<str>) -> Result<(), EditError> {
    if files.contains_key(&path) {
        return Err(EditError::Exists { path });
    }
    files.insert(path, text);
    Ok(())
}

fn change(
    files: &mut Files,
    path: &str,
    how: impl FnOnce(&RepoPath, &str) -> Result<String, EditError>,
) -> Result<(), EditError> {
    let path = RepoPath::new(path)?;
    match files.get_mut(&path) {
        Some(text) => *text = how(&path, text)?.into(),
        None => return Err(EditError::NoFile { path }),
    }
    Ok(())
}

/// Sets fields of the front matter, each on its one line; a new one comes to its
/// place in the order.
fn set(files: &mut Files, path: &str, fields: &[(&str, Value)]) -> Result<(), EditError> {
    change(files, path, |path, text| {
        let no_front_matter = || EditError::NoFrontMatter { path: path.clone() };
        let inside = text.strip_prefix("+++\n").ok_or_else(no_front_matter)?;
        let (front, body) = inside.split_once("\n+++\n").ok_or_else(no_front_matter)?;
        let mut lines: Vec<String> = front.lines().map(str::to_owned).collect();
        for (key, value) in fields {
            set_line(&mut lines, key, value.toml());
        }
        Ok(format!("+++\n{}\n+++\n{body}", lines.join("\n")))
    })
}

fn set_line(lines: &mut Vec<String>, key: &str, value: Option<String>) {
    let rank = |key: &str| FIELD_ORDER.iter().position(|known| *known == key);
    let key_of = |line: &str| line.split(" = ").next().map(str::to_owned).unwrap_or_default();
    let standing = lines.iter().position(|line| key_of(line) == key);
    match (standing, value) {
        (Some(at), Some(value)) => lines[at] = format!("{key} = {value}"),
        (Some(at), None) => {
            lines.remove(at);
        }
        (None, Some(value)) => {
            let at = lines.iter().position(|line| rank(&key_of(line)) > rank(key));
            lines.insert(at.unwrap_or(lines.len()), format!("{key} = {value}"));
        }
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOP: &str = "sops/refund-approval.md";

    fn applied(edits: &[Edit]) -> Result<String, EditError> {
        let as_of = Date::new(2026, 11, 22).unwrap();
        let days = Days { commit: as_of.plus_days(-10), as_of };
        let mut files = Files::new();
        for edit in edits {
            edit.apply(&mut files, days)?;
        }
        Ok(files.remove(&RepoPath::new(SOP).unwrap()).unwrap().to_string())
    }

    #[test]
    fn fields_come_to_their_place_and_go_again() {
        let reviewed = Edit::Reviewed { path: SOP, by: "@ana", note: Some("Read aloud") };
        let text = applied(&[Edit::Add(SOP), reviewed]).unwrap();
        let new =
            "last_reviewed = 2026-11-12\nreviewed_by = \"@ana\"\nreview_note = \"Read aloud\"";
        assert!(text.contains(&format!("approvers = [\"@leila\"]\n{new}\nimplements")), "{text}");
        let again = Edit::Reviewed { path: SOP, by: "@ana", note: None };
        assert!(!applied(&[Edit::Add(SOP), reviewed, again]).unwrap().contains("review_note"));
        let reason = Edit::Text { path: SOP, key: "change_ref", value: "CHG-1" };
        let text = applied(&[Edit::Add(SOP), reason]).unwrap();
        assert!(text.contains("\nchange_ref = \"CHG-1\"\n+++\n"), "{text}");
    }

    #[test]
    fn slips_of_the_fingers_look_like_dates() {
        let typed = |slip| applied(&[Edit::Add(SOP), Edit::Mistyped { path: SOP, by: "@a", slip }]);
        assert!(typed(Slip::Year).unwrap().contains("last_reviewed = 2062-11-12\n"));
        assert!(typed(Slip::Month).unwrap().contains("last_reviewed = \"2026-13-01\"\n"));
    }

    #[test]
    fn a_replaced_text_stands_exactly_once() {
        let replace = |old| applied(&[Edit::Add(SOP), Edit::Replace { path: SOP, old, new: "x" }]);
        assert!(replace("# Refund approval\n").is_ok());
        assert!(matches!(replace("refund"), Err(EditError::Matches { count: 2.., .. })));
        assert!(matches!(replace("Zebra"), Err(EditError::Matches { count: 0, .. })));
        assert!(matches!(applied(&[Edit::DateBumped(SOP)]), Err(EditError::NoFile { .. })));
    }
}
