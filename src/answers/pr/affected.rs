//! The documents that rest on what some work changes: they describe a file of it, or carry
//! out a document of it.

use crate::comparison::Class;
use crate::config::Config;
use crate::document::lifecycle::ReviewInterval;
use crate::document::profile::NextReviewFrom;
use crate::library::{Describing, Library, Match, Member, Upstream};
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
    let mut found: Vec<Affected> = Vec::new();
    for Describing { member, matches } in
        library.describing(request.touched, Some(request.repository))
    {
        entry(&mut found, member, changed).matches = matches;
    }
    for upper in changed.iter().filter(|upper| upper.kind != Kind::Added) {
        let former = upper.former_name.as_ref().filter(|_| upper.kind != Kind::Removed);
        let gone = former.or((upper.kind == Kind::Removed).then_some(&upper.name));
        for (member, reference) in gone.into_iter().flat_map(|name| library.implementers_of(name)) {
            let (document, stage) = (reference.document.clone(), reference.stage.clone());
            let upstream = Upstream { document, stage, is_gone: true };
            entry(&mut found, member, changed).upstream.push(upstream);
        }
        if upper.kind != Kind::Modified || upper.class != Class::Major {
            continue;
        }
        for (member, reference) in library.implementers_of(&upper.name) {
            let stage = reference.stage.clone();
            let is_concerned = stage.as_ref().is_none_or(|stage| {
                upper.comparison.clone().within_section(stage).class == Class::Major
            });
            if is_concerned {
                let upstream = Upstream { document: upper.name.clone(), stage, is_gone: false };
                entry(&mut found, member, changed).upstream.push(upstream);
            }
        }
    }
    for affected in &mut found {
        let Some(member) = library.at(&affected.path) else { continue };
        let rests_on_it =
            !affected.matches.is_empty() || affected.upstream.iter().any(|upper| !upper.is_gone);
        affected.becomes_suspect = rests_on_it
            && !affected.is_vouched_for
            && can_be_suspect(member, request.config, library.profile.next_review_from);
    }
    found.sort_by_cached_key(|affected| library.at(&affected.path).map(Member::rank));
    found
}

/// The entry of a document, made where there is none yet.
fn entry<'f>(
    found: &'f mut Vec<Affected>,
    member: &Member,
    changed: &[Changed],
) -> &'f mut Affected {
    let at = found.iter().position(|known| known.path == member.path);
    let at = at.unwrap_or_else(|| {
        let fields = member.document.fields();
        let own = changed.iter().find(|changed| changed.new_path.as_ref() == Some(&member.path));
        found.push(Affected {
            id: fields.id.value().map(|id| id.as_str().to_owned()),
            path: member.path.clone(),
            title: member.title(),
            owner: fields.owner.value().cloned(),
            matches: Vec::new(),
            upstream: Vec::new(),
            says_else: own.is_some_and(Changed::says_else),
            is_vouched_for: own.is_some_and(Changed::is_vouched_for),
            becomes_suspect: false,
        });
        found.len() - 1
    });
    &mut found[at]
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
