//! The fields that somebody gives a new document beside those that every one has.

use crate::data::{Syntax, Value, find, read, toml_string};
use crate::document::field::FieldName;
use crate::template::{fault, is_open};
use crate::text::nearest;

use super::ScaffoldError;

/// A field and its value as TOML writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) key: String,
    pub(super) value: String,
}

/// The fields whose values are lists: on the command line, with commas between the items.
const LISTS: [FieldName; 5] = [
    FieldName::Approvers,
    FieldName::Related,
    FieldName::Supersedes,
    FieldName::Watches,
    FieldName::Audience,
];

impl Given {
    pub(super) fn list<'i>(field: FieldName, items: impl IntoIterator<Item = &'i str>) -> Self {
        let items: Vec<String> = items.into_iter().map(toml_string).collect();
        Self { key: field.as_str().to_owned(), value: format!("[{}]", items.join(", ")) }
    }

    pub(super) fn text(field: FieldName, text: &str) -> Self {
        Self { key: field.as_str().to_owned(), value: toml_string(text) }
    }

    /// From `KEY=VALUE`. A value is text, with commas between the items where the field is a
    /// list; one in brackets or braces is TOML.
    pub(super) fn read(text: &str) -> Result<Self, ScaffoldError> {
        let is_bare = |key: &str| {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            !key.is_empty() && key.chars().all(fits)
        };
        let Some((key, value)) = text.split_once('=') else {
            return Err(ScaffoldError::NoField { text: text.to_owned() });
        };
        let (key, value) = (key.trim(), value.trim());
        if !is_bare(key) {
            return Err(ScaffoldError::NoField { text: text.to_owned() });
        }
        let field = FieldName::named(key);
        if let Some(field) = field.filter(|field| !is_open(*field)) {
            return Err(ScaffoldError::ClosedField { field });
        }
        let near = || nearest(key, FieldName::ALL.into_iter().map(FieldName::as_str));
        if field.is_none()
            && let Some(near) = near().and_then(FieldName::named)
        {
            return Err(ScaffoldError::MisspeltField { key: key.to_owned(), near });
        }
        let wrong = |why: String| ScaffoldError::Value {
            key: key.to_owned(),
            value: value.to_owned(),
            why,
        };
        if let Some(character) = value.chars().find(|c| c.is_control()) {
            return Err(wrong(format!("it has the control character {character:?}")));
        }
        let given = if value.starts_with(['[', '{']) {
            let reading = read(&format!("x = {value}\n"), Syntax::Toml);
            let is_whole = find(&reading.entries, "x")
                .is_some_and(|x| matches!(x.node.value, Value::List(_) | Value::Table(_)));
            if let Some(problem) = reading.problems.first() {
                return Err(wrong(problem.why.clone()));
            }
            if !is_whole || reading.entries.len() > 1 {
                return Err(wrong("it is no value of TOML".to_owned()));
            }
            Self { key: key.to_owned(), value: value.to_owned() }
        } else if let Some(field) = field.filter(|field| LISTS.contains(field)) {
            Self::list(field, value.split(',').map(str::trim).filter(|item| !item.is_empty()))
        } else {
            Self { key: key.to_owned(), value: toml_string(value) }
        };
        match fault(&given.key, &given.value) {
            Some(why) => Err(wrong(why)),
            None => Ok(given),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Given::read(text) {
            Ok(given) => format!("{} = {}", given.key, given.value),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_field_is_set_as_its_kind_of_value_is_written() {
        assert_eq!(
            read("audience=cashiers, shift-leads"),
            "audience = [\"cashiers\", \"shift-leads\"]"
        );
        assert_eq!(read("review_interval = 6 months"), "review_interval = \"6 months\"");
        assert_eq!(read("department=Quality \"A\""), "department = \"Quality \\\"A\\\"\"");
        assert_eq!(
            read("satisfies={ \"ISO 9001\" = [\"8.7\"] }"),
            "satisfies = { \"ISO 9001\" = [\"8.7\"] }"
        );
    }

    #[test]
    fn what_reviews_approvals_and_releases_record_is_not_set() {
        for key in [
            "id",
            "type",
            "status",
            "version",
            "approved_by",
            "approved_on",
            "approved_text",
            "effective_date",
            "last_reviewed",
            "reviewed_by",
            "reviewed_text",
            "next_review",
        ] {
            let said = read(&format!("{key}=x"));
            assert_eq!(said, format!("`{key}` is not set when a document begins"));
        }
    }

    #[test]
    fn what_sets_nothing_is_told() {
        assert_eq!(read("audience"), "\"audience\" sets no field");
        assert_eq!(read("=x"), "\"=x\" sets no field");
        assert_eq!(read("audiense=x"), "there is no field `audiense`");
        assert!(read("review_interval=soon").starts_with("`review_interval` cannot be \"soon\": "));
        assert!(read("related=[").starts_with("`related` cannot be \"[\": "));
        assert!(read("related=[]\nid='x'").contains("control character"));
    }
}
