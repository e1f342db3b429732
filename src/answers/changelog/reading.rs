//! Who must read a document again, and by which rule.
//!
//! Says who must, never that somebody has.

use crate::comparison::Class;

use super::entry::Group;

/// Who must read a document again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Whether anybody must.
    pub(super) required: bool,
    /// The roles that must; empty where the document names no audience.
    pub(super) roles: Vec<String>,
    /// The rule, in words.
    pub(super) because: &'static str,
}

/// What the rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) group: Group,
    pub(super) class: Class,
    /// Whether the document binds anybody at the newer end.
    pub(super) is_in_force: bool,
    /// The audience before; none where the document is new.
    pub(super) audience_before: Option<&'a [String]>,
    pub(super) audience: &'a [String],
}

/// The rule, in one sentence for the reader of a report.
pub(super) const RULE: &str = "Must be read by its audience: a document that is new in force or \
     changed in class major, and by a role that is named anew. Minor, editorial and record \
     changes need no reading.";

impl Reading {
    /// By class and audience: a new document and a major change (in which type, audience and
    /// what is implemented count, where one value replaces another) are for the whole
    /// audience; a role that is named anew has the document to read as it stands.
    pub(super) fn of(change: Change<'_>) -> Self {
        let no = |because| Self { required: false, roles: Vec::new(), because };
        match change.group {
            Group::Retired | Group::Removed => return no("the document is out of use"),
            _ if !change.is_in_force => return no("the document is not in force"),
            Group::New => return Self::all(change, "the document is new"),
            Group::Revised if change.class == Class::Major => {
                return Self::all(change, "a change of class major");
            }
            _ => {}
        }
        let before = change.audience_before.unwrap_or_default();
        let anew: Vec<String> =
            change.audience.iter().filter(|role| !before.contains(role)).cloned().collect();
        if anew.is_empty() {
            return no("no change of class major");
        }
        Self { required: true, roles: anew, because: "named anew in the audience" }
    }

    fn all(change: Change<'_>, because: &'static str) -> Self {
        Self { required: true, roles: change.audience.to_vec(), because }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn class_and_audience_say_who_must_read() {
        let (nurses, both) = (roles(&["nurses"]), roles(&["nurses", "porters"]));
        let revised = Change {
            group: Group::Revised,
            class: Class::Major,
            is_in_force: true,
            audience_before: Some(&nurses),
            audience: &both,
        };
        assert_eq!(Reading::of(revised).roles, both);
        let minor = Change { class: Class::Minor, ..revised };
        let anew = Reading::of(minor);
        assert_eq!((anew.required, anew.roles), (true, roles(&["porters"])));
        for nobody in [
            Change { audience: &nurses, ..minor },
            Change {
                audience: &nurses,
                class: Class::Editorial,
                group: Group::Editorial,
                ..revised
            },
            Change { audience: &nurses, class: Class::Record, group: Group::RecordOnly, ..revised },
            Change { is_in_force: false, ..revised },
            Change { group: Group::Retired, ..revised },
        ] {
            let reading = Reading::of(nobody);
            assert!(!reading.required && reading.roles.is_empty(), "{nobody:?}");
        }
        let unnamed = Reading::of(Change { audience: &[], ..revised });
        assert!(unnamed.required && unnamed.roles.is_empty());
    }
}
