//! Checks values against JSON Schemas, as far as those of sopctl go: a keyword that is not
//! known here fails the test.

use serde_json::{Map, Value};

/// What is wrong with a value, each with the way to it. A key that is not described is a
/// fault as well, which is more than the schema says.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut check = Check { root: schema, faults: Vec::new() };
    check.value("", schema, value);
    check.faults
}

struct Check<'s> {
    root: &'s Value,
    faults: Vec<String>,
}

impl Check<'_> {
    fn value(&mut self, at: &str, schema: &Value, value: &Value) {
        let keywords = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return self.fault(at, "must not be there"),
            schema => schema.as_object().expect("a schema is an object"),
        };
        for (keyword, said) in keywords {
            self.keyword(at, keyword, said, keywords, value);
        }
        let described = keywords.get("properties").and_then(Value::as_object);
        if let (Some(described), Some(object)) = (described, value.as_object())
            && !keywords.contains_key("additionalProperties")
            // A part that only adds a condition describes no keys.
            && keywords.contains_key("type")
        {
            for key in object.keys().filter(|key| !described.contains_key(*key)) {
                self.fault(at, &format!("{key} is not described"));
            }
        }
    }

    fn keyword(
        &mut self,
        at: &str,
        keyword: &str,
        said: &Value,
        beside: &Map<String, Value>,
        value: &Value,
    ) {
        match keyword {
            "$id" | "$schema" | "$defs" | "title" | "description" | "examples" | "default" => {}
            // Told by `if`.
            "then" => {}
            // The names of things are tried in the tests of those who read them.
            "pattern" => {}
            "$ref" => {
                let pointer = said.as_str().unwrap().trim_start_matches('#');
                let referred = self.root.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
                self.value(at, referred, value);
            }
            "type" => {
                let types: Vec<&Value> =
                    said.as_array().map_or(vec![said], |all| all.iter().collect());
                if !types.iter().any(|name| is_of_type(value, name.as_str().unwrap())) {
                    self.fault(at, &format!("{value} is not {said}"));
                }
            }
            "const" if said != value => self.fault(at, &format!("{value} is not {said}")),
            "enum" if !said.as_array().unwrap().contains(value) => {
                self.fault(at, &format!("{value} is none of {said}"));
            }
            "const" | "enum" => {}
            "properties" => {
                for (key, schema) in said.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        self.value(&format!("{at}/{key}"), schema, value);
                    }
                }
            }
            "required" => {
                for key in said.as_array().unwrap().iter().filter_map(Value::as_str) {
                    if value.is_object() && value.get(key).is_none() {
                        self.fault(at, &format!("{key} is missing"));
                    }
                }
            }
            "additionalProperties" => {
                let described = beside.get("properties").and_then(Value::as_object);
                let is_other = |key: &str| described.is_none_or(|known| !known.contains_key(key));
                for (key, value) in value.as_object().into_iter().flatten() {
                    if is_other(key) {
                        self.value(&format!("{at}/{key}"), said, value);
                    }
                }
            }
            "propertyNames" => {
                for key in value.as_object().into_iter().flatten().map(|(key, _)| key) {
                    self.value(&format!("{at}/{key}"), said, &Value::from(key.as_str()));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(&format!("{at}/{index}"), said, item);
                }
            }
            "allOf" => {
                for schema in said.as_array().unwrap() {
                    self.value(at, schema, value);
                }
            }
            "anyOf" | "oneOf" => {
                let fitting = said.as_array().unwrap().iter().filter(|s| self.fits(s, value));
                let count = fitting.count();
                if count == 0 || (keyword == "oneOf" && count > 1) {
                    self.fault(at, &format!("{value} fits {count} of {keyword}"));
                }
            }
            "not" => {
                if self.fits(said, value) {
                    self.fault(at, &format!("{value} must not fit {said}"));
                }
            }
            "if" => {
                if self.fits(said, value) {
                    self.value(at, &beside["then"], value);
                }
            }
            _ => self.bound(at, keyword, said, value),
        }
    }

    fn bound(&mut self, at: &str, keyword: &str, said: &Value, value: &Value) {
        match keyword {
            "minItems" | "minLength" => {
                let length = match value {
                    Value::Array(items) => items.len(),
                    Value::String(text) => text.chars().count(),
                    _ => return,
                };
                if (length as u64) < said.as_u64().unwrap() {
                    self.fault(at, &format!("{value} is too short"));
                }
            }
            "maxItems" => {
                let length = value.as_array().map_or(0, Vec::len) as u64;
                if length > said.as_u64().unwrap() {
                    self.fault(at, &format!("{value} is too long"));
                }
            }
            "minimum" | "maximum" => {
                let (Some(number), Some(bound)) = (value.as_f64(), said.as_f64()) else { return };
                if (keyword == "minimum" && number < bound)
                    || (keyword == "maximum" && number > bound)
                {
                    self.fault(at, &format!("{value} is out of bounds"));
                }
            }
            "format" => {
                if let Some(text) = value.as_str()
                    && !has_format(text, said.as_str().unwrap())
                {
                    self.fault(at, &format!("{value} is no {said}"));
                }
            }
            _ => panic!("this check does not know the keyword {keyword}"),
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut check = Check { faults: Vec::new(), ..*self };
        check.value("", schema, value);
        check.faults.is_empty()
    }

    fn fault(&mut self, at: &str, what: &str) {
        self.faults.push(format!("{at}: {what}"));
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("there is no type {name}"),
    }
}

/// By the shape of digits and signs, and by numbers that no day has.
fn has_format(text: &str, format: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match format {
        "date" => {
            let number = |from, to| text.get(from..to).and_then(|part| part.parse().ok());
            let is_in = |number: Option<u8>, most| number.is_some_and(|n| (1..=most).contains(&n));
            shape == "0000-00-00" && is_in(number(5, 7), 12) && is_in(number(8, 10), 31)
        }
        "date-time" => {
            let zone = shape.strip_prefix("0000-00-00T00:00:00");
            matches!(zone, Some("Z" | "+00:00" | "-00:00"))
        }
        _ => panic!("this check does not know the format {format}"),
    }
}

#[test]
fn the_check_bites() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": {
            "day": { "type": ["string", "null"], "format": "date" },
            "kind": { "oneOf": [{ "const": "a" }, { "const": "b" }] },
            "list": { "type": "array", "items": { "$ref": "#/$defs/n" }, "minItems": 1 },
        },
        "required": ["day"],
        "$defs": { "n": { "type": "integer", "minimum": 0 } },
    });
    let check = |value: Value| faults(&schema, &value).join("; ");
    let right = serde_json::json!({ "day": "2026-01-31", "kind": "a", "list": [0, 1] });
    assert_eq!(check(right), "");
    let wrong = serde_json::json!({ "day": "31/01/2026", "kind": "c", "list": [-1], "more": 1 });
    assert_eq!(
        check(wrong),
        "/day: \"31/01/2026\" is no \"date\"; /kind: \"c\" fits 0 of oneOf; \
         /list/0: -1 is out of bounds; : more is not described"
    );
    assert_eq!(
        check(serde_json::json!({ "list": [] })),
        "/list: [] is too short; : day is missing"
    );
}
