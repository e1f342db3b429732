//! What changed between two trees, document by document, in words.

mod view;
mod wire;

use crate::comparison::{Class, Comparison, compare};
use crate::document::Document;
use crate::document::profile::Profile;
use crate::evolution::{Pair, pair};
use crate::git::{GitError, Repository};
use crate::library::{Library, Member, Unreadable};
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};

/// The answer.
#[derive(Debug)]
pub struct DiffReport {
    context: Context,
    from: String,
    to: String,
    documents: Vec<DocumentDiff>,
    /// The documents that could not be compared because an end of them cannot be read.
    unreadable: Vec<Unreadable>,
}

/// One document that differs.
#[derive(Debug)]
pub(super) struct DocumentDiff {
    id: Option<String>,
    title: String,
    old_path: Option<String>,
    new_path: Option<String>,
    old_version: Option<String>,
    new_version: Option<String>,
    comparison: Comparison,
    class: Class,
}

/// What to compare.
#[derive(Debug)]
pub struct Request<'a> {
    /// How the older end is called.
    pub from: String,
    /// How the newer end is called.
    pub to: String,
    /// Only these documents, by their paths at the newer or the older end.
    pub only: Vec<&'a Member>,
    /// Whether a difference makes the report fail.
    pub fail_on_difference: bool,
}

/// Compares the documents of two trees.
///
/// # Errors
/// When history cannot be read.
pub fn diff(
    old: &Library,
    new: &Library,
    repository: Option<&Repository>,
    request: &Request<'_>,
    mut context: Context,
    progress: &dyn Progress,
) -> Result<DiffReport, GitError> {
    let wanted = |pair: &Pair<'_>| {
        let is = |member: Option<&Member>| {
            member.is_some_and(|member| request.only.iter().any(|only| std::ptr::eq(*only, member)))
        };
        request.only.is_empty() || is(pair.old) || is(pair.new)
    };
    let documents: Vec<DocumentDiff> = pair(old, new, repository, progress)?
        .iter()
        .filter(|pair| wanted(pair))
        .filter_map(|pair| difference(pair, &new.profile))
        .collect();
    let unreadable: Vec<Unreadable> = Pair::not_comparable(old, new)
        .into_iter()
        .filter(|file| {
            request.only.is_empty()
                || request.only.iter().any(|member| member.path.as_str() == file.path)
        })
        .collect();
    // What cannot be compared is not known to be the same.
    context.failed = request.fail_on_difference && !(documents.is_empty() && unreadable.is_empty());
    Ok(DiffReport {
        context,
        from: request.from.clone(),
        to: request.to.clone(),
        documents,
        unreadable,
    })
}

/// The difference of a pair; `None` where nothing differs and the path is the same.
fn difference(pair: &Pair<'_>, profile: &Profile) -> Option<DocumentDiff> {
    let member = pair.either()?;
    let nothing = Document::read(String::new(), profile);
    let same_text = matches!((pair.old, pair.new), (Some(a), Some(b)) if a.document.text() == b.document.text());
    let comparison = match (pair.old, pair.new) {
        _ if same_text => Comparison::default(),
        (Some(old), Some(new)) => compare(&old.document, &new.document),
        (Some(old), None) => compare(&old.document, &nothing),
        (None, Some(new)) => compare(&nothing, &new.document),
        (None, None) => return None,
    };
    let path = |member: Option<&Member>| member.map(|member| member.path.to_string());
    let version = |member: Option<&Member>| {
        member.and_then(|member| member.document.fields().version.value().cloned())
    };
    let (old_path, new_path) = (path(pair.old), path(pair.new));
    if comparison.is_empty() && old_path == new_path {
        return None;
    }
    // A document that came or went has no parts that changed.
    let class =
        if pair.old.is_some() && pair.new.is_some() { comparison.class } else { Class::Major };
    Some(DocumentDiff {
        id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
        title: member.title(),
        old_version: version(pair.old),
        new_version: version(pair.new),
        old_path,
        new_path,
        comparison,
        class,
    })
}

impl Report for DiffReport {
    const NAME: &'static str = "diff";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::Diff<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::Diff<'_> {
        wire::Diff::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
