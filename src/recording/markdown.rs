//! Words of a recording as Markdown shows them: nothing in them is read as markup.

/// The words as they are, on one line.
pub(super) fn words(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '['
                | ']'
                | '<'
                | '>'
                | '&'
                | '{'
                | '}'
                | '~'
                | '|'
                | '#'
                | '!'
                | '$'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// What people see on the screen.
pub(super) fn label(text: &str) -> String {
    format!("**{}**", words(text))
}

/// What is typed or copied.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    // Blanks keep a mark at the edge apart; Markdown takes one of them away at each side.
    let needs_room = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let room = if needs_room { " " } else { "" };
    format!("{marks}{room}{text}{room}{marks}")
}

/// Several lines that are typed or printed.
pub(super) fn block(text: &str, language: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: Vec<String> = text.lines().map(visible).collect();
    format!("{fence}{language}\n{}\n{fence}", lines.join("\n"))
}

/// On one line, without characters that a terminal or an editor would obey.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" "))
}

fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(|c| !is_hidden(*c) || *c == '\t').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;

    fn shown(markdown: &str) -> String {
        let document = Document::read(format!("x {markdown} y\n"), Profile::sopctl());
        let text = document.blocks().first().map(|block| block.text.clone()).unwrap_or_default();
        text.trim_start_matches("x ").trim_end_matches(" y").to_owned()
    }

    #[test]
    fn markdown_shows_the_words_as_they_are() {
        for text in [
            "Save & close",
            "*must* __may__ ~~not~~",
            "[link](http://a.example) ![image](x)",
            "<b>bold</b> <!-- no -->",
            "a `code` b",
            "C# {x} | $y$",
            "back\\slash",
            "返品 手順",
        ] {
            assert_eq!(shown(&words(text)), text);
            assert_eq!(shown(&label(text)), text);
            assert_eq!(shown(&code(text)), text);
        }
        assert_eq!(shown(&code("``a`")), "``a`");
        assert_eq!(words("a\u{1b}[31m\r\nb\u{202e}"), "a\\[31m b");
    }

    #[test]
    fn a_block_cannot_be_left_from_inside() {
        assert_eq!(block("a\n```\nb\u{7}", "sh"), "````sh\na\n```\nb\n````");
    }
}
