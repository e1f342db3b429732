//! A text as the name of a file.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::nfc;

/// File systems allow 255 bytes in a name; an ending has to fit as well.
const MOST_BYTES: usize = 240;

/// The words of a text in lower case, joined by hyphens: letters with accents lose
/// them where a letter of ASCII is left, other letters stay. At most `longest`
/// characters, cut at the end of a word where it can be; empty where the text has
/// neither letters nor digits.
#[must_use]
pub fn slug(text: &str, longest: usize) -> String {
    let mut slug = String::new();
    let mut gap = false;
    let mut after_letter = false;
    for c in nfc(text).chars().map(plain_letter) {
        if c.is_alphanumeric() || (after_letter && is_combining_mark(c)) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            after_letter = true;
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') {
            gap = true;
            after_letter = false;
        }
    }
    cut(&nfc(&slug), longest)
}

/// The anchor that a heading has on GitHub: in lower case and NFC, blanks as hyphens,
/// without punctuation. Of headings with the same words, GitHub adds `-1`, `-2` to the
/// later ones.
#[must_use]
pub fn heading_anchor(heading: &str) -> String {
    let heading = nfc(heading);
    let kept =
        |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, ' ' | '-' | '_');
    let folded = heading.chars().filter(kept).flat_map(char::to_lowercase);
    folded.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// `é` as `e`; `が` and `ß` as they are.
fn plain_letter(c: char) -> char {
    c.nfd().next().filter(char::is_ascii_alphanumeric).unwrap_or(c)
}

fn cut(slug: &str, longest: usize) -> String {
    let fits = |(index, (start, c)): &(usize, (usize, char))| {
        *index < longest && start + c.len_utf8() <= MOST_BYTES
    };
    let end = slug
        .char_indices()
        .enumerate()
        .take_while(fits)
        .last()
        .map_or(0, |(_, (at, c))| at + c.len_utf8());
    let head = &slug[..end];
    let within_a_word = !slug[end..].is_empty() && !slug[end..].starts_with('-');
    match head.rsplit_once('-') {
        // A single long word is better cut than lost.
        Some((words, _)) if within_a_word => words.to_owned(),
        _ => head.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_by_hyphens_and_lose_their_accents() {
        for (text, expected) in [
            ("Customer onboarding", "customer-onboarding"),
            ("  Café: crème & co. (v2.1) ", "cafe-creme-co-v2-1"),
            ("Revoke a leaver's access", "revoke-a-leavers-access"),
            ("Ångström — İstanbul", "angstrom-istanbul"),
            ("Straße", "straße"),
            ("が返品 手順", "が返品-手順"),
            ("한국어 절차", "한국어-절차"),
            ("हिन्दी", "हिन्दी"),
            ("e\u{301}tat", "etat"),
            ("🚀 Launch 🚀", "launch"),
            ("../../etc/passwd", "etc-passwd"),
            ("!!!", ""),
            ("\u{301}", ""),
        ] {
            assert_eq!(slug(text, 80), expected, "{text}");
        }
    }

    #[test]
    fn an_anchor_keeps_letters_and_hyphens_as_they_are_composed() {
        for (heading, expected) in [
            ("Kick-off call", "kick-off-call"),
            ("1. Close (daily)", "1-close-daily"),
            ("E\u{301}tat d'avancement", "état-davancement"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(heading_anchor(heading), expected, "{heading}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(slug("one two three", 9), "one-two");
        assert_eq!(slug("one two three", 7), "one-two");
        assert_eq!(slug("one two three", 8), "one-two");
        assert_eq!(slug("onetwothree", 4), "onet");
        let wide = slug(&"𠀀".repeat(100), 80);
        assert_eq!((wide.len(), wide.chars().count()), (240, 60));
    }
}
