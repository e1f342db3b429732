//! Running the rules: what they find, and what of that is suppressed.

use std::collections::{HashMap, HashSet};

use crate::document::id::DocumentId;
use crate::genre::{Certainty, Genre};
use crate::library::{Branches, Library, Member, in_parallel};
use crate::paths::RepoPath;
use crate::report::{Finding, Location, Subject, Text};
use crate::source::LineIndex;

use super::level::{Ruling, Settings};
use super::rules::{self, Idle, rules};
use super::suppression::Suppressions;
use super::surroundings::{Around, Surroundings};

/// What the rules find, before anybody asks what counts.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) verdicts: Vec<Verdict>,
    /// The documents that findings can be about, those included that cannot be read.
    pub(super) subjects: Vec<Subject>,
    /// Where these stand.
    pub(super) paths: Vec<RepoPath>,
    /// How many documents were judged, the unreadable included.
    pub(super) checked: usize,
    /// The document of each finding that is left out by a comment or by the configuration.
    pub(super) suppressed: Vec<Text>,
    /// The entries of `[[check.ignore]]`, by their places, each with a rule that it leaves
    /// findings of out.
    pub(super) entries: HashSet<(usize, &'static str)>,
}

/// What the rules find in one document.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    suppressed: usize,
    entries: Vec<(usize, &'static str)>,
}

/// Judges the documents that are asked for.
pub(super) fn judge(
    library: &Library,
    around: Around<'_>,
    settings: Settings<'_>,
    paths: &[RepoPath],
) -> Judged {
    let asked = || {
        let named = library.members.iter().zip(library.unshared_names());
        named.filter(|(member, _)| is_asked(member.path.as_str(), paths))
    };
    let members = asked().map(|(member, _)| member);
    let surroundings = Surroundings::new(library, around, members);
    let found = in_parallel(asked().collect(), |(member, name): (&Member, &str)| {
        (Text::new(&member.path), found(&surroundings, settings, member, name))
    });
    let mut judged = Judged {
        findings: Vec::new(),
        verdicts: asked().filter_map(|(member, _)| Verdict::of(member, &surroundings)).collect(),
        subjects: asked().map(|(member, _)| subject(member)).collect(),
        paths: asked().map(|(member, _)| member.path.clone()).collect(),
        checked: 0,
        suppressed: Vec::new(),
        entries: HashSet::new(),
    };
    for (path, found) in found {
        judged.take(&path, found);
    }
    let unreadable = library.unreadable.iter();
    for unreadable in unreadable.filter(|unreadable| is_asked(&unreadable.path, paths)) {
        let path = Text::from(unreadable.path.as_str());
        let subject = Subject { path: path.clone(), document: None, title: None, left_out: None };
        judged.subjects.push(subject);
        let repo_path = RepoPath::new(&unreadable.path).ok();
        judged.paths.extend(repo_path.clone());
        let (rule, fault) = rules::judge_unreadable(unreadable);
        let mut found = Found::default();
        match settings.ruling(rule, repo_path.as_ref()) {
            Ruling::Off => {}
            Ruling::Tolerated(entries) => found.tolerate(&entries, rule.id, 1),
            Ruling::Counts(level) => {
                found.findings.push(level.found_unplaced(rule, fault, &unreadable.path));
            }
        }
        judged.take(&path, found);
    }
    judged.judge_orphans(library, around, settings, paths);
    judged.checked = judged.subjects.len();
    judged
}

fn found(
    surroundings: &Surroundings<'_>,
    settings: Settings<'_>,
    member: &Member,
    name: &str,
) -> Found {
    let profile = &surroundings.library.profile;
    let mut found = Found::default();
    let mut suppressions = Suppressions::of(member);
    for rule in rules() {
        match settings.ruling(rule, Some(&member.path)) {
            Ruling::Off => suppressions.excuse(rule),
            Ruling::Tolerated(entries) => {
                suppressions.excuse(rule);
                found.tolerate(&entries, rule.id, rule.judge(surroundings, member).len());
            }
            Ruling::Counts(level) => {
                for fault in rule.judge(surroundings, member) {
                    if suppressions.cover(rule, &fault) {
                        found.suppressed += 1;
                    } else {
                        found.findings.push(level.found(rule, fault, member, name, profile));
                    }
                }
            }
        }
    }
    // What binds nobody is not tidied up.
    if !member.is_over() {
        let idle = suppressions.idle();
        let faults: Vec<_> = idle.map(|idle| rules::judge_idle(&idle)).collect();
        for (rule, fault) in faults {
            if let Ruling::Counts(level) = settings.ruling(rule, Some(&member.path)) {
                found.findings.push(level.found(rule, fault, member, name, profile));
            }
        }
    }
    found
}

impl Found {
    /// Counts findings that entries of the configuration leave out.
    fn tolerate(&mut self, entries: &[usize], rule: &'static str, findings: usize) {
        if findings > 0 {
            self.suppressed += findings;
            self.entries.extend(entries.iter().map(|entry| (*entry, rule)));
        }
    }
}

impl Judged {
    fn take(&mut self, path: &Text, found: Found) {
        self.findings.extend(found.findings);
        self.suppressed.extend(std::iter::repeat_n(path.clone(), found.suppressed));
        self.entries.extend(found.entries);
    }

    /// Adds the walkthroughs whose documents are gone.
    fn judge_orphans(
        &mut self,
        library: &Library,
        around: Around<'_>,
        settings: Settings<'_>,
        paths: &[RepoPath],
    ) {
        for (path, record) in around.files.walkthroughs() {
            let is_shown = |member: &Member| {
                let id = member.document.fields().id.value();
                record.is_of(id.map(DocumentId::as_str), &member.path)
            };
            // What cannot be read has another finding.
            let is_unread = library.unreadable.iter().any(|file| file.path == record.path);
            if !is_asked(path.as_str(), paths) || is_unread || library.members.iter().any(is_shown)
            {
                continue;
            }
            let (rule, fault) = rules::judge_orphan(path, record);
            if let Ruling::Counts(level) = settings.ruling(rule, Some(path)) {
                self.findings.push(level.found_unplaced(rule, fault, path.as_str()));
            }
        }
    }

    /// Adds the numbers that stand for several documents on other branches, and for none of
    /// this tree: nobody who reads the tree would see them.
    pub(super) fn judge_branches(&mut self, branches: &Branches, settings: Settings<'_>) {
        for collision in &branches.collisions {
            let Some(first) = collision.holders.first() else { continue };
            if first.branches.is_empty() {
                continue;
            }
            let (rule, fault) = rules::judge_collision(collision);
            if let Ruling::Counts(level) = settings.ruling(rule, Some(&first.path)) {
                self.findings.push(level.found_unplaced(rule, fault, first.path.as_str()));
            }
        }
    }

    /// Adds what is said of entries of `[[check.ignore]]` that leave nothing out, at their
    /// places in the file. Only who judged the whole library can tell.
    pub(super) fn judge_entries(
        &mut self,
        library: &Library,
        settings: Settings<'_>,
        config_file: &str,
    ) {
        let Some(config) = settings.config else { return };
        let lines = LineIndex::new(&config.text);
        let mut found = Vec::new();
        for (place, entry) in config.check.ignore.iter().enumerate() {
            let is_meant = |path: &RepoPath| {
                settings.below_folder(path).is_some_and(|path| entry.matches(&path))
            };
            let unreadable =
                || library.unreadable.iter().filter_map(|file| RepoPath::new(&file.path).ok());
            let is_about_some = library.members.iter().any(|member| is_meant(&member.path))
                || unreadable().any(|path| is_meant(&path));
            if !is_about_some {
                found.push(Idle::Paths { at: entry.span });
                continue;
            }
            let idle = entry.rules.iter().filter_map(|named| {
                let rule = rules().find(|rule| rule.id == named.value)?;
                let is_off = matches!(settings.ruling(rule, None), Ruling::Off);
                let is_idle = !is_off && !self.entries.contains(&(place, rule.id));
                is_idle.then_some(Idle::Entry { rule, at: named.span })
            });
            found.extend(idle);
        }
        for idle in found {
            let (rule, fault) = rules::judge_idle(&idle);
            let file = RepoPath::new(config_file).ok();
            let Ruling::Counts(level) = settings.ruling(rule, file.as_ref()) else { continue };
            let location = fault.span.map(|span| Location::Range {
                start: lines.position(&config.text, span.start),
                end: lines.position(&config.text, span.end),
            });
            let finding = level.found_unplaced(rule, fault, config_file);
            self.findings.push(Finding { location, ..finding });
        }
        let path = Text::from(config_file);
        if self.findings.iter().any(|finding| finding.path == path) {
            self.subjects.push(Subject { path, document: None, title: None, left_out: None });
        }
    }

    /// Sorts the findings and gives each a key of its own: of several with one key, the later
    /// are numbered.
    pub(super) fn put_in_order(&mut self) {
        self.findings.sort_by(|a, b| {
            (&a.path, a.location, a.rule, &a.message)
                .cmp(&(&b.path, b.location, b.rule, &b.message))
        });
        let mut seen: HashMap<String, usize> = HashMap::new();
        for finding in &mut self.findings {
            let count = seen.entry(finding.key.clone()).or_default();
            *count += 1;
            if *count > 1 {
                finding.key = format!("{}/{count}", finding.key);
            }
        }
    }
}

/// What a document looks like by its body, and what it says it is.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) path: Text,
    pub(super) declared_type: Option<Text>,
    pub(super) looks_like: Genre,
    pub(super) confidence: f64,
    pub(super) lead: i32,
    pub(super) certainty: Certainty,
}

impl Verdict {
    /// `None` where the document is not judged.
    fn of(member: &Member, surroundings: &Surroundings<'_>) -> Option<Self> {
        let body = &surroundings.looks_like(member)?.body;
        let declared = member.document.fields().document_type.value();
        Some(Self {
            path: Text::new(&member.path),
            declared_type: declared.map(|declared| Text::from(declared.as_str())),
            looks_like: body.looks_like(),
            confidence: body.confidence(),
            lead: body.lead(),
            certainty: body.certainty(),
        })
    }
}

fn subject(member: &Member) -> Subject {
    Subject {
        path: Text::new(&member.path),
        document: member.document.fields().id.value().map(Text::new),
        title: Some(member.title().into()),
        left_out: None,
    }
}

/// Whether a document is among those that are asked for: all of them where no path is given.
fn is_asked(path: &str, paths: &[RepoPath]) -> bool {
    paths.is_empty() || paths.iter().any(|asked| stands_below(path, asked))
}

/// Whether `path` is that file, or stands in that folder.
pub(super) fn stands_below(path: &str, asked: &RepoPath) -> bool {
    let rest = path.strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
