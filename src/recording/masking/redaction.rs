//! Secrets that were typed once are taken out of everything else that the recording says: a
//! password stands again in addresses, messages and names of pictures.

use std::collections::BTreeSet;

use super::addresses::encoded;
use super::found::MASK;

/// The secrets of a recording in all the ways in which they may be written.
#[derive(Default)]
pub(super) struct Redaction {
    forms: BTreeSet<String>,
    secrets: BTreeSet<String>,
}

impl Redaction {
    /// Below this length, in characters, a secret is looked for as a word of its own only:
    /// the digits of a PIN stand in many numbers.
    const WHOLE_WORD: usize = 6;

    /// The most secrets that are looked for. A recording with more is no demonstration, and
    /// looking for each of them everywhere would take long.
    pub(super) const MOST: usize = 500;

    pub(super) fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.is_empty() || self.is_full() || !self.secrets.insert(secret.to_owned()) {
            return;
        }
        let quoted = format!("{secret:?}");
        let in_json = quoted.get(1..quoted.len() - 1).unwrap_or(secret).to_owned();
        let in_html = secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        let in_form = encoded(secret).replace("%20", "+");
        self.forms.extend([secret.to_owned(), encoded(secret), in_form, in_json, in_html]);
    }

    pub(super) fn is_full(&self) -> bool {
        self.secrets.len() >= Self::MOST
    }

    /// Whether a value is one of the secrets.
    pub(super) fn has(&self, value: &str) -> bool {
        self.secrets.contains(value.trim())
    }

    /// The text with the mask wherever a secret stood.
    pub(super) fn applied(&self, text: String) -> String {
        // The longest first: a secret may be a part of another one.
        let mut forms: Vec<&String> = self.forms.iter().collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.into_iter().fold(text, |text, form| {
            if text.contains(form.as_str()) { replaced(&text, form) } else { text }
        })
    }
}

fn replaced(text: &str, form: &str) -> String {
    let is_word = form.chars().count() < Redaction::WHOLE_WORD;
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for (start, _) in text.match_indices(form) {
        let behind = start + form.len();
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let stands_apart =
            apart(text[..start].chars().next_back()) && apart(text[behind..].chars().next());
        if !is_word || stands_apart {
            masked.push_str(&text[end..start]);
            masked.push_str(MASK);
            end = behind;
        }
    }
    masked.push_str(&text[end..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction(secrets: &[&str]) -> Redaction {
        let mut redaction = Redaction::default();
        for secret in secrets {
            redaction.add(secret);
        }
        redaction
    }

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        let redaction = redaction(&["p@ss \"w&rd\""]);
        for text in [
            "said p@ss \"w&rd\" aloud",
            "?q=p%40ss%20%22w%26rd%22",
            "?q=p%40ss+%22w%26rd%22",
            "{\"v\": \"p@ss \\\"w&rd\\\"\"}",
            "<b>p@ss &quot;w&amp;rd&quot;</b>",
        ] {
            let shown = redaction.applied(text.to_owned());
            assert!(shown.contains(MASK) && !shown.contains("rd"), "{shown}");
        }
    }

    #[test]
    fn a_short_secret_is_a_word_of_its_own() {
        let redaction = redaction(&["123", "12"]);
        assert_eq!(
            redaction.applied("12 of 1234, CVV 123".to_owned()),
            "(masked) of 1234, CVV (masked)"
        );
    }

    #[test]
    fn a_secret_inside_another_one_leaves_nothing_of_it() {
        let redaction = redaction(&["hunter", "hunter22"]);
        assert_eq!(redaction.applied("hunter22 hunter".to_owned()), "(masked) (masked)");
    }
}
