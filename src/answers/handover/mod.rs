//! Handing documents over: one name takes the place of another as owner and approver.
//!
//! What somebody did stays theirs: who reviewed and who approved is a record and is not
//! touched. Nor are `[people]`, `[teams]` and CODEOWNERS, which the answer only names where
//! they still have the old name.

mod view;
mod wire;

use crate::config::Config;
use crate::data::Syntax;
use crate::document::field::FieldName;
use crate::document::front_matter::{EditError, FieldEdit, edit};
use crate::library::{Library, Member, Uncommitted};
use crate::ownership::{Owners, People};
use crate::paths::RepoPath;
use crate::report::{Context, Format, Report, View};
use crate::worktree::{ChangeKind, Changeset, FileChange};

/// Who takes over from whom.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// Who has the documents now, by any of their names.
    pub old: &'a str,
    /// Who gets them, as it is written into the documents.
    pub new: &'a str,
    /// CODEOWNERS of the working tree, where there is one.
    pub code_owners: Option<&'a Owners>,
}

/// The answer.
#[derive(Debug)]
pub struct Handover {
    context: Context,
    old: String,
    new: String,
    documents: Vec<HandedOver>,
    refused: Vec<Refused>,
    /// Places outside documents that still have the old name.
    elsewhere: Vec<Elsewhere>,
    /// Whether something names people, and does not name the new one.
    is_new_unknown: bool,
    is_written: bool,
    /// The edits of all documents.
    pub changeset: Changeset,
}

/// A document whose owner or approver changes.
#[derive(Debug)]
struct HandedOver {
    id: Option<String>,
    path: RepoPath,
    title: String,
    is_owner: bool,
    is_approver: bool,
    uncommitted: Option<Uncommitted>,
}

/// A document that names the old one and cannot be edited.
#[derive(Debug)]
struct Refused {
    path: RepoPath,
    line: Option<usize>,
    why: String,
}

/// What else has the old name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Elsewhere {
    /// A team of sopctl.toml, as a member.
    Team(String),
    /// A file for hosting services.
    CodeOwners(&'static str),
}

/// Works out what changes when `new` takes the place of `old` everywhere; nothing is written.
#[must_use]
pub fn hand_over(library: &Library, request: &Request<'_>, mut context: Context) -> Handover {
    let people = People::of(request.config);
    let mut documents = Vec::new();
    let mut refused = Vec::new();
    let mut changeset = Changeset::default();
    for member in &library.members {
        let edits = edits(member, request, people);
        if edits.is_empty() {
            continue;
        }
        let text = member.document.text();
        match edit(text, &library.profile, Syntax::Toml, &edits) {
            Err(error) => refused.push(refusal(member, &error)),
            Ok(edited) => {
                let has = |field| edits.iter().any(|edit| edit.field == field);
                documents.push(HandedOver {
                    id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
                    path: member.path.clone(),
                    title: member.title(),
                    is_owner: has(FieldName::Owner),
                    is_approver: has(FieldName::Approvers),
                    uncommitted: member.uncommitted,
                });
                let kind = ChangeKind::Replace {
                    expected: text.as_bytes().to_vec(),
                    content: edited.text.into_bytes(),
                };
                changeset.changes.push(FileChange { path: member.path.clone(), kind });
            }
        }
    }
    context.failed = !refused.is_empty();
    let is_listed = request.code_owners.map(|all| all.names(request.new));
    Handover {
        context,
        old: request.old.to_owned(),
        new: request.new.to_owned(),
        documents,
        refused,
        elsewhere: elsewhere(request, people),
        is_new_unknown: people.is_known(request.new, is_listed) == Some(false),
        is_written: false,
        changeset,
    }
}

/// The edits of one document; none where it does not name the old one.
fn edits(member: &Member, request: &Request<'_>, people: People<'_>) -> Vec<FieldEdit> {
    let fields = member.document.fields();
    let mut edits = Vec::new();
    if fields.owner.value().is_some_and(|owner| people.are_same(owner, request.old)) {
        edits.push(FieldEdit::set(FieldName::Owner, request.new));
    }
    let approvers = fields.approvers.texts();
    let (gone, kept): (Vec<&str>, Vec<&str>) =
        approvers.into_iter().partition(|name| people.are_same(name, request.old));
    if !gone.is_empty() {
        // Item by item, so that comments on the others stay.
        if !kept.iter().any(|name| people.are_same(name, request.new)) {
            edits.push(FieldEdit::append(FieldName::Approvers, request.new));
        }
        let gone = gone.into_iter().filter(|name| *name != request.new);
        edits.extend(gone.map(|name| FieldEdit::remove_item(FieldName::Approvers, name)));
    }
    edits
}

fn refusal(member: &Member, error: &EditError) -> Refused {
    Refused {
        path: member.path.clone(),
        line: error.place().map(|at| member.document.lines().line(at.start)),
        why: error.to_string(),
    }
}

fn elsewhere(request: &Request<'_>, people: People<'_>) -> Vec<Elsewhere> {
    let teams = request.config.teams.iter().filter(|team| {
        team.members.iter().any(|member| people.are_same(&member.value, request.old))
    });
    let mut found: Vec<Elsewhere> =
        teams.map(|team| Elsewhere::Team(team.handle.value.clone())).collect();
    let file = request.code_owners.filter(|all| all.names(people.handle_of(request.old)));
    found.extend(file.map(|owners| Elsewhere::CodeOwners(owners.place().path())));
    found
}

impl Handover {
    /// Whether no document names the old one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.refused.is_empty()
    }

    /// The documents that would be changed and have changes already that are not committed.
    pub fn modified(&self) -> impl Iterator<Item = &RepoPath> {
        let is_modified =
            |document: &&HandedOver| document.uncommitted == Some(Uncommitted::Modified);
        self.documents.iter().filter(is_modified).map(|document| &document.path)
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(self) -> Self {
        Self { is_written: true, ..self }
    }
}

impl Report for Handover {
    const NAME: &'static str = "handover";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::HandoverData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::HandoverData<'_> {
        wire::HandoverData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
