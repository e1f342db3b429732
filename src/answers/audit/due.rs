//! When a review was due before it came: by the document, the convention and the
//! configuration as they stood then.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::{Date, Moment, TimeZone};
use crate::config::{Config, TypeConfig};
use crate::document::front_matter::{self, Fields};
use crate::document::profile::{NextReviewFrom, Profile};
use crate::evolution::Evolution;
use crate::git::{BlobId, CommitId, GitError, Landing, Repository, Timeline};
use crate::library::Library;
use crate::paths::RepoPath;
use crate::reviews::Event;
use crate::standing::{Ground, Schedule};

use super::Request;

/// Works out what was due when.
pub(super) struct DueThen<'a> {
    repository: &'a Repository,
    evolution: &'a Evolution<'a>,
    profile: &'a Profile,
    /// Where the configuration stands; none where it is no part of the repository.
    path: Option<RepoPath>,
    /// Where each commit stands on the controlled branch, the newest first.
    places: HashMap<CommitId, usize>,
    line: &'a [CommitId],
    landing: &'a Landing,
    zone: &'a TimeZone,
    configurations: RefCell<HashMap<BlobId, Rc<Config>>>,
    /// What holds where there is no file: before the first one, and where none is looked for.
    otherwise: Rc<Config>,
}

/// A document as it stood at some time.
pub(super) struct Then {
    /// Its fields, by the convention that it followed.
    pub(super) fields: Fields,
    /// From when that convention counts.
    from: NextReviewFrom,
}

impl<'a> DueThen<'a> {
    pub(super) fn new(
        library: &'a Library,
        ground: Ground<'a>,
        evolution: &'a Evolution<'a>,
        request: &Request<'a>,
    ) -> Self {
        let line = ground.landing.line();
        Self {
            repository: ground.repository,
            evolution,
            profile: &library.profile,
            path: request.config_path.clone(),
            places: line.iter().enumerate().map(|(place, commit)| (*commit, place)).collect(),
            line,
            landing: ground.landing,
            zone: &ground.as_of.zone,
            configurations: RefCell::default(),
            otherwise: match request.config_path {
                Some(_) => Rc::default(),
                None => Rc::new(request.config.clone()),
            },
        }
    }

    /// The document as the controlled branch had it before an event landed; before the commit
    /// itself where it has not. None where it was not there, or cannot be read.
    pub(super) fn before(
        &self,
        event: &Event,
        timeline: &Timeline,
    ) -> Result<Option<Then>, GitError> {
        match self.versions_before(event, timeline).first() {
            Some((_, Some(blob))) => self.read(*blob),
            Some((_, None)) | None => Ok(None),
        }
    }

    /// The same, but for versions whose date of review lay ahead of their landing: a slip is
    /// no review from which the next one could be counted.
    pub(super) fn before_any_slip(
        &self,
        event: &Event,
        timeline: &Timeline,
    ) -> Result<Option<Then>, GitError> {
        for (landed, blob) in self.versions_before(event, timeline) {
            let Some(blob) = blob else { return Ok(None) };
            let Some(then) = self.read(blob)? else { return Ok(None) };
            let ahead = match (landed, then.fields.last_reviewed.copied()) {
                (Some(landed), Some(date)) => {
                    let landed = self.evolution.commit(landed)?.committer_time;
                    days_ahead(date, landed, self.zone)
                }
                _ => None,
            };
            if ahead.is_none() {
                return Ok(Some(then));
            }
        }
        Ok(None)
    }

    /// What the document was before an event landed, newest first, and what brought it to the
    /// controlled branch; no text where it was not there.
    fn versions_before(
        &self,
        event: &Event,
        timeline: &Timeline,
    ) -> Vec<(Option<CommitId>, Option<BlobId>)> {
        let Some(place) = event.landing.and_then(|landing| self.places.get(&landing)) else {
            let itself = timeline.revisions.iter().find(|revision| revision.commit == event.commit);
            let previous = itself.and_then(|itself| itself.previous.iter().flatten().next());
            return previous.map(|blob| (None, Some(*blob))).into_iter().collect();
        };
        let mut landed: Vec<(usize, CommitId, Option<BlobId>)> = timeline
            .revisions
            .iter()
            .filter_map(|revision| {
                let by = self.landing.of(revision.commit)?;
                let landed = *self.places.get(&by)?;
                (landed > *place).then_some((landed, by, revision.blob))
            })
            .collect();
        // The last to land first; those that landed together stay as they are, newest first.
        landed.sort_by_key(|(place, ..)| *place);
        landed.into_iter().map(|(_, by, blob)| (Some(by), blob)).collect()
    }

    /// A version by the convention of today, or where that finds no date of review, by the
    /// first that does: a change of keys is no change of what was due.
    pub(super) fn read(&self, blob: BlobId) -> Result<Option<Then>, GitError> {
        let Some(text) = self.evolution.text(blob)? else { return Ok(None) };
        let split = front_matter::split(&text);
        let read = |profile: &Profile| Then {
            fields: Fields::read(split.front_matter(profile), profile),
            from: profile.next_review_from,
        };
        let today = read(self.profile);
        if today.fields.last_reviewed.is_given() {
            return Ok(Some(today));
        }
        let mut others = Profile::built_in().iter().map(read);
        Ok(Some(others.find(|then| then.fields.last_reviewed.is_given()).unwrap_or(today)))
    }

    /// The day by which a review had to land that was due when the document stood so.
    pub(super) fn due(&self, then: &Then, event: &Event) -> Result<Option<Date>, GitError> {
        let config = self.configuration(event)?;
        let document_type = then.fields.document_type.value();
        let interval = document_type
            .and_then(|document_type| config.type_of(document_type))
            .and_then(TypeConfig::interval);
        // Whether a draft of then had been in force before is not asked.
        Ok(Schedule::of(&then.fields, interval, then.from, false).due)
    }

    /// The configuration before an event landed.
    fn configuration(&self, event: &Event) -> Result<Rc<Config>, GitError> {
        let otherwise = || Ok(Rc::clone(&self.otherwise));
        let Some(path) = &self.path else { return otherwise() };
        let place = event.landing.and_then(|landing| self.places.get(&landing));
        let commit = match place {
            Some(place) => self.line.get(place + 1).copied(),
            None => Some(event.commit),
        };
        let Some(commit) = commit else { return otherwise() };
        let Some(file) = self.repository.file(commit, path)? else { return otherwise() };
        if let Some(known) = self.configurations.borrow().get(&file.blob) {
            return Ok(Rc::clone(known));
        }
        // A slip in one setting hides no other.
        let text = self.evolution.text(file.blob)?;
        let config = Rc::new(text.map(|text| Config::examine(&text).0).unwrap_or_default());
        self.configurations.borrow_mut().insert(file.blob, Rc::clone(&config));
        Ok(config)
    }
}

/// How many days after its landing the day lies that a review claims, if it does.
pub(super) fn days_ahead(claimed: Date, landed: Moment, zone: &TimeZone) -> Option<i64> {
    // Whoever lives east of the zone has tomorrow already.
    let latest = landed.day_in(zone).max(landed.day_where_recorded());
    Some(latest.days_until(claimed)).filter(|days| *days > 1)
}
