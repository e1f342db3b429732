//! One document: its fields, what it tells people to do, its links both ways, and whether
//! it can be trusted.

mod front_matter;
mod in_force;
mod outline;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use crate::calendar::AsOf;
use crate::config::Config;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Fields;
use crate::genre::LooksLike;
use crate::git::GitError;
use crate::library::{Library, Link, Member, Relation, Target};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{Context, Format, Image, Manuscript, Report, View};
use crate::standing::{Evidence, Ground, InForce, Rules, Standing, State, gather_one, judge};
use crate::walkthrough::pictures::{LARGEST, LARGEST_ALL, Picture};

use front_matter::WrittenField;
use outline::Section;

/// The answer.
#[derive(Debug)]
pub struct Show {
    context: Context,
    id: Option<String>,
    path: String,
    title: String,
    fields: Fields,
    written: Vec<WrittenField>,
    standing: Standing,
    fingerprint: Fingerprint,
    step_count: usize,
    outline: Vec<Section>,
    /// `None` where that was not judged.
    looks_like: Option<LooksLike>,
    /// All that it says, for a copy on paper.
    text: Manuscript,
    links: Vec<ShownLink>,
    links_followed: LinksFollowed,
    /// What was in force on the day, where that was asked.
    in_force: Option<InForce>,
    /// Whether the document stood nowhere on that day; what is shown is the text nearest to it.
    is_absent: bool,
}

impl Show {
    /// Adds which text was in force on the day: it need not be the one on the branch.
    #[must_use]
    pub fn with_in_force(self, answer: InForce) -> Self {
        Self { in_force: Some(answer), ..self }
    }

    /// Takes in the pictures of the repository, as far as a page can carry them: all others are
    /// told by their descriptions. `read` reads a file of at most so many bytes; `None` where
    /// there is none.
    #[must_use]
    pub fn with_pictures(
        mut self,
        mut read: impl FnMut(&RepoPath, usize) -> Option<Vec<u8>>,
    ) -> Self {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut room = LARGEST_ALL;
        for picture in self.text.pictures_mut() {
            let mut found = Picture::of(folder, &picture.destination, "", 0);
            let path = found.path.as_ref();
            let Some(bytes) = path.and_then(|path| read(path, LARGEST.min(room))) else { continue };
            room = room.saturating_sub(bytes.len());
            found.show(bytes);
            picture.image = found.content.map(|content| Image {
                media: content.media.name(),
                bytes: content.bytes,
                size: content.size,
            });
        }
        self
    }

    /// Says that the document stood nowhere on the day: then nobody had to review it, and its
    /// text is that of another day.
    #[must_use]
    pub fn of_absent(self) -> Self {
        let standing = Standing {
            state: State::NotUnderReview,
            reasons: Vec::new(),
            due: None,
            days_overdue: None,
            interval: None,
        };
        Self { standing, is_absent: true, ..self }
    }
}

/// Where the links of a document lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinksFollowed {
    /// To the documents of its library.
    InLibrary,
    /// Nowhere: the document was read alone.
    No,
}

/// A reference from or to the document.
#[derive(Debug)]
struct ShownLink {
    relation: Relation,
    name: String,
    stage: Option<String>,
    /// The line on which this document names the other one.
    line: Option<usize>,
    end: LinkEnd,
}

/// What a reference leads to.
#[derive(Debug)]
enum LinkEnd {
    Document(LinkedDocument),
    /// A document that has no such stage.
    NoStage(LinkedDocument),
    /// So many documents with that number.
    Several(usize),
    Unreadable,
    Missing,
    /// Nobody looked.
    Unknown,
}

#[derive(Debug)]
struct LinkedDocument {
    id: Option<String>,
    path: String,
    title: String,
}

/// What to judge a document by.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Its history, where there is any.
    pub history: Option<Ground<'a>>,
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// The day.
    pub as_of: &'a AsOf,
    /// Whether the library holds the documents that it names.
    pub links: LinksFollowed,
}

/// Shows a document of a library.
///
/// # Errors
/// When history cannot be read.
pub fn show(
    member: &Member,
    library: &Library,
    grounds: Grounds<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<Show, GitError> {
    let evidence = match grounds.history {
        Some(ground) => gather_one(member, library, ground, progress)?,
        None => Evidence::without_history(&library.source),
    };
    let due_soon = grounds.config.stale.due_soon;
    let rules = Rules { config: grounds.config, as_of: grounds.as_of, due_soon };
    let document = &member.document;
    let links = library.links_of(member).into_iter();
    Ok(Show {
        context,
        id: document.fields().id.value().map(|id| id.as_str().to_owned()),
        path: member.path.to_string(),
        title: member.title(),
        fields: document.fields().clone(),
        written: front_matter::written(document, &library.profile),
        standing: judge(member, &evidence, library, rules),
        fingerprint: document.fingerprint(),
        step_count: document.outline().top_level_steps().count(),
        outline: outline::of(document),
        looks_like: LooksLike::of(document, &member.path),
        text: document.manuscript().without_title(&member.title()),
        links: links.map(|link| shown(link, member, grounds.links)).collect(),
        links_followed: grounds.links,
        in_force: None,
        is_absent: false,
    })
}

fn shown(link: Link<'_>, member: &Member, followed: LinksFollowed) -> ShownLink {
    let end = match (followed, link.target) {
        (LinksFollowed::No, _) => LinkEnd::Unknown,
        (_, Target::Found(other)) => LinkEnd::Document(linked(other)),
        (_, Target::NoStage(other)) => LinkEnd::NoStage(linked(other)),
        (_, Target::Several(count)) => LinkEnd::Several(count),
        (_, Target::Unreadable) => LinkEnd::Unreadable,
        (_, Target::Missing) => LinkEnd::Missing,
    };
    ShownLink {
        relation: link.relation,
        name: link.name,
        stage: link.stage,
        line: link.span.map(|span| member.document.lines().line(span.start)),
        end,
    }
}

fn linked(member: &Member) -> LinkedDocument {
    LinkedDocument {
        id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
        path: member.path.to_string(),
        title: member.title(),
    }
}

impl LinkEnd {
    const fn document(&self) -> Option<&LinkedDocument> {
        match self {
            Self::Document(document) | Self::NoStage(document) => Some(document),
            Self::Several(_) | Self::Unreadable | Self::Missing | Self::Unknown => None,
        }
    }
}

impl Report for Show {
    const NAME: &'static str = "show";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html];
    type Data<'a> = wire::ShowData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn page(&self) -> View {
        view::page_of(self)
    }

    fn data(&self) -> wire::ShowData<'_> {
        wire::ShowData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
