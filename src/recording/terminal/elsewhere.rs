//! A shell inside of a command: on another computer, in a container, of another user. The shell
//! that was recorded knows nothing of it; what was run there stands in the output of that
//! command, behind prompts of its own.

use super::habits::program;
use super::prompt::is_shell;
use super::ran::{Output, Ran};
use super::segment::{Reading, is_hidden_question};
use super::whole::by_prompt;

/// Commands that open a shell; `-i` and `-s` are those of `sudo`.
const OPENERS: [&str; 20] = [
    "ssh",
    "mosh",
    "telnet",
    "su",
    "-i",
    "-s",
    "docker",
    "podman",
    "kubectl",
    "oc",
    "lxc",
    "incus",
    "vagrant",
    "multipass",
    "chroot",
    "nsenter",
    "bash",
    "sh",
    "zsh",
    "fish",
];

/// The line of an output at which a shell that the command opened shows its first prompt.
pub(super) fn inner_shell(command: &str, output: &Output) -> Option<usize> {
    let may_open = OPENERS.contains(&program(command)) && !output.has_more;
    let segments = may_open.then(|| by_prompt(&output.lines, &[], None, output.lines.len()));
    Some(segments?.first()?.place.saturating_sub(1))
}

/// A command, and behind it what was run in the shell that it opened.
pub(super) fn with_inner(ran: Ran, most: usize) -> Vec<Ran> {
    let lines = ran.output.as_ref().map(|output| output.lines.as_slice()).unwrap_or_default();
    let first = ran.output.as_ref().and_then(|output| inner_shell(&ran.command, output));
    let Some(first) = first else { return vec![ran] };
    let mut segments = by_prompt(lines, &[], None, most);
    let before = lines.iter().take(first).filter(|line| !is_hidden_question(line));
    let before: Vec<String> = before.cloned().collect();
    for segment in &mut segments {
        segment.place = ran.place;
    }
    let inner = Reading { given: None, has_keys: false }.commands(segments);
    let inside = ran.answers.iter().position(|answer| is_shell(&answer.question));
    let mut own = ran.answers;
    let typed_inside = own.split_off(inside.unwrap_or(own.len()));
    // How the inner shell was left says nothing about how it was come into.
    let output = Some(Output { lines: before, has_more: false });
    let outer = Ran { output, status: None, answers: own, ..ran };
    // What was typed unseen inside belongs to no step, and is to stand in no words.
    let unseen = Ran { answers: typed_inside, ..Ran::default() };
    std::iter::once(outer).chain(inner).chain([unseen]).collect()
}
