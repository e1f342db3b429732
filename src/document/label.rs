//! The labels that people type before a step or a heading: `Step 3:`, `3.2`, `(a)`.
//!
//! This reader is part of canonical form 1 and never changes (the manual states it in
//! `docs/reference/canonical-form.md`); readers of outlines may know more labels.

/// A label and the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'t> {
    /// The number or letter alone: `3`, `3.2`, `a`, `iv`.
    pub number: &'t str,
    /// Whether a word such as "Step" stands before the number.
    pub word: bool,
    /// The text behind the label.
    pub rest: &'t str,
}

/// The words that announce a numbered part of a procedure.
const STEP_WORDS: [&str; 3] = ["step", "stage", "phase"];

/// The longest part of a dotted number: more digits are years and article numbers.
const MOST_DIGITS: usize = 3;

/// The roman numbers below ten.
const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

/// Reads the label at the start of a text; `None` where there is none, or nothing else.
///
/// A number without a step word counts only with a sign behind it (`3.`, `3)`, `3:`)
/// or as a dotted number (`3.2 Review`), so that "2026 plan" and "24 hours" stay whole.
/// A letter always needs a sign, so that "Phase a long test" stays whole.
#[must_use]
pub fn read_label(text: &str) -> Option<Labelled<'_>> {
    let text = text.trim_matches(' ');
    let word = behind_step_word(text);
    let (number, rest) = match word {
        Some(numbered) => with_word(numbered)?,
        None => with_sign(text)?,
    };
    (!rest.is_empty()).then_some(Labelled { number, word: word.is_some(), rest })
}

/// The text behind "Step" and the blanks or `#` that must follow it.
fn behind_step_word(text: &str) -> Option<&str> {
    let is_start =
        |word: &&&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let after = &text[STEP_WORDS.iter().find(is_start)?.len()..];
    let numbered = after.trim_start_matches([' ', '#']);
    (numbered.len() < after.len()).then_some(numbered)
}

/// What stands behind a step word: `3: `, `3 `, `a) `.
fn with_word(text: &str) -> Option<(&str, &str)> {
    let (number, behind) = ordinal(text)?;
    let rest = behind.trim_start_matches([' ', ':', '.', ')', '-', '–', '—']);
    let signs = &behind[..behind.len() - rest.len()];
    let apart = signs.starts_with(':') || signs.contains(' ');
    let signed = !signs.trim_matches(' ').is_empty();
    (apart && (signed || is_number(number))).then_some((number, rest))
}

/// A label that stands alone: `(a) `, `3. `, `3) `, `3: `, `3.2 `.
fn with_sign(text: &str) -> Option<(&str, &str)> {
    let (opened, inner) = text.strip_prefix('(').map_or((false, text), |inner| (true, inner));
    let (number, behind) = ordinal(inner)?;
    let signs: &[char] = if opened { &[')'] } else { &['.', ')', ':'] };
    let behind = match behind.strip_prefix(signs) {
        Some(behind) => behind,
        None if !opened && is_number(number) && number.contains('.') => behind,
        None => return None,
    };
    let rest = behind.trim_start_matches(' ');
    (rest.len() < behind.len()).then_some((number, rest))
}

fn is_number(ordinal: &str) -> bool {
    ordinal.starts_with(|c: char| c.is_ascii_digit())
}

/// A number (`3`, `3.2.1`), one letter, or a roman number, and what follows.
fn ordinal(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters > 0 {
        let is_ordinal = letters == 1 || roman_value(&text[..letters]).is_some();
        return is_ordinal.then(|| text.split_at(letters));
    }
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let inner_dot =
            *byte == b'.' && end > 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(byte.is_ascii_digit() || inner_dot) {
            break;
        }
        end += 1;
    }
    let is_short = text[..end].split('.').all(|part| part.len() <= MOST_DIGITS);
    (end > 0 && is_short).then(|| text.split_at(end))
}

/// The value of a roman number from 1 to 39, in lower or in upper case.
#[must_use]
pub fn roman_value(text: &str) -> Option<u32> {
    let tens = text.bytes().take_while(|b| matches!(b, b'x' | b'X')).count();
    let ones = ONES.iter().position(|one| one.eq_ignore_ascii_case(&text[tens..]))?;
    let one_case = text.bytes().all(|b| b.is_ascii_lowercase())
        || text.bytes().all(|b| b.is_ascii_uppercase());
    let value = u32::try_from(tens * 10 + ones).ok()?;
    (one_case && (1..40).contains(&value)).then_some(value)
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
        assert_eq!(label("XIV. Review"), Some(("XIV", false, "Review")));
        assert_eq!(label("Step #3 Open"), Some(("3", true, "Open")));
        assert_eq!(label("step 3:Open"), Some(("3", true, "Open")));
        assert_eq!(label("Phase A - Review"), Some(("A", true, "Review")));
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
            "Step",
            "Step 3",
            "Step 10,000 is the last",
            "Step 3-4: Open",
            "Step X-ray",
            "Phase a long test",
            "Stage I Review",
            "mix. Stir",
            "iiii. Stir",
            "iV. Stir",
            "3.Review",
            "(3. Review",
            "1 Review",
            "3.2",
            "–",
            "",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn roman_numbers_count_to_thirty_nine() {
        let values: Vec<_> = ["i", "IV", "ix", "xiv", "XXXIX", "x"].map(roman_value).into();
        assert_eq!(values, [1, 4, 9, 14, 39, 10].map(Some));
        for text in ["", "xxxx", "xxxxi", "vx", "Ix", "a"] {
            assert_eq!(roman_value(text), None, "{text}");
        }
    }
}
