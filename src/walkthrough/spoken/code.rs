//! What is said of something in code marks.

use super::keys;
use super::units::is_number;

/// What is said in the place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// These words.
    Words(String),
    /// Nothing but that it is shown: "the command shown".
    Shown(&'static str),
    /// What the reader has to put in: "your password".
    Yours(String),
}

/// So many words of a name are said; longer ones are pointed at.
const MOST_WORDS: usize = 6;

/// What is said of code: words where it is made of words, else what it is.
pub(super) fn said(code: &str) -> Said {
    let code = code.trim();
    if let Some(said) = placeholder(code) {
        return said;
    }
    if let Some(keys) = keys::pressed(code) {
        return Said::Words(keys);
    }
    if address(code) {
        return Said::Shown("address");
    }
    if mail_address(code) {
        return Said::Shown("e-mail address");
    }
    let is_prose =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | ',' | '-' | '%' | '°');
    let words: Vec<&str> = code.split_whitespace().collect();
    let is_dashed = words.iter().any(|word| word.starts_with('-') && !is_number(word));
    if words.len() > 1 {
        let is_said = words.len() <= MOST_WORDS && code.chars().all(is_prose) && !is_dashed;
        return if is_said { Said::Words(words.join(" ")) } else { Said::Shown("command") };
    }
    if code.contains(['/', '\\']) && code.chars().count() > 1 {
        return Said::Shown("path");
    }
    if is_number(code) {
        return Said::Words(code.to_owned());
    }
    if code.starts_with('-') {
        return Said::Shown("option");
    }
    if is_file(code) {
        return Said::Shown("file");
    }
    let name = code.trim_end_matches("()");
    let parts = parts(name);
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
    if is_name && parts.len() <= MOST_WORDS && digits <= 4 && name.chars().count() <= 40 {
        return Said::Words(parts.join(" "));
    }
    Said::Shown("value")
}

/// Something that the reader has to put in: `<name>`, `{id}`, and what was masked.
pub(super) fn placeholder(text: &str) -> Option<Said> {
    const PAIRS: [(&str, &str); 4] = [("<", ">"), ("{{", "}}"), ("{", "}"), ("[", "]")];
    let stars = |c: char| matches!(c, '*' | '•' | '●' | '∙');
    if text.chars().count() >= 3 && text.chars().all(stars) {
        return Some(Said::Yours("password".to_owned()));
    }
    let inner =
        PAIRS.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let words = parts(inner.trim());
    let fits = (1..=MOST_WORDS).contains(&words.len()) && inner.chars().all(is_name);
    let words = words.join(" ").to_lowercase();
    let bare = words.strip_prefix("your ").or_else(|| words.strip_prefix("the ")).unwrap_or(&words);
    fits.then(|| Said::Yours(bare.to_owned()))
}

/// Whether a text is the address of a page.
pub(super) fn address(text: &str) -> bool {
    let is_web = text.contains("://") || text.starts_with("www.");
    is_web && !text.contains(char::is_whitespace)
}

/// Whether a text is an e-mail address.
pub(super) fn mail_address(text: &str) -> bool {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

/// Whether a name has an ending as files have: letters, or letters and a digit.
fn is_file(code: &str) -> bool {
    code.rsplit_once('.').is_some_and(|(name, ending)| {
        let is_known = [
            "csv", "txt", "md", "json", "toml", "yaml", "yml", "xml", "pdf", "docx", "xlsx", "zip",
            "sh", "py", "js", "rs", "go", "log", "conf", "ini", "png", "jpg", "html", "css", "sql",
            "tf", "env", "lock", "gz", "tar", "exe", "key", "pem", "crt",
        ];
        is_known.contains(&ending.to_ascii_lowercase().as_str()) || name.is_empty()
    })
}

/// The words of a name such as `first_name` or `maxDepth`.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let divides = matches!(c, '_' | '-' | '.' | ':' | ' ');
        if (divides || (was_lower && c.is_uppercase()))
            && parts.last().is_some_and(|part| !part.is_empty())
        {
            parts.push(String::new());
        }
        was_lower = c.is_lowercase();
        if !divides && let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_said_where_it_is_made_of_words() {
        for (code, words) in [
            ("Ready", "Ready"),
            ("required at first sign-in", "required at first sign-in"),
            ("maxDepth", "max Depth"),
            ("v1.4.2", "v1 4 2"),
            ("8080", "8080"),
            ("git push", "git push"),
            ("Ctrl+C", "Control C"),
        ] {
            assert_eq!(said(code), Said::Words(words.to_owned()), "{code}");
        }
        for (code, what) in [
            ("git push --force", "command"),
            ("x=1; y", "command"),
            ("--force", "option"),
            ("/etc/hosts", "path"),
            ("report.csv", "file"),
            (".env", "file"),
            ("a1b2c3d4e5f6", "value"),
            ("x{y}z", "value"),
            ("http://a.example", "address"),
            ("ana@example.com", "e-mail address"),
        ] {
            assert_eq!(said(code), Said::Shown(what), "{code}");
        }
        for (code, yours) in
            [("<cluster-name>", "cluster name"), ("{id}", "id"), ("•••••", "password")]
        {
            assert_eq!(said(code), Said::Yours(yours.to_owned()), "{code}");
        }
    }
}
