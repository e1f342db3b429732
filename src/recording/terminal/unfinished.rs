//! Whether a shell would ask for more of a command: enough of its grammar to tell that from a
//! program that asks something.

/// Words that open what another one closes.
const BLOCKS: [(&str, &str); 6] = [
    ("for", "done"),
    ("while", "done"),
    ("until", "done"),
    ("if", "fi"),
    ("case", "esac"),
    ("{", "}"),
];

pub(super) fn is_unfinished(command: &str) -> bool {
    has_open_quote(command) || has_open_text(command) || has_open_block(command) || {
        let end = command.trim_end();
        ["\\", "|", "&&", "("].iter().any(|sign| end.ends_with(sign))
    }
}

fn has_open_quote(command: &str) -> bool {
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    for c in command.chars() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (None | Some('"'), '\\') => is_escaped = true,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    quote.is_some()
}

/// `cat <<EOF` without the line that ends the text.
fn has_open_text(command: &str) -> bool {
    let Some((_, behind)) = command.split_once("<<") else { return false };
    let word = behind.trim_start_matches(['-', '<', ' ']);
    let word: String = word.chars().take_while(|c| !c.is_whitespace() && *c != ';').collect();
    let mark = word.trim_matches(['\'', '"', '\\']);
    !behind.starts_with('<')
        && !mark.is_empty()
        && !command.lines().skip(1).any(|line| line.trim() == mark)
}

fn has_open_block(command: &str) -> bool {
    let words = || command.split(|c: char| c.is_whitespace() || c == ';').filter(|w| !w.is_empty());
    let count = |word: &str| words().filter(|one| *one == word).count();
    let first = words().next().unwrap_or_default();
    let opens = |opener: &&(&str, &str)| opener.0 == first || opener.0 == "{";
    BLOCKS.iter().filter(opens).any(|(open, close)| count(open) > count(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_in_the_next_line_is_unfinished() {
        for command in [
            "for f in *; do",
            "for f in *; do\nwc -l $f",
            "if true; then",
            "echo 'one",
            "echo \"one",
            "cat > a <<'EOF'",
            "cat <<EOF\ntext",
            "make \\",
            "ls |",
            "true &&",
            "pack() {",
        ] {
            assert!(is_unfinished(command), "{command}");
        }
        for command in [
            "node",
            "for f in *; do wc -l $f; done",
            "cat <<EOF\ntext\nEOF",
            "echo \"it's\"",
            "echo 'a \"b'",
            "grep x <<< text",
            "echo if",
            "",
        ] {
            assert!(!is_unfinished(command), "{command}");
        }
    }
}
