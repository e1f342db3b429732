//! A handover for people.

use crate::paths::shell_word;
use crate::record::commit_of;
use crate::report::{Block, Column, Line, Row, Table, Tone, View};
use crate::standing::plural;

use super::{Elsewhere, HandedOver, Handover};

pub(super) fn of(handover: &Handover) -> View {
    let mut blocks = vec![Block::Prose(head(handover))];
    if !handover.documents.is_empty() {
        let columns =
            vec![Column::fixed("Document"), Column::flexible("Title"), Column::fixed("As")];
        let rows = handover.documents.iter().map(row).collect();
        blocks.push(Block::Table(Table { columns, named: true, rows }));
    }
    blocks.extend(handover.refused.iter().map(|refused| {
        let mut line = Line::new().document(refused.path.as_str());
        if let Some(number) = refused.line {
            line = line.text(format!(" line {number}"));
        }
        Block::Note(Tone::Bad, line.text(" cannot be changed: ").text(refused.why.as_str()))
    }));
    blocks.extend(
        handover.elsewhere.iter().map(|place| Block::Note(Tone::Notice, still(place, handover))),
    );
    if handover.is_new_unknown {
        let line = Line::new().person(handover.new.as_str()).text(
            " is named neither in [people] or [teams] of sopctl.toml nor in CODEOWNERS: is it spelled right?",
        );
        blocks.push(Block::Note(Tone::Warning, line));
    }
    blocks.push(Block::Prose(next(handover)));
    View { blocks }
}

/// `@noor is now owner of 1 document and approver of 5 documents, in place of @leila`
fn head(handover: &Handover) -> Line {
    let number =
        |is: fn(&HandedOver) -> bool| handover.documents.iter().filter(|one| is(one)).count();
    let owned = number(|one| one.is_owner);
    let approved = number(|one| one.is_approver);
    let role =
        |role: &str, of: usize| (of > 0).then(|| format!("{role} of {}", plural(of, "document")));
    let roles: Vec<String> =
        [role("owner", owned), role("approver", approved)].into_iter().flatten().collect();
    let verb = if handover.is_written { "is now" } else { "would become" };
    if roles.is_empty() {
        return Line::new().text("No document can be handed over.");
    }
    Line::new()
        .person(handover.new.as_str())
        .text(format!(" {verb} {}, in place of ", roles.join(" and ")))
        .person(handover.old.as_str())
}

fn row(document: &HandedOver) -> Row {
    let name = document.id.as_deref().unwrap_or(document.path.as_str());
    let role = match (document.is_owner, document.is_approver) {
        (true, true) => "owner, approver",
        (true, false) => "owner",
        _ => "approver",
    };
    let title = document.id.as_ref().map(|_| document.title.as_str().into());
    let mut details = Vec::new();
    if document.uncommitted.is_some() {
        details.push(Line::new().toned(Tone::Warning, "has changes that are not committed"));
    }
    Row { cells: vec![Line::new().document(name), title.unwrap_or_default(), role.into()], details }
}

fn still(place: &Elsewhere, handover: &Handover) -> Line {
    let line = Line::new().person(handover.old.as_str());
    match place {
        Elsewhere::Team(team) => {
            line.text(" is still a member of ").person(team.as_str()).text(" in sopctl.toml.")
        }
        Elsewhere::CodeOwners(path) => line
            .text(" is still named in ")
            .code(*path)
            .text("; ")
            .code("sopctl owners --codeowners verify")
            .text(" shows where it differs from the documents."),
    }
}

fn next(handover: &Handover) -> Line {
    if handover.documents.is_empty() {
        return Line::new().text("Nothing is written.");
    }
    if !handover.is_written {
        let command = format!(
            "sopctl owners --replace {} {}",
            shell_word(&handover.old),
            shell_word(&handover.new)
        );
        return Line::new().text("Nothing is written yet; to write it: ").code(command);
    }
    let subject = format!("Hand over documents of {} to {}", handover.old, handover.new);
    let files = handover.documents.iter().map(|one| (&one.path, one.uncommitted));
    Line::new()
        .text("Look at it with ")
        .code("git diff")
        .text(", then ")
        .line(commit_of(&subject, files))
}
