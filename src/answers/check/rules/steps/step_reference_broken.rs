//! `step-reference-broken`: a text that sends its reader to a step that there is not.

use std::collections::BTreeSet;

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::blocks::{BlockKind, MarkKind};
use crate::document::id::DocumentId;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::Unit;
use crate::library::Member;
use crate::report::Severity;
use crate::source::Span;
use crate::text::{Token, TokenKind, lower, tokens};

pub(super) const RULE: Rule = Rule {
    id: "step-reference-broken",
    severity: Severity::Warning,
    summary: "a text names a step that there is not",
    help: "Somebody inserted or removed a step, and the text that names its number stayed behind. \
           Whoever follows it does the wrong step, or none.",
    standing: Standing::Judges,
    together: Some("texts name steps that there are not"),
    example: Example {
        bad: &[(
            "work-instructions/oven.md",
            "\
# Clean the oven of the test kitchen

## Steps

1. Switch off the oven and wait until the display is dark.
2. Take out the trays and put them into the sink.
3. Wipe the walls with the grey cloth.
4. If the cloth is still black, repeat steps 3 to 6.
",
        )],
        good: &[(
            "work-instructions/oven.md",
            "\
# Clean the oven of the test kitchen

## Steps

1. Switch off the oven and wait until the display is dark.
2. Take out the trays and put them into the sink.
3. Wipe the walls with the grey cloth.
4. If the cloth is still black, repeat step 3.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let kind = surroundings.declared_kind(member).map(|(kind, _)| kind);
    let is_judged = matches!(kind, Some(DocumentKind::WorkInstruction | DocumentKind::Sop));
    if !is_judged || member.is_over() || surroundings.language(member).is_none() {
        return Vec::new();
    }
    let outline = member.document.outline();
    let known = numbers(member);
    let Some(last) = known.iter().next_back().copied() else { return Vec::new() };
    let own = member.document.fields().id.value().map(DocumentId::as_str);
    let mut faults = Vec::new();
    for unit in &outline.units {
        let named = named_steps(unit, own).into_iter();
        for number in named.filter(|number| !known.contains(number)) {
            let message = format!("there is no step {number} here; the last number is {last}");
            let fault = Fault::in_body(member, first_line(member, unit.span), message);
            faults.push(
                fault
                    .about(format!("step {number}"))
                    .help("name the step that is meant, or the document if it stands in another"),
            );
        }
    }
    faults
}

/// The first numbers of everything that is numbered: steps, lists that are none, headings.
fn numbers(member: &Member) -> BTreeSet<u64> {
    let outline = member.document.outline();
    let typed = outline.units.iter().filter_map(|unit| unit.number.as_deref());
    let headings = outline.sections.iter().filter_map(|section| section.number.as_deref());
    let ordinals = member.document.blocks().iter().filter_map(|block| match block.kind {
        BlockKind::Item { ordinal, .. } => ordinal,
        _ => None,
    });
    // A row or a line that begins with "Step 4" or "4" is that step, whatever reads it.
    let labelled = outline.units.iter().filter_map(|unit| {
        let words = unit.text.split([' ', '.', ':', ')']).filter(|word| !word.is_empty());
        words.take(2).find_map(|word| word.parse().ok())
    });
    let titled = outline.sections.iter().flat_map(|section| {
        section.title.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok())
    });
    let parts = typed.chain(headings).flat_map(|number| {
        number.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok())
    });
    parts.chain(ordinals).chain(labelled).chain(titled).collect()
}

/// The steps that a text names by their whole numbers, also as a range; not those of another
/// document ("step 3 of SOP-002", "SOP-002, step 3"), nor its own number at its beginning.
fn named_steps(unit: &Unit, own: Option<&str>) -> Vec<u64> {
    let tokens: Vec<(usize, Token<'_>)> = {
        let mut at = 0;
        let placed = tokens(&unit.text).into_iter().map(|token| {
            at += token.text.len();
            (at - token.text.len(), token)
        });
        placed.filter(|(_, token)| token.kind != TokenKind::Space).collect()
    };
    let mut found = Vec::new();
    for (index, (at, token)) in tokens.iter().enumerate().skip(1) {
        let said = lower(token.text);
        let is_elsewhere = unit.marks.iter().any(|mark| {
            matches!(mark.kind, MarkKind::Code | MarkKind::Link(_))
                && mark.start <= *at
                && mark.end > *at
        });
        let is_step = matches!(said.as_ref(), "step" | "steps");
        if !is_step || is_elsewhere || follows_another_number(&unit.text[..*at], own) {
            continue;
        }
        let mut behind = tokens[index + 1..].iter().map(|(_, token)| token).peekable();
        let mut named = Vec::new();
        while let Some(token) = behind.next_if(|token| {
            matches!(token.text, "to" | "and" | "or" | "through" | "-" | "–" | "&" | ",")
                && !named.is_empty()
                || token.kind == TokenKind::Number
        }) {
            if token.kind == TokenKind::Number {
                named.extend(token.text.split('-').map(str::parse::<u64>));
            }
        }
        let next = behind.peek().map(|token| lower(token.text));
        let is_of_another = next.is_some_and(|next| {
            matches!(next.as_ref(), "of" | "in" | "from" | "on" | "under" | "(" | "[" | "at" | "'s")
        });
        // "3.2" and "2a" are not told apart from versions and names: nothing is said of them.
        if !is_of_another && named.iter().all(Result::is_ok) {
            found.extend(named.into_iter().flatten());
        }
    }
    found
}

/// Whether a text ends with the number of a document that is not this one: `As SOP-002, `.
fn follows_another_number(before: &str, own: Option<&str>) -> bool {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')' | ']');
    let last = before.trim_end_matches(is_between).rsplit(char::is_whitespace).next();
    let last = last.unwrap_or_default().trim_start_matches(['(', '[']);
    let prefix = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_number = prefix.len() < last.len()
        && prefix.ends_with('-')
        && prefix.starts_with(|c: char| c.is_ascii_uppercase());
    is_number && own.is_none_or(|own| !own.eq_ignore_ascii_case(last))
}

fn first_line(member: &Member, span: Span) -> Span {
    let source = member.document.body().get(span.start..span.end).unwrap_or_default();
    let line = source.lines().next().map_or(source.len(), str::len);
    Span::new(span.start, span.start + line)
}
