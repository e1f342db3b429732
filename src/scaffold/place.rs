//! Where a new document goes.

use crate::config::{Config, TypeConfig};
use crate::document::id::DocumentId;
use crate::paths::RepoPath;
use crate::text::slug;

use super::ScaffoldError;

/// The longest name of a file without its ending, in characters.
const LONGEST_NAME: usize = 80;

/// Where the document goes: the folder of its type, and its title as a name.
pub(super) fn path_of(
    title: &str,
    id: &DocumentId,
    document_type: &TypeConfig,
    library: &str,
    config: &Config,
) -> Result<RepoPath, ScaffoldError> {
    let number = id.as_str().to_lowercase();
    let name = match slug(title, LONGEST_NAME) {
        name if name.is_empty() => number,
        name if is_reserved(&name) => format!("{name}-{number}"),
        name => name,
    };
    let below = |folder: &str, rest: &str| {
        let separator = if folder.is_empty() { "" } else { "/" };
        RepoPath::new(&format!("{folder}{separator}{rest}"))
    };
    let local = below(&document_type.folder, &format!("{name}.md"))?;
    let path = below(library, local.as_str())?;
    if config.documents.select(&local) {
        Ok(path)
    } else {
        Err(ScaffoldError::NotSelected { path })
    }
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_reserved(name: &str) -> bool {
    let numbered = |device| {
        let number: Option<&str> = name.strip_prefix(device);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// The destination of a Markdown link from one file of the repository to another.
#[must_use]
pub fn link(from: &RepoPath, to: &RepoPath) -> String {
    let here: Vec<&str> = from.folder().split('/').filter(|part| !part.is_empty()).collect();
    let there: Vec<&str> = to.parts().collect();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = here.iter().skip(shared).map(|_| "..");
    let parts: Vec<&str> = up.chain(there.into_iter().skip(shared)).collect();
    let link = parts.join("/");
    // Between angle brackets blanks and parentheses are no end of the destination.
    if link.contains([' ', '(', ')']) { format!("<{link}>") } else { link }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_from_one_folder_to_the_other() {
        let link = |from, to| link(&RepoPath::new(from).unwrap(), &RepoPath::new(to).unwrap());
        assert_eq!(link("sops/a.md", "work-instructions/b.md"), "../work-instructions/b.md");
        assert_eq!(link("a.md", "b.md"), "b.md");
        assert_eq!(link("q/sops/a.md", "q/sops/x/b.md"), "x/b.md");
        assert_eq!(link("q/a.md", "my docs/b (1).md"), "<../my docs/b (1).md>");
    }
}
