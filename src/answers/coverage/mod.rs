//! What carries out what: policies, the SOPs below them stage by stage, the work instructions
//! below those, and where that breaks off.
//!
//! Follows what documents say of each other on one tree: the field `implements`, and work
//! instructions that the steps of an SOP name. Whether a text does what it says it carries out
//! is for readers to judge.

mod circles;
mod documents;
mod drawing;
mod gaps;
mod links;
mod parts;
mod sheet;
mod ties;
mod view;
mod walk;
mod wire;

use std::collections::BTreeSet;

use crate::calendar::AsOf;
use crate::config::Config;
use crate::document::lifecycle::{DocumentKind, DocumentType, Status};
use crate::library::{Library, Member, Unreadable};
use crate::paths::RepoPath;
use crate::report::{Context, Format, Graph, Report, Table, View};

use documents::{Covered, Force};
use gaps::Gap;
use links::{Link, Links};
use ties::{Also, Tie};

/// What to look at, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// The day.
    pub as_of: &'a AsOf,
    /// Which documents are asked for.
    pub selection: &'a Selection,
    /// How much is shown.
    pub extent: Extent,
    /// Whether a gap, or a reference that does not hold, makes the report fail.
    pub fail_on_gaps: bool,
}

/// Which documents are asked for. What stands above them is shown with them.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only this one and what carries it out.
    pub document: Option<RepoPath>,
    /// Only of this type.
    pub document_type: Option<DocumentType>,
    /// Only of this owner.
    pub owner: Option<String>,
    /// Only of this status.
    pub status: Option<Status>,
    /// Only what is in force on the day, by its status and its effective date.
    pub in_force: bool,
}

/// How much is shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// The map, and what is wrong with it.
    #[default]
    Map,
    /// Only what is wrong.
    Gaps,
}

/// The answer.
#[derive(Debug)]
pub struct Coverage {
    context: Context,
    extent: Extent,
    /// All documents of the library, in the order of reports.
    documents: Vec<Covered>,
    /// What carries out what, by the numbers of the documents.
    links: Vec<Link>,
    /// The documents that were asked for.
    asked: BTreeSet<usize>,
    /// Those that are shown: with what stands above them.
    shown: BTreeSet<usize>,
    gaps: Vec<Gap>,
    ties: Vec<Tie>,
    /// Documents that carry each other out, each circle from its first document on.
    circles: Vec<Vec<usize>>,
    also: Vec<Also>,
    unreadable: Vec<Unreadable>,
}

/// Follows who carries out what in a library.
#[must_use]
pub fn coverage(library: &Library, request: &Request<'_>, mut context: Context) -> Coverage {
    let mut members: Vec<&Member> = library.members.iter().collect();
    members.sort_by_cached_key(|member| member.rank());
    let mut documents: Vec<Covered> =
        members.iter().map(|member| Covered::of(member, request.config, request.as_of)).collect();
    let Links { links, ties } = links::follow(&members, &mut documents, library, request.config);
    let asked = asked(&members, &documents, &links, request.selection);
    let shown = with_all_above(&asked, &links);
    let is_asked = |index: usize| asked.contains(&index);
    // Where nothing says what it carries out, everything would be a gap.
    let mut gaps = match links.as_slice() {
        [] if ties.is_empty() => Vec::new(),
        links => gaps::of(&documents, links, request.config),
    };
    gaps.retain(|gap| is_asked(gap.document));
    let mut ties = ties;
    ties.retain(|tie| is_asked(tie.document));
    let mut circles = circles::of(documents.len(), &links);
    circles.retain(|circle| circle.iter().copied().any(is_asked));
    let mut also = ties::also(&documents, &links);
    also.retain(|also| is_asked(also.document) || also.by.iter().copied().any(is_asked));
    if request.fail_on_gaps {
        context.fail_on = vec!["any".to_owned()];
    }
    let mut report = Coverage {
        context,
        extent: request.extent,
        documents,
        links,
        asked,
        shown,
        gaps,
        ties,
        circles,
        also,
        unreadable: library.unreadable.clone(),
    };
    // A library of which nothing is known is not clean.
    report.context.failed = request.fail_on_gaps
        && (report.has_no_links()
            || !(report.gaps.is_empty() && report.ties.is_empty() && report.circles.is_empty()));
    report
}

/// The documents that a selection asks for. What is out of use carries out nothing and is left
/// out, unless it is asked for by its status.
fn asked(
    members: &[&Member],
    documents: &[Covered],
    links: &[Link],
    selection: &Selection,
) -> BTreeSet<usize> {
    let below = selection.document.as_ref().map(|path| {
        let root = documents.iter().position(|document| document.path == path.as_str());
        below(root.into_iter().collect(), links)
    });
    let is_asked = |(index, (member, document)): &(usize, (&&Member, &Covered))| {
        let fields = member.document.fields();
        let is_named = below.as_ref().is_none_or(|below| below.contains(index));
        let is_of_type = selection.document_type.is_none()
            || fields.document_type.value() == selection.document_type.as_ref();
        let is_owned =
            selection.owner.is_none() || fields.owner.value() == selection.owner.as_ref();
        let has_status = match selection.status {
            Some(status) => document.status == Some(status),
            None => !member.is_over() || selection.document.as_ref() == Some(&member.path),
        };
        let is_in_force = !selection.in_force || document.force == Force::Now;
        is_named && is_of_type && is_owned && has_status && is_in_force
    };
    let all = members.iter().zip(documents).enumerate();
    all.filter(is_asked).map(|(index, _)| index).collect()
}

/// Documents with all that carries them out, whatever lies between.
fn below(mut open: Vec<usize>, links: &[Link]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    while let Some(index) = open.pop() {
        if found.insert(index) {
            open.extend(links.iter().filter(|link| link.upper == index).map(|link| link.lower));
        }
    }
    found
}

/// Documents with all that they carry out.
fn with_all_above(asked: &BTreeSet<usize>, links: &[Link]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = asked.iter().copied().collect();
    let mut above: Vec<Vec<usize>> = Vec::new();
    for link in links {
        if above.len() <= link.lower {
            above.resize(link.lower + 1, Vec::new());
        }
        if let Some(above) = above.get_mut(link.lower) {
            above.push(link.upper);
        }
    }
    while let Some(index) = open.pop() {
        if found.insert(index) {
            open.extend(above.get(index).into_iter().flatten().copied());
        }
    }
    found
}

impl Coverage {
    /// A document by its number in the list. The numbers come from the list itself.
    fn document(&self, index: usize) -> Option<&Covered> {
        self.documents.get(index)
    }

    /// How many of the documents that were asked for stand on a level, or on none.
    fn count(&self, level: Option<DocumentKind>) -> usize {
        self.asked
            .iter()
            .filter(|index| self.document(**index).is_some_and(|d| d.level == level))
            .count()
    }

    /// The documents that were asked for and that neither carry out another one nor are
    /// carried out.
    fn without_links(&self) -> Vec<usize> {
        let linked: BTreeSet<usize> =
            self.links.iter().flat_map(|link| [link.lower, link.upper]).collect();
        self.asked.iter().copied().filter(|index| !linked.contains(index)).collect()
    }

    /// Whether several documents were asked for, and none of the library says what it carries
    /// out.
    fn has_no_links(&self) -> bool {
        self.asked.len() > 1 && self.links.is_empty() && self.ties.is_empty()
    }

    /// The links between documents that are shown.
    fn shown_links(&self) -> impl Iterator<Item = &Link> {
        let is_shown = |index| self.shown.contains(&index);
        self.links.iter().filter(move |link| is_shown(link.lower) && is_shown(link.upper))
    }
}

impl Report for Coverage {
    const NAME: &'static str = "coverage";
    const FORMATS: &'static [Format] = &[
        Format::Text,
        Format::Json,
        Format::Markdown,
        Format::Html,
        Format::Csv,
        Format::Mermaid,
        Format::Dot,
        Format::Svg,
    ];
    type Data<'a> = wire::CoverageData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn page(&self) -> View {
        view::page(self)
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn graph(&self) -> Graph {
        drawing::of(self)
    }

    fn data(&self) -> wire::CoverageData<'_> {
        wire::CoverageData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

#[cfg(test)]
mod tests;
