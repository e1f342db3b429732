//! The review evidence: every review in the history of every document, when it landed, when
//! it was due, and by whom.
//!
//! States what history and front matter say. It judges no person, and whether a document can
//! be trusted today is not its question.

mod approved;
mod due;
mod landed_together;
mod removed;
mod reviewed;
mod sheet;
mod totals;
mod view;
mod wire;

use std::collections::HashMap;

use crate::calendar::{Date, TimeZone};
use crate::config::Config;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::DocumentType;
use crate::evolution::Evolution;
use crate::git::{CommitId, GitError, Timeline};
use crate::library::{Library, Member, Unreadable};
use crate::ownership::People;
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{Context, Format, Report, Table, View};
use crate::reviews::{Census, HostedApprovals};
use crate::standing::Ground;

use approved::Approved;
use due::DueThen;
use reviewed::{Found, Inquiry, Reviewed};
use totals::{ByPerson, Totals};
use view::Place;

/// What to list.
#[derive(Debug)]
pub struct Request<'a> {
    /// What the repository is called.
    pub repository: String,
    /// The configuration of today, or what holds without one.
    pub config: &'a Config,
    /// Where the configuration stands in the repository; none where it is read from
    /// elsewhere, so that it holds for all times.
    pub config_path: Option<RepoPath>,
    /// The days within which a review must have landed.
    pub period: Period,
    /// Only documents of this type.
    pub document_type: Option<&'a DocumentType>,
    /// Only documents of this owner.
    pub owner: Option<&'a str>,
    /// Whether to add up the reviews of each person.
    pub by_person: bool,
    /// The approvals that a hosting service knows.
    pub hosted: Option<&'a HostedApprovals>,
    /// Where documents stood that history has taken away; see [`Library::places_left`].
    pub places_left: Vec<RepoPath>,
}

/// Days, both ends included; without an end, all days on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    /// Whether something that landed on a day belongs to it; what has not landed belongs
    /// only to all of history.
    #[must_use]
    pub fn covers(self, landed: Option<Date>) -> bool {
        match landed {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self == Self::default(),
        }
    }
}

/// The answer.
#[derive(Debug)]
pub struct Audit {
    context: Context,
    repository: String,
    zone: TimeZone,
    period: Period,
    /// The type and the owner that the documents are narrowed to.
    only_type: Option<String>,
    only_owner: Option<String>,
    /// In the order of reports, those without an event in the period too; of the removed ones
    /// only those with an event or an approval.
    documents: Vec<Audited>,
    unreadable: Vec<Unreadable>,
    by_person: Option<ByPerson>,
    /// Whether approvals of a hosting service were at hand.
    has_hosted: bool,
}

/// A document with its review events.
#[derive(Debug)]
struct Audited {
    id: Option<String>,
    path: String,
    title: String,
    document_type: Option<String>,
    owner: Option<String>,
    /// The commit that took it away.
    removed_in: Option<CommitId>,
    /// Those of the period, newest first.
    events: Vec<Reviewed>,
    /// The approvals of the period that it records, newest first.
    approvals: Vec<Approved>,
    /// Whether the clone lacks what could hold another event.
    is_incomplete: bool,
}

/// Lists the review events of every document asked for.
///
/// # Errors
/// When history cannot be read.
pub fn audit(
    library: &Library,
    ground: Ground<'_>,
    request: &Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<Audit, GitError> {
    let committed = library.committed_paths();
    let timelines = ground.repository.timelines(ground.start, &committed, progress)?;
    let mut by_path: HashMap<RepoPath, Timeline> = committed.into_iter().zip(timelines).collect();
    let removed = removed::timelines(&request.places_left, &by_path, ground, progress)?;
    let removed_paths: Vec<RepoPath> = removed.iter().map(|(path, _)| path.clone()).collect();
    by_path.extend(removed);
    let evolution = Evolution::of_library(ground.repository, library);
    let zone = &ground.as_of.zone;
    let inquiry = Inquiry {
        timelines: &by_path,
        zone,
        evolution: &evolution,
        landing: ground.landing,
        census: Census::of(&by_path, &evolution, ground.landing, zone),
        due: DueThen::new(library, ground, &evolution, request),
        touched: touched(&by_path, ground),
        hosted: request.hosted,
        people: People::of(request.config),
    };
    let is_asked_about = |fields: &Fields| {
        request.document_type.is_none_or(|t| fields.document_type.value() == Some(t))
            && request.owner.is_none_or(|owner| fields.owner.value().is_some_and(|o| o == owner))
    };
    let mut members: Vec<&Member> = library.members.iter().collect();
    members.retain(|member| is_asked_about(member.document.fields()));
    members.sort_by_cached_key(|member| member.rank());
    progress.begin("reviews", Some((members.len() + removed_paths.len()) as u64));
    let mut documents = Vec::with_capacity(members.len());
    for member in members {
        let path = member.committed_path();
        let found = inquiry.events(path, request.period)?;
        let approvals = inquiry.approvals(path, request.period)?;
        let document = Audited::new(&member.path, member.title(), member.document.fields());
        documents.push(Audited { approvals, ..document.with(found) });
        progress.advance(1);
    }
    for path in &removed_paths {
        progress.advance(1);
        let Some(last) = by_path.get(path).map(removed::Last::of) else { continue };
        let Some((title, fields)) = last.read(path, &inquiry)? else { continue };
        let found = inquiry.events(path, request.period)?;
        let approvals = inquiry.approvals(path, request.period)?;
        if is_asked_about(&fields) && !(found.all.is_empty() && approvals.is_empty()) {
            let document = Audited::new(path, title, &fields).with(found);
            documents.push(Audited { removed_in: last.removed_in, approvals, ..document });
        }
    }
    progress.finish();
    drop(inquiry);
    evolution.keep();
    let narrowed = request.document_type.is_some() || request.owner.is_some();
    let people = People::of(request.config);
    let by_person = request.by_person.then(|| {
        let events = documents.iter().flat_map(|document| &document.events);
        ByPerson::of(events, people, zone)
    });
    Ok(Audit {
        context,
        repository: request.repository.clone(),
        zone: zone.clone(),
        period: request.period,
        only_type: request.document_type.map(|t| t.as_str().to_owned()),
        only_owner: request.owner.map(str::to_owned),
        documents,
        // Nobody knows the type or the owner of what cannot be read.
        unreadable: if narrowed { Vec::new() } else { library.unreadable.clone() },
        by_person,
        has_hosted: request.hosted.is_some(),
    })
}

impl Audited {
    fn new(path: &RepoPath, title: String, fields: &Fields) -> Self {
        Self {
            id: fields.id.value().map(|id| id.as_str().to_owned()),
            path: path.to_string(),
            title,
            document_type: fields.document_type.value().map(|t| t.as_str().to_owned()),
            owner: fields.owner.value().cloned(),
            removed_in: None,
            events: Vec::new(),
            approvals: Vec::new(),
            is_incomplete: false,
        }
    }

    fn with(self, found: Found) -> Self {
        Self { events: found.all, is_incomplete: found.is_incomplete, ..self }
    }
}

/// How many documents of the library each landing touched; a commit without one is its own.
fn touched(by_path: &HashMap<RepoPath, Timeline>, ground: Ground<'_>) -> HashMap<CommitId, usize> {
    let mut touched: HashMap<CommitId, usize> = HashMap::new();
    for timeline in by_path.values() {
        let unit = |commit| ground.landing.of(commit).unwrap_or(commit);
        let mut units: Vec<CommitId> =
            timeline.revisions.iter().map(|revision| unit(revision.commit)).collect();
        units.sort_unstable();
        units.dedup();
        for unit in units {
            *touched.entry(unit).or_default() += 1;
        }
    }
    touched
}

impl Audit {
    /// Every event of every document, in the order of documents, newest first.
    fn events(&self) -> impl Iterator<Item = (&Audited, &Reviewed)> {
        self.documents
            .iter()
            .flat_map(|document| document.events.iter().map(move |event| (document, event)))
    }

    /// The approvals that documents record, in the order of documents, newest first.
    fn approvals(&self) -> impl Iterator<Item = (&Audited, &Approved)> {
        self.documents.iter().flat_map(|document| {
            document.approvals.iter().map(move |approval| (document, approval))
        })
    }

    fn totals(&self) -> Totals {
        Totals::of(self.events().map(|(_, event)| event), &self.zone)
    }
}

impl Report for Audit {
    const NAME: &'static str = "audit";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html, Format::Csv];
    type Data<'a> = wire::Evidence<'a>;

    fn view(&self) -> View {
        view::of(self, Place::Beside)
    }

    fn page(&self) -> View {
        view::of(self, Place::Below)
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn data(&self) -> wire::Evidence<'_> {
        wire::Evidence::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
