//! The documents that rest on what some work changes: they describe a file of it, or carry
//! out or translate a document of it.

use std::collections::HashMap;

use crate::comparison::Class;
use crate::config::Config;
use crate::document::lifecycle::ReviewInterval;
use crate::document::profile::NextReviewFrom;
use crate::library::{Describing, Fate, Library, Match, Member, Relation, Upstream};
use crate::paths::RepoPath;
use crate::standing::{Coverage, Schedule};

use super::Request;
use super::change::{Changed, Kind};

/// A document that rests on what some work changes.
#[derive(Debug)]
pub(super) struct Affected {
    pub(super) id: Option<String>,
    pub(super) path: RepoPath,
    pub(super) title: String,
    pub(super) owner: Option<String>,
    /// The touched files that it describes.
    pub(super) matches: Vec<Match>,
    /// The changed documents that it carries out.
    pub(super) upstream: Vec<Upstream>,
    /// Whether the work changes what it says as well.
    pub(super) says_else: bool,
    /// Whether somebody vouches for it in the same work.
    pub(super) is_vouched_for: bool,
    /// Whether `stale` calls it suspect once the work has landed.
    pub(super) becomes_suspect: bool,
}

impl Affected {
    /// Whether nobody has looked at it in this work, as far as the texts tell.
    pub(super) fn is_left_alone(&self) -> bool {
        !self.says_else && !self.is_vouched_for
    }
}

/// The documents that rest on what the work changes, in the order of reports.
pub(super) fn affected(
    changed: &[Changed],
    library: &Library,
    request: Request<'_>,
) -> Vec<Affected> {
    let mut found = Found::among(changed);
    for Describing { member, matches } in
        library.describing(request.touched, Some(request.repository))
    {
        let affected = found.entry(member);
        affected.becomes_suspect |= !matches.is_empty();
        affected.matches = matches;
    }
    for upper in changed.iter().filter(|upper| upper.kind != Kind::Added) {
        if let Some(name) = upper.name_that_went() {
            for (member, relation, reference) in library.resting_on(name) {
                let gone = Upstream::of(relation, reference, Fate::Gone);
                found.entry(member).upstream.push(gone);
            }
        }
        if upper.kind != Kind::Modified {
            continue;
        }
        for (member, relation, reference) in library.resting_on(&upper.name) {
            let is_translated = relation == Relation::TranslationOf && upper.says_else();
            let is_concerned = relation == Relation::Implements
                && upper.class == Class::Major
                && reference.stage.as_ref().is_none_or(|stage| {
                    upper.comparison.clone().within_section(stage).class == Class::Major
                });
            let fate = match (upper.goes_out_of_use(), is_concerned) {
                (true, _) => Fate::Over,
                (false, true) => Fate::Touched,
                (false, false) if is_translated => Fate::Touched,
                (false, false) => continue,
            };
            let affected = found.entry(member);
            affected.becomes_suspect |= is_concerned;
            affected.upstream.push(Upstream::of(relation, reference, fate));
        }
    }
    let mut all = found.all;
    for affected in &mut all {
        let can_be = library.at(&affected.path).is_some_and(|member| {
            can_be_suspect(member, request.config, library.profile.next_review_from)
        });
        affected.becomes_suspect &= can_be && !affected.is_vouched_for;
    }
    all.sort_by_cached_key(|affected| library.at(&affected.path).map(Member::rank));
    all
}

/// The affected documents so far, each once.
struct Found<'c> {
    all: Vec<Affected>,
    /// Their places in that list.
    places: HashMap<RepoPath, usize>,
    /// What the work does to documents, by where they stand after it.
    changed: HashMap<&'c RepoPath, &'c Changed>,
}

impl<'c> Found<'c> {
    fn among(changed: &'c [Changed]) -> Self {
        let by_path = changed.iter().filter_map(|own| Some((own.new_path.as_ref()?, own)));
        Self { all: Vec::new(), places: HashMap::new(), changed: by_path.collect() }
    }

    /// The entry of a document, made where there is none yet.
    fn entry(&mut self, member: &Member) -> &mut Affected {
        let at = *self.places.entry(member.path.clone()).or_insert_with(|| {
            let fields = member.document.fields();
            let own = self.changed.get(&member.path);
            self.all.push(Affected {
                id: fields.id.value().map(|id| id.as_str().to_owned()),
                path: member.path.clone(),
                title: member.title(),
                owner: fields.owner.value().cloned(),
                matches: Vec::new(),
                upstream: Vec::new(),
                says_else: own.is_some_and(|own| own.says_else()),
                is_vouched_for: own.is_some_and(|own| own.is_vouched_for()),
                becomes_suspect: false,
            });
            self.all.len() - 1
        });
        &mut self.all[at]
    }
}

/// Whether a document is under review and somebody has vouched for it: otherwise nothing was
/// ever said of it that could become doubtful. A draft that was effective once is taken for a
/// draft here; only history would tell.
fn can_be_suspect(member: &Member, config: &Config, from: NextReviewFrom) -> bool {
    let fields = member.document.fields();
    let declared = fields.document_type.value().and_then(|known| config.type_of(known));
    let of_type = declared.and_then(|declared| match declared.review_interval {
        Some(ReviewInterval::Every(interval)) => Some(interval),
        Some(ReviewInterval::None) | None => None,
    });
    let schedule = Schedule::of(fields, of_type, from, false);
    let is_vouched_for = fields.last_reviewed.is_given() || fields.approved_on.is_given();
    schedule.coverage == Coverage::UnderReview && is_vouched_for
}
