//! People as the configuration names them, and as they appear in commits.

use crate::calendar::Date;
use crate::config::{Config, Person, Team};
use crate::git;

/// Who is who.
#[derive(Debug, Clone, Copy)]
pub struct People<'c> {
    config: &'c Config,
}

impl<'c> People<'c> {
    /// The people and teams of a configuration.
    #[must_use]
    pub const fn of(config: &'c Config) -> Self {
        Self { config }
    }

    /// The person who commits under an address, whatever its case.
    #[must_use]
    pub fn with_address(&self, email: &str) -> Option<&'c Person> {
        let people = self.config.people.iter();
        people
            .into_iter()
            .find(|person| person.emails.iter().any(|address| address.eq_ignore_ascii_case(email)))
    }

    /// The person of that handle or address, whatever its case.
    #[must_use]
    pub fn person(&self, name: &str) -> Option<&'c Person> {
        let is_it = |person: &&Person| person.handle.value.eq_ignore_ascii_case(name);
        self.config.people.iter().find(is_it).or_else(|| self.with_address(name))
    }

    /// The team of that handle, whatever its case.
    #[must_use]
    pub fn team(&self, name: &str) -> Option<&'c Team> {
        self.config.teams.iter().find(|team| team.handle.value.eq_ignore_ascii_case(name))
    }

    /// What somebody is called everywhere: the handle of a person or team that the
    /// configuration has, by whichever name it is told; else the name as it is.
    #[must_use]
    pub fn handle_of<'n>(&self, name: &'n str) -> &'n str
    where
        'c: 'n,
    {
        let person = self.person(name).map(|person| person.handle.value.as_str());
        let team = || self.team(name).map(|team| team.handle.value.as_str());
        person.or_else(team).unwrap_or(name)
    }

    /// Whether two names, in documents or on the command line, are those of one person, team
    /// or role.
    #[must_use]
    pub fn are_same(&self, one: &str, other: &str) -> bool {
        self.handle_of(one).eq_ignore_ascii_case(self.handle_of(other))
    }

    /// What an author is called in documents: the configured handle, else the handle
    /// that a hosting service's address holds, else the address, else the name. `None`
    /// for an author without either.
    #[must_use]
    pub fn name_of(&self, author: &git::Person) -> Option<String> {
        if let Some(person) = self.with_address(&author.email) {
            return Some(person.handle.value.clone());
        }
        if let Some(handle) = hosted_handle(&author.email) {
            return Some(format!("@{handle}"));
        }
        [&author.email, &author.name].into_iter().find(|name| !name.is_empty()).cloned()
    }

    /// Whether somebody has left before or on that day, by any of their names.
    #[must_use]
    pub fn has_left(&self, name: &str, on: Date) -> bool {
        self.left_by(name, on).is_some()
    }

    /// The last day of somebody, by any of their names, who has left before or on that day.
    #[must_use]
    pub fn left_by(&self, name: &str, on: Date) -> Option<Date> {
        self.person(name).and_then(|person| person.left).filter(|left| *left <= on)
    }

    /// Whether something that names people has this name: the configuration, or CODEOWNERS,
    /// which has it, has it not, or is not there. `None` where nothing names anybody.
    #[must_use]
    pub fn is_known(&self, name: &str, in_code_owners: Option<bool>) -> Option<bool> {
        let is_configured = self.person(name).is_some() || self.team(name).is_some();
        let names_anybody = !self.config.people.is_empty()
            || !self.config.teams.is_empty()
            || in_code_owners.is_some();
        names_anybody.then_some(is_configured || in_code_owners == Some(true))
    }

    /// The teams that somebody belongs to, by handle.
    pub fn teams_of<'h>(&self, handle: &'h str) -> impl Iterator<Item = &'c str> + use<'c, 'h> {
        let is_member =
            move |team: &&'c Team| team.members.iter().any(|member| member.value == handle);
        self.config.teams.iter().filter(is_member).map(|team| team.handle.value.as_str())
    }

    /// Whether somebody who is wanted, by handle, is among some people, or is a team that one
    /// of them belongs to.
    #[must_use]
    pub fn are_among<S: AsRef<str>>(&self, wanted: &str, people: &[S]) -> bool {
        let mut people = people.iter().map(AsRef::as_ref);
        people.any(|person| person == wanted || self.teams_of(person).any(|team| team == wanted))
    }

    /// Whether an author is a program by its own name: `dependabot[bot]`,
    /// `Renovate Bot`. Somebody who merely commits like one is a person.
    #[must_use]
    pub fn is_bot(author: &git::Person) -> bool {
        let local = author.email.split_once('@').map_or("", |(local, _)| local);
        [author.name.as_str(), local].into_iter().any(|name| {
            let is_word = |word: &&str| !word.is_empty();
            let last = name.rsplit(|c: char| !c.is_alphanumeric()).find(is_word);
            let words = name.split(|c: char| !c.is_alphanumeric()).filter(is_word).count();
            words > 1 && last.is_some_and(|last| last.eq_ignore_ascii_case("bot"))
        })
    }
}

/// The handle in an address that hides the real one: `123+ana@users.noreply.github.com`,
/// `123-ana@users.noreply.gitlab.com`.
fn hosted_handle(email: &str) -> Option<&str> {
    let (local, host) = email.split_once('@')?;
    let (number, handle) = match host {
        "users.noreply.github.com" => local.split_once('+').unwrap_or(("0", local)),
        "users.noreply.gitlab.com" => local.split_once('-')?,
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && !handle.is_empty()).then_some(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, email: &str) -> git::Person {
        git::Person { name: name.to_owned(), email: email.to_owned() }
    }

    #[test]
    fn an_author_is_called_as_the_configuration_says() {
        let config = Config::read(
            "[people.'@ana']\nemails = ['ana@example.com']\nleft = 2026-09-30\n\
             [people.'@ben']\nemails = ['ben@example.com']\n\
             [teams.'@quality']\nmembers = ['@ana', '@ben']\n",
        )
        .unwrap();
        let people = People::of(&config);
        for (name, email, expected) in [
            ("Ana", "Ana@Example.com", Some("@ana")),
            ("Cy", "12+cy@users.noreply.github.com", Some("@cy")),
            ("Cy", "cy@users.noreply.github.com", Some("@cy")),
            ("Cy", "12-cy@users.noreply.gitlab.com", Some("@cy")),
            ("Cy", "cy@example.com", Some("cy@example.com")),
            ("Cy", "", Some("Cy")),
            ("", "", None),
        ] {
            assert_eq!(people.name_of(&person(name, email)).as_deref(), expected, "{email}");
        }
        assert_eq!(people.teams_of("@ben").collect::<Vec<_>>(), ["@quality"]);
        let day = |day| Date::new(2026, 9, day).unwrap();
        assert!(people.has_left("@ana", day(30)) && !people.has_left("@ana", day(29)));
        assert!(!people.has_left("@ben", day(30)) && !people.has_left("@zoe", day(30)));
        assert!(people.are_same("ANA@example.com", "@Ana") && !people.are_same("@ana", "@ben"));
        assert_eq!((people.handle_of("@QUALITY"), people.handle_of("x")), ("@quality", "x"));
        for (name, in_code_owners, expected) in [
            ("ana@example.com", None, true),
            ("@quality", Some(false), true),
            ("@zoe", Some(true), true),
            ("@zoe", None, false),
        ] {
            assert_eq!(people.is_known(name, in_code_owners), Some(expected), "{name}");
        }
        let nobody = Config::default();
        assert_eq!(People::of(&nobody).is_known("@zoe", None), None);
        assert_eq!(People::of(&nobody).is_known("@zoe", Some(false)), Some(false));
    }

    #[test]
    fn only_what_calls_itself_a_bot_is_one() {
        for (name, email) in [
            ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
            ("Renovate Bot", "renovate@example.com"),
            ("Release", "release-bot@example.com"),
        ] {
            assert!(People::is_bot(&person(name, email)), "{name}");
        }
        for (name, email) in [("Bot", "bot@example.com"), ("Ann Abbot", "abbot@example.com")] {
            assert!(!People::is_bot(&person(name, email)), "{name}");
        }
    }
}
