//! Which reviews are due when and whose they are; and how a pile of them can be spread.
//!
//! A proposal moves a review to an earlier day only, never to a later one: what was promised
//! is kept. It becomes true by `next_review` in the front matter, which a person commits.

mod page;
mod sheet;
mod stagger;
mod view;
mod wire;

use crate::calendar::{AsOf, Date, Interval};
use crate::config::Config;
use crate::data::Syntax;
use crate::document::field::FieldName;
use crate::document::front_matter::{FieldEdit, edit};
use crate::git::GitError;
use crate::library::{Library, Member, Rank, Uncommitted, Unreadable};
use crate::ownership::People;
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{Context, Event, Format, Report, Table, Text, View};
use crate::standing::{Evidence, Ground, Rules, State, gather_for, judge};
use crate::worktree::{ChangeKind, Changeset, FileChange};

/// What to plan.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// The day.
    pub as_of: &'a AsOf,
    /// How many months are planned, the one of the day included.
    pub months: u16,
    /// How much earlier a review may come, where piles are spread.
    pub tolerance: Option<Interval>,
    /// Only the reviews of this owner; what others have is spread around all the same.
    pub owner: Option<&'a str>,
}

/// The answer.
#[derive(Debug)]
pub struct Plan {
    context: Context,
    /// By day, then by number.
    reviews: Vec<Planned>,
    /// Under review, and nothing says when.
    undated: Vec<Planned>,
    /// Documents that need no review.
    not_under_review: usize,
    unreadable: Vec<Unreadable>,
    months: u16,
    tolerance: Option<Interval>,
    /// Whether the convention has a key for a proposed day.
    can_be_written: bool,
    is_written: bool,
    refused: Vec<Refused>,
    /// The edits that make the proposals true.
    pub changeset: Changeset,
}

/// A review that is to come.
#[derive(Debug, Clone)]
struct Planned {
    rank: Rank,
    id: Option<String>,
    path: RepoPath,
    /// What stays its name.
    called: String,
    title: String,
    /// By the handle that the configuration has.
    owner: Option<String>,
    state: State,
    last_reviewed: Option<Date>,
    due: Option<Date>,
    days_overdue: Option<i64>,
    /// An earlier day for it.
    proposed: Option<Date>,
    uncommitted: Option<Uncommitted>,
}

/// A document whose day cannot be written.
#[derive(Debug)]
struct Refused {
    path: RepoPath,
    line: Option<usize>,
    why: String,
}

impl Planned {
    fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(self.path.as_str())
    }

    /// The day on which it is planned: the proposed one, else the one on which it is due.
    fn day(&self) -> Option<Date> {
        self.proposed.or(self.due)
    }
}

/// Lays out the reviews that are due, and spreads piles of them where that is asked for.
///
/// Without a `ground`, in a folder that knows no git, what only history tells is unknown.
///
/// # Errors
/// When history cannot be read.
pub fn plan(
    library: &Library,
    ground: Option<Ground<'_>>,
    request: &Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<Plan, GitError> {
    let members: Vec<&Member> = library.members.iter().collect();
    let evidence = match ground {
        Some(ground) => gather_for(&members, library, ground, progress)?,
        None => vec![Evidence::without_history(&library.source); members.len()],
    };
    let people = People::of(request.config);
    let due_soon = request.config.stale.due_soon;
    let rules = Rules { config: request.config, as_of: request.as_of, due_soon };
    let mut reviews: Vec<Planned> = members
        .iter()
        .zip(library.unshared_names())
        .zip(&evidence)
        .map(|((member, called), evidence)| {
            let standing = judge(member, evidence, library, rules);
            let fields = member.document.fields();
            Planned {
                rank: member.rank(),
                id: fields.id.value().map(|id| id.as_str().to_owned()),
                path: member.path.clone(),
                called: called.to_owned(),
                title: member.title(),
                owner: fields.named_owner().map(|owner| people.handle_of(owner).to_owned()),
                state: standing.state,
                last_reviewed: fields.last_reviewed.copied(),
                due: standing.due,
                days_overdue: standing.days_overdue,
                proposed: None,
                uncommitted: member.uncommitted,
            }
        })
        .collect();
    let all = reviews.len();
    reviews.retain(|one| !matches!(one.state, State::Exempt | State::NotUnderReview));
    let not_under_review = all - reviews.len();
    reviews.sort_by(|one, other| (one.due, &one.rank).cmp(&(other.due, &other.rank)));
    let (mut reviews, undated): (Vec<Planned>, Vec<Planned>) =
        reviews.into_iter().partition(|one| one.due.is_some());
    let mut plan = Plan {
        context,
        reviews: Vec::new(),
        undated,
        not_under_review,
        unreadable: library.unreadable.clone(),
        months: request.months,
        tolerance: request.tolerance,
        can_be_written: !library.profile.keys_of(FieldName::NextReview).is_empty(),
        is_written: false,
        refused: Vec::new(),
        changeset: Changeset::default(),
    };
    if let Some(tolerance) = request.tolerance {
        let last = plan.last_day();
        stagger::propose(&mut reviews, tolerance, request.as_of.day, last);
        reviews.sort_by(|one, other| (one.day(), &one.rank).cmp(&(other.day(), &other.rank)));
    }
    if let Some(asked) = request.owner {
        let is_theirs =
            |one: &Planned| one.owner.as_deref().is_some_and(|o| people.are_same(o, asked));
        reviews.retain(is_theirs);
        plan.undated.retain(is_theirs);
    }
    plan.reviews = reviews;
    if plan.can_be_written {
        plan.write_proposals(library);
    }
    Ok(plan)
}

impl Plan {
    /// The last day of the last month that is planned.
    fn last_day(&self) -> Date {
        let today = self.context.as_of;
        let first = today.plus_days(1 - i64::from(today.day()));
        let behind = Interval::of_months(self.months).map_or(first, |months| first.plus(months));
        behind.plus_days(-1)
    }

    /// The reviews that fall into the months that are planned, the overdue ones included.
    fn shown(&self) -> impl Iterator<Item = &Planned> {
        let last = self.last_day();
        self.reviews.iter().filter(move |one| one.day().is_some_and(|day| day <= last))
    }

    fn proposals(&self) -> impl Iterator<Item = &Planned> {
        self.reviews.iter().filter(|one| one.proposed.is_some())
    }

    fn write_proposals(&mut self, library: &Library) {
        for one in self.reviews.iter().filter(|one| one.proposed.is_some()) {
            let (Some(member), Some(day)) = (library.at(&one.path), one.proposed) else { continue };
            let text = member.document.text();
            let edits = [FieldEdit::set(FieldName::NextReview, day)];
            match edit(text, &library.profile, Syntax::Toml, &edits) {
                Ok(edited) => self.changeset.changes.push(FileChange {
                    path: one.path.clone(),
                    kind: ChangeKind::Replace {
                        expected: text.as_bytes().to_vec(),
                        content: edited.text.into_bytes(),
                    },
                }),
                Err(error) => self.refused.push(Refused {
                    path: one.path.clone(),
                    line: error.place().map(|at| member.document.lines().line(at.start)),
                    why: error.to_string(),
                }),
            }
        }
    }

    /// The documents that would be written, and have changes already that are not committed.
    pub fn modified(&self) -> impl Iterator<Item = &RepoPath> {
        let is_modified = |one: &&Planned| one.uncommitted == Some(Uncommitted::Modified);
        self.proposals().filter(is_modified).map(|one| &one.path)
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(mut self) -> Self {
        self.is_written = true;
        self.context.failed = !self.refused.is_empty();
        self
    }
}

impl Report for Plan {
    const NAME: &'static str = "plan";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html, Format::Csv, Format::Ics];
    type Data<'a> = wire::PlanData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn page(&self) -> View {
        page::of(self)
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    /// An overdue review stands on the day on which it was due: a calendar that moved it on
    /// every day would hide for how long it has been.
    fn events(&self) -> Vec<Event> {
        self.shown()
            .filter_map(|one| {
                Some(Event {
                    key: format!("{}/review", one.called),
                    day: one.day()?,
                    summary: format!("Review of {}: {}", one.name(), one.title).into(),
                    path: one.path.as_str().into(),
                    document: one.id.as_deref().map(Text::from),
                    owner: one.owner.as_deref().map(Text::from),
                })
            })
            .collect()
    }

    fn data(&self) -> wire::PlanData<'_> {
        wire::PlanData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
