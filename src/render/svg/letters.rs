//! How wide words are, without asking a font.
//!
//! Which font a reader has is not known. The widths are those of a wide one (Verdana, `DejaVu
//! Sans`), so that words which are shortened to fit do fit.

/// The width of words in a letter height, both in pixels.
pub(in crate::render) fn width(words: &str, size: f64) -> f64 {
    words.chars().map(ems).sum::<f64>() * size
}

/// Words, or as much of them as there is room for, with a sign that there were more.
pub(in crate::render) fn fitted(words: &str, size: f64, room: f64) -> String {
    if width(words, size) <= room {
        return words.to_owned();
    }
    let mut used = ems('…') * size;
    let mut kept = String::new();
    for c in words.chars() {
        used += ems(c) * size;
        if used > room {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_end();
    format!("{kept}…")
}

/// The width of a letter in parts of its height.
const fn ems(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | '['
        | ']' => 0.38,
        ' ' | 'f' | 't' | 'r' | '/' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.98,
        'A'..='Z' | '&' | '#' | '+' | '=' | '<' | '>' | '~' => 0.74,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' => 0.0,
        // Hangul, Kana, Han, full-width forms, pictures: a square each.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'.. => 1.05,
        '\0'..='\u{7f}' => 0.64,
        _ => 0.72,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_left_alone_and_what_does_not_says_so() {
        assert_eq!(fitted("Pay", 13.0, 200.0), "Pay");
        let shortened = fitted("Access of joiners, movers and leavers", 13.0, 150.0);
        assert!(shortened.ends_with('…') && width(&shortened, 13.0) <= 150.0, "{shortened}");
        assert!(fitted("漢字漢字漢字漢字", 13.0, 60.0).chars().count() < 5);
        assert_eq!(fitted("Pay", 13.0, 0.0), "…");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_wider_than_its_room(words in ".{0,80}", room in 20.0_f64..400.0) {
            proptest::prop_assert!(width(&fitted(&words, 13.0, room), 13.0) <= room);
        }
    }
}
