//! The record beside a walkthrough: of which text it was made, and which files it is.
//!
//! By it a later run knows its own files, and `check` a walkthrough whose document has changed.

use serde::Serialize;

use crate::data::{self, Entry, Syntax, Value};
use crate::document::fingerprint::Fingerprint;
use crate::paths::RepoPath;

/// The name of the file.
pub const FILE: &str = "manifest.json";
/// The folder of the library that holds a folder for each walkthrough.
pub const FOLDER: &str = "walkthroughs";
/// The schema that the file names.
pub const SCHEMA: &str = "sopctl.walkthrough-manifest.v1";
/// The largest one that is read: it names a dozen files.
pub const LARGEST: usize = 1024 * 1024;

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The number of the document.
    pub id: Option<String>,
    /// Where it stood, from the root of the repository.
    pub path: String,
    /// Its version.
    pub version: Option<String>,
    /// Of the text that was made a walkthrough of.
    pub fingerprint: Fingerprint,
    /// Names of files beside the manifest, each with its SHA-256 in hexadecimal digits.
    pub files: Vec<(String, String)>,
}

impl Manifest {
    /// Reads a manifest; `None` where the text is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LARGEST {
            return None;
        }
        let reading = data::read(text, Syntax::Json);
        if !reading.problems.is_empty() || word(&reading.entries, "schema") != Some(SCHEMA) {
            return None;
        }
        let document = table(&reading.entries, "document")?;
        let files = list(&reading.entries, "files")?.iter().map(|node| {
            let Value::Table(file) = &node.value else { return None };
            Some((word(file, "name")?.to_owned(), word(file, "sha256")?.to_owned()))
        });
        Some(Self {
            id: word(document, "id").map(str::to_owned),
            path: word(document, "path")?.to_owned(),
            version: word(document, "version").map(str::to_owned),
            fingerprint: Fingerprint::read(word(document, "fingerprint")?)?,
            files: files.collect::<Option<_>>()?,
        })
    }

    /// As it is written.
    #[must_use]
    pub fn wire(&self) -> impl Serialize {
        let file = |(name, sha256): &(String, String)| WireFile {
            name: name.clone(),
            sha256: sha256.clone(),
        };
        WireManifest {
            schema: SCHEMA,
            tool: WireTool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            document: WireDocument {
                id: self.id.clone(),
                path: self.path.clone(),
                version: self.version.clone(),
                fingerprint: self.fingerprint,
            },
            files: self.files.iter().map(file).collect(),
        }
    }

    /// The SHA-256 of a file beside the manifest; `None` for one that it does not name.
    #[must_use]
    pub fn sha256_of(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, sha256)| sha256.as_str())
    }

    /// Whether it is the record of a document with this number, or of this path where one of
    /// them has no number.
    #[must_use]
    pub fn is_of(&self, id: Option<&str>, path: &RepoPath) -> bool {
        match (&self.id, id) {
            (Some(own), Some(id)) => own.eq_ignore_ascii_case(id),
            _ => self.path == path.as_str(),
        }
    }

    /// Whether a path may be that of a manifest.
    #[must_use]
    pub fn is_at(path: &RepoPath) -> bool {
        let parts: Vec<&str> = path.parts().collect();
        matches!(parts.as_slice(), [.., FOLDER, _, FILE])
    }
}

/// Whether a path is that of a transcript, which is Markdown and no document.
#[must_use]
pub fn is_of_walkthrough(path: &RepoPath) -> bool {
    let parts: Vec<&str> = path.parts().collect();
    matches!(parts.as_slice(), [.., FOLDER, _, "transcript.md"])
}

#[derive(Serialize)]
struct WireManifest {
    schema: &'static str,
    tool: WireTool,
    document: WireDocument,
    files: Vec<WireFile>,
}

#[derive(Serialize)]
struct WireTool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct WireDocument {
    id: Option<String>,
    path: String,
    version: Option<String>,
    fingerprint: Fingerprint,
}

#[derive(Serialize)]
struct WireFile {
    name: String,
    sha256: String,
}

fn word<'e>(entries: &'e [Entry], key: &str) -> Option<&'e str> {
    let scalar = data::find(entries, key)?.node.scalar()?;
    scalar.quoted.then_some(scalar.text.as_str())
}

fn table<'e>(entries: &'e [Entry], key: &str) -> Option<&'e [Entry]> {
    match &data::find(entries, key)?.node.value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

fn list<'e>(entries: &'e [Entry], key: &str) -> Option<&'e [data::Node]> {
    match &data::find(entries, key)?.node.value {
        Value::List(nodes) => Some(nodes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "schema": "sopctl.walkthrough-manifest.v1",
  "tool": { "name": "sopctl", "version": "0.1.0" },
  "document": {
    "id": "WI-001",
    "path": "wi/a.md",
    "version": null,
    "fingerprint": "1:000102030405060708090a0b0c0d0e0f"
  },
  "files": [{ "name": "captions.vtt", "sha256": "ab" }]
}"#;

    #[test]
    fn a_manifest_is_read_whole_or_not_at_all() {
        let found = Manifest::read(TEXT).unwrap();
        assert_eq!(found.id.as_deref(), Some("WI-001"));
        assert_eq!(found.version, None);
        assert_eq!(found.files, [("captions.vtt".to_owned(), "ab".to_owned())]);
        for (was, is) in [
            ("manifest.v1", "manifest.v2"),
            ("1:0001", "0001"),
            ("\"path\"", "\"paht\""),
            ("\"name\": \"captions.vtt\"", "\"name\": 1"),
            ("}]\n}", "}]\n"),
        ] {
            assert_eq!(Manifest::read(&TEXT.replace(was, is)), None, "{is}");
        }
    }

    #[test]
    fn a_record_follows_the_number_and_not_the_path() {
        let found = Manifest::read(TEXT).unwrap();
        let path = |text: &str| RepoPath::new(text).unwrap();
        assert!(found.is_of(Some("wi-001"), &path("elsewhere.md")));
        assert!(!found.is_of(Some("WI-002"), &path("wi/a.md")));
        assert!(found.is_of(None, &path("wi/a.md")));
    }

    #[test]
    fn only_what_stands_in_its_folder_belongs_to_a_walkthrough() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        assert!(Manifest::is_at(&path("walkthroughs/WI-001/manifest.json")));
        assert!(Manifest::is_at(&path("docs/walkthroughs/WI-001/manifest.json")));
        assert!(!Manifest::is_at(&path("a/manifest.json")));
        assert!(is_of_walkthrough(&path("walkthroughs/WI-001/transcript.md")));
        assert!(!is_of_walkthrough(&path("walkthroughs/notes.md")));
        assert!(!is_of_walkthrough(&path("sops/transcript.md")));
    }
}
