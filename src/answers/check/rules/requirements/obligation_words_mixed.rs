//! `obligation-words-mixed`: two words for one duty.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::place_of;
use crate::library::Member;
use crate::report::Severity;

use super::{judged, sentences_of};

pub(super) const RULE: Rule = Rule {
    id: "obligation-words-mixed",
    severity: Severity::Suggestion,
    summary: "some duties are told with \"must\" and others with \"shall\"",
    help: "Two words for one thing make a reader ask what the difference is. A document that explains \
           the difference, or cites RFC 2119, is not asked.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- The shift lead must decide on every refund within 2 days.
- The cashier must record every refund on the same day.
- The finance manager shall approve refunds over 500 EUR.
- The site manager shall keep the list of refunds for 10 years.
- The cashier must not pay a refund without a receipt.
- The finance manager shall report the sum of refunds every month.
",
        )],
        good: &[(
            "policies/refunds.md",
            "\
# Refunds

## Policy statements

- The shift lead must decide on every refund within 2 days.
- The cashier must record every refund on the same day.
- The finance manager must approve refunds over 500 EUR.
- The site manager must keep the list of refunds for 10 years.
",
        )],
    },
    find,
};

/// One or two sentences with the other word may be quotations.
const FEWEST: usize = 3;
/// One sentence in so many is a slip that misleads nobody.
const ONE_IN: usize = 12;

const WORDS: [&str; 2] = ["must", "shall"];

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some((_, language)) = judged(surroundings, member) else { return Vec::new() };
    let mut counts = [0_usize; 2];
    let mut firsts = [None; 2];
    for sentence in sentences_of(member) {
        let is_duty = |at: &usize| !language.is_no_duty(&sentence.words[at + 1..]);
        let said = WORDS.map(|word| {
            let places = (0..sentence.words.len()).filter(|at| sentence.words[*at] == word);
            places.filter(is_duty).count()
        });
        let cites = sentence.words.windows(2).any(|pair| pair == ["rfc", "2119"]);
        if cites || explains(&sentence.unit.text) {
            return Vec::new();
        }
        for (index, said) in said.into_iter().enumerate() {
            counts[index] += said;
            if said > 0 && firsts[index].is_none() {
                firsts[index] = Some(sentence.unit.span);
            }
        }
    }
    let [must, shall] = counts;
    let rare = usize::from(shall <= must);
    let fewest = FEWEST.max((must + shall) / ONE_IN);
    let Some(unit) = firsts[rare].filter(|_| must.min(shall) >= fewest) else { return Vec::new() };
    let span = place_of(member.document.body(), unit, &[WORDS[rare].to_owned()]);
    let message =
        format!("duties are told with \"must\" ({must} times) and \"shall\" ({shall} times)");
    let help = format!("write \"{}\" for every duty", WORDS[1 - rare]);
    vec![Fault::in_body(member, span, message).about("must and shall").help(help)]
}

/// Whether a text speaks of the words themselves.
fn explains(text: &str) -> bool {
    ["\"shall\"", "“shall”", "'shall'", "\"SHALL\"", "“SHALL”"]
        .into_iter()
        .any(|quoted| text.contains(quoted))
}
