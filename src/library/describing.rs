//! Which documents describe files: by their watches, without clock or history.

use crate::document::field::Field;
use crate::document::front_matter::Reference;
use crate::git::{BlobId, Repository};
use crate::paths::RepoPath;
use crate::report::Line;

use super::references::Relation;
use super::revision::content;
use super::touched::{Touch, Touched};
use super::watch::{Watch, is_readable, value_in};
use super::{Library, Member, Unreadable, decoded};

/// How many files of one watch are named to people.
const NAMED_FILES: usize = 3;

/// A document that describes touched files.
#[derive(Debug, Clone)]
pub struct Describing<'l> {
    /// The document.
    pub member: &'l Member,
    /// What it describes: by watch in the order of the document, then by path.
    pub matches: Vec<Match>,
}

/// A touched file that a watch names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The watch as it is written.
    pub watch: String,
    /// The line of the document, from 1, on which it stands.
    pub line: usize,
    /// The file.
    pub path: RepoPath,
    /// The value that the watch names, where both ends of the work tell it.
    pub value: Option<ValueChange>,
}

/// A watched value at both ends of some work; absent where the file or the key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// The dotted key.
    pub key: String,
    /// The value before, on one line.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
}

/// A touched document that another one carries out or translates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// Which of the two.
    pub relation: Relation,
    /// What the other one calls it.
    pub document: String,
    /// The stage that is carried out, where one is named.
    pub stage: Option<String>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a document that another one rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It was named, or says something else than before.
    Touched,
    /// It is superseded or retired now.
    Over,
    /// It is gone, or called otherwise now.
    Gone,
}

impl Upstream {
    /// The document that a reference names.
    #[must_use]
    pub fn of(relation: Relation, reference: &Reference, fate: Fate) -> Self {
        let (document, stage) = (reference.document.clone(), reference.stage.clone());
        Self { relation, document, stage, fate }
    }

    /// `implements SOP-001#close`, with what is said of a document that was touched behind it;
    /// any worse fate is said anyway.
    #[must_use]
    pub fn told(&self, touched: &'static str) -> Line {
        let line = Line::new().text(self.relation.name()).text(" ");
        let line = line.document(self.document.as_str());
        let line = match &self.stage {
            Some(stage) => line.text("#").text(stage.as_str()),
            None => line,
        };
        line.text(match self.fate {
            Fate::Touched => touched,
            Fate::Over => ", which goes out of use",
            Fate::Gone => ", which is gone",
        })
    }
}

impl Library {
    /// The documents that describe touched files, in the order of reports. A watch of one
    /// value counts only where that value differs, if the contents are there to tell. What is
    /// superseded or retired describes nothing any more, and nobody describes themselves.
    #[must_use]
    pub fn describing(
        &self,
        touched: &Touched,
        repository: Option<&Repository>,
    ) -> Vec<Describing<'_>> {
        let mut found: Vec<Describing<'_>> = self
            .members
            .iter()
            .filter(|member| !member.is_over())
            .map(|member| Describing { member, matches: matches(member, touched, repository) })
            .filter(|describing| !describing.matches.is_empty())
            .collect();
        found.sort_by_cached_key(|describing| describing.member.rank());
        found
    }

    /// The documents of which nobody can tell what they describe: unreadable ones, and those
    /// with a watch that is no pattern; sorted by path.
    #[must_use]
    pub fn unknown_watches(&self) -> Vec<Unreadable> {
        let mut unknown = self.unreadable.clone();
        for member in &self.members {
            let watches = &member.document.fields().watches;
            let fault = match watches {
                Field::Invalid { why, .. } => Some(why.clone()),
                Field::Missing | Field::Given(_) => watches.items().iter().find_map(|watch| {
                    Watch::read(&watch.value).globs().err().map(|error| error.to_string())
                }),
            };
            let why = fault.map(|why| format!("its watches: {why}"));
            unknown.extend(why.map(|why| Unreadable { path: member.path.to_string(), why }));
        }
        unknown.sort_by(|a, b| a.path.cmp(&b.path));
        unknown
    }
}

/// What matches name, a line for each watch: `config/limits.toml: refund.max 100 → 250`,
/// `5 files of infra/**: …`.
#[must_use]
pub fn described(matches: &[Match]) -> Vec<Line> {
    let by_watch = matches.chunk_by(|a, b| a.watch == b.watch && a.line == b.line);
    by_watch.map(of_watch).collect()
}

fn of_watch(matches: &[Match]) -> Line {
    let line = match matches {
        [] => Line::new(),
        [only] => match (Watch::read(&only.watch), &only.value) {
            (watch, Some(_)) if watch.pattern == only.path.as_str() => file(only),
            (watch, None) if watch.pattern == only.path.as_str() => {
                Line::new().code(only.watch.as_str())
            }
            _ => file(only).text(" (").code(only.watch.as_str()).text(")"),
        },
        [first, ..] => Line::new()
            .text(format!("{} files of ", matches.len()))
            .code(first.watch.as_str())
            .text(": ")
            .line(Line::joined(matches.iter().take(NAMED_FILES).map(file).collect(), ", ")),
    };
    if matches.len() > NAMED_FILES { line.text(", …") } else { line }
}

fn file(found: &Match) -> Line {
    let path = Line::new().code(found.path.as_str());
    let Some(value) = &found.value else { return path };
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let (old, new) = (shown(&value.old), shown(&value.new));
    path.text(format!(": {} {old} → {new}", value.key))
}

fn matches(member: &Member, touched: &Touched, repository: Option<&Repository>) -> Vec<Match> {
    let mut matches = Vec::new();
    for entry in member.document.fields().watches.items() {
        let watch = Watch::read(&entry.value);
        // `unknown_watches` tells of those that are no pattern.
        let Ok(selector) = watch.selector() else { continue };
        let named = touched.selected(&selector).filter(|(path, _)| **path != member.path);
        matches.extend(named.filter_map(|(path, touch)| {
            let value = match watch.key.map(|key| value_touch(path, key, touch, repository)) {
                Some(ValueTouch::Kept) => return None,
                Some(ValueTouch::Changed(value)) => Some(value),
                Some(ValueTouch::Untold) | None => None,
            };
            Some(Match {
                watch: entry.value.clone(),
                line: member.document.lines().line(entry.span.start),
                path: path.clone(),
                value,
            })
        }));
    }
    matches
}

/// What some work did to one value of a file that it touched.
enum ValueTouch {
    /// Nothing.
    Kept,
    /// It is another one, or came or went.
    Changed(ValueChange),
    /// Something perhaps: it was named, or the contents are not there to tell.
    Untold,
}

fn value_touch(
    path: &RepoPath,
    key: &str,
    touch: &Touch,
    repository: Option<&Repository>,
) -> ValueTouch {
    let (older, newer) = match touch {
        Touch::Named { keys } => {
            let is_meant = |asked: &String| is_part(asked, key) || is_part(key, asked);
            let is_named = keys.is_empty() || keys.iter().any(is_meant);
            return if is_named { ValueTouch::Untold } else { ValueTouch::Kept };
        }
        Touch::Differs { old, new } => (*old, *new),
    };
    let text = |blob: BlobId| content(repository?, blob).and_then(decoded).ok();
    let (before, after) = (older.map(text), newer.map(text));
    if matches!(before, Some(None)) || matches!(after, Some(None)) {
        return ValueTouch::Untold;
    }
    let is_readable = |text: &Option<String>| {
        text.as_ref().is_none_or(|text| is_readable(path.file_name(), text))
    };
    let (before, after) = (before.flatten(), after.flatten());
    if !is_readable(&before) || !is_readable(&after) {
        return ValueTouch::Untold;
    }
    let value = |text: Option<String>| text.and_then(|text| value_in(path.file_name(), &text, key));
    let (old, new) = (value(before), value(after));
    if old == new && older.is_some() && newer.is_some() {
        return ValueTouch::Kept;
    }
    ValueTouch::Changed(ValueChange { key: key.to_owned(), old, new })
}

/// Whether a dotted key is another one, or lies below it.
fn is_part(whole: &str, part: &str) -> bool {
    part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    fn described(files: &[(&str, &str)], named: &[&str]) -> Vec<String> {
        let library = Library::of_texts(Profile::sopctl(), files);
        let mut touched = Touched::default();
        for name in named {
            let watch = Watch::read(name);
            touched.name(RepoPath::new(watch.pattern).unwrap(), watch.key);
        }
        let shown = |describing: &Describing<'_>| {
            let matches: Vec<String> = describing
                .matches
                .iter()
                .map(|found| format!("{} {}:{}", found.path, found.watch, found.line))
                .collect();
            format!("{}: {}", describing.member.name(), matches.join(", "))
        };
        library.describing(&touched, None).iter().map(shown).collect()
    }

    fn document(id: &str, watches: &str) -> String {
        format!("+++\nid = '{id}'\nwatches = {watches}\n+++\n")
    }

    #[test]
    fn files_folders_globs_and_values_are_described() {
        let a = document("SOP-2", "['infra/crm', 'config/*.toml#refund.max']");
        let b = document("SOP-1", "['infra/**', 'infra/crm/x.tf']");
        let files = [("a.md", a.as_str()), ("b.md", b.as_str())];
        assert_eq!(
            described(&files, &["infra/crm/x.tf"]),
            [
                "SOP-1: infra/crm/x.tf infra/**:3, infra/crm/x.tf infra/crm/x.tf:3",
                "SOP-2: infra/crm/x.tf infra/crm:3"
            ]
        );
        let by_value = ["SOP-2: config/a.toml config/*.toml#refund.max:3"];
        for asked in ["config/a.toml", "config/a.toml#refund", "config/a.toml#refund.max.eur"] {
            assert_eq!(described(&files, &[asked]), by_value, "{asked}");
        }
        for asked in ["config/a.toml#refund.min", "config/a.toml#ref", "infra-old/a", "x/a.toml"] {
            assert_eq!(described(&files, &[asked]), [""; 0], "{asked}");
        }
    }

    #[test]
    fn what_is_over_describes_nothing_and_nothing_describes_itself() {
        let over = "+++\nid = 'SOP-1'\nstatus = 'retired'\nwatches = ['x.tf']\n+++\n";
        let itself = document("SOP-2", "['**']");
        let files = [("a.md", over), ("b.md", itself.as_str())];
        assert_eq!(described(&files, &["x.tf", "b.md"]), ["SOP-2: x.tf **:3"]);
    }

    #[test]
    fn a_watch_that_is_no_pattern_is_not_passed_over_in_silence() {
        let (bad, good) = (document("SOP-1", "['infra/[']"), document("SOP-2", "['infra']"));
        let library =
            Library::of_texts(Profile::sopctl(), &[("a.md", bad.as_str()), ("b.md", &good)]);
        let unknown = library.unknown_watches();
        assert_eq!(unknown.len(), 1);
        assert_eq!(unknown[0].path, "a.md");
        assert!(unknown[0].why.starts_with("its watches: \"infra/[\""), "{}", unknown[0].why);
    }
}
