//! Conventions of front matter: under which keys a document has its fields.
//!
//! A profile is data, one TOML file each, built in or declared by a repository.
//! Foreign conventions are read natively, with no edit to a document. This module
//! says what the convention is; `front_matter` reads and writes by it.

mod reading;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;

use super::field::FieldName;
use super::lifecycle::Status;
use crate::calendar::Date;
use crate::data::{Syntax, read};
use crate::paths::{Globs, RepoPath};

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
    fn dates_are_written_as_the_convention_has_them() {
        let day = Date::new(2026, 1, 5).unwrap();
        let written: Vec<_> =
            Profile::built_in().iter().map(|profile| profile.written_date(day).unwrap()).collect();
        assert_eq!(written, ["2026-01-05", "2026-01-05", "01/05/2026", "2026-01-05", "Jan 5 2026"]);
        let house = |text: &str| Profile::read("house", &read(text, Syntax::Toml).entries).unwrap();
        assert_eq!(house("dates = 'month-name'").written_date(day), None);
        let both = "dates = 'month-name'\n[write]\ndates = 'year-first'\n";
        assert_eq!(house(both).written_date(day).as_deref(), Some("2026-01-05"));
        assert!(Profile::named("comply").unwrap().is_appended(FieldName::LastReviewed));
        assert!(!Profile::sopctl().is_appended(FieldName::LastReviewed));
    }

    #[test]
    fn a_repository_can_declare_all_that_the_built_in_profiles_say() {
        let text = "id_from = 'path'\ndates = 'month-first'\nnext_review_from = 'last-review'\n\
                    headless = true\nfile_names = ['*.page.md', '*.txt']\n\
                    [required]\nalways = ['title']\napproved = ['approved_by']\n\
                    effective = ['effective_date']\n\
                    [fields]\ntitle = ['name', 'title']\nlast_reviewed = 'log[].on'\n\
                    next_review = 'plan.next'\n[write]\ndates = 'year-first'\n\
                    append = ['last_reviewed']\n";
        let house = Profile::read("house", &read(text, Syntax::Toml).entries).unwrap();
        assert_eq!((house.identity, house.dates), (Identity::Path, DateForm::MonthFirst));
        assert_eq!(house.next_review_from, NextReviewFrom::LastReview);
        assert!(house.headless && house.is_appended(FieldName::LastReviewed));
        let matches = |path: &str| house.matches(&RepoPath::new(path).unwrap());
        assert!(matches("a/b.page.md") && matches("c.txt") && !matches("c.md"));
        assert_eq!(house.required(Some(Status::Effective)).count(), 3);
        assert_eq!(house.keys_of(FieldName::Title), ["name", "title"]);
        let known: Vec<_> = house.known_keys().collect();
        assert_eq!(known, ["name", "title", "log", "plan.next"]);
    }

    #[test]
    fn only_a_key_in_a_list_is_appended() {
        let text = "[fields]\ntitle = 'name'\nlast_reviewed = 'log[].date'\n[write]\n\
                    append = ['title', 'last_reviewed', 'owner']\norder = 1\n";
        let misfits = Profile::read("ours", &read(text, Syntax::Toml).entries).unwrap_err();
        let told: Vec<_> = misfits.iter().map(|m| &text[m.span.start..m.span.end]).collect();
        assert_eq!(told, ["'title'", "'owner'", "order"]);
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
