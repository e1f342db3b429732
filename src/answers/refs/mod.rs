//! `refs`: which documents describe files, and which carry out or translate the documents
//! among them.
//!
//! Looks at one tree, or at the two ends of some work; never at the clock or at history. It
//! does not say that a document is wrong, only that somebody should look.

mod view;
mod wire;

use std::collections::HashMap;

use crate::comparison::compare;
use crate::evolution::pair;
use crate::git::{CommitId, GitError, Repository};
use crate::library::{Describing, Fate, Library, Match, Member, Touched, Unreadable, Upstream};
use crate::paths::RepoPath;
use crate::progress::Silent;
use crate::report::{Context, Format, Report, Table, View};

/// The answer.
#[derive(Debug)]
pub struct Refs {
    context: Context,
    asked: Asked,
    documents: Vec<Referring>,
    /// The documents of which nobody can tell what they describe.
    unknown: Vec<Unreadable>,
    /// Documents of the library, the unreadable ones included.
    in_library: usize,
}

/// What was asked about.
#[derive(Debug, Clone)]
pub enum Asked {
    /// Files and folders, as they were typed.
    Paths(Vec<String>),
    /// The work since a revision.
    Since {
        /// The revision as it was typed.
        rev: String,
        /// Where the work parted from it.
        base: CommitId,
    },
}

/// Some work: the files that it touched, and the documents as they were before it.
#[derive(Debug)]
pub struct Work<'a> {
    /// The files.
    pub touched: &'a Touched,
    /// The documents before; without them, every touched document counts as changed.
    pub before: Option<&'a Library>,
    /// Where the contents of files are looked up.
    pub repository: Option<&'a Repository>,
}

/// A document that refers to what was touched.
#[derive(Debug)]
struct Referring {
    id: Option<String>,
    path: RepoPath,
    title: String,
    owner: Option<String>,
    /// Whether it was touched itself.
    is_touched: bool,
    matches: Vec<Match>,
    upstream: Vec<Upstream>,
}

/// Finds the documents that describe what was touched, carry it out or translate it.
///
/// # Errors
/// When the repository cannot be read.
pub fn refs(
    library: &Library,
    asked: Asked,
    work: &Work<'_>,
    fail_on_any: bool,
    mut context: Context,
) -> Result<Refs, GitError> {
    let mut found = Found { all: Vec::new(), places: HashMap::new(), touched: work.touched };
    for Describing { member, matches } in library.describing(work.touched, work.repository) {
        found.entry(member).matches = matches;
    }
    for (name, fate) in changed(library, work)? {
        for (member, relation, reference) in library.resting_on(&name) {
            let upstream = Upstream::of(relation, reference, fate);
            let upstreams = &mut found.entry(member).upstream;
            if !upstreams.contains(&upstream) {
                upstreams.push(upstream);
            }
        }
    }
    let mut documents = found.all;
    documents.sort_by_cached_key(|referring| library.at(&referring.path).map(Member::rank));
    context.failed = fail_on_any && !documents.is_empty();
    Ok(Refs {
        context,
        asked,
        documents,
        unknown: library.unknown_watches(),
        in_library: library.count(),
    })
}

/// The referring documents so far, each once.
struct Found<'t> {
    all: Vec<Referring>,
    /// Their places in that list.
    places: HashMap<RepoPath, usize>,
    touched: &'t Touched,
}

impl Found<'_> {
    /// The entry of a document, made where there is none yet.
    fn entry(&mut self, member: &Member) -> &mut Referring {
        let at = *self.places.entry(member.path.clone()).or_insert_with(|| {
            let fields = member.document.fields();
            self.all.push(Referring {
                id: fields.id.value().map(|id| id.as_str().to_owned()),
                path: member.path.clone(),
                title: member.title(),
                owner: fields.owner.value().cloned(),
                is_touched: self.touched.contains(&member.path),
                matches: Vec::new(),
                upstream: Vec::new(),
            });
            self.all.len() - 1
        });
        &mut self.all[at]
    }
}

/// The names of the documents that say something else than before, bind nobody any more, or
/// are gone, with which of these they are. A new one is
/// not among them: whoever carries it out was written for it.
fn changed(library: &Library, work: &Work<'_>) -> Result<Vec<(String, Fate)>, GitError> {
    let Some(before) = work.before else {
        let touched = |member: &&Member| work.touched.contains(&member.path);
        let named = library.members.iter().filter(touched);
        return Ok(named.map(|member| (member.name().to_owned(), Fate::Touched)).collect());
    };
    let mut changed = Vec::new();
    for pair in pair(before, library, None, &Silent)? {
        match (pair.old, pair.new) {
            (Some(old), None) => changed.push((old.name().to_owned(), Fate::Gone)),
            (Some(old), Some(new)) => {
                let is_same_file = new.is_verbatim && old.blob.is_some() && old.blob == new.blob;
                if old.name() != new.name() {
                    // Whoever still uses the old name carries out what is gone.
                    changed.push((old.name().to_owned(), Fate::Gone));
                }
                if new.is_over() && !old.is_over() {
                    changed.push((new.name().to_owned(), Fate::Over));
                } else if !is_same_file && says_else(old, new) {
                    changed.push((new.name().to_owned(), Fate::Touched));
                }
            }
            (None, _) => {}
        }
    }
    Ok(changed)
}

/// Whether a text says something else than before, in class minor or major.
fn says_else(old: &Member, new: &Member) -> bool {
    compare(&old.document, &new.document).class.is_meaningful()
}

impl Report for Refs {
    const NAME: &'static str = "refs";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Csv, Format::Html];
    type Data<'a> = wire::RefsData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn sheet(&self) -> Table {
        view::sheet(self)
    }

    fn data(&self) -> wire::RefsData<'_> {
        wire::RefsData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
