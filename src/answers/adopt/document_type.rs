//! Which type a document is of: by its number, its place and its title, and where these tell
//! nothing, by what it looks like.

use super::number::stem;
use super::proposal::{Certainty, Source};
use crate::config::{Config, TypeConfig};
use crate::document::Document;
use crate::document::id::DocumentId;
use crate::document::lifecycle::DocumentKind;
use crate::genre::{Certainty as Clearness, Genre, LooksLike, Verdict};
use crate::language::Language;
use crate::paths::RepoPath;

/// A type, and what tells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told<'c> {
    pub(super) document_type: &'c TypeConfig,
    pub(super) source: Source,
    pub(super) certainty: Certainty,
    pub(super) because: String,
}

/// What is known of a document before its type is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'d> {
    /// Its path from the folder of the library.
    pub(super) path: &'d RepoPath,
    /// Its title, where it has one.
    pub(super) title: Option<&'d str>,
    /// Its number, where it has one.
    pub(super) number: Option<&'d DocumentId>,
}

/// The type that is told by, in this order: the number, the folder that sopctl.toml gives
/// a type, the title, the name of the file, and the names of the folders from the nearest.
pub(super) fn told<'c>(seen: Seen<'_>, config: &'c Config) -> Option<Told<'c>> {
    by_number(seen, config)
        .or_else(|| by_declared_folder(seen, config))
        .or_else(|| by_title(seen, config))
        .or_else(|| by_file_name(seen, config))
        .or_else(|| by_folder_names(seen, config))
}

/// The type that the whole text, with its title and path, looks like: only where that is
/// clear, which it is for nearly no document that people judge otherwise. A page about
/// documents is none, whatever it looks like.
pub(super) fn looked_like<'c>(
    document: &Document,
    seen: Seen<'_>,
    config: &'c Config,
) -> Option<Told<'c>> {
    if is_page_about_documents(seen) {
        return None;
    }
    let verdict = LooksLike::of(document, seen.path)?.whole;
    let kind = verdict.looks_like().kind().filter(|_| verdict.certainty() == Clearness::Clear)?;
    by_looks(kind, &verdict, config)
}

/// The type of a document whose text is clearly that of a work instruction although words have
/// told an SOP: `process` and `procedure` name either. What a number or sopctl.toml tells stays.
pub(super) fn instruction_told_as_sop<'c>(
    told: &Told<'_>,
    document: &Document,
    seen: Seen<'_>,
    config: &'c Config,
) -> Option<Told<'c>> {
    if told.certainty != Certainty::Guess || told.document_type.name != DocumentKind::Sop.as_str() {
        return None;
    }
    let verdict = LooksLike::of(document, seen.path)?.body;
    let confusion = verdict.confusion_with(&[Genre::WorkInstruction])?;
    let is_clear = Clearness::of_lead(confusion.lead) == Clearness::Clear;
    is_clear.then(|| by_looks(DocumentKind::WorkInstruction, &verdict, config)).flatten()
}

fn by_looks<'c>(kind: DocumentKind, verdict: &Verdict, config: &'c Config) -> Option<Told<'c>> {
    /// More is to be had of `show`.
    const MOST: usize = 2;
    let document_type = config.types.iter().find(|known| known.name == kind.as_str())?;
    let reasons = verdict.reasons().take(MOST).map(|because| because.measure.to_string());
    let because = format!("text: {}", reasons.collect::<Vec<_>>().join(", "));
    Some(guess(document_type, Source::Looks, because))
}

fn by_number<'c>(seen: Seen<'_>, config: &'c Config) -> Option<Told<'c>> {
    let id = seen.number?;
    let document_type = config.type_of_id(id)?;
    Some(Told {
        document_type,
        source: Source::WrittenNumber,
        certainty: Certainty::Stated,
        because: format!("number {id}"),
    })
}

/// The innermost folder counts, where one type has a folder in that of another. A folder that
/// several types share tells nothing.
fn by_declared_folder<'c>(seen: Seen<'_>, config: &'c Config) -> Option<Told<'c>> {
    let holds = |folder: &str| {
        let below = seen.path.as_str().strip_prefix(folder);
        below.is_some_and(|below| below.starts_with('/'))
    };
    let declared = config.types.iter().filter(|known| known.declared_at.is_some());
    let holding: Vec<&TypeConfig> =
        declared.filter(|known| !known.folder.is_empty() && holds(&known.folder)).collect();
    let innermost = holding.iter().map(|known| known.folder.len()).max()?;
    let mut there = holding.into_iter().filter(|known| known.folder.len() == innermost);
    let document_type = there.next().filter(|_| there.next().is_none())?;
    Some(Told {
        document_type,
        source: Source::TypeFolder,
        certainty: Certainty::Configured,
        because: format!("folder of the type, {}", document_type.folder),
    })
}

fn by_title<'c>(seen: Seen<'_>, config: &'c Config) -> Option<Told<'c>> {
    let parts = seen.title?.split([':', '(', ')', '|', ',', '–', '—']);
    let document_type = parts
        .flat_map(|part| part.split(" - "))
        .find_map(|part| type_named(&words_of(part), config))?;
    Some(guess(document_type, Source::Title, "title".to_owned()))
}

fn by_file_name<'c>(seen: Seen<'_>, config: &'c Config) -> Option<Told<'c>> {
    let document_type = type_named(&words_of(stem(seen.path)), config)?;
    Some(guess(document_type, Source::FileName, "file name".to_owned()))
}

fn by_folder_names<'c>(seen: Seen<'_>, config: &'c Config) -> Option<Told<'c>> {
    if is_page_about_documents(seen) {
        return None;
    }
    let folders: Vec<&str> = seen.path.folder().split('/').collect();
    folders.into_iter().rev().find_map(|folder| {
        let document_type = type_named(&words_of(folder), config)?;
        Some(guess(document_type, Source::FolderName, format!("folder {folder}")))
    })
}

fn guess(document_type: &TypeConfig, source: Source, because: String) -> Told<'_> {
    Told { document_type, source, certainty: Certainty::Guess, because }
}

fn is_page_about_documents(seen: Seen<'_>) -> bool {
    [seen.title, Some(stem(seen.path))].into_iter().flatten().any(is_about_documents)
}

/// Whether a name is that of a glossary, a list of links and the like.
fn is_about_documents(name: &str) -> bool {
    let words = words_of(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Language::english().names_no_type(&words)
}

/// The words in lower case, without a number before them.
fn words_of(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    words.skip_while(is_number).map(str::to_lowercase).collect()
}

/// The type that words name: a declared one by its own name, or one by what the language
/// calls it.
fn type_named<'c>(words: &[String], config: &'c Config) -> Option<&'c TypeConfig> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_named = |known: &&TypeConfig| {
        let name = words_of(&known.name);
        let last = words.get(words.len().saturating_sub(name.len())..).unwrap_or_default();
        let same = |(a, b): (&&str, &String)| *a == b || a.strip_suffix('s') == Some(b);
        known.declared_at.is_some() && last.len() == name.len() && last.iter().zip(&name).all(same)
    };
    config.types.iter().find(is_named).or_else(|| {
        let kind = DocumentKind::named(Language::english().type_named(&words)?)?;
        config.types.iter().find(|known| known.name == kind.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_of(path: &str, title: &str, config: &Config) -> Option<(String, String)> {
        let path = RepoPath::new(path).unwrap();
        let title = Some(title).filter(|title| !title.is_empty());
        told(Seen { path: &path, title, number: None }, config)
            .map(|told| (told.document_type.name.clone(), told.because))
    }

    #[test]
    fn the_title_tells_before_the_path() {
        let config = Config::default();
        for (path, title, expected) in [
            ("a.md", "Travel policy", Some(("policy", "title"))),
            ("a.md", "3. Travel Policy", Some(("policy", "title"))),
            ("policies/a.md", "Playbook: phishing", Some(("work-instruction", "title"))),
            ("a.md", "Refunds (SOP)", Some(("sop", "title"))),
            ("policies/travel_procedure.md", "Travel", Some(("sop", "file name"))),
            ("docs/tech-policies/x/a.md", "Tills", Some(("policy", "folder tech-policies"))),
            ("policies/how-to/a.md", "Tills", Some(("work-instruction", "folder how-to"))),
            ("docs/a.md", "Processing refunds", None),
            ("docs/a.md", "", None),
            ("policies/a.md", "Travel FAQ", None),
            ("policies/index.md", "", None),
        ] {
            let found = told_of(path, title, &config);
            let found = found.as_ref().map(|(name, because)| (name.as_str(), because.as_str()));
            assert_eq!(found, expected, "{path} {title}");
        }
    }

    #[test]
    fn what_is_configured_tells_more_than_words() {
        let config = Config::read(
            "[types.sop]\nfolder = 'ops'\n[types.runbook]\nkind = 'work-instruction'\n\
             folder = 'ops/run'\nprefix = 'RB'\n",
        )
        .unwrap();
        for (path, title, expected) in [
            ("ops/a.md", "Travel policy", "sop"),
            ("ops/run/a.md", "Travel policy", "runbook"),
            ("x/a.md", "Restart runbook", "runbook"),
            ("x/runbooks/a.md", "Restart", "runbook"),
            ("x/checklists/a.md", "Restart", "work-instruction"),
        ] {
            assert_eq!(told_of(path, title, &config).unwrap().0, expected, "{path} {title}");
        }
        let path = RepoPath::new("ops/a.md").unwrap();
        let id = DocumentId::new("RB-7").unwrap();
        let seen = Seen { path: &path, title: None, number: Some(&id) };
        assert_eq!(told(seen, &config).unwrap().document_type.name, "runbook");
    }

    #[test]
    fn a_folder_that_several_types_share_tells_nothing() {
        let config =
            Config::read("[types.policy]\nfolder = 'pages'\n[types.sop]\nfolder = 'pages'\n")
                .unwrap();
        assert_eq!(told_of("pages/a.md", "Travel", &config), None);
        assert_eq!(told_of("pages/a.md", "Travel policy", &config).unwrap().0, "policy");
    }
}
