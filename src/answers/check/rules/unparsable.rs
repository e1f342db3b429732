//! `unparsable`: a document, or a part of its front matter, that cannot be read.

use super::{Fault, Rule};
use crate::answers::check::surroundings::Surroundings;
use crate::data::Syntax;
use crate::document::front_matter::Split;
use crate::library::{Member, Unreadable};
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "unparsable",
    severity: Severity::Error,
    summary: "a document or its front matter cannot be read",
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let profile = &surroundings.library.profile;
    match member.document.split() {
        Split::Unclosed { fence, syntax } => {
            let line = fence_of(*syntax);
            let message = format!("the front matter that `{line}` opens is never closed");
            vec![Fault::at(*fence, message).help(format!("close it with a line `{line}`"))]
        }
        Split::Headless(found) if !profile.headless => {
            let message = "these fields have no opening fence, so that they count as text";
            vec![Fault::at(found.span, message).help("begin the file with a line `---`")]
        }
        split => {
            let Some(front_matter) = split.front_matter(profile) else { return Vec::new() };
            // Of a field that is known, `invalid-field` tells more.
            let is_untold = |key: &Option<String>| {
                key.as_deref().is_none_or(|key| profile.field_of(key).is_none())
            };
            let problems = front_matter.problems.iter();
            problems
                .filter(|problem| is_untold(&problem.key))
                .map(|problem| match &problem.key {
                    Some(key) => Fault::at(problem.span, format!("`{key}`: {}", problem.why)),
                    None => Fault::at(problem.span, problem.why.as_str()),
                })
                .collect()
        }
    }
}

/// The fault of a file that is no text, or that the system does not hand out.
pub(super) fn unreadable(unreadable: &Unreadable) -> Fault {
    let message = format!("the document cannot be read: {}", unreadable.why);
    Fault { span: None, message, help: None, severity: None }
}

fn fence_of(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Toml => "+++",
        Syntax::Yaml | Syntax::Json => "---",
    }
}
