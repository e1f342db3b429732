//! The documents whose review was overdue on the day of a release.

use crate::calendar::Date;
use crate::config::Config;
use crate::document::lifecycle::ReviewInterval;
use crate::library::Library;
use crate::standing::Schedule;

/// A document that should have been reviewed before the release.
#[derive(Debug)]
pub(super) struct Overdue {
    pub(super) id: Option<String>,
    pub(super) path: String,
    pub(super) title: String,
    pub(super) owner: Option<String>,
    /// The last day on which it was on time.
    pub(super) due: Date,
}

/// By the dates that the documents had at the newer end, in the order of reports. A draft
/// that was effective once is taken for a draft: only history would tell.
pub(super) fn overdue(library: &Library, config: &Config, day: Date) -> Vec<Overdue> {
    let mut members: Vec<_> = library.members.iter().collect();
    members.sort_by_cached_key(|member| member.rank());
    members
        .into_iter()
        .filter_map(|member| {
            let fields = member.document.fields();
            let declared = fields.document_type.value().and_then(|known| config.type_of(known));
            let of_type = declared.and_then(|declared| match declared.review_interval {
                Some(ReviewInterval::Every(interval)) => Some(interval),
                Some(ReviewInterval::None) | None => None,
            });
            let from = library.profile.next_review_from;
            let due = Schedule::of(fields, of_type, from, false).due.filter(|due| *due < day)?;
            Some(Overdue {
                id: fields.id.value().map(|id| id.as_str().to_owned()),
                path: member.path.to_string(),
                title: member.title(),
                owner: fields.owner.value().cloned(),
                due,
            })
        })
        .collect()
}
