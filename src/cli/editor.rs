//! The editor of whoever sits at the terminal.

use std::path::PathBuf;
use std::process::Command;

use super::error::Failure;

/// A program with its arguments.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Editor {
    words: Vec<String>,
}

impl Editor {
    /// What `$VISUAL` names, else `$EDITOR`.
    pub(super) fn of_user() -> Result<Self, Failure> {
        let set = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
        let found = set.map(|text| Self { words: words(&text) }).find(|it| !it.words.is_empty());
        found.ok_or_else(|| {
            Failure::new("neither VISUAL nor EDITOR names an editor")
                .hint("set one, such as EDITOR=nano, or leave --edit out")
        })
    }

    /// Opens files and waits until the editor is left.
    pub(super) fn open(&self, files: &[PathBuf]) -> Result<(), Failure> {
        let Some((program, arguments)) = self.words.split_first() else { return Ok(()) };
        let status = Command::new(program).args(arguments).args(files).status();
        let hint = "what was written stays; open it by hand";
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::new(format!("{program} ended with {status}")).hint(hint)),
            Err(error) => {
                Err(Failure::new(format!("cannot start {program}")).because(&error).hint(hint))
            }
        }
    }
}

/// Words between blanks; quotes keep blanks in a word. There is no shell in between, so nothing
/// else in the text means anything.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, _) if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_may_have_arguments_and_blanks_in_its_path() {
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(
            words("\"C:\\Program Files\\e.exe\" -n 'a b'"),
            ["C:\\Program Files\\e.exe", "-n", "a b"]
        );
        assert_eq!(words("  "), [""; 0]);
        assert_eq!(words("vi; rm"), ["vi;", "rm"]);
    }
}
