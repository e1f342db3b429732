//! `undeclared-role`: somebody acts who is not among the roles.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::document::outline::{Outline, content};
use crate::language::{Language, Topic};
use crate::library::Member;
use crate::report::Severity;
use crate::text::{plain_words, word_key};

use super::judged;

pub(super) const RULE: Rule = Rule {
    id: "undeclared-role",
    severity: Severity::Suggestion,
    summary: "a role acts that the section on roles does not name",
    help: "Who is named in the roles knows that the document concerns them, and is trained when it \
           changes.",
    standing: Standing::OnRequest,
    together: Some("roles are not among those of the document"),
    example: Example {
        bad: &[(
            "sops/refunds.md",
            "\
# Refunds

## Roles

- Cashier: records requests.
- Finance manager: decides on large refunds.

## Procedure

1. The cashier records the request within 1 day.
2. The shift supervisor approves the request within 2 days.
",
        )],
        good: &[(
            "sops/refunds.md",
            "\
# Refunds

## Roles

- Cashier: records requests.
- Shift supervisor: decides on requests.

## Procedure

1. The cashier records the request within 1 day.
2. The shift supervisor approves the request within 2 days.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((_, language)) = judged(surroundings, member) else { return Vec::new() };
    let outline = member.document.outline();
    let Some(declared) = declared(outline, language) else { return Vec::new() };
    let mut told: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for unit in &outline.units {
        let is_inside = unit.section.is_some_and(|at| declared.sections.contains(&at));
        let Some(role) = content::actor(unit, language).filter(|_| !is_inside) else { continue };
        let last = role.rsplit(' ').next().unwrap_or_default();
        let is_general = language.is_no_role(last);
        if is_general || declared.names(&role) || told.contains(&role) {
            continue;
        }
        let span = place_of(member.document.body(), unit.span, &word_key(&role));
        let message = format!("\"{role}\" acts here, and is not among the roles");
        let help =
            format!("name it under {:?}, or write the name that stands there", declared.title);
        faults.push(Fault::in_body(member, span, message).about(role.clone()).help(help));
        told.push(role);
    }
    faults
}

/// The roles that a document declares.
struct Declared {
    title: String,
    sections: Vec<usize>,
    words: Vec<String>,
}

impl Declared {
    /// Whether the last word of a role stands there, with the word before it where that is
    /// part of a name.
    fn names(&self, role: &str) -> bool {
        let words = word_key(role);
        let same = |a: &String, b: &String| a.trim_end_matches('s') == b.trim_end_matches('s');
        (1..=words.len()).rev().any(|length| {
            let end = &words[words.len() - length..];
            let is_name = length > 1 || words.len() == 1;
            is_name
                && self
                    .words
                    .windows(length)
                    .any(|run| run.iter().zip(end).all(|(a, b)| same(a, b)))
        })
    }
}

/// A heading with more words says something about roles, rather than that they follow.
const LONGEST_TITLE: usize = 4;

/// `None` where no section declares roles.
fn declared(outline: &Outline, language: &Language) -> Option<Declared> {
    let is_of_roles = |at: usize| {
        let mut around = Some(at);
        while let Some(section) = around.and_then(|at| outline.sections.get(at)) {
            let is_short = plain_words(&section.title).count() <= LONGEST_TITLE;
            if is_short && language.is_heading_of(Topic::Roles, &section.title) {
                return true;
            }
            around = section.parent;
        }
        false
    };
    let sections: Vec<usize> = (0..outline.sections.len()).filter(|at| is_of_roles(*at)).collect();
    let title = outline.sections.get(*sections.first()?)?.title.clone();
    let titles = sections.iter().filter_map(|at| Some(outline.sections.get(*at)?.title.as_str()));
    let inside =
        outline.units.iter().filter(|unit| unit.section.is_some_and(|at| sections.contains(&at)));
    let texts = titles.chain(inside.map(|unit| unit.text.as_str()));
    let words: Vec<String> = texts.flat_map(|text| plain_words(text).map(String::from)).collect();
    let names_somebody = words.iter().any(|word| language.is_role(word));
    names_somebody.then_some(Declared { title, sections, words })
}
