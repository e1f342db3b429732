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
        text.push_str(&format!("{}{marker}{}\n", " ".repeat(outer), sentence.text));
        let picture = pictures.iter().find(|picture| picture.sentence == index);
        for part in below(sentence, picture, document) {
            text.push('\n');
            text.push_str(&indented(&part, outer + marker.len()));
        }
        text.push('\n');
    }
    text
}

/// What stands below the sentence of a step, in order.
fn below(sentence: &Sentence<'_>, picture: Option<&Placed>, document: &RepoPath) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(sentence.block.clone());
    parts.extend(sentence.note.as_ref().map(|note| format!("Note: {note}")));
    if let Some(picture) = picture {
        let link = link(document, &picture.path);
        parts.push(format!("![{}]({link})", sentence.caption));
    }
    match sentence.expected.as_slice() {
        [] if sentence.lacks_result => {
            parts.push("Expected result: TODO: what do you see when it worked?".to_owned());
        }
        [] => {}
        seen => parts.push(format!("Expected result: {}", seen.join(" "))),
    }
    parts.extend(sentence.questions.iter().map(|question| format!("TODO: {question}")));
    parts
}

fn indented(text: &str, by: usize) -> String {
    let room = " ".repeat(by);
    let lines = text
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{room}{line}\n") });
    lines.collect()
}
