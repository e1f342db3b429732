//! The mass edit of the story: another Markdown style over all documents, with
//! no change in substance.

/// Where the new style breaks lines, in characters.
const WIDTH: usize = 88;

/// Dashes for bullets, an empty line after each heading, and paragraphs and
/// items broken at 88 characters. Front matter, tables and quotes stay.
pub(super) fn reformat(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let mut fences = 0;
    let mut after_heading = false;
    for line in text.lines() {
        if line == "+++" {
            fences += 1;
        }
        if fences == 1 || line == "+++" {
            push_line(&mut out, line);
            continue;
        }
        if after_heading && !line.is_empty() {
            out.push('\n');
        }
        after_heading = line.starts_with('#');
        if let Some(item) = line.strip_prefix("* ") {
            wrap(&mut out, &format!("- {item}"), "  ");
        } else if let Some((number, _)) = line.split_once(". ")
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            wrap(&mut out, line, &" ".repeat(number.len() + 2));
        } else if line.starts_with(char::is_alphabetic) {
            wrap(&mut out, line, "");
        } else {
            push_line(&mut out, line);
        }
    }
    out
}

/// Breaks only before words, so that no new line can begin with something that
/// Markdown would read as a list or a heading.
fn wrap(out: &mut String, line: &str, indent: &str) {
    let may_begin_a_line =
        |word: &str| word.trim_start_matches(['*', '`', '"']).starts_with(char::is_alphabetic);
    let mut pieces: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match pieces.last_mut() {
            Some(piece) if !may_begin_a_line(word) => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
    }
    let mut width = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let length = piece.chars().count();
        if index > 0 && width + 1 + length > WIDTH {
            out.push('\n');
            out.push_str(indent);
            width = indent.len();
        } else if index > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(piece);
        width += length;
    }
    out.push('\n');
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_markers_and_line_breaks_change() {
        let long = "word ".repeat(30) + "2. end";
        let text = format!("+++\nid = \"A-1\"\n+++\n\n# T\nP\n\n* a\n* {long}\n\n1. {long}\n");
        let new = reformat(&text);
        assert!(new.starts_with("+++\nid = \"A-1\"\n+++\n\n# T\n\nP\n\n- a\n- word word"));
        assert!(new.contains("\n  word ") && !new.contains("\n  2."), "{new}");
        assert!(new.contains("\n\n1. word") && new.contains("\n   word "), "{new}");
        assert!(new.lines().all(|line| line.chars().count() <= WIDTH));
        let words = |text: &str| {
            text.split_whitespace().filter(|w| !matches!(*w, "*" | "-")).collect::<String>()
        };
        assert_eq!(words(&text), words(&new));
        assert_eq!(reformat(&new), new);
    }
}
