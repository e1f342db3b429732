//! Who has how much to look after, and where nobody does.
//!
//! Counts documents and names gaps; it measures no person. Who answers for a document is
//! what its front matter says; `[people]`, `[teams]` and CODEOWNERS only tell who that is.

mod gaps;
mod load;
mod sheet;
mod view;
mod wire;

use crate::calendar::{AsOf, Date, Interval};
use crate::config::Config;
use crate::git::GitError;
use crate::library::{Library, Member, Rank, Unreadable};
use crate::ownership::Owners;
use crate::progress::Progress;
use crate::report::{Context, Format, Report, Table, View};
use crate::standing::{Evidence, Ground, Rules, State, gather_for, judge};

use gaps::Gap;
use load::Load;

/// What to count, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// The day.
    pub as_of: &'a AsOf,
    /// How long before its date a review is due soon.
    pub due_soon: Interval,
    /// CODEOWNERS of what is looked at, where there is one.
    pub code_owners: Option<&'a Owners>,
    /// Whether a gap makes the report fail.
    pub fail_on_gaps: bool,
}

/// The answer.
#[derive(Debug)]
pub struct OwnersReport {
    context: Context,
    /// Those with most to do first.
    loads: Vec<Load>,
    gaps: Vec<Gap>,
    unreadable: Vec<Unreadable>,
    /// Superseded and retired documents: nobody has to look after them.
    out_of_use: usize,
    due_soon: Interval,
}

/// A document that somebody has to look after.
#[derive(Debug, Clone)]
struct Held {
    rank: Rank,
    id: Option<String>,
    path: String,
    title: String,
    /// As the document names them.
    owner: Option<String>,
    approvers: Vec<String>,
    state: State,
    due: Option<Date>,
    days_overdue: Option<i64>,
}

impl Held {
    fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }

    const fn is_under_review(&self) -> bool {
        !matches!(self.state, State::Exempt | State::NotUnderReview)
    }
}

/// Counts the documents of each owner, and finds those that nobody looks after.
///
/// Without a `ground`, in a folder that knows no git, what only history tells is unknown.
///
/// # Errors
/// When history cannot be read.
pub fn owners(
    library: &Library,
    ground: Option<Ground<'_>>,
    request: &Request<'_>,
    mut context: Context,
    progress: &dyn Progress,
) -> Result<OwnersReport, GitError> {
    let members: Vec<&Member> = library.members.iter().filter(|member| !member.is_over()).collect();
    let evidence = match ground {
        Some(ground) => gather_for(&members, library, ground, progress)?,
        None => vec![Evidence::without_history(&library.source); members.len()],
    };
    let rules = Rules { config: request.config, as_of: request.as_of, due_soon: request.due_soon };
    let mut held: Vec<Held> = members
        .iter()
        .zip(&evidence)
        .map(|(member, evidence)| {
            let standing = judge(member, evidence, library, rules);
            let fields = member.document.fields();
            Held {
                rank: member.rank(),
                id: fields.id.value().map(|id| id.as_str().to_owned()),
                path: member.path.to_string(),
                title: member.title(),
                owner: fields.named_owner().map(str::to_owned),
                approvers: fields.approvers.texts().into_iter().map(str::to_owned).collect(),
                state: standing.state,
                due: standing.due,
                days_overdue: standing.days_overdue,
            }
        })
        .collect();
    held.sort_by(|one, other| one.rank.cmp(&other.rank));
    let gaps = gaps::of(&held, request);
    if request.fail_on_gaps {
        context.failed = !gaps.is_empty();
        context.fail_on = vec!["any".to_owned()];
    }
    Ok(OwnersReport {
        context,
        loads: load::of(&held, request),
        gaps,
        unreadable: library.unreadable.clone(),
        out_of_use: library.members.len() - members.len(),
        due_soon: request.due_soon,
    })
}

impl OwnersReport {
    /// Number of documents that somebody has to look after.
    fn count(&self) -> usize {
        self.loads.iter().map(|load| load.documents.len()).sum()
    }
}

impl Report for OwnersReport {
    const NAME: &'static str = "owners";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html, Format::Csv];
    type Data<'a> = wire::OwnersData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn page(&self) -> View {
        view::page(self)
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn data(&self) -> wire::OwnersData<'_> {
        wire::OwnersData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

#[cfg(test)]
mod tests {
    use super::gaps::GapCode;
    use super::*;
    use crate::calendar::TimeZone;
    use crate::document::profile::Profile;
    use crate::progress::Silent;

    #[test]
    fn the_place_for_a_name_is_no_owner() {
        let text = |owner: &str| format!("+++\nid = \"SOP-001\"\nowner = \"{owner}\"\n+++\n");
        let (open, named) = (text("TODO: who answers for this document?"), text("@shop"));
        let library = Library::of_texts(Profile::sopctl(), &[("a.md", &open), ("b.md", &named)]);
        let config = Config::default();
        let as_of = AsOf { day: Date::new(2026, 11, 22).unwrap(), zone: TimeZone::utc() };
        let request = Request {
            config: &config,
            as_of: &as_of,
            due_soon: config.stale.due_soon,
            code_owners: None,
            fail_on_gaps: false,
        };
        let context = Context::outside_git(as_of.day);
        let report = owners(&library, None, &request, context, &Silent).unwrap();
        let mut names: Vec<Option<&str>> =
            report.loads.iter().map(|load| load.owner.as_deref()).collect();
        names.sort_unstable();
        assert_eq!(names, [None, Some("@shop")]);
        let ownerless = report.gaps.iter().filter(|gap| gap.code == GapCode::OwnerMissing);
        assert_eq!(ownerless.map(|gap| gap.documents.len()).collect::<Vec<_>>(), [1]);
    }
}
