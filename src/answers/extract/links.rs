//! Links and pictures of a text that moves to another folder.
//!
//! Reads the source line by line; code is left as it is.

use crate::paths::RepoPath;

/// A text that moves from one document to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved<'p> {
    pub(super) from: &'p RepoPath,
    pub(super) to: &'p RepoPath,
}

impl Moved<'_> {
    /// The text with its relative destinations as they are seen from the new place.
    pub(super) fn rewritten(&self, markdown: &str) -> String {
        let mut fence = Fence::default();
        let lines = markdown
            .split_inclusive('\n')
            .map(|line| if fence.holds(line) { line.to_owned() } else { self.line(line) });
        lines.collect()
    }

    fn line(&self, line: &str) -> String {
        if let Some((label, rest)) = definition(line) {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (destination, behind) = rest.split_at(end);
            return format!("{label}{}{behind}", self.seen(destination));
        }
        let mut text = String::with_capacity(line.len());
        let mut rest = line;
        while let Some((before, opening, behind)) = next_destination(rest) {
            text.push_str(before);
            text.push_str(opening);
            let length = opening_length(opening, behind);
            text.push_str(&self.seen(&behind[..length]));
            rest = &behind[length..];
        }
        text.push_str(rest);
        text
    }

    /// A destination as it is seen from the new place.
    fn seen(&self, destination: &str) -> String {
        if let Some(inner) = destination.strip_prefix('<').and_then(|d| d.strip_suffix('>')) {
            return format!("<{}>", self.seen(inner));
        }
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (path, behind) = destination.split_at(end);
        let is_elsewhere = destination.is_empty()
            || path.starts_with('/')
            || path.contains(':')
            || path.contains("{{")
            || path.contains("{%");
        if is_elsewhere {
            return destination.to_owned();
        }
        let target = if path.is_empty() {
            Some(self.from.as_str().to_owned())
        } else {
            resolved(self.from.folder(), path)
        };
        match target {
            Some(target) => {
                let slash = if path.ends_with('/') { "/" } else { "" };
                format!("{}{slash}{behind}", relative(self.to.folder(), &target))
            }
            // It leads out of the repository; where to, nobody knows.
            None => destination.to_owned(),
        }
    }
}

/// The way from a folder to a path of the repository.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let most = from.len().min(to.len().saturating_sub(1));
    let common = (0..most).take_while(|at| from[*at] == to[*at]).count();
    let up = "../".repeat(from.len() - common);
    format!("{up}{}", to[common..].join("/"))
}

/// The path of the repository that a relative path leads to; `None` outside it.
fn resolved(folder: &str, path: &str) -> Option<String> {
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
pub(super) fn definitions(body: &str, text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut fence = Fence::default();
    let lines = body.lines().filter(|line| !fence.holds(line));
    let needed = lines.filter(|line| {
        definition(line).is_some_and(|(label, _)| {
            let label = label.trim().trim_end_matches(':').to_lowercase();
            lower.contains(&label) && !lower.contains(&format!("{label}:"))
        })
    });
    needed.map(|line| format!("{line}\n")).collect()
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

    fn rewritten(text: &str) -> String {
        let (from, to) = ("docs/sops/refunds.md", "docs/work-instructions/refund.md");
        let (from, to) = (RepoPath::new(from).unwrap(), RepoPath::new(to).unwrap());
        Moved { from: &from, to: &to }.rewritten(text)
    }

    #[test]
    fn relative_destinations_are_seen_from_the_new_folder() {
        for (before, after) in [
            ("![till](till.png \"The till\")", "![till](../sops/till.png \"The till\")"),
            ("[a](../img/a.png), [b](./b.md#c)", "[a](../img/a.png), [b](../sops/b.md#c)"),
            ("[other](../work-instructions/pay.md)", "[other](pay.md)"),
            ("[limits](#limits)", "[limits](../sops/refunds.md#limits)"),
            ("[up](../../README.md)", "[up](../../README.md)"),
            ("[far](../../../x.md)", "[far](../../../x.md)"),
            (
                "[x](https://a.example/b_(c)) [y](mailto:a@b.example)",
                "[x](https://a.example/b_(c)) [y](mailto:a@b.example)",
            ),
            ("[x](/top.md) [y]({{url}})", "[x](/top.md) [y]({{url}})"),
            ("[x](<a b.md>)", "[x](<../sops/a b.md>)"),
            ("[t]: till.md 'Till'", "[t]: ../sops/till.md 'Till'"),
            ("<img src=\"till.png\" alt=\"x\">", "<img src=\"../sops/till.png\" alt=\"x\">"),
            ("`[a](b.md)` [a](b.md)", "`[a](b.md)` [a](../sops/b.md)"),
            ("```\n[a](b.md)\n```\n[a](b.md)\n", "```\n[a](b.md)\n```\n[a](../sops/b.md)\n"),
            ("[a](img/)", "[a](../sops/img/)"),
        ] {
            assert_eq!(rewritten(before), after);
        }
    }

    #[test]
    fn only_definitions_that_are_needed_move() {
        let body = "[Till]: till.md\n[other]: other.md\n[^1]: A note.\n\n```\n[code]: x\n```\n";
        assert_eq!(
            definitions(body, "See [the till][till] [^1] [code]."),
            ["[Till]: till.md\n", "[^1]: A note.\n"]
        );
    }
}
