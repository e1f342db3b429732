//! Pictures of a document inside the page, with what is meant of them marked by a number.

use std::fmt::Write as _;

use crate::walkthrough::pictures::{Content, Picture};

pub(super) use super::super::base64::base64;
use super::super::inline::escaped;

/// The pictures of a scene. A picture that stands there several times is shown once, with all
/// that is meant of it.
pub(super) fn pictures(pictures: &[Picture]) -> String {
    let mut html = String::new();
    let mut rest = pictures;
    while let Some(picture) = rest.first() {
        let is_same = |other: &&Picture| {
            other.path.is_some() && other.path == picture.path && other.content == picture.content
        };
        let count = rest.iter().take_while(is_same).count().max(1);
        let (same, others) = rest.split_at(count);
        figure(same, &mut html);
        rest = others;
    }
    html
}

/// A picture, as often as it stands there.
fn figure(same: &[Picture], html: &mut String) {
    let Some(picture) = same.first() else { return };
    let description = escaped(picture.description.untrusted());
    let Some(content) = &picture.content else {
        if !description.is_empty() {
            let _ = writeln!(
                html,
                "<figure class=\"absent\"><figcaption>Picture, not on this page: {description}</figcaption></figure>"
            );
        }
        return;
    };
    let size =
        content.size.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    let marks = marks(same, content);
    let is_single = if marks.len() == 1 { " is-single" } else { "" };
    let _ = writeln!(
        html,
        "<figure class=\"picture\"><div class=\"frame{is_single}\"><img alt=\"{description}\"{} src=\"data:{};base64,{}\">{}</div></figure>",
        size.unwrap_or_default(),
        content.media.name(),
        base64(&content.bytes),
        marks.concat(),
    );
}

/// What is meant of a picture, each a box with its number.
fn marks(same: &[Picture], content: &Content) -> Vec<String> {
    let marks = same.iter().filter_map(|picture| {
        let highlight = picture.highlight?;
        let [left, top, width, height] = highlight.percent(content.size)?;
        // Where there is no room above and before the box, the number stands inside.
        let inside = if left < 4.0 || top < 6.0 { " is-inside" } else { "" };
        Some(format!(
            "<span class=\"mark{inside}\" style=\"left:{left}%;top:{top}%;width:{width}%;height:{height}%\"><b>{}</b></span>",
            highlight.number
        ))
    });
    marks.collect()
}
