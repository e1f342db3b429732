//! Who acts: a role effect needs another actor, not any other role in the text.

use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, WordClass};
use crate::text::word_key;

use super::BAR;

/// The role effect of two versions of a unit, if there is one.
pub(super) fn effects(was: &Unit, is: &Unit, language: &Language, found: &mut Vec<Effect>) {
    if (was.kind, is.kind) == (UnitKind::Row, UnitKind::Row) {
        found.extend(cells(was, is, language));
        return;
    }
    let (old, new) = (actors(was, language), actors(is, language));
    let binds = matches!(is.kind, UnitKind::Step | UnitKind::Statement);
    let is_named = |actor: &str, unit: &Unit| {
        let head = actor.rsplit(' ').next().unwrap_or(actor);
        word_key(&unit.text).iter().any(|word| singular(word) == singular(head))
    };
    match (old.is_empty(), new.is_empty()) {
        (false, false) => {
            let gone = old.iter().filter(|actor| !has(&new, actor)).cloned().collect();
            let come = new.iter().filter(|actor| !has(&old, actor)).cloned().collect();
            let (gone, come): (Vec<String>, Vec<String>) = (gone, come);
            let pair = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", "));
            if let (old, new @ Some(_)) | (old @ Some(_), new) = (pair(gone), pair(come)) {
                found.push(Effect::new(EffectKind::Role, old, new));
            }
        }
        // Whom a text leaves open, it may name elsewhere: only a new name counts.
        (false, true) if binds && !is_named(&old[0], is) => {
            found.push(Effect::new(EffectKind::Role, Some(old.join(", ")), None));
        }
        (true, false) if binds && !is_named(&new[0], was) => {
            found.push(Effect::new(EffectKind::Role, None, Some(new.join(", "))));
        }
        _ => {}
    }
}

fn has(actors: &[String], actor: &str) -> bool {
    actors.iter().any(|other| singular(other) == singular(actor))
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word)
}

/// The roles that act: before the verb, those joined to it by "and" or "or", and behind
/// "by".
fn actors(unit: &Unit, language: &Language) -> Vec<String> {
    let words = word_key(&unit.text);
    let roles = content::roles(unit, language);
    let mut acting: Vec<String> = content::actor(unit, language).into_iter().collect();
    for role in &roles {
        let parts: Vec<&str> = role.split(' ').collect();
        let places = words.windows(parts.len()).enumerate();
        for (at, _) in places.filter(|(_, window)| *window == parts.as_slice()) {
            if acting.contains(role) {
                break;
            }
            let is_article = |word: &&String| language.is(WordClass::Determiner, word);
            let before = words[..at].iter().rev().find(|word| !is_article(word));
            let mut behind = words[at + parts.len()..].iter();
            let joins = behind.next().is_some_and(|word| matches!(word.as_str(), "and" | "or"));
            let next: Vec<&str> =
                behind.skip_while(|word| is_article(word)).map(String::as_str).take(3).collect();
            let joined = joins
                && acting.first().is_some_and(|actor| {
                    let actor: Vec<&str> = actor.split(' ').collect();
                    next.starts_with(&actor[..actor.len().min(next.len())]) && !next.is_empty()
                });
            if joined || before.is_some_and(|word| word == "by") {
                acting.push(role.clone());
            }
        }
    }
    acting
}

/// Cells that hold nothing but a role.
fn cells(was: &Unit, is: &Unit, language: &Language) -> Vec<Effect> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (was.text.split(BAR).collect(), is.text.split(BAR).collect());
    if old.len() != new.len() {
        return Vec::new();
    }
    let role = |cell: &str| {
        let words = word_key(cell);
        let ends_role = words.last().is_some_and(|last| language.is_role(last));
        (ends_role && words.len() <= 4).then(|| words.join(" "))
    };
    let pairs = old.into_iter().zip(new).filter_map(|(old, new)| {
        let (old, new) = (role(old)?, role(new)?);
        (singular(&old) != singular(&new))
            .then(|| Effect::new(EffectKind::Role, Some(old), Some(new)))
    });
    pairs.collect()
}
