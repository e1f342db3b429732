//! Which text of a document was in force on a day, what came before and after it, and
//! whether the answer could be another one.
//!
//! The rule is in `settle`, what had landed by the end of a day in `day`; here both meet
//! what the texts say of themselves.

mod day;
mod identity;
mod settle;
mod wire;

use crate::calendar::{Date, Moment};
use crate::document::field::Field;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::Status;
use crate::evolution::Evolution;
use crate::git::{BlobId, CommitId, Edition, Editions, End, GitError, LastChange, Repository};
use crate::paths::RepoPath;
use crate::progress::Progress;

pub use day::BranchDay;
use day::{Appearance, DoubtfulDay};
pub use identity::identify;
pub use settle::{Doubt, Rule};
use settle::{Settled, Terms, settle};
pub use wire::InForceData;

/// What was in force on a day, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// The day.
    pub on: Date,
    /// By which rule.
    pub rule: Rule,
    /// The text in force; none where none was.
    pub text: Option<DatedText>,
    /// What was in force before it, or before the document went out of use.
    pub before: Option<DatedText>,
    /// How the document had gone out of use, where it had.
    pub ended: Option<Turn>,
    /// What came next; none where nothing has come yet.
    pub after: Option<Turn>,
    /// Why the answer may be another one, each reason once; none where it is certain.
    pub doubts: Vec<Doubt>,
}

impl InForce {
    /// Whether the answer may be another one.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        !self.doubts.is_empty()
    }
}

/// A text that is or was in force.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedText {
    /// The commit that wrote it; none where nobody looked or the clone does not tell.
    pub commit: Option<CommitId>,
    /// The commit of the controlled branch that brought its content, whatever moved it since;
    /// none where a shallow clone ends there.
    pub landing: Option<CommitId>,
    /// When that landed, as the commit says.
    pub landed: Option<Moment>,
    /// The day of that, in the zone of the library.
    pub landed_on: Option<Date>,
    /// Why it may have landed on another day.
    pub landing_doubt: Option<Doubt>,
    /// The release that brought it, where releases count.
    pub released: Option<Release>,
    /// The commit of the line in whose tree it stands.
    pub tree: CommitId,
    /// Where it stands there.
    pub path: RepoPath,
    /// Where its content stood first, and the commit of the line that put it there.
    pub origin: (CommitId, RepoPath),
    /// Its content.
    pub blob: BlobId,
    /// What its front matter says.
    pub fields: Fields,
    /// What it says, whatever its typing; none where it cannot be read.
    pub fingerprint: Option<String>,
    /// Whether the approval that it shows names another text.
    pub is_approval_of_another: bool,
    /// The first day on which a text of the same substance was in force, up to now without
    /// a break; none where the clone does not tell.
    pub since: Option<Date>,
    /// Why that may be another day.
    pub since_doubt: Option<Doubt>,
}

/// A release of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its tag.
    pub tag: String,
    /// Its day, in the zone of the library.
    pub on: Date,
}

/// How what was in force changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// In which way.
    pub kind: TurnKind,
    /// From which day on.
    pub on: Date,
    /// Why it may be another day.
    pub doubt: Option<Doubt>,
    /// The commit of the controlled branch that brought it.
    pub landing: CommitId,
    /// The version of the text that it brought, as written.
    pub version: Option<String>,
}

/// In which way what was in force changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TurnKind {
    /// Another text takes effect.
    TakesEffect,
    /// The document is retired.
    Retired,
    /// The document is superseded.
    Superseded,
    /// The document is taken away.
    Removed,
}

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What was in force.
    Text,
    /// That, who wrote it, and what came before and after.
    Surroundings,
}

/// Says which text of a document was in force at the end of a day.
///
/// # Errors
/// When an object is damaged.
pub fn in_force(
    editions: &Editions,
    day: &BranchDay<'_>,
    evolution: &Evolution<'_>,
    detail: Detail,
) -> Result<InForce, GitError> {
    let appearances = day.appearances(&editions.all);
    let by_then = appearances.by_then.as_slice();
    let on = day.on;
    let inquiry = Inquiry { day, evolution };
    let Settled { mut rule, chosen, ended, mut doubts } = inquiry.settle(by_then)?;
    let decisive = chosen.or(ended).map_or(by_then, |last| &by_then[..=last]);
    doubts.extend(decisive.iter().chain(&appearances.later).filter_map(|a| day.doubt(a)));
    let is_cut = editions.end != End::Created;
    if is_cut && matches!(rule, Rule::NotYet | Rule::NotThere) {
        rule = Rule::Unknown;
        doubts.push(Doubt::HistoryIncomplete);
    }
    let text = chosen.map(|chosen| inquiry.text(&by_then[chosen..], rule)).transpose()?.flatten();
    if text.as_ref().is_some_and(|text| text.landing.is_none()) {
        doubts.push(Doubt::HistoryIncomplete);
    }
    doubts.sort_unstable();
    doubts.dedup();
    let mut answer = InForce { on, rule, text, before: None, ended: None, after: None, doubts };
    if let Some(place) = ended {
        answer.ended = inquiry.ending(by_then, place)?;
    }
    if detail == Detail::Surroundings {
        let older = match (chosen, ended) {
            (Some(chosen), _) => {
                inquiry.past_same_substance(answer.text.as_ref(), &by_then[chosen + 1..])?
            }
            (None, Some(ended)) => inquiry.past_endings(&by_then[ended..])?,
            (None, None) => &[],
        };
        let before = inquiry.settle(older)?;
        if let Some(place) = before.chosen {
            answer.before = inquiry.text(&older[place..], before.rule)?;
        }
        let newer = by_then[..chosen.or(ended).unwrap_or(by_then.len())].iter().rev();
        answer.after = inquiry.next(newer.chain(&appearances.later), answer.text.as_ref())?;
    }
    Ok(answer)
}

impl DatedText {
    /// Finds the commit that wrote the text, which may stand on a branch that was merged.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn find_author(
        &mut self,
        repository: &Repository,
        progress: &dyn Progress,
    ) -> Result<(), GitError> {
        let (commit, path) = &self.origin;
        let found = repository.last_changes(*commit, std::slice::from_ref(path), progress)?;
        self.commit = match found.first() {
            Some(LastChange::Commit(commit)) => Some(*commit),
            _ => None,
        };
        Ok(())
    }
}

/// What is asked of texts.
#[derive(Clone, Copy)]
struct Inquiry<'a> {
    day: &'a BranchDay<'a>,
    evolution: &'a Evolution<'a>,
}

impl Inquiry<'_> {
    fn settle(&self, texts: &[Appearance<'_>]) -> Result<Settled, GitError> {
        settle(texts.iter().map(|text| self.terms(text.edition)), self.day.on)
    }

    fn terms(&self, edition: &Edition) -> Result<Terms, GitError> {
        let Some(blob) = edition.blob else { return Ok(Terms::Removed) };
        Ok(match self.evolution.fields(blob)? {
            Some(fields) => terms_of(&fields),
            None if self.evolution.lacks(blob) => Terms::Lacking,
            None => Terms::Unreadable,
        })
    }

    /// The first of these texts, which are newest first, and since when its substance has
    /// been in force.
    fn text(&self, texts: &[Appearance<'_>], rule: Rule) -> Result<Option<DatedText>, GitError> {
        let Some(newest) = texts.first() else { return Ok(None) };
        let Some(blob) = newest.edition.blob else { return Ok(None) };
        let Some(fields) = self.evolution.fields(blob)? else { return Ok(None) };
        let fingerprint = self.evolution.fingerprint(blob)?;
        let mut since: Option<DoubtfulDay> = None;
        let mut is_known = true;
        for text in texts {
            let terms = self.terms(text.edition)?;
            let counts = match rule {
                Rule::EffectiveDate => terms.binds_from().is_some(),
                _ => terms.is_open(),
            };
            if terms.ends() {
                break;
            }
            if !counts {
                continue;
            }
            let Some(other) = text.edition.blob else { break };
            if other != blob && self.evolution.fingerprint(other)? != fingerprint {
                break;
            }
            let Some(from) = self.day.counts_from(text, terms.binds_from()) else { break };
            since = Some(match since {
                Some(newer) if newer.day < from.day => {
                    DoubtfulDay { doubt: newer.doubt.or(from.doubt), ..newer }
                }
                _ => from,
            });
            is_known &= !text.edition.is_boundary;
        }
        let since = since.filter(|_| is_known);
        let approved = fields.approved_text.value().and_then(|text| Fingerprint::read(text));
        let is_approval_of_another = approved.is_some() && approved != fingerprint;
        let commits = &self.day.line.commits;
        let origin = newest.origin;
        let (Some(tree), Some(brought)) = (commits.get(newest.place), commits.get(origin.place))
        else {
            return Ok(None);
        };
        // The oldest release that has this very content.
        let same = texts.iter().take_while(|text| std::ptr::eq(text.origin, origin));
        let release = same.last().and_then(|text| text.release);
        let landed = self.day.landing(origin.place).filter(|_| !origin.is_boundary);
        Ok(Some(DatedText {
            commit: None,
            landing: landed.map(|_| brought.id),
            landed: landed.map(|_| brought.time),
            landed_on: landed.map(|landed| landed.day),
            landing_doubt: landed.and_then(|landed| landed.doubt),
            released: release
                .map(|(tag, on)| Release { tag: tag.to_owned(), on: self.day.day(on) }),
            tree: tree.id,
            path: newest.edition.path.clone(),
            origin: (brought.id, origin.path.clone()),
            blob,
            fields,
            is_approval_of_another,
            fingerprint: fingerprint.map(|fingerprint| fingerprint.to_string()),
            since: since.map(|since| since.day),
            since_doubt: since.and_then(|since| since.doubt),
        }))
    }

    /// The oldest of the texts, down from the one at `place`, with which the document went
    /// out of use: the first that landed.
    fn ending(&self, texts: &[Appearance<'_>], place: usize) -> Result<Option<Turn>, GitError> {
        let mut first = None;
        for text in &texts[place..] {
            match self.turn(text)? {
                Some(turn) if turn.kind != TurnKind::TakesEffect => first = Some(turn),
                _ => break,
            }
        }
        Ok(first)
    }

    /// Texts without those, at their beginning, with which the document is out of use.
    fn past_endings<'t, 'e>(
        &self,
        texts: &'t [Appearance<'e>],
    ) -> Result<&'t [Appearance<'e>], GitError> {
        for (place, text) in texts.iter().enumerate() {
            if !self.terms(text.edition)?.ends() {
                return Ok(&texts[place..]);
            }
        }
        Ok(&[])
    }

    /// Texts without those, at their beginning, that only repeat the substance of another.
    fn past_same_substance<'t, 'e>(
        &self,
        text: Option<&DatedText>,
        older: &'t [Appearance<'e>],
    ) -> Result<&'t [Appearance<'e>], GitError> {
        let Some(text) = text else { return Ok(older) };
        for (place, other) in older.iter().enumerate() {
            let Some(blob) = other.edition.blob else { return Ok(&older[place..]) };
            let fingerprint = self.evolution.fingerprint(blob)?.map(|f| f.to_string());
            if fingerprint != text.fingerprint {
                return Ok(&older[place..]);
            }
        }
        Ok(&[])
    }

    /// The first turn that these texts, oldest first, bring to what is in force.
    fn next<'t, 'e: 't>(
        &self,
        texts: impl Iterator<Item = &'t Appearance<'e>>,
        now: Option<&DatedText>,
    ) -> Result<Option<Turn>, GitError> {
        let mut first: Option<Turn> = None;
        for text in texts {
            let Some(turn) = self.turn(text)? else { continue };
            if turn.kind == TurnKind::TakesEffect
                && let (Some(now), Some(blob)) = (now, text.edition.blob)
                && self.evolution.fingerprint(blob)?.map(|f| f.to_string()) == now.fingerprint
            {
                continue;
            }
            if first.as_ref().is_none_or(|first| turn.on < first.on) {
                first = Some(turn);
            }
        }
        Ok(first)
    }

    /// What a text changes in what is in force; nothing where it is a draft or unreadable.
    fn turn(&self, text: &Appearance<'_>) -> Result<Option<Turn>, GitError> {
        let terms = self.terms(text.edition)?;
        let kind = match terms {
            Terms::Removed => TurnKind::Removed,
            Terms::Stated { status: Some(Status::Retired), .. } => TurnKind::Retired,
            Terms::Stated { status: Some(Status::Superseded), .. } => TurnKind::Superseded,
            _ if terms.binds_from().is_some() || terms.is_open() => TurnKind::TakesEffect,
            _ => return Ok(None),
        };
        let Some(commit) = self.day.line.commits.get(text.origin.place) else { return Ok(None) };
        let Some(from) = self.day.counts_from(text, terms.binds_from()) else { return Ok(None) };
        let fields = match text.edition.blob {
            Some(blob) => self.evolution.fields(blob)?,
            None => None,
        };
        Ok(Some(Turn {
            kind,
            on: from.day,
            doubt: from.doubt,
            landing: commit.id,
            version: fields.and_then(|fields| fields.version.value().cloned()),
        }))
    }
}

fn terms_of(fields: &Fields) -> Terms {
    let is_faulty = matches!(fields.status, Field::Invalid { .. })
        || matches!(fields.effective_date, Field::Invalid { .. });
    Terms::Stated {
        status: fields.status.copied(),
        effective: fields.effective_date.copied(),
        is_faulty,
    }
}
