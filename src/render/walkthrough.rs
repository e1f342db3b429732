//! The files of a walkthrough that are text: captions, chapters, transcript, what is said.
//!
//! Captions and chapters are `WebVTT` (W3C, 2019): what a document says can neither end a cue nor
//! begin markup in it.

use std::fmt::Write as _;

use crate::report::{Line, Piece};
use crate::walkthrough::manifest::Manifest;
use crate::walkthrough::{Script, Sentence};

use super::{RenderError, cleaned, in_markdown, json_text};

/// What is said, sentence by sentence. There is no sentence without a sign in it.
#[must_use]
pub fn said(script: &Script) -> Vec<String> {
    script.sentences().map(line).collect()
}

fn line(sentence: &Sentence) -> String {
    let line = cleaned(sentence.spoken.untrusted());
    if line.trim().is_empty() { ".".to_owned() } else { line }
}

/// The same as a file: a sentence a line; a blank line parts the scenes.
#[must_use]
pub fn spoken(script: &Script) -> String {
    let scenes = script.scenes.iter().map(|scene| {
        let lines: Vec<String> = scene.sentences.iter().map(line).collect();
        lines.join("\n")
    });
    let mut text = scenes.collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

/// The captions.
#[must_use]
pub fn captions(script: &Script) -> String {
    let mut text = "WEBVTT\n".to_owned();
    let cues = script.sentences().flat_map(|sentence| &sentence.cues);
    for (index, cue) in cues.enumerate() {
        let lines: Vec<String> = cue.lines.iter().map(caption).filter(|l| !l.is_empty()).collect();
        if lines.is_empty() {
            continue;
        }
        let (start, end) = (time(cue.start), time(cue.end));
        let _ = write!(text, "\n{}\n{start} --> {end}\n{}\n", index + 1, lines.join("\n"));
    }
    text
}

/// The chapters: a scene each.
#[must_use]
pub fn chapters(script: &Script) -> String {
    let mut text = "WEBVTT\n".to_owned();
    for (index, scene) in script.scenes.iter().enumerate() {
        let title = escaped(&cleaned(&scene.title.words()));
        let (start, end) = (time(scene.start), time(scene.end));
        let _ = write!(text, "\n{}\n{start} --> {end}\n{}\n", index + 1, title.trim());
    }
    text
}

/// The transcript, in Markdown.
#[must_use]
pub fn transcript(script: &Script) -> String {
    in_markdown(&script.transcript())
}

/// The record beside the files.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn manifest(manifest: &Manifest) -> Result<String, RenderError> {
    json_text(&manifest.wire())
}

/// A line of a caption, with labels in bold.
fn caption(line: &Line) -> String {
    let mut text = String::new();
    for piece in &line.pieces {
        let bare = Line { pieces: vec![piece.clone()] }.words();
        let words = escaped(&cleaned(&bare));
        match piece {
            Piece::Strong(_) if !words.trim().is_empty() => {
                let _ = write!(text, "<b>{words}</b>");
            }
            _ => text.push_str(&words),
        }
    }
    text.trim().to_owned()
}

/// `>` is escaped as well, so that no text can hold the arrow that begins a cue.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A time as `WebVTT` writes it: hours, minutes, seconds, thousandths.
fn time(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{:03}", seconds % 60, milliseconds % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;
    use crate::language::Language;
    use crate::paths::RepoPath;

    fn script(steps: &str) -> Script {
        let text = format!("# Weigh a parcel\n\n## Steps\n\n{steps}");
        let document = Document::read(text, Profile::sopctl());
        let path = RepoPath::new("wi/weigh.md").unwrap();
        Script::of(&document, &path, Language::english()).unwrap()
    }

    /// The rules of the format, as far as these files use it: a signature, then blocks that
    /// blank lines part, each an identifier, a line of times that go up, and text without an
    /// arrow or a bare sign of markup.
    fn require_webvtt(text: &str) -> usize {
        let (signature, body) = text.split_once("\n\n").unwrap();
        assert_eq!(signature, "WEBVTT");
        let stamp = |time: &str| {
            let parts: Vec<&str> = time.split([':', '.']).collect();
            let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
            assert_eq!(widths, [2, 2, 2, 3], "{time}");
            let numbers: Vec<u64> = parts.iter().map(|part| part.parse().unwrap()).collect();
            ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1_000 + numbers[3]
        };
        let mut before = 0;
        let blocks: Vec<&str> = body.trim_end().split("\n\n").collect();
        for block in &blocks {
            let lines: Vec<&str> = block.lines().collect();
            assert!(lines[0].parse::<usize>().is_ok(), "{block}");
            let (start, end) = lines[1].split_once(" --> ").unwrap();
            let (start, end) = (stamp(start), stamp(end));
            assert!(before <= start && start < end, "{block}");
            before = start;
            assert!((3..=4).contains(&lines.len()), "{block}");
            for line in &lines[2..] {
                let bare = line.replace("<b>", "").replace("</b>", "");
                assert!(!bare.contains(['<', '>']), "{line}");
                let shown = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                assert!(shown.chars().count() <= 42 || lines.len() == 3, "{line}");
                assert!(!shown.chars().any(crate::render::steers), "{line:?}");
            }
        }
        blocks.len()
    }

    #[test]
    fn captions_and_chapters_are_valid() {
        let script = script(
            "1. Open **Parcels > New** & wait until the list of all parcels of today is shown on the left.\n2. Close it.\n",
        );
        assert!(require_webvtt(&captions(&script)) > script.scenes.len());
        assert_eq!(require_webvtt(&chapters(&script)), script.scenes.len());
        let found = captions(&script);
        assert!(found.contains("<b>Parcels &gt; New</b> &amp; wait"), "{found}");
    }

    #[test]
    fn strangers_can_neither_end_a_cue_nor_write_markup() {
        let hostile = "1. Open `a --> b` <b>x</b> &lt;script> \u{202e}dlo\u{202c} **<i>**.\n\
                       2. `00:00:01.000 --> 00:00:02.000`\n3. Close\u{1b}[31m & go.\n";
        let script = script(hostile);
        require_webvtt(&captions(&script));
        require_webvtt(&chapters(&script));
        let text = transcript(&script);
        assert!(!text.contains("<script") && !text.contains('\u{1b}'), "{text}");
        assert!(!spoken(&script).contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn the_script_has_a_line_for_each_sentence() {
        let script = script("1. Open the door.\n2. Close it.\n");
        let lines = spoken(&script);
        let said = lines.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(said, script.sentences().count());
        assert_eq!(lines.split("\n\n").count(), script.scenes.len());
    }
}
