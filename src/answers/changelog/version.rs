//! Whether the number of a document keeps step with what it says.

use std::cmp::Ordering;

use crate::comparison::Class;
use crate::config::{Raise, VersionScheme};

use super::subject::calls_editorial;

/// What is wrong with the version of a document that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum VersionProblem {
    /// It says something else under the same version.
    NotRaised,
    /// It had a version and has none.
    TakenOut,
    /// The newer version comes before the older one.
    Backwards,
    /// The change is major, and the version was raised as for a minor one.
    RaisedTooLittle,
    /// The change is major, and the reason that is given calls it editorial.
    CalledEditorial,
}

impl VersionProblem {
    /// What people are told.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::NotRaised => "it changed in substance under the same version",
            Self::TakenOut => "its version was taken out",
            Self::Backwards => "its version went backwards",
            Self::RaisedTooLittle => {
                "a major change, and the version was raised as for a minor one"
            }
            Self::CalledEditorial => "a major change, and its reason calls it editorial",
        }
    }
}

/// The version of a document before and after a change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'v> {
    pub(super) old: Option<&'v str>,
    pub(super) new: Option<&'v str>,
    pub(super) class: Class,
    /// Why, as somebody wrote it down.
    pub(super) reason: Option<&'v str>,
    pub(super) scheme: VersionScheme,
    /// Whether the document binds anybody: what does not may change as often as its writers
    /// like, and is numbered when it is approved.
    pub(super) is_in_force: bool,
}

impl Step<'_> {
    /// What is wrong with it, the worst first. A document that never had a version has none
    /// to raise. A number that goes back or is taken out, and a major change that is called
    /// editorial, mislead whoever reads them, in force or not.
    pub(super) fn problem(self) -> Option<VersionProblem> {
        let old = self.old?;
        let Some(new) = self.new else { return Some(VersionProblem::TakenOut) };
        let order = self.scheme.order(old, new);
        let is_major = self.class == Class::Major;
        if order == Some(Ordering::Greater) {
            Some(VersionProblem::Backwards)
        } else if self.is_in_force
            && self.class.is_meaningful()
            && (old == new || order == Some(Ordering::Equal))
        {
            Some(VersionProblem::NotRaised)
        } else if self.is_in_force && is_major && self.scheme.tells_major(old, new) == Some(false) {
            Some(VersionProblem::RaisedTooLittle)
        } else if is_major && self.reason.is_some_and(calls_editorial) {
            Some(VersionProblem::CalledEditorial)
        } else {
            None
        }
    }

    /// The version that the change asks for, counted on from the older one; none where the
    /// text is the same, or the older version is not written by the scheme.
    pub(super) fn proposed(self) -> Option<String> {
        let by = match self.class {
            Class::Major => Raise::Major,
            Class::Minor | Class::Editorial => Raise::Minor,
            Class::Record | Class::None => return None,
        };
        // Before the first release nothing has to be approved again.
        let by = if self.scheme.tells_major(self.old?, self.old?) == Some(true) {
            Raise::Minor
        } else {
            by
        };
        self.scheme.raised(self.old?, by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step<'v>(old: &'v str, new: &'v str, class: Class, reason: &'v str) -> Step<'v> {
        let scheme = VersionScheme::MajorMinor;
        let (old, new, reason) = (Some(old), Some(new), Some(reason));
        Step { old, new, class, reason, scheme, is_in_force: true }
    }

    #[test]
    fn what_is_said_anew_needs_a_new_version() {
        use VersionProblem::{Backwards, CalledEditorial, NotRaised, RaisedTooLittle};
        for (old, new, class, reason, problem, proposed) in [
            ("1.0", "1.0", Class::Major, "", Some(NotRaised), Some("2.0")),
            ("1.0", "1", Class::Minor, "", Some(NotRaised), Some("1.1")),
            ("1.0", "1.0", Class::Editorial, "", None, Some("1.1")),
            ("1.0", "1.0", Class::Record, "", None, None),
            ("2.0", "1.9", Class::Record, "", Some(Backwards), None),
            ("2.0", "2.1", Class::Major, "", Some(RaisedTooLittle), Some("3.0")),
            ("0.1", "0.2", Class::Major, "", None, Some("0.2")),
            (
                "2.0",
                "3.0",
                Class::Major,
                "Editorial: mend a typo",
                Some(CalledEditorial),
                Some("3.0"),
            ),
            ("2.0", "2.1", Class::Minor, "editorial", None, Some("2.1")),
            ("2.0", "3.0", Class::Major, "The editorials move", None, Some("3.0")),
            ("x", "y", Class::Major, "", None, None),
            ("x", "x", Class::Major, "", Some(NotRaised), None),
        ] {
            let step = step(old, new, class, reason);
            assert_eq!(step.problem(), problem, "{step:?}");
            assert_eq!(step.proposed().as_deref(), proposed, "{step:?}");
        }
    }

    #[test]
    fn a_draft_keeps_its_version_and_must_not_mislead() {
        use VersionProblem::{Backwards, CalledEditorial};
        for (old, new, reason, problem) in [
            ("1.0", "1.0", "", None),
            ("1.0", "1.1", "", None),
            ("1.0", "0.9", "", Some(Backwards)),
            ("1.0", "1.0", "Mend the spelling", Some(CalledEditorial)),
        ] {
            let step = Step { is_in_force: false, ..step(old, new, Class::Major, reason) };
            assert_eq!(step.problem(), problem, "{step:?}");
        }
    }

    #[test]
    fn a_version_may_come_and_must_not_go() {
        let come = Step { old: None, ..step("", "1.0", Class::Major, "") };
        assert_eq!((come.problem(), come.proposed()), (None, None));
        let gone = Step { new: None, ..step("1.0", "", Class::Record, "") };
        assert_eq!(gone.problem(), Some(VersionProblem::TakenOut));
    }
}
