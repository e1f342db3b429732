//! `review-interval-too-long`: a document that is looked at too rarely.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::calendar::Interval;
use crate::document::field::{Field, FieldName};
use crate::document::lifecycle::ReviewInterval;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "review-interval-too-long",
    severity: Severity::Warning,
    summary: "a document is reviewed less often than every 36 months",
    help: "In three years tools, people and law change. What nobody looks at for longer is followed \
           although it is wrong, or not followed at all. Many standards ask for a review within \
           two or three years.",
    standing: Standing::Judges,
    together: None,
    example: Example { bad: &[("sops/till.md", BAD)], good: &[("sops/till.md", GOOD)] },
    find,
};

const BAD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
review_interval = \"5 years\"
+++

# Close the till
";

const GOOD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
review_interval = \"2 years\"
+++

# Close the till
";

/// The longest interval that is not told of.
const MOST_MONTHS: i32 = 36;

/// The days of as many months, at most.
const MOST_DAYS: i32 = 3 * 366;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if member.is_over() {
        return Vec::new();
    }
    match &member.document.fields().review_interval {
        Field::Given(given) => {
            let ReviewInterval::Every(interval) = given.value else { return Vec::new() };
            if !is_too_long(interval) {
                return Vec::new();
            }
            let key = surroundings.key_of(member, FieldName::ReviewInterval);
            let message = format!("`{key}` is {interval}, which is over {MOST_MONTHS} months");
            let help = "write \"36 months\" at most; who need not review it at all says \"none\" and \
                        gives the reason in `review_exempt_reason`";
            vec![Fault::at(given.span, message).about("review_interval").help(help)]
        }
        Field::Missing => of_the_type(surroundings, member).into_iter().collect(),
        Field::Invalid { .. } => Vec::new(),
    }
}

/// The interval of a type is told once, at the first document that rests on it.
fn of_the_type(surroundings: &Surroundings<'_>, member: &Member) -> Option<Fault> {
    let config = surroundings.config?;
    let type_of = |member: &Member| {
        let given = member.document.fields().document_type.value();
        given.and_then(|document_type| config.type_of(document_type))
    };
    let declared = type_of(member)?;
    let interval = declared.interval().filter(|interval| is_too_long(*interval))?;
    let rests_on_it = |other: &&Member| {
        other.document.fields().review_interval.is_missing()
            && !other.is_over()
            && type_of(other).is_some_and(|of_other| of_other.name == declared.name)
    };
    let first = surroundings.library.members.iter().find(rests_on_it)?;
    if first.path != member.path {
        return None;
    }
    let message = format!(
        "documents of type {} are reviewed every {interval}, which is over {MOST_MONTHS} months",
        declared.name
    );
    let help =
        format!("write \"36 months\" at most as `review_interval` of [types.{}]", declared.name);
    let span = member.document.fields().document_type.span()?;
    Some(Fault::at(span, message).about("type").help(help))
}

const fn is_too_long(interval: Interval) -> bool {
    interval.months() > MOST_MONTHS || interval.days() > MOST_DAYS
}
