//! JSON Schemas, draft 2020-12: of the answers, and of what people write.
//!
//! They are made from the types that are written and described there, so that a schema
//! cannot promise what the program does not do.

use schemars::generate::SchemaSettings;
use schemars::transform::{RestrictFormats, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::render::RenderError;
use crate::report::{Envelope, Report};

/// A type whose values are words that only the caller knows: its name among the
/// definitions of the schema, and the words.
pub type Vocabulary<'w> = (&'static str, Vec<&'w str>);

/// The schema of what a report writes as JSON.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn answer_schema<R: Report + 'static>() -> Result<String, RenderError> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings
        .with_transform(RestrictFormats::default())
        .with_transform(on_one_line)
        .into_generator();
    let mut schema = generator.into_root_schema_for::<Envelope<'static, R::Data<'static>>>();
    let name = R::NAME;
    entitle(
        &mut schema,
        &format!("{name}:v1"),
        format!("The answer of sopctl {name}"),
        format!(
            "What `sopctl {name} --format json` writes. Within a version, fields and words are \
             added, never changed or taken away."
        ),
    );
    if let Some(Value::Object(form)) = schema.pointer_mut("/properties/schema") {
        form.insert("const".to_owned(), json!(format!("sopctl.{name}.v1")));
    }
    written(&schema)
}

/// The schema of something that people write. TOML has no null, and front matter needs
/// none: what is not there is left out.
///
/// # Errors
/// When it cannot be written as JSON, or has no type of one of the vocabularies.
pub fn input_schema<T: JsonSchema>(
    name: &str,
    title: &str,
    vocabularies: &[Vocabulary<'_>],
) -> Result<String, RenderError> {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let generator = settings
        .with_transform(RestrictFormats::default())
        .with_transform(without_null)
        .with_transform(on_one_line)
        .into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = description.to_owned();
    entitle(&mut schema, &format!("{name}:v1"), title.to_owned(), description);
    for (definition, words) in vocabularies {
        match schema.pointer_mut(&format!("/$defs/{definition}")) {
            Some(Value::Object(described)) => {
                described.insert("enum".to_owned(), json!(words));
            }
            _ => return Err(RenderError(UnknownDefinition(definition).into())),
        }
    }
    written(&schema)
}

/// A vocabulary for a type that the schema does not have.
#[derive(Debug, thiserror::Error)]
#[error("the schema has no definition {0}")]
struct UnknownDefinition(&'static str);

fn entitle(schema: &mut Schema, name: &str, title: String, description: String) {
    schema.insert("$id".to_owned(), Value::String(format!("urn:sopctl:schema:{name}")));
    schema.insert("title".to_owned(), Value::String(title));
    schema.insert("description".to_owned(), Value::String(description));
}

fn written(schema: &Schema) -> Result<String, RenderError> {
    let mut text =
        serde_json::to_string_pretty(schema).map_err(|error| RenderError(error.into()))?;
    text.push('\n');
    Ok(text)
}

/// Joins the lines of descriptions, which are as long as those of source code.
fn on_one_line(schema: &mut Schema) {
    transform_subschemas(&mut on_one_line, schema);
    if let Some(Value::String(text)) = schema.get_mut("description") {
        let paragraphs: Vec<String> = text.split("\n\n").map(|p| p.replace('\n', " ")).collect();
        *text = paragraphs.join("\n\n");
    }
}

/// Takes away that a value may be null, here and below.
fn without_null(schema: &mut Schema) {
    transform_subschemas(&mut without_null, schema);
    let Some(keywords) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = keywords.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            keywords.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = keywords.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    let Some(Value::Array(choices)) = keywords.get_mut("anyOf") else { return };
    choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        keywords.remove("anyOf");
        keywords.extend(only);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "described, not used")]
    struct Settings {
        /// A size,
        /// in words.
        size: Option<u8>,
        colour: Option<Colour>,
        rules: Vec<Rule>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "described, not used")]
    enum Colour {
        Red,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "described, not used")]
    struct Rule(String);

    #[test]
    fn what_people_write_is_never_null_and_has_the_words_that_there_are() {
        let text =
            input_schema::<Settings>("settings", "Settings", &[("Rule", vec!["a", "b"])]).unwrap();
        assert!(!text.contains("null") && !text.contains("uint8"), "{text}");
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["properties"]["size"]["description"], "A size, in words.");
        assert_eq!(schema["properties"]["colour"]["$ref"], "#/$defs/Colour");
        assert_eq!(schema["$defs"]["Rule"]["enum"], json!(["a", "b"]));
        assert_eq!(schema["$id"], "urn:sopctl:schema:settings:v1");
        assert_eq!(schema.get("required"), Some(&json!(["rules"])));
        assert!(input_schema::<Settings>("settings", "Settings", &[("Role", vec![])]).is_err());
    }
}
