//! What a document is called: by its front matter, its heading or its file.

use super::number::stem;
use super::proposal::{Certainty, Source};
use crate::document::Document;
use crate::paths::RepoPath;

/// A title and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) source: Source,
    pub(super) certainty: Certainty,
    pub(super) because: String,
    /// The line of the document that has it.
    pub(super) line: Option<usize>,
}

impl Title {
    /// The heading or the bold line that says what the whole document is called, else the
    /// words of the file name.
    pub(super) fn of(document: &Document, path: &RepoPath) -> Self {
        if let Some(heading) = document.title_heading() {
            return Self {
                text: heading.text.clone(),
                source: Source::Heading,
                certainty: Certainty::Stated,
                because: "first heading".to_owned(),
                line: Some(document.line_in_body(heading.span.start)),
            };
        }
        if let Some(bold) = document.bold_title() {
            return Self {
                text: bold.text.clone(),
                source: Source::Heading,
                certainty: Certainty::Stated,
                because: "bold line at the beginning".to_owned(),
                line: Some(document.line_in_body(bold.span.start)),
            };
        }
        let (name, because) = named(path);
        Self {
            text: in_words(name),
            source: Source::FileName,
            certainty: Certainty::Guess,
            because: because.to_owned(),
            line: None,
        }
    }

    /// The title that the front matter gives on this line.
    pub(super) fn given(text: &str, line: usize) -> Self {
        Self {
            text: text.to_owned(),
            source: Source::OwnWords,
            certainty: Certainty::Stated,
            because: "title".to_owned(),
            line: Some(line),
        }
    }

    /// The same title without the number before it.
    pub(super) fn without(self, number_and_rest: Option<&str>) -> Self {
        let rest = number_and_rest.map(str::trim).filter(|rest| !rest.is_empty());
        let text = match (rest, self.source) {
            (Some(rest), Source::FileName) => in_words(rest),
            (Some(rest), _) => rest.to_owned(),
            (None, _) => self.text,
        };
        Self { text, ..self }
    }
}

/// The file, or its folder where the file is called after nothing.
fn named(path: &RepoPath) -> (&str, &'static str) {
    let name = stem(path);
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    let is_index = ["index", "_index", "readme", "overview"]
        .into_iter()
        .any(|index| name.eq_ignore_ascii_case(index));
    if is_index && !folder.is_empty() { (folder, "folder name") } else { (name, "file name") }
}

/// `close-the_till` as `Close the till`.
fn in_words(name: &str) -> String {
    let words: Vec<&str> =
        name.split(['-', '_', ' ', '+']).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    fn title(path: &str, text: &str) -> (String, Option<usize>) {
        let document = Document::read(text.to_owned(), Profile::sopctl());
        let title = Title::of(&document, &RepoPath::new(path).unwrap());
        (title.text, title.line)
    }

    #[test]
    fn the_first_heading_of_the_first_level_is_the_title() {
        for (text, expected, line) in [
            ("\n# Close the till\n\n# Again\n", "Close the till", Some(2)),
            ("Text.\n\n# Close the *till*\n", "Close the till", Some(3)),
            ("## Close\n\n# The till\n", "The till", Some(3)),
            ("## Close\n\n## Open\n", "Close", Some(1)),
            ("Text.\n\n## Overview\n", "A b", None),
            ("# {{ title }}\n", "A b", None),
            ("\n**Close the *till***\n\n## Overview\n", "Close the till", Some(2)),
            ("**Note:** x\n\n## Overview\n", "A b", None),
            ("Text.\n", "A b", None),
        ] {
            assert_eq!(title("x/a-b.md", text), (expected.to_owned(), line), "{text}");
        }
    }

    #[test]
    fn a_file_called_index_is_called_after_its_folder() {
        assert_eq!(title("x/close-tills/index.md", "Text.\n").0, "Close tills");
        assert_eq!(title("index.md", "Text.\n").0, "Index");
        assert_eq!(title("返品_手順.md", "Text.\n").0, "返品 手順");
    }
}
