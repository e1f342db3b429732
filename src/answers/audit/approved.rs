//! The approvals that documents record, whether a review came with them or not.

use std::rc::Rc;

use crate::calendar::{Date, Moment, TimeZone};
use crate::git::{CommitInfo, GitError};
use crate::paths::RepoPath;
use crate::reviews::{self, DateField, Event, Kind};

use super::Period;
use super::reviewed::Inquiry;

/// A commit that recorded an approval of a document.
#[derive(Debug)]
pub(super) struct Approved {
    pub(super) event: Event,
    pub(super) info: Rc<CommitInfo>,
    /// When it came to the controlled branch.
    pub(super) landed: Option<Moment>,
    /// Whom `approved_by` names there.
    pub(super) by: Vec<String>,
    /// The version that the document had there.
    pub(super) version: Option<String>,
}

impl Approved {
    /// The day on which it landed.
    pub(super) fn landed_on(&self, zone: &TimeZone) -> Option<Date> {
        self.landed.map(|landed| landed.day_in(zone))
    }
}

impl Inquiry<'_> {
    /// The approvals of a document that landed in a period, newest first. Dates that went
    /// back or returned approve nothing; the first one does.
    pub(super) fn approvals(
        &self,
        path: &RepoPath,
        period: Period,
    ) -> Result<Vec<Approved>, GitError> {
        let Some(timeline) = self.timelines.get(path) else { return Ok(Vec::new()) };
        let field = DateField::ApprovedOn;
        let events = reviews::events(field, timeline, self.evolution, self.landing, self.zone)?;
        let mut all = Vec::new();
        for event in events {
            let landed = match event.landing {
                Some(landing) => Some(self.evolution.commit(landing)?.committer_time),
                None => None,
            };
            if matches!(event.kind, Kind::Reverted | Kind::Restored)
                || !period.covers(landed.map(|landed| landed.day_in(self.zone)))
            {
                continue;
            }
            let fields = self.due.read(event.written)?.map(|then| then.fields);
            let by = fields.as_ref().map(|fields| fields.approved_by.texts()).unwrap_or_default();
            all.push(Approved {
                by: by.into_iter().map(str::to_owned).collect(),
                version: fields.as_ref().and_then(|fields| fields.version.value().cloned()),
                info: self.evolution.commit(event.commit)?,
                landed,
                event,
            });
        }
        Ok(all)
    }
}
