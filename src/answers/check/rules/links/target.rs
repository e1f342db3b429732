//! What stands where a link leads.

use crate::answers::check::surroundings::Surroundings;
use crate::document::id::DocumentId;
use crate::library::Member;
use crate::paths::{RepoPath, resolved};
use crate::worktree::Stands;

use super::address::Address;

/// What stands where a link leads.
#[derive(Debug)]
pub(super) enum Target<'l> {
    /// Nothing can be said of it.
    Unknown,
    /// A document of the library, and a place in it where one is named.
    Document(&'l Member, Option<String>),
    /// Something that is no document.
    Other,
    /// Nothing: neither a file nor a document of that number.
    Missing {
        /// Where the file should be.
        path: RepoPath,
    },
}

/// What pages of a site are made of, by what follows the path that a link names.
const SOURCES: [&str; 10] = [
    ".md",
    ".markdown",
    ".mdx",
    ".html.md.erb",
    ".html.md",
    ".md.erb",
    "/index.md",
    "/README.md",
    "/index.html.md.erb",
    "/_index.md",
];

/// Follows an address that a document has for a link.
pub(super) fn target<'l>(
    surroundings: &Surroundings<'l>,
    member: &'l Member,
    address: &Address,
) -> Target<'l> {
    let (path, is_rooted, fragment) = match address {
        Address::Elsewhere => return Target::Unknown,
        Address::Here { fragment } => return Target::Document(member, Some(fragment.clone())),
        Address::Path { path, is_rooted, fragment } => (path, *is_rooted, fragment.clone()),
    };
    let (folder, page) = places(member, is_rooted);
    let Some(direct) = resolved(&folder, path) else { return Target::Unknown };
    let found = |path: &RepoPath| match surroundings.files.at(path) {
        Stands::Nothing => None,
        Stands::Unknown => Some(Target::Unknown),
        Stands::Folder => Some(Target::Other),
        Stands::File => Some(match surroundings.library.at(path) {
            Some(document) => Target::Document(document, fragment.clone()),
            None => Target::Other,
        }),
    };
    // A page of a site may be a folder of its own, `close/` for `close.md`; links to sources
    // are followed before that.
    let is_source = SOURCES.iter().any(|ending| path.ends_with(ending));
    let from_page = || page.filter(|_| !is_source).and_then(|page| resolved(&page, path));
    let candidates = std::iter::once(direct.clone()).chain(from_page());
    for candidate in candidates {
        if let Some(target) =
            found(&candidate).or_else(|| sources(&candidate).find_map(|p| found(&p)))
        {
            return target;
        }
    }
    match surroundings.numbered(path) {
        Some(document) => Target::Document(document, fragment),
        // The root of a site is not that of the repository.
        None if is_rooted => Target::Unknown,
        None => Target::Missing { path: direct },
    }
}

/// Follows the address of a picture.
pub(super) fn picture(
    surroundings: &Surroundings<'_>,
    member: &Member,
    address: &Address,
) -> Option<RepoPath> {
    let Address::Path { path, is_rooted: false, .. } = address else { return None };
    let (folder, page) = places(member, false);
    let direct = resolved(&folder, path)?;
    let from_page = page.and_then(|page| resolved(&page, path));
    let is_missing = |path: &RepoPath| surroundings.files.at(path) == Stands::Nothing;
    let nowhere = is_missing(&direct) && from_page.as_ref().is_none_or(is_missing);
    nowhere.then_some(direct)
}

/// From where a document's addresses are followed: its folder, and the folder that a site
/// makes of its page.
fn places(member: &Member, is_rooted: bool) -> (String, Option<String>) {
    if is_rooted {
        return (String::new(), None);
    }
    let folder = member.path.folder();
    let separator = if folder.is_empty() { "" } else { "/" };
    (folder.to_owned(), Some(format!("{folder}{separator}{}", member.path.stem())))
}

/// The files that a page may be made of: `close.md` for `close`, `close/` and `close.html`.
fn sources(path: &RepoPath) -> impl Iterator<Item = RepoPath> {
    let bare = path.as_str().strip_suffix(".html").unwrap_or(path.as_str()).to_owned();
    SOURCES.iter().filter_map(move |ending| RepoPath::new(&format!("{bare}{ending}")).ok())
}

/// Whether the last part of a path has no ending: it may be a page that a site generator
/// knows by another name.
pub(super) fn may_be_a_route(path: &RepoPath) -> bool {
    let is_number = DocumentId::new(path.file_name()).is_ok_and(|id| !id.prefix().is_empty());
    !path.file_name().contains('.') && !is_number
}
