//! A library as it will be once files are written.

use std::sync::OnceLock;

use crate::document::Document;
use crate::worktree::{ChangeKind, Changeset};

use super::Library;

impl Library {
    /// The same documents with the texts that a changeset gives them. Documents that it would
    /// add are not there yet, and those that it would move stand where they stand.
    #[must_use]
    pub fn foreseeing(mut self, changes: &Changeset) -> Self {
        for change in &changes.changes {
            let ChangeKind::Replace { content, .. } = &change.kind else { continue };
            let Ok(text) = std::str::from_utf8(content) else { continue };
            let document = Document::read(text.to_owned(), &self.profile);
            if let Some(member) = self.members.iter_mut().find(|member| member.path == change.path)
            {
                member.document = document;
                member.is_verbatim = false;
            }
        }
        // A text may give a document another name.
        self.names = OnceLock::new();
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::document::profile::Profile;
    use crate::paths::RepoPath;
    use crate::worktree::FileChange;

    use super::*;

    #[test]
    fn a_document_is_found_by_the_name_that_it_will_have() {
        let text = |id: &str| format!("+++\nid = \"{id}\"\n+++\n\n# Lock\n");
        let library = Library::of_texts(Profile::sopctl(), &[("a.md", &text("SOP-001"))]);
        assert!(library.find("SOP-001").is_ok());
        let kind = ChangeKind::Replace {
            expected: text("SOP-001").into_bytes(),
            content: text("SOP-002").into_bytes(),
        };
        let change = FileChange { path: RepoPath::new("a.md").unwrap(), kind };
        let library = library.foreseeing(&Changeset { changes: vec![change] });
        assert!(library.find("SOP-001").is_err());
        assert_eq!(library.find("SOP-002").unwrap().path.as_str(), "a.md");
    }
}
