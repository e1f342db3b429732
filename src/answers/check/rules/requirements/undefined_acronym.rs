//! `undefined-acronym`: an abbreviation that the document never explains.

use std::collections::HashSet;

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::document::blocks::MarkKind;
use crate::document::outline::{Outline, Unit, UnitKind};
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;
use crate::text::{Token, TokenKind, tokens};

use super::judged;

pub(super) const RULE: Rule = Rule {
    id: "undefined-acronym",
    severity: Severity::Suggestion,
    summary: "an abbreviation is used and never explained",
    help: "Who is new does not know it, and the same letters mean something else next door.",
    standing: Standing::OnRequest,
    together: Some("abbreviations are not explained"),
    example: Example {
        bad: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier opens an RMA within 1 day.
2. The shift lead closes the RMA within 2 days.
",
        )],
        good: &[(
            "sops/refunds.md",
            "\
# Refunds

## Procedure

1. The cashier opens a return authorisation (RMA) within 1 day.
2. The shift lead closes the RMA within 2 days.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((_, language)) = judged(surroundings, member) else { return Vec::new() };
    let outline = member.document.outline();
    let explained = explained(outline);
    let mut told: HashSet<String> = HashSet::new();
    let mut faults = Vec::new();
    for unit in &outline.units {
        if matches!(unit.kind, UnitKind::Code | UnitKind::Image) {
            continue;
        }
        for short in abbreviations(unit, language) {
            if explained.contains(&short) || !told.insert(short.clone()) {
                continue;
            }
            let span = place_of(member.document.body(), unit.span, &[short.to_lowercase()]);
            let message = format!("{short} is never explained");
            let help = format!("write it out where it is used first: `… ({short})`");
            faults.push(Fault::in_body(member, span, message).about(short).help(help));
        }
    }
    faults
}

/// The abbreviations of a unit: not in code, and not where everything is in capitals.
fn abbreviations(unit: &Unit, language: &Language) -> Vec<String> {
    let tokens = tokens(&unit.text);
    let mut at = 0;
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let start = at;
        at += token.text.len();
        let is_code = unit
            .marks
            .iter()
            .any(|mark| mark.kind == MarkKind::Code && mark.start <= start && start < mark.end);
        let Some(short) = abbreviation(token).filter(|_| !is_code) else { continue };
        let is_known = language.is_known_abbreviation(&short.to_lowercase());
        if !is_known && !is_shouted(&tokens, index) {
            found.push(short.to_owned());
        }
    }
    found
}

/// Two to six capital letters, without the ending of a plural.
fn abbreviation<'t>(token: &Token<'t>) -> Option<&'t str> {
    let short = token.text.strip_suffix('s').unwrap_or(token.text);
    let is_short = token.kind == TokenKind::Word && (2..=6).contains(&short.len());
    (is_short && short.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(short)
}

/// Whether the words around are in capitals as well.
fn is_shouted(tokens: &[Token<'_>], index: usize) -> bool {
    let is_capital =
        |token: &&Token<'_>| token.text.len() > 1 && token.text.chars().all(char::is_uppercase);
    let before = tokens[..index].iter().rev().find(|token| token.kind == TokenKind::Word);
    let behind = tokens[index + 1..].iter().find(|token| token.kind == TokenKind::Word);
    before.as_ref().is_some_and(is_capital) || behind.as_ref().is_some_and(is_capital)
}

/// The abbreviations that a document explains: in brackets behind words, before brackets or a
/// colon, as a term or at the beginning of a row.
fn explained(outline: &Outline) -> HashSet<String> {
    let mut found = HashSet::new();
    let titles = outline.sections.iter().map(|section| section.title.as_str());
    let units = outline.units.iter().map(|unit| unit.text.as_str());
    for text in units.chain(titles) {
        let words: Vec<Token<'_>> =
            tokens(text).into_iter().filter(|token| token.kind != TokenKind::Space).collect();
        for (index, token) in words.iter().enumerate() {
            let Some(short) = abbreviation(token) else { continue };
            let before = index.checked_sub(1).and_then(|at| words.get(at)).map_or("", |t| t.text);
            let behind = words.get(index + 1).map_or("", |t| t.text);
            let is_term = index == 0 && (behind.is_empty() || "|:–—-=".contains(behind));
            if before == "(" || behind == "(" || is_term {
                found.insert(short.to_owned());
            }
        }
    }
    found
}
