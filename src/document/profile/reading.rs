//! From the file of a profile, or a table `[profiles.NAME]`, to a [`Profile`].

use std::collections::BTreeMap;

use super::{DateForm, Identity, NextReviewFrom, Profile, Required};
use crate::data::{Entry, Misfit, TableReader, Value};
use crate::document::field::FieldName;
use crate::paths::Globs;
use crate::source::Spanned;

const DATE_FORMS: [(&str, DateForm); 3] = [
    ("year-first", DateForm::YearFirst),
    ("month-first", DateForm::MonthFirst),
    ("month-name", DateForm::MonthName),
];

impl Profile {
    /// Reads the file of a profile, or a table `[profiles.NAME]`.
    ///
    /// # Errors
    /// Everything that does not fit, with its place.
    pub fn read(name: &str, entries: &[Entry]) -> Result<Self, Vec<Misfit>> {
        let mut misfits = Vec::new();
        let mut table = TableReader::new(&format!("the profile {name:?}"), entries, &mut misfits);
        let identity = table.word("id_from", &[("id", Identity::Field), ("path", Identity::Path)]);
        let dates = table.word("dates", &DATE_FORMS).unwrap_or(DateForm::YearFirst);
        let starts =
            [("latest", NextReviewFrom::Latest), ("last-review", NextReviewFrom::LastReview)];
        let next_review_from = table.word("next_review_from", &starts);
        let headless = table.truth("headless");
        let (file_names, files) = read_file_names(&mut table);
        let keys = read_keys(&mut table);
        let required = match table.table("required") {
            Some(entries) => read_required(entries, table.misfits()),
            None => Required::default(),
        };
        let written = match table.table("write") {
            Some(entries) => read_write(entries, &keys, table.misfits()),
            None => Written::default(),
        };
        // Months can be named in several ways; the other forms are their own model.
        let unambiguous = Some(dates).filter(|form| *form != DateForm::MonthName);
        table.finish();
        if !misfits.is_empty() {
            return Err(misfits);
        }
        Ok(Self {
            name: name.to_owned(),
            identity: identity.unwrap_or(Identity::Field),
            dates,
            next_review_from: next_review_from.unwrap_or(NextReviewFrom::Latest),
            file_names,
            headless: headless.unwrap_or(false),
            required,
            keys,
            files,
            written_dates: written.dates.or(unambiguous),
            appended: written.appended,
        })
    }
}

fn read_file_names(table: &mut TableReader<'_, '_>) -> (Vec<String>, Globs) {
    let patterns = table.texts("file_names");
    let mut names = Vec::new();
    for pattern in patterns.unwrap_or_default() {
        match Globs::new(&[pattern.value]) {
            Ok(_) => names.push(pattern.value.to_owned()),
            Err(error) => table.misfit(Misfit::new(pattern.span, error.to_string())),
        }
    }
    if names.is_empty() {
        names.push("*.md".to_owned());
    }
    let anywhere: Vec<String> = names.iter().map(|name| format!("**/{name}")).collect();
    let globs = Globs::new(&anywhere).unwrap_or_default();
    (names, globs)
}

fn read_keys(table: &mut TableReader<'_, '_>) -> BTreeMap<FieldName, Vec<String>> {
    let mut keys = BTreeMap::new();
    let Some(node) = table.node("fields") else { return keys };
    let entries = match &node.value {
        Value::Scalar(own) if own.text == "own" => {
            let under_own_name = |field: FieldName| (field, vec![field.as_str().to_owned()]);
            return FieldName::ALL.into_iter().map(under_own_name).collect();
        }
        Value::Table(entries) => entries,
        _ => {
            let why = "`fields` must be a table of keys, or \"own\"";
            table.misfit(Misfit::new(node.span, why));
            return keys;
        }
    };
    for Entry { key, node } in entries {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let names: Option<Vec<String>> =
            items.iter().map(|item| item.scalar().map(|scalar| scalar.text.clone())).collect();
        match (field_named(key, table.misfits()), names) {
            (Some(field), Some(names)) => {
                keys.insert(field, names);
            }
            (_, None) => {
                let why = format!("`{}` must be a key or a list of keys", key.value);
                table.misfit(Misfit::new(node.span, why));
            }
            (None, Some(_)) => {}
        }
    }
    keys
}

fn read_required(entries: &[Entry], misfits: &mut Vec<Misfit>) -> Required {
    let mut table = TableReader::new("[required]", entries, misfits);
    let mut fields = |key| -> Vec<FieldName> {
        read_fields(&mut table, key).into_iter().map(|field| field.value).collect()
    };
    let required = Required {
        always: fields("always"),
        approved: fields("approved"),
        effective: fields("effective"),
    };
    table.finish();
    required
}

/// What `[write]` says.
#[derive(Default)]
struct Written {
    dates: Option<DateForm>,
    appended: Vec<FieldName>,
}

/// How values are written back: the form of dates, and the fields that are appended.
fn read_write(
    entries: &[Entry],
    keys: &BTreeMap<FieldName, Vec<String>>,
    misfits: &mut Vec<Misfit>,
) -> Written {
    let mut table = TableReader::new("[write]", entries, misfits);
    let dates = table.word("dates", &DATE_FORMS);
    let appended = read_fields(&mut table, "append");
    let in_lists = |field: &FieldName| {
        keys.get(field).is_some_and(|keys| keys.iter().all(|key| key.contains("[].")))
    };
    for field in &appended {
        if !in_lists(&field.value) {
            let why = format!("`{}` has no key in a list, such as `reviews[].date`", field.value);
            table.misfit(Misfit::new(field.span, why));
        }
    }
    table.finish();
    Written { dates, appended: appended.into_iter().map(|field| field.value).collect() }
}

/// A list of names of fields.
fn read_fields(table: &mut TableReader<'_, '_>, key: &'static str) -> Vec<Spanned<FieldName>> {
    let names = table.texts(key).unwrap_or_default();
    names
        .into_iter()
        .filter_map(|name| {
            let field =
                field_named(&Spanned::new(name.value.to_owned(), name.span), table.misfits())?;
            Some(Spanned::new(field, name.span))
        })
        .collect()
}

fn field_named(name: &Spanned<String>, misfits: &mut Vec<Misfit>) -> Option<FieldName> {
    let field = FieldName::named(&name.value);
    if field.is_none() {
        let why = format!("there is no field `{}`", name.value);
        let known = FieldName::ALL.into_iter().map(FieldName::as_str);
        misfits.push(Misfit::unknown(name, why, known));
    }
    field
}
