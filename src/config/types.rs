//! The types of documents: `[types.NAME]`.

use super::IdPattern;
use super::reading::INTERVAL;
use crate::calendar::Interval;
use crate::data::{Entry, Misfit, TableReader};
use crate::document::lifecycle::{DocumentKind, DocumentType, ReviewInterval};
use crate::paths::RepoPath;
use crate::source::{Span, Spanned};

/// One type of document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeConfig {
    /// The name, as `type` in front matter has it.
    pub name: String,
    /// Whose rules its documents follow.
    pub kind: DocumentKind,
    /// What its numbers look like.
    pub id: IdPattern,
    /// Where new documents go, without a final slash; empty for the root.
    pub folder: String,
    /// Whether the configuration says the folder, so that its documents belong there.
    pub is_folder_given: bool,
    /// The review interval of documents that say none.
    pub review_interval: Option<ReviewInterval>,
    /// Where it is declared; none for a built-in type as it is.
    pub declared_at: Option<Span>,
}

impl TypeConfig {
    /// How often its documents are reviewed that do not say it themselves.
    #[must_use]
    pub const fn interval(&self) -> Option<Interval> {
        match self.review_interval {
            Some(ReviewInterval::Every(interval)) => Some(interval),
            Some(ReviewInterval::None) | None => None,
        }
    }
}

/// The types that are there without being declared.
pub(super) fn built_in() -> Vec<TypeConfig> {
    DocumentKind::ALL.into_iter().filter_map(built_in_type).collect()
}

fn built_in_type(kind: DocumentKind) -> Option<TypeConfig> {
    let (prefix, folder) = match kind {
        DocumentKind::Policy => ("POL", "policies"),
        DocumentKind::Sop => ("SOP", "sops"),
        DocumentKind::WorkInstruction => ("WI", "work-instructions"),
    };
    Some(TypeConfig {
        name: kind.as_str().to_owned(),
        kind,
        id: IdPattern::of_prefix(prefix).ok()?,
        folder: folder.to_owned(),
        is_folder_given: false,
        review_interval: None,
        declared_at: None,
    })
}

/// Reads `[types]`. A built-in type keeps what its declaration does not say, and
/// stays where it is not declared: who gives SOPs an interval still has policies.
pub(super) fn read_types(table: &mut TableReader<'_, '_>) -> Vec<TypeConfig> {
    let mut types = built_in();
    let mut patterns: Vec<(String, IdPattern)> = Vec::new();
    for (name, entries) in table.named_tables("types") {
        let Some((declared, pattern_at)) = read_type(name, entries, table.misfits()) else {
            continue;
        };
        let taken = patterns.iter().find(|(_, pattern)| pattern.collides_with(&declared.id));
        if let Some((other, _)) = taken {
            let why = format!("the numbers of {} and {other} cannot be told apart", declared.name);
            table.misfit(Misfit::new(pattern_at.unwrap_or(name.span), why));
        }
        patterns.push((declared.name.clone(), declared.id.clone()));
        match types.iter_mut().find(|known| known.name == declared.name) {
            Some(known) if known.declared_at.is_some() => {
                let why = format!("the type {} is declared twice", declared.name);
                table.misfit(Misfit::new(name.span, why));
            }
            Some(known) => *known = declared,
            None => types.push(declared),
        }
    }
    types
}

/// One type, and where its numbers are said.
fn read_type(
    name: &Spanned<String>,
    entries: &[Entry],
    misfits: &mut Vec<Misfit>,
) -> Option<(TypeConfig, Option<Span>)> {
    let document_type = DocumentType::new(&name.value);
    let mut table = TableReader::new(&format!("[types.{}]", name.value), entries, misfits);
    let kinds = DocumentKind::ALL.map(|kind| (kind.as_str(), kind));
    let kind = table.word("kind", &kinds);
    let prefix = table.read("prefix", IdPattern::of_prefix);
    let pattern = table.read("id", IdPattern::new);
    let folder = table.read("folder", read_folder);
    let review_interval = table.read_or("review_interval", INTERVAL, ReviewInterval::read);
    let has_kind = table.node("kind").is_some();
    if let (Some(prefix), Some(_)) = (&prefix, &pattern) {
        let why = "`prefix` is short for `id`; give one of them";
        table.misfit(Misfit::new(prefix.span, why));
    }
    if let (Some(built_in), Some(kind)) = (document_type.kind(), kind)
        && built_in != kind
    {
        let why = format!("the type {built_in} is always of its own kind");
        table.misfit(Misfit::new(name.span, why));
    }
    if document_type.kind().is_none() && !has_kind {
        let why = format!(
            "[types.{}] needs `kind = \"policy\"`, `\"sop\"` or `\"work-instruction\"`",
            name.value
        );
        table.misfit(Misfit::new(name.span, why));
    }
    table.finish();

    let built_in = document_type.kind().and_then(built_in_type);
    let pattern = pattern.or(prefix);
    let pattern_at = pattern.as_ref().map(|pattern| pattern.span);
    let id = match (pattern, &built_in) {
        (Some(pattern), _) => pattern.value,
        (None, Some(built_in)) => built_in.id.clone(),
        (None, None) => match IdPattern::of_prefix(&document_type.as_str().to_uppercase()) {
            Ok(pattern) => pattern,
            Err(error) => {
                let why = format!("[types.{}] needs `prefix` or `id`: {error}", name.value);
                misfits.push(Misfit::new(name.span, why));
                return None;
            }
        },
    };
    let default_folder =
        || built_in.as_ref().map_or_else(|| name.value.clone(), |built_in| built_in.folder.clone());
    let declared = TypeConfig {
        name: document_type.as_str().to_owned(),
        kind: kind.or_else(|| document_type.kind())?,
        id,
        is_folder_given: folder.is_some(),
        folder: folder.map_or_else(default_folder, |folder| folder.value),
        review_interval: review_interval.map(|interval| interval.value),
        declared_at: Some(name.span),
    };
    Some((declared, pattern_at))
}

fn read_folder(text: &str) -> Result<String, crate::paths::PathError> {
    match text {
        "." | "./" => Ok(String::new()),
        _ => RepoPath::new(text).map(|path| path.as_str().to_owned()),
    }
}
