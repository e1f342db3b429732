use serde_json::Value as Json;

use super::*;
use crate::config::Config;
use crate::data::Help;

/// A table that a file may have: how it is opened, and what is described of it.
struct Table {
    opening: String,
    /// What has to stand in it besides the key that is tried.
    rest: Vec<(String, String)>,
    properties: serde_json::Map<String, Json>,
}

/// A key that holds no table of its own.
struct Leaf<'t> {
    table: &'t Table,
    key: &'t str,
    described: Json,
}

struct Described {
    schema: Json,
}

impl Described {
    fn new() -> Self {
        Self { schema: schemars::schema_for!(ConfigFile).to_value() }
    }

    /// What a schema says, wherever it says it, without null.
    fn resolved(&self, schema: &Json) -> Json {
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            let mut found = self.schema.pointer(reference.trim_start_matches('#')).unwrap().clone();
            for (keyword, value) in schema.as_object().unwrap() {
                found.as_object_mut().unwrap().insert(keyword.clone(), value.clone());
            }
            found.as_object_mut().unwrap().remove("$ref");
            return self.resolved(&found);
        }
        let choices = schema.get("anyOf").and_then(Json::as_array);
        match choices.map(Vec::as_slice) {
            Some([only, null]) if null["type"] == "null" => {
                let mut found = self.resolved(only);
                for (keyword, value) in schema.as_object().unwrap() {
                    found.as_object_mut().unwrap().insert(keyword.clone(), value.clone());
                }
                found.as_object_mut().unwrap().remove("anyOf");
                found
            }
            _ => schema.clone(),
        }
    }

    /// The table of a property, and its schema; `None` for a leaf.
    fn table_of(&self, path: &str, key: &str, described: &Json) -> Option<(String, Json)> {
        let below =
            |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let inside = |schema: Option<&Json>| {
            schema.map(|schema| self.resolved(schema)).filter(|s| s.get("properties").is_some())
        };
        if described.get("properties").is_some() {
            return Some((format!("[{}]", below(key)), described.clone()));
        }
        if let Some(named) = inside(described.get("additionalProperties")) {
            return Some((format!("[{}.\"@any\"]", below(key)), named));
        }
        inside(described.get("items")).map(|item| (format!("[[{}]]", below(key)), item))
    }

    fn tables(&self) -> Vec<Table> {
        let mut open = vec![(String::new(), self.schema.clone())];
        let mut tables = Vec::new();
        while let Some((opening, schema)) = open.pop() {
            let path = opening.trim_matches(['[', ']']).to_owned();
            let properties = schema["properties"].as_object().unwrap().clone();
            for (key, property) in &properties {
                open.extend(self.table_of(&path, key, &self.resolved(property)));
            }
            let needed = schema.get("required").and_then(Json::as_array).cloned();
            let mut rest: Vec<(String, String)> = needed
                .unwrap_or_default()
                .iter()
                .filter_map(Json::as_str)
                .map(|key| (key.to_owned(), toml(&properties[key]["examples"][0])))
                .collect();
            if path.starts_with("types.") {
                rest.push(("kind".to_owned(), toml(&Json::from("sop"))));
                rest.push(("prefix".to_owned(), toml(&Json::from("ANY"))));
            }
            tables.push(Table { opening, rest, properties });
        }
        tables
    }

    fn leaves<'t>(&self, tables: &'t [Table]) -> Vec<Leaf<'t>> {
        let of = |table: &'t Table| {
            let path = table.opening.trim_matches(['[', ']']).to_owned();
            table.properties.iter().filter_map(move |(key, property)| {
                let described = self.resolved(property);
                self.table_of(&path, key, &described).is_none().then_some(Leaf {
                    table,
                    key,
                    described,
                })
            })
        };
        tables.iter().flat_map(of).collect()
    }
}

impl Leaf<'_> {
    /// A file in which the key has this value, and everything else is right.
    fn file(&self, value: &str) -> String {
        let is_other = |key: &str| key != self.key && !(key == "prefix" && self.key == "id");
        let rest = self.table.rest.iter().filter(|(key, _)| is_other(key));
        let rest: String = rest.map(|(key, value)| format!("{key} = {value}\n")).collect();
        format!("{}\n{} = {value}\n{rest}", self.table.opening, self.key)
    }

    fn values(&self) -> Vec<Json> {
        let examples = self.described.get("examples").and_then(Json::as_array).cloned();
        let default = self.described.get("default").cloned();
        let truths = (self.described["type"] == serde_json::json!(["boolean", "null"]))
            .then(|| vec![Json::from(true), Json::from(false)]);
        let words = words(&self.described).into_iter().map(Json::from);
        let all = examples.unwrap_or_default().into_iter().chain(default);
        all.chain(truths.unwrap_or_default()).chain(words).collect()
    }
}

/// The words that a value may be, if only these.
fn words(described: &Json) -> Vec<String> {
    let listed = described.get("enum").and_then(Json::as_array).cloned();
    let told = described.get("oneOf").and_then(Json::as_array).cloned();
    let told = told.unwrap_or_default().into_iter().map(|choice| choice["const"].clone());
    let all = listed.unwrap_or_default().into_iter().chain(told);
    all.map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn toml(value: &Json) -> String {
    match value {
        Json::Array(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key:?} = {}", toml(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        // The strings, numbers and truths of JSON are those of TOML.
        single => single.to_string(),
    }
}

#[test]
fn the_keys_that_are_read_are_those_that_are_described() {
    let tables = Described::new().tables();
    assert!(tables.len() > 12, "{}", tables.len());
    for table in tables {
        let file = format!("{}\nnosuchkeyatall = 1\n", table.opening);
        let known =
            Config::read(&file).unwrap_err().into_iter().find_map(|error| match error.help {
                Some(Help::Known(keys)) => Some(keys),
                _ => None,
            });
        let mut known = known.unwrap_or_else(|| panic!("{file}"));
        known.sort_unstable();
        let described: Vec<&String> = table.properties.keys().collect();
        assert_eq!(known.iter().collect::<Vec<_>>(), described, "{}", table.opening);
    }
}

#[test]
fn every_value_that_is_described_is_read() {
    let described = Described::new();
    let tables = described.tables();
    for leaf in described.leaves(&tables) {
        let values = leaf.values();
        assert!(!values.is_empty(), "{} {} needs an example", leaf.table.opening, leaf.key);
        for value in values {
            let file = leaf.file(&toml(&value));
            assert!(Config::read(&file).is_ok(), "{file}{:?}", Config::read(&file));
        }
    }
}

#[test]
fn a_value_of_another_shape_is_refused() {
    let described = Described::new();
    let tables = described.tables();
    for leaf in described.leaves(&tables) {
        for value in ["{ nosuch = { thing = [1.5] } }", "[[1.5]]", "1979-05-27"] {
            // A date is what one key is for.
            if value.starts_with("19") && leaf.described["format"] == "date" {
                continue;
            }
            let file = leaf.file(value);
            assert!(Config::read(&file).is_err(), "{file}");
        }
    }
}

#[test]
fn the_words_that_are_read_are_those_that_are_described() {
    let described = Described::new();
    let tables = described.tables();
    let mut compared = 0;
    for leaf in described.leaves(&tables) {
        let inside = leaf.described.get("additionalProperties");
        let (words, value) = match inside.map(|inside| described.resolved(inside)) {
            Some(inside) => (words(&inside), "{ any = \"nosuchword\" }"),
            None => (words(&leaf.described), "\"nosuchword\""),
        };
        if words.is_empty() {
            continue;
        }
        let errors = Config::read(&leaf.file(value)).unwrap_err();
        let told = format!("\"nosuchword\" is none of {}", words.join(", "));
        assert!(errors.iter().any(|error| error.why == told), "{told}: {errors:?}");
        compared += 1;
    }
    assert_eq!(compared, 11);
}

#[test]
fn defaults_are_what_holds_without_them() {
    let described = Described::new();
    let tables = described.tables();
    // Places differ, and nothing else may.
    let read = |file: &str| {
        let shown = format!("{:?}", Config { text: String::new(), ..Config::read(file).unwrap() });
        let digits =
            shown.split("Span { ").map(|part| part.split_once(" }").unwrap_or(("", part)).1);
        digits.collect::<String>()
    };
    for leaf in described.leaves(&tables) {
        let Some(default) = leaf.described.get("default") else { continue };
        let (with, without) =
            (leaf.file(&toml(default)), leaf.file("?").replace(&format!("{} = ?\n", leaf.key), ""));
        assert_eq!(read(&with), read(&without), "{with}");
    }
}

#[test]
fn every_key_is_explained() {
    for table in Described::new().tables() {
        for (key, property) in &table.properties {
            let said = property.get("description").and_then(Json::as_str).unwrap_or_default();
            assert!(said.ends_with('.'), "{} {key}: {said:?}", table.opening);
        }
    }
}
