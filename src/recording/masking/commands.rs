//! Secrets in command lines: what is set, handed over by an option, or sent in a header.

use crate::recording::model::SecretKind;

use super::found::{Found, in_words};
use super::{addresses, fields, values};

/// Options without a telling name whose value is a password, by their program.
const SHORT: [(&str, &str); 6] = [
    ("mysql", "-p"),
    ("mysqldump", "-p"),
    ("mariadb", "-p"),
    ("sshpass", "-p"),
    ("login", "-p"),
    ("7z", "-p"),
];

/// Options whose value is a name, a colon and a password.
const LOGINS: [&str; 4] = ["-u", "--user", "-U", "--proxy-user"];

/// Commands that give the variable they name first the values behind it.
const SETS: [&str; 2] = ["set", "setenv"];

/// What takes a password from what stands before it in a pipe.
const READS_PASSWORD: [&str; 4] = ["--password-stdin", "--stdin", "-S", "--token-stdin"];

/// The secrets of a command line.
pub(super) fn found(line: &str) -> Vec<Found> {
    let mut found = in_words(line);
    let words = words(line);
    let mut program = "";
    for (index, word) in words.iter().enumerate() {
        let text = word.text;
        let next = words.get(index + 1);
        if is_program(index, &words) {
            program = text.rsplit('/').next().unwrap_or(text);
        } else if matches!(program, "docker" | "podman" | "helm") && text == "login" {
            program = text;
        }
        if let Some((name, value)) = text.split_once('=') {
            let at = word.start + name.len() + 1;
            push(
                line,
                at,
                word.end,
                fields::kind_of(name).filter(|_| !value.is_empty()),
                &mut found,
            );
        } else if let Some(option) = text.strip_prefix("--") {
            let kind = fields::kind_of(option).filter(|_| !READS_PASSWORD.contains(&text));
            let value = next.filter(|next| !next.text.starts_with('-'));
            if let Some(next) = value {
                push(line, next.start, next.end, kind, &mut found);
            }
        }
        if SETS.contains(&text) && is_program(index, &words) {
            set(line, &words[index + 1..], &mut found);
        }
        for (_, option) in SHORT.iter().filter(|(of, _)| *of == program) {
            let kind = Some(SecretKind::Password);
            match (text.strip_prefix(option), next) {
                (Some(""), Some(next)) if program != "mysql" => {
                    push(line, next.start, next.end, kind, &mut found);
                }
                (Some(value), _) if !value.is_empty() => {
                    push(line, word.start + option.len(), word.end, kind, &mut found);
                }
                _ => {}
            }
        }
        if let Some(next) = next.filter(|_| LOGINS.contains(&text))
            && let Some(colon) = next.text.find(':')
        {
            push(line, next.start + colon + 1, next.end, Some(SecretKind::Password), &mut found);
        }
        header(line, word, &mut found);
        if text.contains("://") {
            let inside = addresses::found(text).into_iter();
            found.extend(inside.map(|one| Found { span: one.span.shifted(word.start), ..one }));
        } else if let Some(kind) = values::word(text) {
            push(line, word.start, word.end, Some(kind), &mut found);
        }
    }
    piped(line, &words, &mut found);
    without_names(line, &found)
}

/// `set -gx NAME value`, as fish has it, and `setenv NAME value` of csh.
fn set(line: &str, words: &[Word<'_>], found: &mut Vec<Found>) {
    let mut words = words.iter().skip_while(|word| word.text.starts_with('-'));
    let Some(kind) = words.next().and_then(|name| fields::kind_of(name.text)) else { return };
    for value in words.take_while(|word| !matches!(word.text, ";" | "|" | "&&" | "||")) {
        push(line, value.start, value.end, Some(kind), found);
    }
}

/// Of `NAME=secret`, which may look like one as a whole, the name stays.
fn without_names(line: &str, found: &[Found]) -> Vec<Found> {
    let is_value_of = |value: &Found, whole: &Found| {
        let name = line.get(whole.span.start..value.span.start);
        value.span.end == whole.span.end && name.is_some_and(|name| name.ends_with('='))
    };
    let is_whole = |whole: &Found| found.iter().any(|value| is_value_of(value, whole));
    found.iter().filter(|one| !is_whole(one)).copied().collect()
}

/// `Authorization: Bearer …`, `X-Api-Key: …`.
fn header(line: &str, word: &Word<'_>, found: &mut Vec<Found>) {
    let Some((name, value)) = word.text.split_once(':') else { return };
    let blanks = value.len() - value.trim_start().len();
    let is_header = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_header && !value.trim().is_empty() {
        let at = word.start + name.len() + 1 + blanks;
        push(line, at, word.end, fields::kind_of(name), found);
    }
}

/// `echo secret | docker login --password-stdin`.
fn piped(line: &str, words: &[Word<'_>], found: &mut Vec<Found>) {
    let reads = words.iter().any(|word| READS_PASSWORD.contains(&word.text));
    let pipe = words.iter().position(|word| word.text == "|");
    let says = words.first().is_some_and(|word| matches!(word.text, "echo" | "printf"));
    if let Some(pipe) = pipe.filter(|_| reads && says) {
        for word in words[..pipe].iter().skip(1).filter(|word| !word.text.starts_with('-')) {
            push(line, word.start, word.end, Some(SecretKind::Password), found);
        }
    }
}

/// A value that another one stands for, such as `$TOKEN`, is no secret.
fn push(line: &str, start: usize, end: usize, kind: Option<SecretKind>, found: &mut Vec<Found>) {
    let value = line.get(start..end).unwrap_or_default();
    let is_reference = value.trim_matches(['"', '\'']).starts_with('$');
    if let Some(kind) = kind.filter(|_| !value.is_empty() && !is_reference) {
        found.push(Found::new(start, end, kind));
    }
}

/// Whether the word is the name of a program: the first one behind assignments, or behind a
/// pipe or `sudo`.
fn is_program(index: usize, words: &[Word<'_>]) -> bool {
    let before = index.checked_sub(1).and_then(|before| words.get(before));
    before.is_none_or(|word| {
        matches!(word.text, "|" | "||" | "&&" | ";" | "sudo") || word.text.contains('=')
    })
}

/// A word of a command line, its quotes around it left out where they enclose all of it.
struct Word<'l> {
    text: &'l str,
    start: usize,
    end: usize,
}

/// The words, by blanks outside quotes. Signs between commands stand alone only between blanks:
/// enough to find secrets, not to run anything.
fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    for (at, c) in line.char_indices() {
        let is_end = quote.is_none() && !is_escaped && c.is_whitespace();
        match (is_end, start) {
            (true, Some(begun)) => {
                words.push(unquoted(line, begun, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' && quote != Some('\'') {
            is_escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        }
    }
    if let Some(begun) = start {
        words.push(unquoted(line, begun, line.len()));
    }
    words
}

fn unquoted(line: &str, start: usize, end: usize) -> Word<'_> {
    let text = &line[start..end];
    for quote in ['"', '\''] {
        let inside = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
        if let Some(text) = inside {
            return Word { text, start: start + 1, end: end - 1 };
        }
    }
    Word { text, start, end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::masking::found::without;

    fn masked(line: &str) -> String {
        without(line, &found(line))
    }

    #[test]
    fn what_a_command_is_told_in_confidence_is_masked() {
        for (line, shown) in [
            ("export DB_PASSWORD=hunter2", "export DB_PASSWORD=(masked)"),
            ("export DEPLOY_TOKEN=qwe456asd", "export DEPLOY_TOKEN=(masked)"),
            ("set -gx API_TOKEN abc", "set -gx API_TOKEN (masked)"),
            ("setenv DB_PASSWORD 'a b'", "setenv DB_PASSWORD '(masked)'"),
            ("API_KEY='a b' ./deploy", "API_KEY=(masked) ./deploy"),
            ("tool login --password hunter2 --user jo", "tool login --password (masked) --user jo"),
            ("tool --token=\"abc def\" x", "tool --token=(masked) x"),
            ("curl -u jo:hunter2 https://a.example", "curl -u jo:(masked) https://a.example"),
            ("curl -H 'Authorization: Bearer abc' x", "curl -H 'Authorization: (masked)' x"),
            ("curl -H \"X-Api-Key: abc\" x", "curl -H \"X-Api-Key: (masked)\" x"),
            ("mysql -phunter2 shop", "mysql -p(masked) shop"),
            ("sudo sshpass -p hunter2 ssh a", "sudo sshpass -p (masked) ssh a"),
            (
                "echo hunter2 | docker login --password-stdin",
                "echo (masked) | docker login --password-stdin",
            ),
            (
                "git clone https://jo:hunter2@git.example/a",
                "git clone https://(masked)@git.example/a",
            ),
            ("vault unseal q7Rk2ZpL9xVb4NwT", "vault unseal (masked)"),
        ] {
            assert_eq!(masked(line), shown);
        }
    }

    #[test]
    fn an_ordinary_command_stays() {
        for line in [
            "git commit -m \"Add the report\"",
            "ls -la /var/log/nginx",
            "tool login --password-stdin < secret.txt",
            "tool --token \"$TOKEN\" --verbose",
            "kubectl rollout status deployment/web",
            "docker run -p 8080:80 nginx",
            "FOO=bar make -j4",
            "echo 'open",
            "",
        ] {
            assert_eq!(masked(line), line);
        }
    }
}
