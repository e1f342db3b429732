//! A piece of a tape from one prompt to the next, and the command that is found in it.

use super::super::masking::asked_for;
use super::elsewhere::{inner_shell, with_inner};
use super::prompt::{continued, end, end_as_given, is_shell};
use super::ran::{Answer, Output, Ran};
use super::screen::{KEPT_LINES, Spot};
use super::unfinished::is_unfinished;

/// What was shown while a line was edited, and what was printed once it was sent.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The lines that were shown while it was edited, the prompt among them.
    pub(super) lines: Vec<String>,
    /// How many lines were forgotten before them.
    pub(super) before: usize,
    /// Where the typing begins, where something says so.
    pub(super) begins: Option<Spot>,
    /// Where it may begin.
    pub(super) hint: Option<Spot>,
    /// The command in the words of the shell.
    pub(super) stated: Option<String>,
    /// What the keys left behind, where keys were recorded.
    pub(super) keyed: Option<String>,
    /// How wide the screen was.
    pub(super) columns: usize,
    pub(super) output: Output,
    pub(super) status: Option<i32>,
    pub(super) is_full_screen: bool,
    /// Whether the line was thrown away instead of being sent.
    pub(super) is_given_up: bool,
    pub(super) answers: Vec<Answer>,
    /// Lines that may be questions, and are no longer among the output.
    pub(super) asked: Vec<String>,
    pub(super) marker: Option<String>,
    pub(super) place: usize,
}

/// How segments are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    /// How the prompt ends, where somebody says so.
    pub(super) given: Option<&'r str>,
    /// Whether keys were recorded, so that answers are known.
    pub(super) has_keys: bool,
}

/// How a terminal shows that a line was given up, or a program stopped.
const INTERRUPT: &str = "^C";

/// What a segment turned out to be.
enum Found {
    Command(String),
    /// A line for the program that runs, with what stood before it.
    Answer(String, String),
}

impl Reading<'_> {
    /// The commands of segments; lines for other programs belong to the command before.
    pub(super) fn commands(self, segments: Vec<Segment>) -> Vec<Ran> {
        let usual = usual_prompt(&segments);
        let mut commands: Vec<Ran> = Vec::new();
        for mut segment in segments {
            match self.found(&segment, usual.as_deref()) {
                Some(Found::Command(mut command)) => {
                    if segment.is_given_up && !command.ends_with(INTERRUPT) {
                        command.push_str(INTERRUPT);
                    }
                    commands.push(self.ran(segment, command));
                }
                Some(Found::Answer(..)) if segment.is_given_up => {
                    let Some(last) = commands.last_mut() else { continue };
                    if segment.output.lines.iter().all(|line| line.trim().is_empty()) {
                        segment.output.lines.push(INTERRUPT.to_owned());
                    }
                    last.output = Some(segment.output);
                }
                Some(Found::Answer(question, more))
                    if is_continuation(&question) && commands.last().is_some_and(is_waiting) =>
                {
                    let Some(last) = commands.last_mut() else { continue };
                    last.command = format!("{}\n{more}", last.command);
                    last.is_full_screen = segment.is_full_screen;
                    last.answers = segment.answers;
                    last.status = segment.status;
                    last.output = Some(segment.output);
                }
                Some(Found::Answer(question, shown)) => {
                    if commands.is_empty() {
                        commands.push(Ran::default());
                    }
                    let Some(last) = commands.last_mut() else { continue };
                    let keyed = segment.keyed.take().unwrap_or_else(|| shown.clone());
                    let is_hidden = !keyed.trim().is_empty() && !shown.contains(keyed.trim());
                    last.answers.push(Answer { question, typed: Some(keyed), is_hidden });
                    last.answers.append(&mut segment.answers);
                    last.is_full_screen |= segment.is_full_screen;
                    last.output = Some(segment.output);
                }
                None => {}
            }
        }
        commands.into_iter().flat_map(|ran| with_inner(ran, KEPT_LINES)).collect()
    }

    fn ran(self, mut segment: Segment, command: String) -> Ran {
        let mut answers = std::mem::take(&mut segment.answers);
        let inner = inner_shell(&command, &segment.output);
        let own = segment.output.lines.get(..inner.unwrap_or(usize::MAX));
        let own = own.unwrap_or(&segment.output.lines);
        let mut asked = std::mem::take(&mut segment.asked);
        asked.retain(|line| is_hidden_question(line));
        asked.extend(hidden_answers(own));
        if reads_unseen(&command) {
            let question = own.iter().rfind(|line| !line.trim().is_empty());
            asked.extend(question.filter(|line| !is_hidden_question(line)).cloned());
        }
        if !self.has_keys {
            asked.dedup();
            let hidden = |question| Answer { question, typed: None, is_hidden: true };
            answers.extend(asked.into_iter().map(hidden));
        }
        if inner.is_none() {
            leave_out_questions(&mut segment.output.lines, &answers);
        }
        Ran {
            command,
            output: Some(segment.output),
            status: segment.status,
            is_full_screen: segment.is_full_screen,
            answers,
            marker: segment.marker,
            place: segment.place,
        }
    }

    fn found(self, segment: &Segment, usual: Option<&str>) -> Option<Found> {
        if let Some(stated) = &segment.stated {
            return Some(Found::Command(stated.clone()));
        }
        let at = |spot: &Spot| (spot.line.saturating_sub(segment.before), spot.before.clone());
        let by_end = |end: &dyn Fn(&str) -> Option<usize>| {
            segment
                .lines
                .iter()
                .enumerate()
                .find_map(|(index, line)| Some((index, line.get(..end(line)?)?.to_owned())))
        };
        let given = self.given.and_then(|given| by_end(&|line| end_as_given(line, given)));
        let is_given = given.is_some();
        let hint = segment.hint.as_ref();
        let (index, prompt) = given
            .or_else(|| segment.begins.as_ref().map(at))
            .or_else(|| hint.filter(|hint| is_shell(&hint.before)).map(at))
            .or_else(|| by_end(&end))
            .or_else(|| hint.filter(|hint| Some(key(&hint.before).as_str()) == usual).map(at))
            // What is shown to be answered.
            .or_else(|| hint.map(at))?;
        let (index, prompt) = match end(segment.lines.get(index)?) {
            // Keys that were pressed too early seem to belong to what stood there then.
            Some(end) if !is_given && !is_shell(&prompt) && segment.keyed.is_some() => {
                (index, segment.lines.get(index)?.get(..end)?.to_owned())
            }
            _ => (index, prompt),
        };
        let typed = segment.typed(index, &prompt);
        let is_command = is_given || is_shell(&prompt) || Some(key(&prompt).as_str()) == usual;
        Some(if is_command { Found::Command(typed) } else { Found::Answer(prompt, typed) })
    }
}

impl Segment {
    /// What was typed where the typing is known to begin.
    pub(super) fn typed_here(&self) -> Option<String> {
        let begins = self.begins.as_ref()?;
        Some(self.typed(begins.line.saturating_sub(self.before), &begins.before))
    }

    /// What stands behind the prompt, from a line on.
    fn typed(&self, index: usize, prompt: &str) -> String {
        // Where names are completed, the prompt is shown again below them.
        let bare = prompt.trim_end();
        let again = self.lines.iter().rposition(|line| !bare.is_empty() && line.starts_with(bare));
        let index = again.filter(|again| *again > index).unwrap_or(index);
        let Some(line) = self.lines.get(index) else { return String::new() };
        let behind = line.strip_prefix(prompt).or_else(|| line.strip_prefix(bare));
        let first = match behind {
            Some(behind) => behind.to_owned(),
            None => line.chars().skip(prompt.chars().count()).collect(),
        };
        let indent = prompt.chars().count();
        let mut typed = vec![self.without_right_prompt(&first, line)];
        typed.extend(continued(self.lines.get(index + 1..).unwrap_or_default(), indent));
        typed.join("\n").trim().to_owned()
    }

    /// What a shell shows at the right edge is not typed.
    fn without_right_prompt(&self, typed: &str, line: &str) -> String {
        const GAP: &str = "        ";
        let reaches_edge = self.columns > 0 && line.chars().count() + 2 >= self.columns;
        match typed.find(GAP) {
            Some(at) if reaches_edge => typed.get(..at).unwrap_or_default().to_owned(),
            _ => typed.to_owned(),
        }
    }
}

/// What stands most often before the typing, where nothing looks like a shell's prompt.
fn usual_prompt(segments: &[Segment]) -> Option<String> {
    let before = |segment: &Segment| {
        segment.begins.as_ref().or(segment.hint.as_ref()).map(|spot| key(&spot.before))
    };
    let mut all: Vec<String> = segments.iter().filter_map(before).collect();
    if all.iter().any(|one| is_shell(one)) {
        return None;
    }
    all.sort_unstable();
    let runs = all.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
    let most = runs.max_by_key(|run| run.len())?;
    most.first().filter(|one| !is_hidden_question(one) && !one.trim().is_empty()).cloned()
}

/// A prompt without what changes in it.
fn key(prompt: &str) -> String {
    prompt.trim_end().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// The lines of an output that ask for what nobody may see.
fn hidden_answers(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| is_hidden_question(line)).cloned().collect()
}

/// Whether a shell asks for the rest of a command: `>`, and in zsh `for>` and the like.
fn is_continuation(question: &str) -> bool {
    let bare = question.trim();
    bare.strip_suffix('>')
        .is_some_and(|words| words.chars().all(|c| c.is_ascii_lowercase() || c == ' '))
}

/// Whether a shell waits for the rest of a command: nothing was printed, and nothing ends it.
fn is_waiting(ran: &Ran) -> bool {
    let is_silent = ran
        .output
        .as_ref()
        .is_none_or(|output| output.lines.iter().all(|line| line.trim().is_empty()));
    is_silent && ran.answers.is_empty() && is_unfinished(&ran.command)
}

/// What is printed behind the last answer is what comes of it; questions are steps.
fn leave_out_questions(lines: &mut Vec<String>, answers: &[Answer]) {
    if let Some(last) = answers.iter().rfind(|answer| !answer.is_hidden)
        && let Some(line) = last_line_with(lines, &last.question)
    {
        lines.drain(..=line);
    }
    let is_asked = |line: &str| answers.iter().any(|one| one.question.trim() == line.trim());
    lines.retain(|line| line.trim().is_empty() || !is_hidden_question(line) && !is_asked(line));
}

fn last_line_with(lines: &[String], question: &str) -> Option<usize> {
    let question = question.trim();
    (!question.is_empty())
        .then(|| lines.iter().rposition(|line| line.trim_start().starts_with(question)))
        .flatten()
}

/// Whether a command makes the shell read a line without showing it: `read -s -p "Key: " KEY`.
fn reads_unseen(command: &str) -> bool {
    let mut words = command.split_whitespace();
    let is_silent = |word: &str| {
        let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-'));
        letters.is_some_and(|letters| letters.contains('s')) || word == "--silent"
    };
    words.next() == Some("read") && words.any(is_silent)
}

/// `[sudo] password for jo:`, with nothing behind it.
pub(super) fn is_hidden_question(line: &str) -> bool {
    /// Characters; a question is short.
    const LONGEST: usize = 120;
    let line = line.trim_end();
    line.ends_with(':') && line.chars().count() <= LONGEST && asked_for(line).is_some()
}
