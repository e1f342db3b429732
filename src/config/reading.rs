//! From the text of `sopctl.toml` to a [`Config`].

use std::collections::BTreeSet;

use super::types::read_types;
use super::{
    ChangedOn, Changelog, Check, Config, ConfigError, Documents, FailOn, History, Ignore,
    InForceFrom, Person, RuleLevel, RuleSetting, Ruleset, Stale, Team, Templates, VersionScheme,
};
use crate::calendar::{Date, Interval, TimeZone};
use crate::data::{Entry, Help, Misfit, Syntax, TableReader, Value, read as read_data};
use crate::document::profile::Profile;
use crate::language::AddedWords;
use crate::paths::{Globs, RepoPath};
use crate::source::{Span, Spanned};

/// The `schema` that this program reads.
const SCHEMA: u64 = 1;

/// What to do about an interval that is none.
pub(super) const INTERVAL: &str =
    "write a number and days, weeks, months or years, or a word such as quarterly";

/// What to do about a time zone that is none.
const ZONE: &str = "zones are named by region and city, such as Europe/Madrid; UTC is one too";

pub(super) fn examine(text: &str) -> (Config, Vec<ConfigError>) {
    let reading = read_data(text, Syntax::Toml);
    if let Some(other_schema) = other_schema(&reading.entries) {
        // What else a file for another program says cannot be told right or wrong.
        return (Config::default(), vec![other_schema.into()]);
    }
    let unreadable = reading.problems.into_iter().map(|problem| ConfigError {
        span: problem.span,
        why: problem.why,
        help: None,
    });
    let mut errors: Vec<ConfigError> = unreadable.collect();
    let mut misfits = Vec::new();
    let config = Config { text: text.to_owned(), ..read_config(&reading.entries, &mut misfits) };
    let lost: Vec<Span> = errors.iter().filter_map(|error| lost_table(text, error.span)).collect();
    misfits.retain(|misfit| !lost.iter().any(|lost| lost.contains(misfit.span)));
    errors.extend(misfits.into_iter().map(ConfigError::from));
    errors.sort_by_key(|error| error.span);
    (config, errors)
}

/// The lines below a table's header that cannot be read: they have been read as if they
/// belonged to the table above, and what is wrong with them there is nothing to tell.
fn lost_table(text: &str, fault: Span) -> Option<Span> {
    let line_start = text.get(..fault.start)?.rfind('\n').map_or(0, |at| at + 1);
    let table = text.get(line_start..)?;
    let length = table.find("\n[").map_or(table.len(), |at| at + 1);
    table.starts_with('[').then(|| Span::new(line_start, line_start + length))
}

/// What is wrong with the schema that the file says it is written for.
fn other_schema(entries: &[Entry]) -> Option<Misfit> {
    let mut elsewhere = Vec::new();
    let schema = TableReader::new("sopctl.toml", entries, &mut elsewhere).number("schema")?;
    if schema.value == SCHEMA {
        return None;
    }
    let why = format!("this sopctl reads schema {SCHEMA}, not {}", schema.value);
    let newer = "a newer sopctl reads it: install that, or write this file for schema 1";
    let help = (schema.value > SCHEMA).then_some(Help::Advice(newer));
    Some(Misfit { help, ..Misfit::new(schema.span, why) })
}

fn read_config(entries: &[Entry], misfits: &mut Vec<Misfit>) -> Config {
    let mut table = TableReader::new("sopctl.toml", entries, misfits);
    // Its value has been looked at before everything else.
    let _ = table.number("schema");
    let types = read_types(&mut table);
    let (profiles, declared) = read_profiles(&mut table);
    let people = read_people(&mut table);
    let teams = read_teams(&mut table);
    let documents = section(&mut table, "documents", |t| read_documents(t, &declared));
    let schemes = [
        ("major.minor", VersionScheme::MajorMinor),
        ("integer", VersionScheme::Integer),
        ("letter", VersionScheme::Letter),
    ];
    let versions = section(&mut table, "versions", |t| t.word("scheme", &schemes)).flatten();
    let history = section(&mut table, "history", read_history);
    let time_zone =
        section(&mut table, "calendar", |t| t.read_or("time_zone", ZONE, TimeZone::named));
    let check = section(&mut table, "check", read_check).unwrap_or_default();
    let usual = Stale::under(check.ruleset);
    let stale = section(&mut table, "stale", |t| read_stale(t, usual.clone())).unwrap_or(usual);
    let changelog = section(&mut table, "changelog", read_changelog);
    let templates = section(&mut table, "templates", read_templates);
    table.finish();
    Config {
        documents: documents.unwrap_or_default(),
        types,
        versions: versions.unwrap_or_default(),
        history: history.unwrap_or_default(),
        time_zone: time_zone.flatten().map_or_else(TimeZone::utc, |zone| zone.value),
        people,
        teams,
        stale,
        check,
        changelog: changelog.unwrap_or_default(),
        templates: templates.unwrap_or_default(),
        profiles,
        text: String::new(),
    }
}

/// Reads the table `[key]`, if it is there, and reports the keys it does not know.
fn section<T>(
    table: &mut TableReader<'_, '_>,
    key: &'static str,
    read: impl FnOnce(&mut TableReader<'_, '_>) -> T,
) -> Option<T> {
    section_called(&format!("[{key}]"), table, key, read)
}

/// The same for a table in a table, which is called by its whole name.
fn section_called<T>(
    name: &str,
    table: &mut TableReader<'_, '_>,
    key: &'static str,
    read: impl FnOnce(&mut TableReader<'_, '_>) -> T,
) -> Option<T> {
    let entries = table.table(key)?;
    let mut inner = TableReader::new(name, entries, table.misfits());
    let value = read(&mut inner);
    inner.finish();
    Some(value)
}

/// `declared` are the names of all profiles that the file has, those included that cannot
/// be read.
fn read_documents(table: &mut TableReader<'_, '_>, declared: &[&str]) -> Documents {
    let (include, included) = read_globs(table, "include");
    let (exclude, excluded) = read_globs(table, "exclude");
    let built_in = Profile::built_in().iter().map(|profile| profile.name.as_str());
    let known: Vec<&str> = declared.iter().copied().chain(built_in).collect();
    let profile = table.text("profile").filter(|name| {
        let is_known = known.contains(&name.value);
        if !is_known {
            let why = format!("there is no profile {:?}", name.value);
            table.misfit(Misfit::unknown(name, why, known.iter().copied()));
        }
        is_known
    });
    let profile = profile.map(|name| name.value.to_owned());
    Documents { include, exclude, profile, included, excluded }
}

/// A list of globs, as written and compiled. One that is bad, or that can match nothing, is
/// reported and left out.
fn read_globs(table: &mut TableReader<'_, '_>, key: &'static str) -> (Vec<String>, Globs) {
    let mut patterns = Vec::new();
    for pattern in table.texts(key).unwrap_or_default() {
        match Globs::new(&[pattern.value]) {
            Ok(_) => match without_matches(&pattern) {
                Some(misfit) => table.misfit(misfit),
                None => patterns.push(pattern.value.to_owned()),
            },
            Err(error) => table.misfit(Misfit::new(pattern.span, error.to_string())),
        }
    }
    let globs = Globs::new(&patterns).unwrap_or_default();
    (patterns, globs)
}

/// Why a glob matches no path: paths are below the folder of sopctl.toml and begin there.
fn without_matches(glob: &Spanned<&str>) -> Option<Misfit> {
    let (why, advice) = if glob.value.split('/').any(|part| part == "..") {
        let advice = "put sopctl.toml into a folder above all documents and leave `..` out";
        ("leads out of the folder of sopctl.toml", advice)
    } else if glob.value.starts_with('/') {
        ("matches nothing: no path begins with a slash", "leave the first slash out")
    } else if glob.value.split('/').any(|part| part == ".") {
        ("matches nothing: no path has the part `.`", "leave `./` out")
    } else {
        return None;
    };
    let why = format!("{:?} {why}", glob.value);
    Some(Misfit { help: Some(Help::Advice(advice)), ..Misfit::new(glob.span, why) })
}

fn read_history(table: &mut TableReader<'_, '_>) -> History {
    let branch = owned(table.text("branch"));
    let sources = [("branch", InForceFrom::Branch), ("tags", InForceFrom::Tags)];
    let in_force_from = table.word("in_force_from", &sources).unwrap_or_default();
    History { branch, in_force_from }
}

fn read_people(table: &mut TableReader<'_, '_>) -> Vec<Person> {
    let mut people = Vec::new();
    for (handle, entries) in table.named_tables("people") {
        let name = format!("[people.{:?}]", handle.value);
        let mut inner = TableReader::new(&name, entries, table.misfits());
        let name = inner.text("name").map(|name| name.value.to_owned());
        let emails = inner.texts("emails").unwrap_or_default();
        let left = inner.value("left").and_then(|text| match Date::read(text.value) {
            Ok(reading) => Some(reading.date),
            Err(error) => {
                inner.misfit(Misfit::new(text.span, error.to_string()));
                None
            }
        });
        inner.finish();
        let emails = emails.into_iter().map(|email| email.value.to_owned()).collect();
        people.push(Person { handle: handle.clone(), name, emails, left });
    }
    people
}

fn read_teams(table: &mut TableReader<'_, '_>) -> Vec<Team> {
    let mut teams = Vec::new();
    for (handle, entries) in table.named_tables("teams") {
        let name = format!("[teams.{:?}]", handle.value);
        let mut inner = TableReader::new(&name, entries, table.misfits());
        let members = all_owned(inner.texts("members"));
        inner.finish();
        teams.push(Team { handle: handle.clone(), members });
    }
    teams
}

fn read_stale(table: &mut TableReader<'_, '_>, defaults: Stale) -> Stale {
    let due_soon = table.read_or("due_soon", INTERVAL, Interval::read);
    let fail_on = table.texts("fail_on").map(|words| all_owned(Some(words)));
    let changes = [("minor", ChangedOn::Minor), ("major", ChangedOn::Major)];
    let changed_on = table.word("changed_on", &changes);
    let baseline = read_baseline(table);
    Stale {
        due_soon: due_soon.map_or(defaults.due_soon, |interval| interval.value),
        fail_on: fail_on.unwrap_or(defaults.fail_on),
        changed_on: changed_on.unwrap_or_default(),
        baseline,
    }
}

fn read_check(table: &mut TableReader<'_, '_>) -> Check {
    let severities = [
        ("error", FailOn::Error),
        ("warning", FailOn::Warning),
        ("suggestion", FailOn::Suggestion),
        ("never", FailOn::Never),
    ];
    let fail_on = table.word("fail_on", &severities).unwrap_or_default();
    let rulesets = [
        ("general", Ruleset::General),
        ("regulated", Ruleset::Regulated),
        ("software", Ruleset::Software),
    ];
    let ruleset = table.word("ruleset", &rulesets).unwrap_or_default();
    let rules = read_rules(table);
    let ignore = read_ignore(table);
    let words = section_called("[check.words]", table, "words", read_words).unwrap_or_default();
    let baseline = read_baseline(table);
    Check { fail_on, ruleset, rules, ignore, words, baseline }
}

fn read_baseline(table: &mut TableReader<'_, '_>) -> Option<RepoPath> {
    let advice = "name a file below the folder of sopctl.toml, such as sopctl-baseline.toml";
    table.read_or("baseline", advice, RepoPath::new).map(|path| path.value)
}

fn read_rules(table: &mut TableReader<'_, '_>) -> Vec<RuleSetting> {
    let levels = [
        ("off", RuleLevel::Off),
        ("suggestion", RuleLevel::Suggestion),
        ("warning", RuleLevel::Warning),
        ("error", RuleLevel::Error),
    ];
    let mut rules = Vec::new();
    for Entry { key, node } in table.table("rules").unwrap_or_default() {
        let Some(word) = node.scalar() else {
            let why = format!("the severity of `{}` must be one word", key.value);
            table.misfit(Misfit::new(node.span, why));
            continue;
        };
        let word = Spanned::new(word.text.as_str(), node.span);
        if let Some(level) = table.word_in(&word, &levels) {
            rules.push(RuleSetting { rule: key.clone(), level });
        }
    }
    rules
}

fn read_words(table: &mut TableReader<'_, '_>) -> AddedWords {
    AddedWords {
        roles: read_list(table, "roles"),
        verbs: read_list(table, "verbs"),
        vague: read_list(table, "vague"),
        interface: read_list(table, "interface"),
        obligations: read_phrases(table, "obligations"),
    }
}

/// Words, or several in a row, in lower case.
fn read_phrases(table: &mut TableReader<'_, '_>, key: &'static str) -> BTreeSet<String> {
    let mut phrases = BTreeSet::new();
    for written in table.texts(key).unwrap_or_default() {
        let words: Vec<String> = written.value.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            table.misfit(Misfit::new(written.span, "there is no word in it"));
        } else {
            phrases.insert(words.join(" "));
        }
    }
    phrases
}

/// Single words in lower case; whatever is not one is reported and left out.
fn read_list(table: &mut TableReader<'_, '_>, key: &'static str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for written in table.texts(key).unwrap_or_default() {
        let word = written.value.trim();
        if word.is_empty() || word.contains(char::is_whitespace) {
            let why = format!("{:?} is not one word", written.value);
            let advice = "of several words write the one that counts: the last of a role, the verb";
            let help = Some(Help::Advice(advice));
            table.misfit(Misfit { help, ..Misfit::new(written.span, why) });
        } else {
            words.insert(word.to_lowercase());
        }
    }
    words
}

fn read_ignore(table: &mut TableReader<'_, '_>) -> Vec<Ignore> {
    let mut ignored = Vec::new();
    for Spanned { value: entries, span } in table.tables("ignore").unwrap_or_default() {
        let mut inner = TableReader::new("[[check.ignore]]", entries, table.misfits());
        let (paths, matching) = read_globs(&mut inner, "paths");
        let rules = all_owned(inner.texts("rules"));
        let reason = inner.text("reason").map(|reason| reason.value.trim().to_owned());
        // What is there and wrong has been told already.
        let is_incomplete = ["paths", "rules", "reason"].into_iter().any(|key| {
            inner
                .node(key)
                .is_none_or(|node| matches!(&node.value, Value::List(items) if items.is_empty()))
        });
        inner.finish();
        if reason.as_ref().is_some_and(String::is_empty) || is_incomplete {
            let why = "[[check.ignore]] needs `paths`, `rules` and a `reason`";
            table.misfit(Misfit::new(span, why));
        } else if let Some(reason) = reason {
            ignored.push(Ignore { span, paths, rules, reason, matching });
        }
    }
    ignored
}

fn read_changelog(table: &mut TableReader<'_, '_>) -> Changelog {
    let tags = table.text("tags").filter(|pattern| match Globs::new(&[pattern.value]) {
        Ok(_) => true,
        Err(error) => {
            table.misfit(Misfit::new(pattern.span, error.to_string()));
            false
        }
    });
    let read_within = table.read_or("read_within", INTERVAL, Interval::read);
    Changelog { tags: owned(tags), read_within: read_within.map(|interval| interval.value) }
}

fn read_templates(table: &mut TableReader<'_, '_>) -> Templates {
    let advice = "name a folder below that of sopctl.toml, such as templates";
    let folder = table.read_or("folder", advice, RepoPath::new);
    folder.map_or_else(Templates::default, |folder| Templates { folder: folder.value })
}

/// The profiles, and the names of all that are declared.
fn read_profiles<'e>(table: &mut TableReader<'e, '_>) -> (Vec<Profile>, Vec<&'e str>) {
    let mut profiles = Vec::new();
    let mut declared = Vec::new();
    for (name, entries) in table.named_tables("profiles") {
        if Profile::named(&name.value).is_some() {
            let why = format!("the profile {} is built in; choose another name", name.value);
            table.misfit(Misfit::new(name.span, why));
            continue;
        }
        declared.push(name.value.as_str());
        match Profile::read(&name.value, entries) {
            Ok(profile) => profiles.push(profile),
            Err(misfits) => misfits.into_iter().for_each(|misfit| table.misfit(misfit)),
        }
    }
    (profiles, declared)
}

fn owned(text: Option<Spanned<&str>>) -> Option<Spanned<String>> {
    text.map(|text| Spanned::new(text.value.to_owned(), text.span))
}

fn all_owned(texts: Option<Vec<Spanned<&str>>>) -> Vec<Spanned<String>> {
    texts.unwrap_or_default().into_iter().filter_map(|text| owned(Some(text))).collect()
}
