//! Conventions of front matter: under which keys a document has its fields.
//!
//! A profile is data, one TOML file each, built in or declared by a repository.
//! Foreign conventions are read natively, with no edit to a document. This module
//! says what the convention is; `front_matter` reads by it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;

use super::field::FieldName;
use super::lifecycle::Status;
use crate::calendar::Date;
use crate::data::{Entry, Misfit, Syntax, TableReader, Value, read};
use crate::paths::{Globs, RepoPath};
use crate::source::Spanned;

/// A convention of front matter.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name, as `--profile` takes it.
    pub name: String,
    /// What identifies a document.
    pub identity: Identity,
    /// How dates are written.
    pub dates: DateForm,
    /// From which date the next review is counted.
    pub next_review_from: NextReviewFrom,
    /// Patterns for the names of its files, such as `*.html.md.erb`.
    pub file_names: Vec<String>,
    /// Whether front matter may lack its opening fence.
    pub headless: bool,
    required: Required,
    keys: BTreeMap<FieldName, Vec<String>>,
    files: Globs,
    /// How dates are written back.
    written_dates: Option<DateForm>,
    /// The fields that are written by adding an item to a list.
    appended: Vec<FieldName>,
}

/// What identifies a document across its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Identity {
    /// The field `id`.
    #[schemars(rename = "id")]
    Field,
    /// Its path.
    Path,
}

/// How dates are written; `YYYY-MM-DD` is read under each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum DateForm {
    /// `2026-01-05`.
    YearFirst,
    /// `01/05/2026`.
    MonthFirst,
    /// `Jan 5 2026`.
    MonthName,
}

/// What counts as the beginning of the time until the next review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum NextReviewFrom {
    /// The latest of last review, effective date and approval.
    Latest,
    /// The last review only.
    LastReview,
}

#[derive(Debug, Clone, Default)]
struct Required {
    always: Vec<FieldName>,
    approved: Vec<FieldName>,
    effective: Vec<FieldName>,
}

/// Ours first: it wins where two fit equally well.
static BUILT_IN: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let files = [
        ("sopctl", include_str!("sopctl.toml")),
        ("govuk", include_str!("govuk.toml")),
        ("mslearn", include_str!("mslearn.toml")),
        ("particular", include_str!("particular.toml")),
        ("comply", include_str!("comply.toml")),
    ];
    files
        .into_iter()
        .map(|(name, text)| {
            let reading = read(text, Syntax::Toml);
            assert!(reading.problems.is_empty(), "the built-in profile {name} is valid TOML");
            Profile::read(name, &reading.entries).expect("built-in profiles are valid")
        })
        .collect()
});

impl Profile {
    /// The built-in profiles, ours first.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &BUILT_IN
    }

    /// Our own profile, in which fields have their own names.
    #[must_use]
    pub fn sopctl() -> &'static Self {
        &BUILT_IN[0]
    }

    /// The built-in profile of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|profile| profile.name == name)
    }

    /// The keys that a field may stand under, the preferred first. A key is a
    /// top-level key as written (`ms.date`), or a path into tables and lists
    /// (`majorRevisions[].date`).
    #[must_use]
    pub fn keys_of(&self, field: FieldName) -> &[String] {
        self.keys.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The field that a top-level key holds.
    #[must_use]
    pub fn field_of(&self, key: &str) -> Option<FieldName> {
        let holds = |keys: &&Vec<String>| keys.iter().any(|k| k == key || top_of(k) == key);
        self.keys.iter().find(|(_, keys)| holds(keys)).map(|(field, _)| *field)
    }

    /// The top-level keys that the profile knows.
    pub fn known_keys(&self) -> impl Iterator<Item = &str> {
        self.keys.values().flatten().map(|key| top_of(key))
    }

    /// The top-level keys that say when a review was or is due.
    pub fn review_keys(&self) -> impl Iterator<Item = &str> {
        [FieldName::LastReviewed, FieldName::ReviewInterval]
            .into_iter()
            .flat_map(|field| self.keys_of(field))
            .map(|key| top_of(key))
    }

    /// A day as it is written under this convention; `None` if it does not say how.
    #[must_use]
    pub fn written_date(&self, date: Date) -> Option<String> {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self.written_dates? {
            DateForm::YearFirst => Some(date.to_string()),
            DateForm::MonthFirst => Some(format!("{month:02}/{day:02}/{year:04}")),
            DateForm::MonthName => {
                let name = MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
                Some(format!("{name} {day} {year:04}"))
            }
        }
    }

    /// Whether writing a field adds an item to the list in which it stands, as in
    /// `majorRevisions[].date`.
    #[must_use]
    pub fn is_appended(&self, field: FieldName) -> bool {
        self.appended.contains(&field)
    }

    /// Whether a file may be a document of this convention, by its name.
    #[must_use]
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.files.matches(path)
    }

    /// The fields that a document of this status must have.
    pub fn required(&self, status: Option<Status>) -> impl Iterator<Item = FieldName> {
        let approved = matches!(status, Some(Status::Approved | Status::Effective));
        let effective = status == Some(Status::Effective);
        let none: &[FieldName] = &[];
        let Required { always, approved: from_approved, effective: from_effective } =
            &self.required;
        let later = [
            if approved { from_approved } else { none },
            if effective { from_effective } else { none },
        ];
        always.iter().chain(later.into_iter().flatten()).copied()
    }

    /// Reads the file of a profile, or a table `[profiles.NAME]`.
    ///
    /// # Errors
    /// Everything that does not fit, with its place.
    pub fn read(name: &str, entries: &[Entry]) -> Result<Self, Vec<Misfit>> {
        let mut misfits = Vec::new();
        let mut table = TableReader::new(&format!("the profile {name:?}"), entries, &mut misfits);
        let identity = table.word("id_from", &[("id", Identity::Field), ("path", Identity::Path)]);
        let forms = [
            ("year-first", DateForm::YearFirst),
            ("month-first", DateForm::MonthFirst),
            ("month-name", DateForm::MonthName),
        ];
        let dates = table.word("dates", &forms);
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
        let (written_dates, appended) = match table.table("write") {
            Some(entries) => read_write(entries, &forms, table.misfits()),
            None => (None, Vec::new()),
        };
        // Months can be named in several ways; the other forms are their own model.
        let unambiguous =
            Some(dates.unwrap_or(DateForm::YearFirst)).filter(|form| *form != DateForm::MonthName);
        table.finish();
        if !misfits.is_empty() {
            return Err(misfits);
        }
        Ok(Self {
            name: name.to_owned(),
            identity: identity.unwrap_or(Identity::Field),
            dates: dates.unwrap_or(DateForm::YearFirst),
            next_review_from: next_review_from.unwrap_or(NextReviewFrom::Latest),
            file_names,
            headless: headless.unwrap_or(false),
            required,
            keys,
            files,
            written_dates: written_dates.or(unambiguous),
            appended,
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
    let required = Required {
        always: read_fields(&mut table, "always"),
        approved: read_fields(&mut table, "approved"),
        effective: read_fields(&mut table, "effective"),
    };
    table.finish();
    required
}

/// How values are written back: the form of dates, and the fields that are appended.
fn read_write(
    entries: &[Entry],
    forms: &[(&str, DateForm)],
    misfits: &mut Vec<Misfit>,
) -> (Option<DateForm>, Vec<FieldName>) {
    let mut table = TableReader::new("[write]", entries, misfits);
    let dates = table.word("dates", forms);
    let appended = read_fields(&mut table, "append");
    table.finish();
    (dates, appended)
}

/// A list of names of fields.
fn read_fields(table: &mut TableReader<'_, '_>, key: &'static str) -> Vec<FieldName> {
    let names = table.texts(key).unwrap_or_default();
    names
        .into_iter()
        .filter_map(|name| {
            field_named(&Spanned::new(name.value.to_owned(), name.span), table.misfits())
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

/// The top-level key of a path. A dot without a list is part of the key, as in `ms.date`.
fn top_of(key: &str) -> &str {
    key.split_once("[]").map_or(key, |(top, _)| top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_profiles_are_valid() {
        let names: Vec<_> = Profile::built_in().iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["sopctl", "govuk", "mslearn", "particular", "comply"]);
        for field in FieldName::ALL {
            assert_eq!(Profile::sopctl().keys_of(field), [field.as_str()]);
        }
        assert_eq!(Profile::named("mslearn").unwrap().dates, DateForm::MonthFirst);
        assert!(Profile::named("nobody").is_none());
    }

    #[test]
    fn what_is_required_grows_with_the_status() {
        let required = |status| Profile::sopctl().required(status).count();
        assert_eq!(required(None), 5);
        assert_eq!(required(Some(Status::Draft)), 5);
        assert_eq!(required(Some(Status::Approved)), 8);
        assert_eq!(required(Some(Status::Effective)), 9);
    }

    #[test]
    fn file_names_match_in_every_folder() {
        let govuk = Profile::named("govuk").unwrap();
        let matches = |path: &str| govuk.matches(&RepoPath::new(path).unwrap());
        assert!(matches("source/add-a-user.html.md.erb") && matches("index.md"));
        assert!(!matches("source/layout.erb"));
    }

    #[test]
    fn keys_are_told_by_field_and_back() {
        let comply = Profile::named("comply").unwrap();
        assert_eq!(comply.field_of("majorRevisions"), Some(FieldName::LastReviewed));
        assert_eq!(comply.keys_of(FieldName::Title), ["name"]);
        let mslearn = Profile::named("mslearn").unwrap();
        assert_eq!(mslearn.field_of("author"), Some(FieldName::Owner));
        assert_eq!(mslearn.field_of("ms"), None);
    }

    #[test]
    fn a_faulty_profile_is_told_what_was_meant() {
        let text = "dates = 'day-first'\nhedless = true\n[fields]\nonwer = 'x'\ntitle = 1\n\
                    status = { a = 1 }\n[required]\nalways = ['titel']\n";
        let misfits = Profile::read("ours", &read(text, Syntax::Toml).entries).unwrap_err();
        let told: Vec<_> =
            misfits.iter().map(|m| (&text[m.span.start..m.span.end], m.meant())).collect();
        assert_eq!(
            told,
            [
                ("'day-first'", None),
                ("onwer", Some("owner")),
                ("{ a = 1 }", None),
                ("'titel'", Some("title")),
                ("hedless", Some("headless")),
            ]
        );
    }
}
