//! The labels that people type before a step or a heading: `Step 3:`, `3.2`, `(a)`.

/// A label and the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'t> {
    /// The number or letter alone: `3`, `3.2`, `a`.
    pub number: &'t str,
    /// Whether a word such as "Step" stands before the number.
    pub word: bool,
    /// The text behind the label.
    pub rest: &'t str,
}

/// The words that announce a numbered part of a procedure.
const STEP_WORDS: [&str; 3] = ["step", "stage", "phase"];

/// Reads the label at the start of a text; `None` where there is none, or nothing else.
///
/// A number without a step word counts only with a sign behind it (`3.`, `3)`, `3:`)
/// or as a dotted number (`3.2 Review`), so that "2026 plan" and "24 hours" stay whole.
#[must_use]
pub fn read_label(text: &str) -> Option<Labelled<'_>> {
    let text = text.trim_start();
    let lower_start = text.get(..text.len().min(6)).unwrap_or_default().to_ascii_lowercase();
    for word in STEP_WORDS {
        if lower_start.starts_with(word) {
            let after = text[word.len()..].trim_start_matches([' ', '\u{a0}', '#']);
            if after.len() < text.len() - word.len()
                && let Some((number, rest)) = ordinal(after)
            {
                let rest = rest.trim_start_matches([' ', ':', '.', ')', '-', '–', '—', '\u{a0}']);
                return (!rest.is_empty()).then_some(Labelled { number, word: true, rest });
            }
        }
    }
    let (opened, inner) = text.strip_prefix('(').map_or((false, text), |inner| (true, inner));
    let (number, rest) = ordinal(inner)?;
    let digits = number.starts_with(|c: char| c.is_ascii_digit());
    let signs: &[char] = if opened { &[')'] } else { &['.', ')', ':'] };
    let behind = match rest.strip_prefix(signs) {
        Some(behind) => behind,
        None if !opened && digits && number.contains('.') => rest,
        None => return None,
    };
    let words = behind.trim_start_matches([' ', '\u{a0}']);
    let apart = words.len() < behind.len();
    (apart && !words.is_empty()).then_some(Labelled { number, word: false, rest: words })
}

/// A number (`3`, `3.2.1`), one letter, or a small roman number, and what follows.
fn ordinal(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let more_digits = bytes[end].is_ascii_digit();
        let inner_dot =
            bytes[end] == b'.' && end > 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(more_digits || inner_dot) {
            break;
        }
        end += 1;
    }
    if end > 0 {
        // Four digits and more are years and article numbers, not steps.
        let short = text[..end].split('.').all(|part| part.len() <= 3);
        return short.then(|| text.split_at(end));
    }
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let roman = letters > 0
        && letters <= 4
        && bytes[..letters].iter().all(|b| matches!(b, b'i' | b'v' | b'x'));
    (letters == 1 || roman).then(|| text.split_at(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Option<(&str, bool, &str)> {
        read_label(text).map(|l| (l.number, l.word, l.rest))
    }

    #[test]
    fn labels_of_all_shapes() {
        assert_eq!(label("Step 3: Open the till"), Some(("3", true, "Open the till")));
        assert_eq!(label("STEP 3 – Open"), Some(("3", true, "Open")));
        assert_eq!(label("Phase 2. Review"), Some(("2", true, "Review")));
        assert_eq!(label("3. Review"), Some(("3", false, "Review")));
        assert_eq!(label("3.2 Review"), Some(("3.2", false, "Review")));
        assert_eq!(label("3.2.1. Review"), Some(("3.2.1", false, "Review")));
        assert_eq!(label("(a) Review"), Some(("a", false, "Review")));
        assert_eq!(label("a) Review"), Some(("a", false, "Review")));
        assert_eq!(label("iv. Review"), Some(("iv", false, "Review")));
    }

    #[test]
    fn what_only_looks_like_a_label() {
        for text in [
            "2026 plan",
            "24 hours",
            "A team",
            "Stepping stones",
            "Steps",
            "3.",
            "2026. Plan",
            "e.g. this",
            "I am",
            "Step by step",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
