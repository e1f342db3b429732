//! A step without a picture, drawn: the button, field or menu that its sentences name. A drawing
//! repeats what the sentence says, so voices pass over it.

use std::fmt::Write as _;

use crate::walkthrough::{Role, Scene, SceneKind};

use super::super::inline::escaped;
use super::target::Target;

/// More than so many drawings of one scene are a text again.
const MOST: usize = 5;
/// Longer names are sentences, and not drawn, in characters.
const LONGEST: usize = 80;

/// The drawings of a scene, and for each of its sentences the id of its drawing.
pub(super) fn drawings(scene: &Scene, number: usize, drawn: &mut [Option<String>]) -> String {
    if scene.kind != SceneKind::Step {
        return String::new();
    }
    let sentences = scene.sentences.iter().enumerate();
    let targets = sentences
        .filter(|(_, sentence)| sentence.role == Role::Do)
        .filter_map(|(index, sentence)| Some((index, drawing(&Target::of(&sentence.shown)?)?)));
    let mut targets: Vec<(usize, String)> = targets.collect();
    targets.truncate(MOST);
    if targets.is_empty() {
        return String::new();
    }
    let is_single = if targets.len() == 1 { " is-single" } else { "" };
    let mut html = format!("<ol class=\"drawings{is_single}\" aria-hidden=\"true\">\n");
    for (index, drawing) in targets {
        let id = format!("drawn-{number}-{}", index + 1);
        let _ = writeln!(html, "<li id=\"{id}\">{drawing}</li>");
        if let Some(drawn) = drawn.get_mut(index) {
            *drawn = Some(id);
        }
    }
    html.push_str("</ol>\n");
    html
}

fn drawing(target: &Target<'_>) -> Option<String> {
    let named = |name: &str| (name.chars().count() <= LONGEST).then(|| escaped(name));
    let filled = |value: Option<&str>| value.map_or(Some(String::new()), named);
    Some(match target {
        Target::Button(name) => format!("<span class=\"d-button\">{}</span>", named(name)?),
        Target::Path(names) => {
            let names: Option<Vec<String>> =
                names.iter().map(|name| Some(format!("<span>{}</span>", named(name)?))).collect();
            format!("<span class=\"d-path\">{}</span>", names?.join("<i>›</i>"))
        }
        Target::Field { name, value } => format!(
            "<span class=\"d-field\"><span>{}</span><b>{}</b></span>",
            named(name)?,
            filled(*value)?
        ),
        Target::Choice { name, option } => format!(
            "<span class=\"d-field d-choice\"><span>{}</span><b>{}</b></span>",
            named(name)?,
            filled(*option)?
        ),
        Target::CheckBox { name, is_on } => format!(
            "<span class=\"d-check\"><b>{}</b>{}</span>",
            if *is_on { "✓" } else { "" },
            named(name)?
        ),
        Target::Tab(name) => {
            format!("<span class=\"d-tabs\"><i></i><b>{}</b><i></i></span>", named(name)?)
        }
        Target::Keys(keys) => {
            let keys: Option<Vec<String>> =
                keys.iter().map(|key| Some(format!("<kbd>{}</kbd>", named(key)?))).collect();
            format!("<span class=\"d-keys\">{}</span>", keys?.join("<i>+</i>"))
        }
    })
}
