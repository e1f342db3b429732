//! The steps of a recording as the Markdown of a draft.

use crate::paths::RepoPath;
use crate::recording::Sentence;
use crate::scaffold::link;

use super::pictures::Placed;

/// The sections that a recording can fill: the steps.
pub(super) fn written(
    sentences: &[Sentence<'_>],
    pictures: &[Placed],
    document: &RepoPath,
) -> String {
    let mut text = String::from("## Steps\n\n");
    // The number and the width of the marker of each list that is open.
    let mut lists: Vec<(usize, usize)> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let depth = sentence.depth.min(lists.len());
        lists.truncate(depth + 1);
        if lists.len() <= depth {
            lists.push((0, 0));
        }
        let outer: usize = lists[..depth].iter().map(|(_, width)| width).sum();
        let marker = match lists.last_mut() {
            Some((number, width)) => {
                *number += 1;
                let marker = format!("{number}. ");
                *width = marker.len();
                marker
            }
            None => String::new(),
        };
        let picture = pictures.iter().find(|picture| picture.sentence == index);
        let marker = format!("{}{marker}", " ".repeat(outer));
        text.push_str(&item(&marker, sentence, picture, document));
        text.push_str("\n\n");
    }
    text
}

/// A step as the item of a list, without a line ending behind it. The marker stands with its
/// indentation.
pub(super) fn item(
    marker: &str,
    sentence: &Sentence<'_>,
    picture: Option<&Placed>,
    document: &RepoPath,
) -> String {
    let mut text = format!("{marker}{}", sentence.text);
    let room: String = marker.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    for part in below(sentence, picture, document) {
        text.push_str("\n\n");
        text.push_str(&indented(&part, &room));
    }
    text
}

/// What stands below the sentence of a step, in order.
fn below(sentence: &Sentence<'_>, picture: Option<&Placed>, document: &RepoPath) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(sentence.block.clone());
    parts.extend(sentence.note.as_ref().map(|note| format!("Note: {note}")));
    if let Some(picture) = picture {
        let (link, fragment) = (link(document, &picture.path), picture.fragment());
        let link = match link.strip_suffix('>') {
            Some(open) => format!("{open}{fragment}>"),
            None => link + &fragment,
        };
        parts.push(format!("![{}]({link})", sentence.caption));
    }
    match expected(sentence) {
        Some(seen) => parts.push(seen),
        None if sentence.lacks_result => {
            parts.push("Expected result: TODO: what do you see when it worked?".to_owned());
        }
        None => {}
    }
    parts.extend(questions(sentence));
    parts
}

/// Lines behind some blanks; an empty one stays empty.
pub(super) fn indented(text: &str, room: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("{room}{line}") })
        .collect();
    lines.join("\n")
}

/// What is seen when a step worked, as a paragraph; none where the recording shows nothing.
pub(super) fn expected(sentence: &Sentence<'_>) -> Option<String> {
    let seen = (!sentence.expected.is_empty()).then(|| sentence.expected.join(" "));
    seen.map(|seen| format!("Expected result: {seen}"))
}

/// What somebody has to answer about a step, each as a paragraph.
pub(super) fn questions<'s>(sentence: &'s Sentence<'_>) -> impl Iterator<Item = String> + 's {
    sentence.questions.iter().map(|question| format!("TODO: {question}"))
}
