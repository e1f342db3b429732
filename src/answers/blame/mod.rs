//! For each step and statement of a document the commit that last changed what it says.

mod view;
mod wire;

use std::rc::Rc;

use crate::calendar::{Date, Moment, TimeZone};
use crate::comparison::{ChangeKind, Links, compare};
use crate::document::outline::{Outline, Unit, UnitKind};
use crate::evolution::{Evolution, Origin};
use crate::git::{BlobId, CommitId, CommitInfo, End, GitError};
use crate::library::{Library, Member};
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};
use crate::standing::{Ground, VouchedBy, gather_one};

/// The answer.
#[derive(Debug)]
pub struct Blame {
    context: Context,
    zone: TimeZone,
    id: Option<String>,
    path: String,
    title: String,
    breadth: Breadth,
    units: Vec<BlamedUnit>,
    review: Option<Review>,
    end: End,
}

/// Which units are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Steps and statements.
    StepsAndStatements,
    /// Paragraphs, rows, code, notes and pictures as well.
    Everything,
}

/// One unit and where its words come from.
#[derive(Debug)]
struct BlamedUnit {
    kind: UnitKind,
    number: Option<String>,
    section: Option<String>,
    /// Whether it is the heading of its section.
    is_heading: bool,
    text: String,
    line: usize,
    origin: Origin,
    /// The commit of the origin, where one is known.
    commit: Option<Rc<CommitInfo>>,
    landed: Option<Moment>,
    is_certain: bool,
    /// Whether its words are others than those that were reviewed; unknown where nobody has
    /// reviewed any.
    since_review: Option<bool>,
}

/// The last time somebody vouched for the text.
#[derive(Debug, Clone, Copy)]
struct Review {
    by: VouchedBy,
    date: Date,
    commit: CommitId,
}

/// Finds who last changed the words of each unit.
///
/// # Errors
/// When history cannot be read.
pub fn blame(
    member: &Member,
    library: &Library,
    ground: Ground<'_>,
    breadth: Breadth,
    context: Context,
    progress: &dyn Progress,
) -> Result<Blame, GitError> {
    let paths = [member.committed_path().clone()];
    let timelines = ground.repository.timelines(ground.start, &paths, progress)?;
    let evolution = Evolution::of_library(ground.repository, library).ignoring(ground.ignored);
    let evidence = gather_one(member, library, ground, progress)?;
    let outline = member.document.outline();
    let (origins, end) = match timelines.first() {
        Some(timeline) => (evolution.origins(timeline, member)?, timeline.end),
        None => (vec![Origin::Uncommitted; outline.units.len()], End::Created),
    };
    let since = match &evidence.vouching {
        Some(vouching) => changed_since(vouching.text, member, &evolution)?,
        None => vec![None; outline.units.len()],
    };
    let mut units = Vec::new();
    for ((unit, origin), since_review) in outline.units.iter().zip(origins).zip(since) {
        let is_asked_for = matches!(unit.kind, UnitKind::Step | UnitKind::Statement);
        if is_asked_for || breadth == Breadth::Everything {
            let blamed = blamed(unit, outline, member, origin, ground, &evolution)?;
            units.push(BlamedUnit { since_review, ..blamed });
        }
    }
    Ok(Blame {
        context,
        zone: ground.as_of.zone.clone(),
        id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
        path: member.path.to_string(),
        title: member.title(),
        breadth,
        units,
        review: evidence.vouching.map(|vouching| Review {
            by: vouching.by,
            date: vouching.date,
            commit: vouching.commit,
        }),
        end,
    })
}

fn blamed(
    unit: &Unit,
    outline: &Outline,
    member: &Member,
    origin: Origin,
    ground: Ground<'_>,
    evolution: &Evolution<'_>,
) -> Result<BlamedUnit, GitError> {
    let commit = match origin {
        Origin::Commit(commit) | Origin::Unreadable(commit) => Some(commit),
        Origin::Uncommitted | Origin::Beyond(_) => None,
    };
    let landed = match commit.and_then(|commit| ground.landing.of(commit)) {
        Some(by) => Some(evolution.commit(by)?.committer_time),
        None => None,
    };
    Ok(BlamedUnit {
        kind: unit.kind,
        number: unit.number.clone(),
        section: outline.section_title(unit).map(str::to_owned),
        is_heading: outline.is_heading(unit),
        text: unit.text.clone(),
        line: member.document.line_in_body(unit.span.start),
        origin,
        commit: commit.map(|commit| evolution.commit(commit)).transpose()?,
        landed,
        is_certain: commit.is_none_or(|commit| ground.landing.is_certain(commit)),
        since_review: None,
    })
}

/// For each unit whether its words differ from those of the text that was vouched for; that
/// text is today's where there is no blob.
fn changed_since(
    vouched: Option<BlobId>,
    member: &Member,
    evolution: &Evolution<'_>,
) -> Result<Vec<Option<bool>>, GitError> {
    let new = member.document.outline();
    let Some(blob) = vouched else { return Ok(vec![Some(false); new.units.len()]) };
    let Some(old) = evolution.version(blob)? else { return Ok(vec![None; new.units.len()]) };
    let comparison = compare(&old, &member.document);
    let links = Links::of(&comparison, old.outline(), new);
    let is_changed = |change: usize| {
        let change = &comparison.changes[change];
        change.kind != ChangeKind::Moved && change.class.is_meaningful()
    };
    Ok(links.of_new.iter().map(|link| Some(link.change.is_some_and(is_changed))).collect())
}

impl Report for Blame {
    const NAME: &'static str = "blame";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html];
    type Data<'a> = wire::Units<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn page(&self) -> View {
        view::page_of(self)
    }

    fn data(&self) -> wire::Units<'_> {
        wire::Units::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
