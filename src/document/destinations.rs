//! Where the destinations of links and pictures stand in a source, and the ways between files.
//!
//! Reads the source line by line, so that what is found can be replaced and every other byte
//! stays; code is passed over. What a body leads to, whatever its notation, is told by
//! [`links`](super::links).

use crate::source::Span;

/// The destinations in a Markdown text, in order: of links, pictures, definitions and HTML.
/// One in angle brackets is given without them.
#[must_use]
pub fn destinations(markdown: &str) -> Vec<Span> {
    let mut fence = Fence::default();
    let mut found = Vec::new();
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        if !fence.holds(line) {
            in_line(line, start, &mut found);
        }
        start += line.len();
    }
    found
}

fn in_line(line: &str, start: usize, found: &mut Vec<Span>) {
    let mut add = |at: usize, destination: &str| {
        let inner = destination.strip_prefix('<').and_then(|inner| inner.strip_suffix('>'));
        let at = start + at + usize::from(inner.is_some());
        found.push(Span::new(at, at + inner.unwrap_or(destination).len()));
    };
    // A footnote is defined by words, which may hold links.
    let is_note = line.trim_start().starts_with("[^");
    if let Some((label, rest)) = definition(line).filter(|_| !is_note) {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        add(label.len(), &rest[..end]);
        return;
    }
    let mut at = 0;
    while let Some((before, opening, behind)) = next_destination(&line[at..]) {
        let length = opening_length(opening, behind);
        at += before.len() + opening.len();
        add(at, &behind[..length]);
        at += length;
    }
}

/// The way from a folder to a path of the repository.
#[must_use]
pub fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let most = from.len().min(to.len().saturating_sub(1));
    let common = (0..most).take_while(|at| from[*at] == to[*at]).count();
    let up = "../".repeat(from.len() - common);
    format!("{up}{}", to[common..].join("/"))
}

/// The path of the repository that a relative path leads to; `None` outside it.
#[must_use]
pub fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The definitions of a body that a text refers to and does not hold: of links and footnotes.
#[must_use]
pub fn definitions(body: &str, text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_needed = |label: &str| {
        let label = label.trim().trim_end_matches(':').to_lowercase();
        lower.contains(&label) && !lower.contains(&format!("{label}:"))
    };
    let mut fence = Fence::default();
    let mut needed: Vec<String> = Vec::new();
    let mut in_needed_note = false;
    for line in body.lines().filter(|line| !fence.holds(line)) {
        if let Some((label, _)) = definition(line) {
            let is_moved = is_needed(label);
            in_needed_note = is_moved && label.trim_start().starts_with("[^");
            if is_moved {
                needed.push(format!("{line}\n"));
            }
        } else if in_needed_note && !line.trim().is_empty() {
            // The paragraph of a footnote goes on.
            if let Some(note) = needed.last_mut() {
                note.push_str(line);
                note.push('\n');
            }
        } else {
            in_needed_note = false;
        }
    }
    needed
}

/// `[label]: ` of a definition, and what it defines.
fn definition(line: &str) -> Option<(&str, &str)> {
    let start = line.trim_start();
    let is_flush = line.len() - start.len() <= 3;
    let colon = start.find("]:")?;
    let label = &start[1..colon];
    let is_label = start.starts_with('[') && !label.is_empty() && !label.contains(['[', ']']);
    if !is_flush || !is_label {
        return None;
    }
    let rest = start[colon + 2..].trim_start();
    Some((&line[..line.len() - rest.len()], rest))
}

/// The next place of a line where a destination begins: the text before it, what opens it, and
/// what follows. Code is skipped.
fn next_destination(line: &str) -> Option<(&str, &str, &str)> {
    const OPENINGS: [&str; 5] = ["](", "src=\"", "href=\"", "src='", "href='"];
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        if rest.starts_with('`') {
            let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
            let close = rest[ticks..].find(&rest[..ticks]);
            at += close.map_or(ticks, |close| ticks + close + ticks);
            continue;
        }
        if let Some(opening) = OPENINGS.into_iter().find(|opening| rest.starts_with(opening)) {
            let end = at + opening.len();
            return Some((&line[..at], &line[at..end], &line[end..]));
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// How long the destination is that follows an opening.
fn opening_length(opening: &str, behind: &str) -> usize {
    if opening != "](" {
        let quote = if opening.ends_with('\'') { '\'' } else { '"' };
        return behind.find(quote).unwrap_or(behind.len());
    }
    if behind.starts_with('<') {
        return behind.find('>').map_or(0, |end| end + 1);
    }
    let mut open = 0_usize;
    for (at, c) in behind.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return at,
            ')' => open -= 1,
            c if c.is_whitespace() => return at,
            _ => {}
        }
    }
    behind.len()
}

/// Whether lines stand in a fenced code block.
#[derive(Debug, Default)]
struct Fence {
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether a line is part of a fenced block; lines are given in order.
    fn holds(&mut self, line: &str) -> bool {
        let line = line.trim();
        let run = |sign: char| line.chars().take_while(|c| *c == sign).count();
        match self.open {
            None => {
                let opened = ['`', '~'].into_iter().find(|sign| run(*sign) >= 3);
                self.open = opened.map(|sign| (sign, run(sign)));
                opened.is_some()
            }
            Some((sign, length)) => {
                if run(sign) >= length && line.chars().all(|c| c == sign) {
                    self.open = None;
                }
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_found_where_they_stand() {
        let found = |text: &str| -> Vec<String> {
            let spans = destinations(text).into_iter();
            spans.map(|span| text[span.start..span.end].to_owned()).collect()
        };
        assert_eq!(found("[a](b.md \"t\") ![c](<d e.png>) `[x](y)`\n"), ["b.md", "d e.png"]);
        assert_eq!(found("x\n[t]: till.md 'Till'\n"), ["till.md"]);
        assert_eq!(found("[t]: <a.md>\n<img src='x.png'>"), ["a.md", "x.png"]);
        assert_eq!(found("```\n[a](b.md)\n```\n[é](c_(d).md#e)"), ["c_(d).md#e"]);
        assert_eq!(found("[a](\n[b]()"), ["", ""]);
        assert_eq!(found("[^n]: The [note](a.md) of 2.\n[^m]: Words.\n"), ["a.md"]);
    }

    #[test]
    fn the_way_between_two_files_is_the_shortest() {
        assert_eq!(relative("docs/sops", "docs/img/a.png"), "../img/a.png");
        assert_eq!(relative("", "a/b.md"), "a/b.md");
        assert_eq!(resolved("docs/sops", "../img/./a.png").as_deref(), Some("docs/img/a.png"));
        assert_eq!(resolved("docs", "../../x"), None);
    }

    #[test]
    fn only_definitions_that_are_needed_move() {
        let body = "[Till]: till.md\n[other]: other.md\n[^1]: A note\n  of two lines.\n\n```\n[code]: x\n```\n";
        assert_eq!(
            definitions(body, "See [the till][till] [^1] [code]."),
            ["[Till]: till.md\n", "[^1]: A note\n  of two lines.\n"]
        );
    }
}
