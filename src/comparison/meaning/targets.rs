//! What the hand or the eye looks for in a step, what is entered, and where links lead.

use std::collections::HashSet;

use crate::comparison::{Effect, EffectKind};
use crate::document::blocks::MarkKind;
use crate::document::outline::{Unit, content};
use crate::language::Language;

use super::difference::{differences, in_order, without};
use super::measures::phones;
use super::unmarked;

/// A step with more marks or bytes is no step of a person: of it, only whether its code
/// changed is told.
const MOST_MARKS: usize = 500;
const LONGEST: usize = 20_000;

/// The targets and values of a step that changed. Where no word changed, markup that came
/// or went around the same characters is no change.
pub(super) fn effects(
    was: &Unit,
    is: &Unit,
    other_words: bool,
    language: &Language,
    found: &mut Vec<Effect>,
) {
    if was.marks.len().max(is.marks.len()) > MOST_MARKS
        || was.text.len().max(is.text.len()) > LONGEST
    {
        if codes(was) != codes(is) {
            found.push(Effect::new(EffectKind::Target, None, None));
        }
        return;
    }
    let (gone, come) = if other_words {
        let (old, new) = (targets(was, language), targets(is, language));
        (without(&old, &new), without(&new, &old))
    } else {
        marked_anew(was, is, |unit| targets(unit, language))
    };
    for (old, new) in in_order(gone, come) {
        let stays = |name: &Option<String>, text: &str| {
            name.as_ref().is_none_or(|name| text.contains(name.as_str()))
        };
        // The name stands in both texts: only its markup came or went.
        if !(stays(&old, &is.text) && stays(&new, &was.text)) {
            found.push(Effect::new(EffectKind::Target, old, new));
        }
    }
    // What is told as a limit or a target is not told again as a value.
    let told: HashSet<String> = found
        .iter()
        .flat_map(|effect| effect.old.iter().chain(&effect.new))
        .flat_map(|side| side.split(' ').map(str::to_owned).chain([side.clone()]))
        .collect();
    let is_told = |value: &String| told.contains(value);
    let values = |unit: &Unit| -> Vec<String> {
        let links = links(unit);
        // Where a link leads is told as that, unless the address is its own text.
        let is_hidden = |value: &String| links.contains(value) && !unit.text.contains(value);
        let mut values = content::values(unit);
        let phones = phones(&unit.text, language);
        values.extend(
            phones
                .into_iter()
                .filter_map(|(start, end)| unit.text.get(start..end))
                .map(str::to_owned),
        );
        values.retain(|value| !is_told(value) && !is_hidden(value));
        values
    };
    let (old, new) = (values(was), values(is));
    differences(EffectKind::Value, &old, &new, found);
}

/// What the hand or the eye looks for, marked or not. A path of menus is one target, whatever
/// is marked in it.
pub(super) fn targets(unit: &Unit, language: &Language) -> Vec<String> {
    let unmarked = unmarked::targets(unit, language);
    let unmarked = unmarked.into_iter().filter_map(|(start, end)| unit.text.get(start..end));
    let unmarked: Vec<String> = unmarked.map(str::to_owned).collect();
    let mut all = content::targets(unit);
    all.retain(|name| !unmarked.iter().any(|whole| whole.contains(name.as_str())));
    all.extend(unmarked);
    all
}

/// The destinations of links that only one version has. An address that is its own text
/// is a value of a step already.
pub(super) fn links_anew(was: &Unit, is: &Unit, is_step: bool) -> (Vec<String>, Vec<String>) {
    let links = |unit: &Unit| -> Vec<String> {
        let all = links(unit).into_iter();
        all.filter(|destination| !is_step || !unit.text.contains(destination.as_str())).collect()
    };
    let (old, new) = (links(was), links(is));
    (without(&old, &new), without(&new, &old))
}

/// Whether a relative destination is the same file in another folder: the link follows it.
pub(super) fn follows_a_rename(old: &str, new: &str) -> bool {
    let name = |destination: &str| -> Option<String> {
        let path = destination.split(['#', '?']).next()?;
        let is_relative = !path.contains("://") && !path.starts_with("mailto:");
        Some(path.rsplit('/').next()?.to_owned()).filter(|name| is_relative && !name.is_empty())
    };
    name(old).is_some() && name(old) == name(new)
}

/// What is marked on one side and stands on the other in other characters.
pub(super) fn marked_anew(
    was: &Unit,
    is: &Unit,
    marked: impl Fn(&Unit) -> Vec<String>,
) -> (Vec<String>, Vec<String>) {
    let (old, new) = (marked(was), marked(is));
    let only_in = |these: &[String], those: &[String], text: &str| -> Vec<String> {
        without(these, those).into_iter().filter(|mark| !text.contains(mark.as_str())).collect()
    };
    (only_in(&old, &new, &is.text), only_in(&new, &old, &was.text))
}

/// The code tokens, as written.
pub(super) fn codes(unit: &Unit) -> Vec<String> {
    unit.marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Code)
        .filter_map(|mark| unit.text.get(mark.start..mark.end))
        .filter(|code| !code.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

fn links(unit: &Unit) -> Vec<String> {
    let links = unit.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Link(destination) => Some(destination.clone()),
        _ => None,
    });
    links.collect()
}
