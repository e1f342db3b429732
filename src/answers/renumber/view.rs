//! The answer of `renumber` for people.

use crate::paths::shell_word;
use crate::record::Stage;
use crate::report::{Block, Fact, Line, Section, Tone, View};
use crate::worktree::ChangeKind;

use super::{Renumbering, Rewrite};

pub(super) fn of(renumbering: &Renumbering) -> View {
    let is_proposed = renumbering.stage == Stage::Proposed;
    let files = renumbering.files.iter().map(told).collect();
    let mut blocks = vec![
        Block::Prose((if is_proposed { "would change:" } else { "changed:" }).into()),
        Block::Items(files),
    ];
    if let Some(commit) = renumbering.commit {
        let value = Line::new().commit(commit);
        blocks.push(Block::Facts(vec![Fact { name: "committed as", value }]));
    }
    if !renumbering.left.is_empty() {
        blocks.push(Block::Note(
            Tone::Notice,
            Line::new()
                .text("These still name ")
                .document(renumbering.old.as_str())
                .text("; see whether they should:"),
        ));
        let left = renumbering.left.iter().map(|left| {
            let place = format!("{}:{}", left.path, left.line);
            Line::new().code(place).text(" ").faint(left.why.told())
        });
        blocks.push(Block::Items(left.collect()));
    }
    for unsettled in &renumbering.unsettled {
        let line = Line::new()
            .text(format!("The {} on record of ", unsettled.record))
            .document(unsettled.name.as_str())
            .text(" is of the text with the old number: record it anew.");
        blocks.push(Block::Note(Tone::Warning, line));
    }
    let heading = Line::new()
        .document(renumbering.old.as_str())
        .text(" → ")
        .document(renumbering.new.as_str())
        .text("  ")
        .text(renumbering.title.as_str());
    let section = Section { heading, aside: Line::new(), tone: Tone::Plain, blocks };
    let mut all = vec![Block::Section(section)];
    all.extend(next(renumbering));
    View { blocks: all }
}

fn told(file: &Rewrite) -> Line {
    let places = match file.places {
        1 => "1 place".to_owned(),
        count => format!("{count} places"),
    };
    let line = Line::new();
    let line = match &file.change.kind {
        ChangeKind::Move { from, .. } => line.code(from.to_string()).text(" → "),
        ChangeKind::Create { .. } | ChangeKind::Replace { .. } => line,
    };
    line.code(file.change.path.to_string()).text(" ").faint(places)
}

fn next(renumbering: &Renumbering) -> Vec<Block> {
    match renumbering.stage {
        Stage::Proposed => {
            let said = "Nothing is written: leave --dry-run out to do it.";
            vec![Block::Note(Tone::Notice, said.into())]
        }
        Stage::Written => {
            let (paths, message) = renumbering.commit();
            let quoted = |paths: &[crate::paths::RepoPath]| {
                paths
                    .iter()
                    .map(crate::paths::RepoPath::as_git_argument)
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let mut commands = Vec::new();
            let new = renumbering.new_paths();
            if !new.is_empty() {
                commands.push(Line::new().code(format!("git add -- {}", quoted(&new))));
            }
            let subject = shell_word(message.subject());
            let commit = format!("git commit --message {subject} -- {}", quoted(&paths));
            commands.push(Line::new().code(commit));
            let lead = "next: sopctl check; then, to commit it and nothing else, from the root of the repository:";
            vec![Block::Prose(lead.into()), Block::Items(commands)]
        }
        Stage::Committed => Vec::new(),
    }
}
