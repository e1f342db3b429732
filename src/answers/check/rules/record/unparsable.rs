//! `unparsable`: a document, or a part of its front matter, that cannot be read.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::data::Syntax;
use crate::document::front_matter::Split;
use crate::library::{Member, Unreadable};
use crate::report::Severity;
use crate::source::lone_carriage_return;

pub(super) const RULE: Rule = Rule {
    id: "unparsable",
    severity: Severity::Error,
    summary: "a document or its front matter cannot be read",
    help: "What cannot be read cannot be judged, and looks like a document without fields. Documents \
           are UTF-8, and their front matter is closed and well formed.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "sops/till.md",
            "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"

# Close the till
",
        )],
        good: &[(
            "sops/till.md",
            "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
+++

# Close the till
",
        )],
    },
    find,
};

/// What faults of the block as a whole are about.
const FRONT_MATTER: &str = "front-matter";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if let Some(at) = lone_carriage_return(member.document.text()) {
        let message =
            "a line ends in a carriage return alone, so that it and the next are read as one";
        let help = "save the file with the line ends of Unix (LF) or Windows (CRLF)";
        return vec![Fault::at(at, message).about("line-ends").help(help)];
    }
    let profile = &surroundings.library.profile;
    match member.document.split() {
        Split::Unclosed { fence, syntax } => {
            let line = fence_of(*syntax);
            let message = format!("the front matter that `{line}` opens is never closed");
            let fault = Fault::at(*fence, message).about(FRONT_MATTER);
            vec![fault.help(format!("close it with a line `{line}`"))]
        }
        Split::Headless(found) if !profile.headless => {
            let message = "these fields have no opening fence, so that they count as text";
            let fault = Fault::at(found.span, message).about(FRONT_MATTER);
            vec![fault.help("begin the file with a line `---`")]
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
                    Some(key) => {
                        Fault::at(problem.span, format!("`{key}`: {}", problem.why)).about(key)
                    }
                    None => Fault::at(problem.span, problem.why.as_str()).about(FRONT_MATTER),
                })
                .collect()
        }
    }
}

/// The fault of a file that is no text, or that the system does not hand out.
pub(super) fn unreadable(unreadable: &Unreadable) -> Fault {
    let message = format!("the document cannot be read: {}", unreadable.why);
    Fault { span: None, subject: None, message, help: None, severity: None, fix: None }
}

fn fence_of(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Toml => "+++",
        Syntax::Yaml | Syntax::Json => "---",
    }
}
