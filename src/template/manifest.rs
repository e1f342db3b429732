//! `template.toml`: what a template says about itself.

use crate::data::{Entry, Help, Misfit, Syntax, TableReader, read};
use crate::document::Document;
use crate::document::field::FieldName;
use crate::document::lifecycle::DocumentKind;
use crate::document::profile::Profile;

/// What a template says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) version: u64,
    pub(super) kind: DocumentKind,
    pub(super) summary: String,
    /// Headings, each with the question that its section answers.
    pub(super) questions: Vec<(String, String)>,
    /// Fields of front matter, each with its value as TOML writes it.
    pub(super) fields: Vec<(String, String)>,
}

/// The fields that a template, a draft or a person may give a new document. Number and type are
/// given by `new`, and what reviews, approvals and releases record cannot be there yet.
const OPEN: [FieldName; 15] = [
    FieldName::Approvers,
    FieldName::ReviewInterval,
    FieldName::ReviewExemptReason,
    FieldName::Related,
    FieldName::Supersedes,
    FieldName::Watches,
    FieldName::Audience,
    FieldName::Standalone,
    FieldName::NoWorkInstruction,
    FieldName::RecordedFrom,
    FieldName::Language,
    FieldName::TranslationOf,
    FieldName::Satisfies,
    FieldName::ChangeReason,
    FieldName::ChangeRef,
];

/// Whether a new document may be given this field by anybody but `new` itself.
#[must_use]
pub fn is_open(field: FieldName) -> bool {
    OPEN.contains(&field)
}

impl Manifest {
    /// Reads the file of the template `name`.
    ///
    /// # Errors
    /// Everything that cannot be read.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, Vec<Misfit>> {
        let mut misfits = Vec::new();
        let reading = read(text, Syntax::Toml);
        let mut table = TableReader::new("template.toml", &reading.entries, &mut misfits);
        let kinds = DocumentKind::ALL.map(|kind| (kind.as_str(), kind));
        let kind_at = table.node("kind").map(|node| node.span);
        let kind = table.word("kind", &kinds);
        let version = table.number("version").map(|version| version.value);
        let summary = table.text("summary").map(|summary| summary.value.to_owned());
        let questions = table.table("sections").unwrap_or_default();
        let questions = read_questions(questions, table.misfits());
        let fields = table.table("fields").unwrap_or_default();
        let fields = read_fields(fields, text, table.misfits());
        table.finish();
        let built_in = DocumentKind::ALL.into_iter().find(|known| known.as_str() == name);
        if let (Some(at), Some(kind), Some(built_in)) = (kind_at, kind, built_in)
            && kind != built_in
        {
            let why = format!("the template {name} is always of the kind {built_in}");
            misfits.push(Misfit::new(at, why));
        }
        misfits.extend(
            reading.problems.into_iter().map(|problem| Misfit::new(problem.span, problem.why)),
        );
        match (kind, version, summary) {
            (Some(kind), Some(version), Some(summary)) if misfits.is_empty() => {
                Ok(Self { version, kind, summary, questions, fields })
            }
            _ if misfits.is_empty() => {
                let why = "a template needs `kind`, `version` and `summary`";
                Err(vec![Misfit::new(crate::source::Span::default(), why)])
            }
            _ => Err(misfits),
        }
    }
}

fn read_questions(entries: &[Entry], misfits: &mut Vec<Misfit>) -> Vec<(String, String)> {
    let mut questions = Vec::new();
    for Entry { key, node } in entries {
        if let Some(scalar) = node.scalar().filter(|scalar| scalar.quoted) {
            questions.push((key.value.clone(), scalar.text.clone()));
        } else {
            let why = format!("what {:?} answers must be text in quotes", key.value);
            misfits.push(Misfit::new(node.span, why));
        }
    }
    questions
}

fn read_fields(entries: &[Entry], text: &str, misfits: &mut Vec<Misfit>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for Entry { key, node } in entries {
        let field = FieldName::named(&key.value);
        let written = text.get(node.span.start..node.span.end).unwrap_or_default();
        if field.is_some_and(|field| !is_open(field)) {
            let why = format!("`{}` is not a template's to say", key.value);
            let help = Some(Help::Advice("new documents get it from `sopctl new`, or later"));
            misfits.push(Misfit { help, ..Misfit::new(key.span, why) });
        } else if written.contains('\n') {
            let why = format!("the value of `{}` must stand on one line", key.value);
            misfits.push(Misfit::new(node.span, why));
        } else if let Some(why) = fault(&key.value, written) {
            misfits.push(Misfit::new(node.span, why));
        } else {
            fields.push((key.value.clone(), written.to_owned()));
        }
    }
    fields
}

/// Why no document could have this field, with its value as TOML writes it.
#[must_use]
pub fn fault(key: &str, value: &str) -> Option<String> {
    let text = format!("+++\n{key} = {value}\n+++\n");
    let document = Document::read(text, Profile::sopctl());
    let mut faults = document.fields().faults();
    faults.next().map(|(_, _, why)| why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "kind = \"sop\"\nversion = 2\nsummary = \"Who cleans what\"\n";

    fn faults(text: &str) -> Vec<String> {
        Manifest::read("cleaning", text).unwrap_err().into_iter().map(|misfit| misfit.why).collect()
    }

    #[test]
    fn a_manifest_names_kind_version_summary_questions_and_fields() {
        let text = format!(
            "{SOUND}[sections]\n\"Scope\" = \"Which rooms?\"\n[fields]\nreview_interval = \"6 weeks\"\n\
             satisfies = {{ \"ISO 9001\" = [\"7.1.4\"] }}\nroom = 3\n"
        );
        let manifest = Manifest::read("cleaning", &text).unwrap();
        assert_eq!((manifest.kind, manifest.version), (DocumentKind::Sop, 2));
        assert_eq!(manifest.questions, [("Scope".to_owned(), "Which rooms?".to_owned())]);
        let fields: Vec<String> =
            manifest.fields.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        assert_eq!(
            fields,
            [
                "review_interval = \"6 weeks\"",
                "satisfies = { \"ISO 9001\" = [\"7.1.4\"] }",
                "room = 3"
            ]
        );
    }

    #[test]
    fn what_a_template_must_not_say_is_told() {
        for field in ["id", "status", "version", "approved_by", "last_reviewed", "effective_date"] {
            let said = faults(&format!("{SOUND}[fields]\n{field} = \"x\"\n"));
            assert_eq!(said, [format!("`{field}` is not a template's to say")]);
        }
        let soon = faults(&format!("{SOUND}[fields]\nreview_interval = \"soon\"\n"));
        assert!(soon[0].contains("soon"), "{soon:?}");
        assert_eq!(faults("version = 1\n"), ["a template needs `kind`, `version` and `summary`"]);
        assert_eq!(
            faults(&SOUND.replace("version", "verion")),
            ["template.toml has no key `verion`"]
        );
        assert!(faults(&format!("{SOUND}[sections]\nScope = 3\n"))[0].contains("text in quotes"));
        let other = Manifest::read("policy", SOUND).unwrap_err();
        assert_eq!(other[0].why, "the template policy is always of the kind policy");
    }
}
