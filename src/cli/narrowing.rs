//! Options that narrow a report to some documents. A word that fits no document is a
//! mistake: an empty answer would pass for a clean one.

use std::collections::BTreeSet;

use crate::calendar::{Date, Interval};
use crate::document::front_matter::Fields;
use crate::document::lifecycle::{DocumentType, Status};
use crate::library::Library;
use crate::paths::RepoPath;
use crate::text::nearest;

use super::console::Console;
use super::error::Failure;
use super::naming::below_root;
use super::session::Session;

/// How many names a hint lists.
const LISTED: usize = 12;

/// Refuses an owner who has no document.
pub(super) fn require_owner(library: &Library, owner: &str) -> Result<(), Failure> {
    let known = values(library, |fields| fields.owner.value().map(String::as_str));
    require("owner", owner, &known)
}

/// Refuses somebody whom no document names as its owner or among its approvers.
pub(super) fn require_named(library: &Library, who: &str) -> Result<(), Failure> {
    let mut known = values(library, |fields| fields.owner.value().map(String::as_str));
    known.extend(library.members.iter().flat_map(|m| m.document.fields().approvers.texts()));
    require("owner or approver", who, &known)
}

/// Refuses a type that no document has.
pub(super) fn require_type(library: &Library, document_type: &DocumentType) -> Result<(), Failure> {
    let known = values(library, |fields| fields.document_type.value().map(DocumentType::as_str));
    require("type", document_type.as_str(), &known)
}

/// How long before its date a review is due soon: as the option says, else as sopctl.toml.
pub(super) fn due_soon(
    option: &str,
    given: Option<&str>,
    session: &Session<'_>,
) -> Result<Interval, Failure> {
    let Some(text) = given else { return Ok(session.config.stale.due_soon) };
    Interval::read(text).map_err(|error| {
        Failure::of(&error).hint(format!("{option} takes an interval such as \"30 days\""))
    })
}

/// The day that an option names, where it is given.
pub(super) fn day(option: &str, named: Option<&str>) -> Result<Option<Date>, Failure> {
    let Some(text) = named else { return Ok(None) };
    let reading = Date::read(text).map_err(|error| {
        Failure::of(&error).hint(format!("{option} takes a day such as 2026-11-22"))
    })?;
    Ok(Some(reading.date))
}

/// The status of that name, or what there is.
pub(super) fn status_named(text: &str) -> Result<Status, Failure> {
    Status::read(text).map_err(|error| {
        let known: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
        Failure::of(&error).hint(format!("--status takes {}", known.join(", ")))
    })
}

/// Files and folders as typed, from the root of the repository; none where the root
/// itself is among them.
pub(super) fn paths_below_root(
    typed: &[String],
    session: &Session<'_>,
) -> Result<Vec<RepoPath>, Failure> {
    let paths: Result<Option<Vec<RepoPath>>, Failure> =
        typed.iter().map(|typed| below_root(typed, session)).collect();
    Ok(paths?.unwrap_or_default())
}

/// Tells of paths below which there is no document; one that is not there at all is a
/// mistake.
pub(super) fn tell_without_documents(
    paths: &[RepoPath],
    session: &Session<'_>,
) -> Result<(), Failure> {
    for path in paths {
        if !session.root.join(path.as_str()).exists() {
            return Err(Failure::new(format!("there is no document at {path}"))
                .hint("`sopctl list` shows the documents"));
        }
        // Hooks hand over every file that is committed.
        session.console.remark(&format!("note: {path} is no document of this library"));
    }
    Ok(())
}

/// Says which globs of sopctl.toml select nothing: a slip there looks like an empty library.
pub(super) fn tell_unmatched(library: &Library, console: &Console) {
    for unmatched in &library.unmatched {
        let meant = unmatched.near.as_ref().map(|near| format!("; did you mean {near:?}?"));
        let meant = meant.unwrap_or_default();
        console.remark(&format!("note: include {:?} matches no file{meant}", unmatched.pattern));
    }
}

/// What the documents have in a field, each once and sorted.
fn values<'l>(
    library: &'l Library,
    of: impl Fn(&'l Fields) -> Option<&'l str>,
) -> BTreeSet<&'l str> {
    library.members.iter().filter_map(|member| of(member.document.fields())).collect()
}

fn require(field: &str, asked: &str, known: &BTreeSet<&str>) -> Result<(), Failure> {
    if known.contains(asked) {
        return Ok(());
    }
    // People forget the @ of a handle, and its capitals.
    let same = |name: &&&str| {
        name.trim_start_matches('@').eq_ignore_ascii_case(asked.trim_start_matches('@'))
    };
    let near = known.iter().find(same).copied().or_else(|| nearest(asked, known.iter().copied()));
    let hint = match near {
        Some(near) => format!("did you mean {near}?"),
        None if known.is_empty() => format!("no document names its {field}"),
        None => {
            let listed: Vec<&str> = known.iter().take(LISTED).copied().collect();
            let more = if known.len() > LISTED { ", …" } else { "" };
            format!("there are {}{more}", listed.join(", "))
        }
    };
    Err(Failure::new(format!("no document has the {field} {asked:?}")).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Colour, Page};

    fn said(asked: &str, known: &[&str]) -> String {
        let known = known.iter().copied().collect();
        let page = Page { width: 100, colour: Colour::Off };
        require("owner", asked, &known)
            .map_or_else(|failure| failure.shown(page), |()| String::new())
    }

    #[test]
    fn a_name_that_fits_nothing_is_answered_with_the_nearest() {
        assert_eq!(said("@ana", &["@ana", "@ben"]), "");
        assert!(said("ana", &["@ana", "@ben"]).ends_with("hint: did you mean @ana?"));
        assert!(said("@anna-ops", &["@ana-ops"]).ends_with("hint: did you mean @ana-ops?"));
        assert!(said("@zoe", &["@ana", "@ben"]).ends_with("hint: there are @ana, @ben"));
        assert!(said("@zoe", &[]).ends_with("hint: no document names its owner"));
    }
}
