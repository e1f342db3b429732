//! The revisions of a document, each with what it changed in words, through all its names.

mod view;
mod wire;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use crate::calendar::{Moment, TimeZone};
use crate::comparison::Class;
use crate::evolution::{Alteration, Evolution, Gist};
use crate::git::{CommitInfo, End, GitError, Revision, Timeline};
use crate::library::{Library, Member, Uncommitted};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};
use crate::reviews::{Chronicle, DateField};
use crate::standing::Ground;

/// The answer.
#[derive(Debug)]
pub struct Log {
    context: Context,
    zone: TimeZone,
    subjects: Vec<Subject>,
    entries: Vec<Entry>,
    is_of_all: bool,
    /// How many revisions were left out by [`Request::limit`].
    left_out: usize,
    /// Documents of the library that could not be read, where all were asked for.
    unreadable: usize,
}

/// Whose revisions to list.
#[derive(Debug)]
pub struct Request<'a> {
    /// The documents; a path that is no document today is one that was removed.
    pub of: Of<'a>,
    /// Only revisions that changed what a document says.
    pub substance_only: bool,
    /// At most this many revisions.
    pub limit: Option<usize>,
}

/// Which documents a log is about.
#[derive(Debug)]
pub enum Of<'a> {
    /// Every document of the library.
    All,
    /// A document of the library.
    Member(&'a Member),
    /// A path that is no document of the library.
    Path(RepoPath),
}

/// A document with revisions.
#[derive(Debug)]
struct Subject {
    id: Option<String>,
    path: String,
    title: Option<String>,
    /// What the working tree changes beyond the newest revision.
    uncommitted: Option<Rc<Gist>>,
    end: End,
}

/// One revision of one document.
#[derive(Debug)]
struct Entry {
    subject: usize,
    info: Rc<CommitInfo>,
    path: String,
    renamed_from: Option<String>,
    alteration: Alteration,
    is_review: bool,
    is_merge: bool,
    landed: Option<Landed>,
    /// Whether `.git-blame-ignore-revs` names the commit.
    is_ignored: bool,
}

/// When a revision reached the controlled branch.
#[derive(Debug, Clone, Copy)]
struct Landed {
    on: Moment,
    is_certain: bool,
}

/// Lists the revisions of the documents asked for, newest first. No revision stands before
/// one of the same document that builds on it.
///
/// # Errors
/// When history cannot be read.
pub fn log(
    library: &Library,
    ground: Ground<'_>,
    request: &Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<Log, GitError> {
    let mut members: Vec<&Member> = match &request.of {
        Of::All => library.members.iter().filter(|member| member.blob.is_some()).collect(),
        Of::Member(member) => vec![member],
        Of::Path(_) => Vec::new(),
    };
    members.sort_by_cached_key(|member| member.rank());
    let mut paths: Vec<RepoPath> =
        members.iter().map(|member| member.committed_path().clone()).collect();
    if let Of::Path(path) = &request.of {
        paths.push(path.clone());
    }
    let timelines = ground.repository.timelines(ground.start, &paths, progress)?;
    let evolution = Evolution::new(ground.repository, &library.profile);
    let mut subjects = Vec::with_capacity(paths.len());
    for (index, (path, timeline)) in paths.iter().zip(&timelines).enumerate() {
        subjects.push(subject(members.get(index).copied(), path, timeline, &evolution)?);
    }
    // Read for those only of which a revision is listed.
    let mut reviews: Vec<Option<Chronicle<'_>>> = timelines.iter().map(|_| None).collect();
    let total = timelines.iter().map(|timeline| timeline.revisions.len() as u64).sum();
    progress.begin("revisions", Some(total));
    let mut entries = Vec::new();
    let mut left_out = 0;
    for (subject, index) in newest_first(&timelines, &evolution)? {
        progress.advance(1);
        let is_full = request.limit.is_some_and(|limit| entries.len() >= limit);
        if is_full && !request.substance_only {
            left_out += 1;
            continue;
        }
        let mut entry = entry(subject, &timelines[subject], index, ground, &evolution)?;
        let chronicle = match reviews[subject].take() {
            Some(known) => known,
            None => reviews_of(&timelines[subject], ground, &evolution)?,
        };
        entry.is_review = chronicle.is_review(entry.info.id);
        reviews[subject] = Some(chronicle);
        match (request.substance_only && !entry.changes_substance(), is_full) {
            (true, _) => {}
            (false, true) => left_out += 1,
            (false, false) => entries.push(entry),
        }
    }
    progress.finish();
    let is_of_all = matches!(request.of, Of::All);
    Ok(Log {
        context,
        zone: ground.as_of.zone.clone(),
        subjects,
        entries,
        is_of_all,
        left_out,
        unreadable: if is_of_all { library.unreadable.len() } else { 0 },
    })
}

fn reviews_of<'a>(
    timeline: &'a Timeline,
    ground: Ground<'a>,
    evolution: &'a Evolution<'a>,
) -> Result<Chronicle<'a>, GitError> {
    let zone = &ground.as_of.zone;
    Chronicle::read(DateField::LastReviewed, timeline, evolution, ground.landing, zone)
}

fn subject(
    member: Option<&Member>,
    path: &RepoPath,
    timeline: &Timeline,
    evolution: &Evolution<'_>,
) -> Result<Subject, GitError> {
    let uncommitted = match member {
        Some(member) if member.uncommitted == Some(Uncommitted::Modified) => match member.blob {
            Some(blob) => evolution.since(blob, member)?,
            None => None,
        },
        _ => None,
    };
    let id = member.and_then(|member| member.document.fields().id.value());
    Ok(Subject {
        id: id.map(|id| id.as_str().to_owned()),
        path: member.map_or(path, |member| &member.path).to_string(),
        title: member.map(Member::title),
        uncommitted,
        end: timeline.end,
    })
}

fn entry(
    subject: usize,
    timeline: &Timeline,
    index: usize,
    ground: Ground<'_>,
    evolution: &Evolution<'_>,
) -> Result<Entry, GitError> {
    let revision: &Revision = &timeline.revisions[index];
    let landed = match ground.landing.of(revision.commit) {
        Some(by) => Some(Landed {
            on: evolution.commit(by)?.committer_time,
            is_certain: ground.landing.is_certain(revision.commit),
        }),
        None => None,
    };
    Ok(Entry {
        subject,
        info: evolution.commit(revision.commit)?,
        path: revision.path.to_string(),
        renamed_from: revision.renamed_from.as_ref().map(RepoPath::to_string),
        alteration: evolution.alteration(timeline, index)?,
        is_review: false,
        is_merge: revision.is_merge(),
        landed,
        is_ignored: ground.ignored.contains(revision.commit),
    })
}

/// The revisions of all timelines as (timeline, revision), by the committer's clock; within
/// one timeline its own order stands, whatever the clocks say.
fn newest_first(
    timelines: &[Timeline],
    evolution: &Evolution<'_>,
) -> Result<Vec<(usize, usize)>, GitError> {
    let time = |timeline: usize, index: usize| -> Result<Option<i64>, GitError> {
        match timelines[timeline].revisions.get(index) {
            Some(revision) => Ok(Some(evolution.commit(revision.commit)?.committer_time.seconds)),
            None => Ok(None),
        }
    };
    let mut heads = BinaryHeap::new();
    for timeline in 0..timelines.len() {
        heads.extend(time(timeline, 0)?.map(|time| (time, Reverse(timeline), 0)));
    }
    let mut order = Vec::new();
    while let Some((_, Reverse(timeline), index)) = heads.pop() {
        order.push((timeline, index));
        heads.extend(time(timeline, index + 1)?.map(|time| (time, Reverse(timeline), index + 1)));
    }
    Ok(order)
}

impl Entry {
    /// The class of the change; none for what is no change of a text.
    fn class(&self) -> Option<Class> {
        match &self.alteration {
            Alteration::Changed(gist) => Some(gist.class),
            Alteration::Created | Alteration::Removed | Alteration::Unreadable => None,
        }
    }

    /// Whether it changed what the document says. A commit that `.git-blame-ignore-revs`
    /// names did not, unless the document came or went with it.
    fn changes_substance(&self) -> bool {
        match self.class() {
            Some(class) => class.is_meaningful() && !self.is_ignored,
            None => true,
        }
    }

    /// What happened, in one line.
    fn summary(&self) -> String {
        let moved = self.renamed_from.as_ref().map(|from| format!("moved from {from}"));
        let said = match &self.alteration {
            Alteration::Created => Some("first version".to_owned()),
            Alteration::Removed => Some("removed".to_owned()),
            Alteration::Unreadable => Some("what changed cannot be read".to_owned()),
            Alteration::Changed(gist) if gist.class == Class::None && moved.is_some() => None,
            Alteration::Changed(gist) if gist.class == Class::None => {
                Some("nothing but formatting".to_owned())
            }
            Alteration::Changed(gist) => Some(gist.summary.clone()),
        };
        let ignored = (self.is_ignored && self.class().is_some_and(Class::is_meaningful))
            .then(|| "not counted (.git-blame-ignore-revs)".to_owned());
        moved.into_iter().chain(said).chain(ignored).collect::<Vec<_>>().join(", ")
    }
}

impl Report for Log {
    const NAME: &'static str = "log";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html];
    type Data<'a> = wire::Revisions<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::Revisions<'_> {
        wire::Revisions::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
