//! Secrets in what a command printed: `Password: …`, `TOKEN=…`, and what a command line may
//! hold as well, line by line.

use crate::recording::model::SecretKind;

use super::found::{Found, pieces};
use super::{commands, fields};

/// What stands behind a telling name and tells nothing: states, and marks for what is hidden.
/// As secrets they would be taken out of every other sentence.
const NO_VALUES: [&str; 20] = [
    "ok",
    "yes",
    "no",
    "true",
    "false",
    "none",
    "null",
    "on",
    "off",
    "set",
    "unset",
    "required",
    "enabled",
    "disabled",
    "success",
    "succeeded",
    "failed",
    "valid",
    "invalid",
    "unknown",
];

/// The shortest value that is taken for one.
const SHORTEST: usize = 4;

pub(super) fn found(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, line) in pieces(text, |c| c == '\n') {
        let inside = commands::found(line).into_iter().chain(named(line));
        found.extend(inside.map(|one| Found { span: one.span.shifted(start), ..one }));
    }
    found
}

/// The value behind a name such as `Initial admin password:` or `api_key =`.
fn named(line: &str) -> Option<Found> {
    let at = line.find([':', '='])?;
    let kind: SecretKind = fields::kind_of(line.get(..at)?)?;
    let behind = line.get(at + 1..)?;
    let value = behind.trim().trim_matches(['"', '\'', ',', ';']);
    let is_state = NO_VALUES.contains(&value.to_ascii_lowercase().as_str());
    let is_hidden = value.chars().all(|c| c == '*' || c == '•');
    if value.len() < SHORTEST || is_state || is_hidden || value.starts_with('$') {
        return None;
    }
    let start = at + 1 + behind.find(value)?;
    Some(Found::new(start, start + value.len(), kind))
}

#[cfg(test)]
mod tests {
    use super::super::found::without;
    use super::*;

    #[test]
    fn what_a_program_says_in_confidence_is_masked() {
        for (printed, shown) in [
            (
                "a\nInitial admin password: correct horse\nb",
                "a\nInitial admin password: (masked)\nb",
            ),
            ("API_KEY=abcd", "API_KEY=(masked)"),
            ("  \"token\": \"abcd\",", "  \"token\": \"(masked)\","),
            (
                "origin https://jo:hunter2@git.example/a (push)",
                "origin https://(masked)@git.example/a (push)",
            ),
            ("Password: OK", "Password: OK"),
            ("Author: Jo", "Author: Jo"),
            ("token: ****", "token: ****"),
        ] {
            assert_eq!(without(printed, &found(printed)), shown);
        }
    }
}
