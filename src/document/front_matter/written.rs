//! What front matter may say, field by field: the source of its JSON Schema.
//!
//! This is how documents should be written under our own profile. The reader takes more
//! (`In review`, `2026-1-5`), and keeps what it does not know; it does not build these
//! types. The tests below hold both together.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::document::field::FieldName;
use crate::document::lifecycle::{DocumentKind, ReviewInterval, ReviewOutcome, Status};
use crate::document::profile::Profile;

/// What a document number looks like, in the regular expressions that all validators have:
/// no blanks, no signs of ASCII but `-` and `.`, a digit somewhere.
const ID: &str = r"^[^\s!-,/:-@\[-`{-~]*[0-9][^\s!-,/:-@\[-`{-~]*$";

/// The front matter of a policy, an SOP or a work instruction. Fields that are not listed
/// here are kept and shown.
#[derive(Debug, JsonSchema)]
#[schemars(extend("required" = keys(None), "allOf" = required_from()))]
pub struct WrittenFields {
    /// The document number: letters, digits, `-` and `.`, with a number somewhere. Unique in
    /// the library, never reused; history follows it across renames.
    #[schemars(regex(pattern = ID))]
    #[schemars(extend("examples" = ["SOP-001", "QSP-4.2.3-01"]))]
    pub id: Option<String>,
    /// The title.
    #[schemars(length(min = 1), extend("examples" = ["Customer onboarding"]))]
    pub title: Option<String>,
    /// The type: a built-in one, or one that sopctl.toml declares.
    #[schemars(rename = "type", extend("examples" = ["sop"]))]
    pub document_type: Option<TypeName>,
    /// The version: `2.1`, `3` or `C`, as sopctl.toml counts them.
    #[schemars(extend("examples" = ["2.1"]))]
    pub version: Option<TextOrNumber>,
    /// How far the document has come. Overdue is no status: it follows from dates.
    pub status: Option<Status>,
    /// The one accountable owner: a handle, a team, an e-mail address or a role.
    #[schemars(extend("examples" = ["@cs-leads"]))]
    pub owner: Option<String>,
    /// Who must approve it.
    #[schemars(extend("examples" = [["@coo"]]))]
    pub approvers: Option<OneOrMore>,
    /// Who did approve it.
    #[schemars(extend("examples" = [["@coo"]]))]
    pub approved_by: Option<OneOrMore>,
    /// When it was approved.
    #[schemars(extend("examples" = ["2026-01-20"]))]
    pub approved_on: Option<Date>,
    /// The fingerprint of the text that was approved.
    #[schemars(extend("examples" = ["1:9f2c41d07ab3e5f6a1b2c3d4e5f60718"]))]
    pub approved_text: Option<FingerprintText>,
    /// From when on it binds.
    #[schemars(extend("examples" = ["2026-02-01"]))]
    pub effective_date: Option<Date>,
    /// When it was last reviewed.
    #[schemars(extend("examples" = ["2026-08-14"]))]
    pub last_reviewed: Option<Date>,
    /// Who reviewed it.
    #[schemars(extend("examples" = ["@cs-leads"]))]
    pub reviewed_by: Option<OneOrMore>,
    /// What the review came to.
    pub review_outcome: Option<ReviewOutcome>,
    /// What the reviewer noted.
    #[schemars(extend("examples" = ["Walked through it with the night shift"]))]
    pub review_note: Option<String>,
    /// Where a review outside git is recorded.
    #[schemars(extend("examples" = ["https://dms.example/reviews/4711"]))]
    pub review_evidence: Option<String>,
    /// The fingerprint of the text that was reviewed.
    #[schemars(extend("examples" = ["1:9f2c41d07ab3e5f6a1b2c3d4e5f60718"]))]
    pub reviewed_text: Option<FingerprintText>,
    /// How often it must be reviewed; `none`, with a `review_exempt_reason`, for never.
    #[schemars(extend("pattern" = ReviewInterval::pattern(), "examples" = ["12 months", "6 weeks", "P1Y", "annually", "none"]))]
    pub review_interval: Option<String>,
    /// When it must be reviewed next, at the latest.
    #[schemars(extend("examples" = ["2027-08-14"]))]
    pub next_review: Option<Date>,
    /// Why it need not be reviewed.
    #[schemars(extend("examples" = ["Kept for the record only"]))]
    pub review_exempt_reason: Option<String>,
    /// What it carries out: a work instruction an SOP, an SOP a policy; or one stage of it.
    #[schemars(extend("examples" = [["POL-003"], ["SOP-001#kickoff-call"]]))]
    pub implements: Option<OneOrMore>,
    /// What else to read.
    #[schemars(extend("examples" = [["SOP-002"]]))]
    pub related: Option<OneOrMore>,
    /// What it replaces.
    #[schemars(extend("examples" = [["SOP-002"]]))]
    pub supersedes: Option<OneOrMore>,
    /// What replaces it.
    #[schemars(extend("examples" = [["SOP-009"]]))]
    pub superseded_by: Option<OneOrMore>,
    /// The files it describes: globs, or `path#key.path` into a TOML, YAML or JSON file. A
    /// change there makes it suspect.
    #[schemars(extend("examples" = [["infra/crm/**", "config/limits.toml#refund.max"]]))]
    pub watches: Option<OneOrMore>,
    /// The roles that must know it, and learn of its changes.
    #[schemars(extend("examples" = [["customer-success"]]))]
    pub audience: Option<OneOrMore>,
    /// Why a work instruction implements nothing.
    #[schemars(extend("examples" = ["Used by every procedure"]))]
    pub standalone: Option<String>,
    /// Why an SOP needs no work instruction; or, by stage, why single stages need none.
    #[schemars(extend("examples" = ["A talk has no steps", { "kickoff-call": "A talk" }]))]
    pub no_work_instruction: Option<ReasonOrReasons>,
    /// The template and its version that it was made from.
    #[schemars(extend("examples" = ["sop@1"]))]
    pub template: Option<String>,
    /// The recording it was imported from.
    #[schemars(extend("examples" = [{ "format": "steps", "recorded_at": "2026-03-01" }]))]
    pub recorded_from: Option<Recording>,
    /// Its language, as BCP 47 writes it.
    #[schemars(extend("examples" = ["en", "pt-BR"]))]
    pub language: Option<String>,
    /// The document it is a translation of.
    #[schemars(extend("examples" = ["SOP-001"]))]
    pub translation_of: Option<String>,
    /// Which clauses of which standards it satisfies.
    #[schemars(extend("examples" = [{ "SOC2": ["CC6.1"] }]))]
    pub satisfies: Option<BTreeMap<String, OneOrMore>>,
    /// Why this version exists.
    #[schemars(extend("examples" = ["The limit was too low for the season"]))]
    pub change_reason: Option<String>,
    /// The ticket, CAPA or audit finding behind it.
    #[schemars(extend("examples" = ["CHG-141"]))]
    pub change_ref: Option<String>,
}

/// The name of a type.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum TypeName {
    /// A built-in one.
    BuiltIn(DocumentKind),
    /// `wi`, short for `work-instruction`.
    Short(ShortName),
    /// One that sopctl.toml declares.
    Declared(String),
}

/// Short for the name of a built-in type.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum ShortName {
    /// `work-instruction`.
    Wi,
}

/// A text, or a number that is taken as it is written.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum TextOrNumber {
    /// In quotes.
    Text(String),
    /// Without.
    Number(f64),
}

/// One, or a list.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// A list.
    More(Vec<String>),
}

/// The fingerprint of a text in canonical form 1.
#[derive(Debug, JsonSchema)]
#[schemars(transparent)]
pub struct FingerprintText(#[schemars(regex(pattern = "^1:[0-9a-f]{32}$"))] pub String);

/// One reason, or a reason for each stage.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum ReasonOrReasons {
    /// For the whole document.
    Whole(String),
    /// By the slug of the stage's heading.
    Stages(BTreeMap<String, String>),
}

/// A recording of another tool.
#[derive(Debug, JsonSchema)]
pub struct Recording {
    /// The format of the recording.
    pub format: Option<String>,
    /// Its SHA-256.
    #[schemars(regex(pattern = "^[0-9a-fA-F]{64}$"))]
    pub sha256: Option<String>,
    /// When it was recorded.
    pub recorded_at: Option<String>,
    /// Which task of the recording it is, from 1, where that holds several.
    pub take: Option<u64>,
}

/// The keys that a document of this status must have.
fn keys(status: Option<Status>) -> Vec<&'static str> {
    Profile::sopctl().required(status).map(FieldName::as_str).collect()
}

/// If a document has a status, then it must have these keys.
#[derive(Serialize)]
struct Condition {
    #[serde(rename = "if")]
    when: Object<Properties>,
    then: Object<()>,
}

#[derive(Serialize)]
struct Object<P> {
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<P>,
    required: Vec<&'static str>,
}

#[derive(Serialize)]
struct Properties {
    status: Words,
}

#[derive(Serialize)]
struct Words {
    #[serde(rename = "enum")]
    words: Vec<&'static str>,
}

/// What has to be there from some status on, beyond what always has to.
fn required_from() -> Vec<Condition> {
    let always = keys(None);
    Status::ALL
        .into_iter()
        .filter_map(|status| {
            let required: Vec<&str> =
                keys(Some(status)).into_iter().filter(|key| !always.contains(key)).collect();
            let status = Words { words: vec![status.as_str()] };
            let when = Object {
                properties: Some(Properties { status }),
                required: vec![FieldName::Status.as_str()],
            };
            let then = Object { properties: None, required };
            (!then.required.is_empty()).then_some(Condition { when, then })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;
    use crate::document::Document;
    use crate::document::front_matter::FieldState;

    fn properties() -> serde_json::Map<String, Json> {
        let schema = schemars::schema_for!(WrittenFields).to_value();
        schema["properties"].as_object().unwrap().clone()
    }

    /// A document whose front matter has one field, in JSON, which is YAML as well.
    fn document(key: &str, value: &Json) -> Document {
        Document::read(format!("---\n{key}: {value}\n---\n"), Profile::sopctl())
    }

    #[test]
    fn the_fields_that_are_read_are_those_that_are_described() {
        let mut known: Vec<&str> = FieldName::ALL.into_iter().map(FieldName::as_str).collect();
        known.sort_unstable();
        let described = properties();
        assert_eq!(described.keys().collect::<Vec<_>>(), known);
        for (key, property) in described {
            let said = property["description"].as_str().unwrap_or_default();
            assert!(said.ends_with('.'), "{key}: {said:?}");
        }
    }

    #[test]
    fn every_value_that_is_described_is_read_without_a_remark() {
        for (key, property) in properties() {
            let words = property.get("anyOf").and_then(|choices| choices[0]["$ref"].as_str());
            let examples = property.get("examples").and_then(Json::as_array).cloned();
            assert!(examples.is_some() || words.is_some(), "{key} needs an example");
            for value in examples.unwrap_or_default() {
                let document = document(&key, &value);
                let field = FieldName::named(&key).unwrap();
                let state = document.fields().state(field);
                assert!(matches!(state, FieldState::Given(_)), "{key}: {value}: {state:?}");
                assert_eq!(document.fields().remarks, [], "{key}: {value}");
            }
        }
        for status in Status::ALL {
            let document = document("status", &Json::from(status.as_str()));
            assert_eq!(document.fields().status.copied(), Some(status));
            assert_eq!(document.fields().remarks, []);
        }
        for outcome in ReviewOutcome::ALL {
            let document = document("review_outcome", &Json::from(outcome.as_str()));
            assert_eq!(document.fields().review_outcome.copied(), Some(outcome));
        }
    }

    #[test]
    fn a_value_of_another_shape_is_invalid() {
        let of_tables = ["no_work_instruction", "recorded_from", "satisfies"];
        for (key, _) in properties() {
            let field = FieldName::named(&key).unwrap();
            let wrong = if of_tables.contains(&key.as_str()) {
                serde_json::json!({ "a": { "b": { "c": 1 } } })
            } else {
                serde_json::json!({ "a": 1 })
            };
            // Parts of a recording that are no text are left out.
            let wrong = if key == "recorded_from" { Json::from("a") } else { wrong };
            let document = document(&key, &wrong);
            let state = document.fields().state(field);
            assert!(matches!(state, FieldState::Invalid { .. }), "{key}: {wrong}: {state:?}");
        }
    }

    #[test]
    fn what_is_required_is_what_the_profile_requires() {
        let schema = schemars::schema_for!(WrittenFields).to_value();
        assert_eq!(schema["required"], serde_json::json!(keys(None)));
        let conditions = schema["allOf"].as_array().unwrap();
        assert_eq!(conditions.len(), 2);
        assert_eq!(conditions[1]["if"]["properties"]["status"]["enum"][0], "effective");
        let required = conditions[1]["then"]["required"].as_array().unwrap();
        assert_eq!(required.len(), 4);
        assert!(required.contains(&Json::from("effective_date")));
    }
}
