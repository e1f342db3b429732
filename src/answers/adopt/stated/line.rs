//! Lines of Markdown as plain words, and rows as cells.

/// A line without what Markdown and HTML add to its words; comments span lines.
pub(super) fn plain(line: &str, is_comment: &mut bool) -> String {
    let mut text = String::new();
    let mut rest = without_break(line.trim());
    loop {
        if *is_comment {
            let Some((_, after)) = rest.split_once("-->") else { break };
            rest = after;
            *is_comment = false;
        }
        let Some((before, after)) = rest.split_once("<!--") else {
            text.push_str(rest);
            break;
        };
        text.push_str(before);
        rest = after;
        *is_comment = true;
    }
    let text = without_tags(&text).replace(['*', '`'], "");
    let text = text.trim().trim_start_matches(['#', '>', '-', '+', ' ']);
    let words: Vec<&str> = text.split(' ').map(|word| word.trim_matches('_')).collect();
    words.join(" ").trim().to_owned()
}

/// A line without the backslash of a hard break, which is no part of what it says; one that
/// another escapes is.
fn without_break(line: &str) -> &str {
    let slashes = line.len() - line.trim_end_matches('\\').len();
    if slashes % 2 == 1 { line[..line.len() - 1].trim_end() } else { line }
}

fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.split_once('>') {
            Some((_, after)) if is_tag => rest = after,
            _ => {
                plain.push('<');
                rest = tag;
            }
        }
    }
    plain + rest
}

/// `[Jane Doe](mailto:jane@example.com)` as its words.
pub(super) fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        plain.push_str(before);
        let parts = link.split_once("](").and_then(|(words, target)| {
            let (_, after) = target.split_once(')')?;
            (!words.contains(['[', ']'])).then_some((words, after))
        });
        if let Some((words, after)) = parts {
            plain.push_str(words);
            rest = after;
        } else {
            plain.push('[');
            rest = link;
        }
    }
    plain + rest
}

/// The cells of a row.
pub(super) fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// The line between the names of the columns and the rows.
pub(super) fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}
