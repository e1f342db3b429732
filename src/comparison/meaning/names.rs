//! Words that have digits and name something: addresses, file names, versions.

/// The ranges of a text, in bytes, that are names and not amounts, whatever digits they
/// have: addresses, paths, file names, `#12`.
pub(super) fn names(text: &str) -> Vec<(usize, usize)> {
    let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let words = text.split_whitespace().filter(|word| is_name(word));
    words.map(|word| (start_of(word), start_of(word) + word.len())).collect()
}

fn is_name(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "()[]{}<>,;:!?\"'“”‘’".contains(c));
    let word = word.trim_end_matches('.');
    let begins_with = |c: fn(char) -> bool| word.chars().next().is_some_and(c);
    let has_dotted_letter =
        word.split('.').skip(1).any(|part| part.starts_with(char::is_alphabetic));
    let is_path = word.contains('/')
        && word.contains(char::is_alphabetic)
        && begins_with(|c| c.is_alphabetic() || matches!(c, '.' | '/' | '~'));
    word.contains("://")
        || word.starts_with("www.")
        || word.contains(['@', '_', '#'])
        || has_dotted_letter
        || is_path
        || (begins_with(char::is_alphabetic) && word.contains('.'))
}

/// Whether a number has two dots or more, as versions do and dates do not: `1.2.3`.
pub(super) fn is_dotted(number: &str) -> bool {
    let parts: Vec<&str> = number.split('.').collect();
    let is_date = matches!(parts[..], [day, month, year]
        if day.len() <= 2 && month.len() <= 2 && matches!(year.len(), 2 | 4) && day.len() + month.len() + year.len() > 5);
    parts.len() > 2 && !is_date
}
