//! The pictures of a video, as text on a screen: which words stand where, in which letters.
//!
//! Says what is to be drawn and draws nothing. A screen is 1280 by 720 pixels.

use std::fmt::Write as _;

use crate::report::Text;
use crate::walkthrough::pictures::Picture;
use crate::walkthrough::{Role, Scene, SceneKind, Script, Sentence};

use super::{cleaned, fitted, width};

/// Width and height of a screen, in pixels.
pub const SCREEN: (u32, u32) = (1_280, 720);
/// How high the bar with the heading is.
pub const BAR: u32 = 112;

/// Left edge of all text.
const LEFT: u32 = 72;
/// Where text ends on the right, without and beside a picture.
const RIGHT: (f64, f64) = (1_208.0, 620.0);
/// The first and the last line of the text, by their baselines.
const FIRST: u32 = 178;
const LAST: u32 = 640;
/// More between sentences than between lines.
const GAP: u32 = 16;
/// How much room the name of the target takes below the text.
const TARGET: u32 = 120;

/// What stands on the screen for some time.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame<'s> {
    /// From when, in milliseconds.
    pub start: u64,
    /// Until when.
    pub end: u64,
    /// What is written on it.
    pub words: Vec<Words>,
    /// The picture beside them.
    pub picture: Option<&'s Picture>,
}

/// Words in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, clean and on one line.
    pub text: String,
    /// How they look.
    pub look: Look,
    /// Where they begin, in pixels from the left.
    pub left: u32,
    /// The line they stand on, in pixels from the top.
    pub baseline: u32,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// The heading of the screen.
    Heading,
    /// A heading among the text.
    Inner,
    /// What is done.
    Do,
    /// What is said.
    Body,
    /// What is seen when it worked.
    Expect,
    /// What is warned of.
    Warning,
    /// What is copied.
    Code,
    /// The name of what the reader looks for, as on a button.
    Target,
    /// What stands below everything.
    Foot,
}

impl Look {
    /// How high the letters are, in pixels.
    #[must_use]
    pub const fn size(self) -> u32 {
        match self {
            Self::Heading => 42,
            Self::Do => 36,
            Self::Target => 34,
            Self::Inner | Self::Body | Self::Expect | Self::Warning => 32,
            Self::Code => 24,
            Self::Foot => 20,
        }
    }

    /// From line to line, in pixels.
    const fn line(self) -> u32 {
        self.size() * 7 / 5
    }
}

/// The screens of a script, one behind the other without a gap. A scene that does not fit on
/// one has several.
#[must_use]
pub fn frames(script: &Script) -> Vec<Frame<'_>> {
    script.scenes.iter().flat_map(|scene| of_scene(scene, script)).collect()
}

/// Title and chapters as ffmpeg reads them.
#[must_use]
pub fn metadata(script: &Script) -> String {
    let mut text = format!(";FFMETADATA1\ntitle={}\n", value(script.card.title.untrusted()));
    for scene in &script.scenes {
        let title = value(&scene.title.words());
        let (start, end) = (scene.start, scene.end);
        let _ =
            write!(text, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n");
    }
    text
}

/// A value in such a file: its signs stand behind a backslash.
fn value(text: &str) -> String {
    let mut escaped = String::new();
    for c in cleaned(text).chars() {
        if matches!(c, '=' | ';' | '#' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn of_scene<'s>(scene: &'s Scene, script: &Script) -> Vec<Frame<'s>> {
    let picture = scene.pictures.iter().find(|picture| picture.content.is_some());
    let right = if picture.is_some() { RIGHT.1 } else { RIGHT.0 };
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut baseline = LAST + 1;
    let is_shown = |sentence: &&Sentence| {
        // The bar says it already, where it has room for it.
        !scene.is_headed_by(sentence) || (scene.kind == SceneKind::Card && !fits_bar(scene))
    };
    let open = |start: u64| Frame { start, end: scene.end, words: around(scene, script), picture };
    for sentence in scene.sentences.iter().filter(is_shown) {
        let lines = lines(sentence, right - f64::from(LEFT));
        let height: u32 = lines.iter().skip(1).map(|(_, look)| look.line()).sum();
        if frames.is_empty() {
            frames.push(open(scene.start));
            baseline = FIRST;
        } else if baseline.saturating_add(height) > LAST {
            if let Some(last) = frames.last_mut() {
                last.end = sentence.start;
            }
            frames.push(open(sentence.start));
            baseline = FIRST;
        }
        let Some(frame) = frames.last_mut() else { continue };
        for (text, look) in lines {
            if baseline > LAST {
                break;
            }
            frame.words.push(Words { text, look, left: LEFT, baseline });
            baseline += look.line();
        }
        // The box around code is wider than its letters.
        baseline += if sentence.code.is_some() { 2 * GAP } else { GAP };
    }
    if frames.is_empty() {
        frames.push(open(scene.start));
    }
    if let [only] = frames.as_mut_slice()
        && let Some(target) = scene.target.as_ref().filter(|_| picture.is_none())
        && baseline.saturating_add(TARGET) <= LAST
    {
        let size = f64::from(Look::Target.size());
        // The card around the name needs room of its own.
        let text = fitted(&cleaned(target.untrusted()), size, right - f64::from(LEFT) - 80.0);
        let card = Words { text, look: Look::Target, left: LEFT + 26, baseline: baseline + 60 };
        only.words.push(card);
    }
    frames
}

/// The heading, and below everything what this is.
fn around(scene: &Scene, script: &Script) -> Vec<Words> {
    let size = f64::from(Look::Heading.size());
    let title = cleaned(&scene.title.words());
    // What is done stands below in full.
    let title = match scene.kind {
        SceneKind::Step => title.split(':').next().unwrap_or_default().to_owned(),
        _ => title,
    };
    let heading = fitted(&title, size, RIGHT.0 - f64::from(LEFT));
    let mut foot = String::new();
    if let Some(id) = &script.card.id {
        foot.push_str(&cleaned(id.untrusted()));
    }
    if let Some(version) = &script.card.version {
        let _ = write!(foot, " version {}", cleaned(version.untrusted()));
    }
    let dash = if foot.is_empty() { "" } else { " \u{b7} " };
    let _ = write!(foot, "{dash}not the controlled document");
    let foot = fitted(foot.trim(), f64::from(Look::Foot.size()), RIGHT.0 - f64::from(LEFT));
    vec![
        Words { text: heading, look: Look::Heading, left: LEFT, baseline: 70 },
        Words { text: foot, look: Look::Foot, left: LEFT, baseline: 694 },
    ]
}

/// Whether the bar holds the whole heading.
fn fits_bar(scene: &Scene) -> bool {
    let title = cleaned(&scene.title.words());
    width(&title, f64::from(Look::Heading.size())) <= RIGHT.0 - f64::from(LEFT)
}

/// A sentence in lines that fit.
fn lines(sentence: &Sentence, room: f64) -> Vec<(String, Look)> {
    /// So many lines of code are shown; a viewer can only read them.
    const MOST_CODE: usize = 8;
    if let Some(code) = &sentence.code {
        return code_lines(code, room).into_iter().take(MOST_CODE).collect();
    }
    let look = match sentence.role {
        Role::Heading => Look::Inner,
        Role::Warning => Look::Warning,
        Role::Expect => Look::Expect,
        Role::Do => Look::Do,
        Role::Say | Role::Code => Look::Body,
    };
    let size = f64::from(look.size());
    let words = cleaned(&sentence.announced().words());
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut().filter(|line| width(&format!("{line} {word}"), size) <= room) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(fitted(word, size, room)),
        }
    }
    lines.into_iter().map(|line| (line, look)).collect()
}

/// Code in lines of as many letters as fit, all of which are equally wide.
fn code_lines(code: &Text, room: f64) -> Vec<(String, Look)> {
    /// The width of such a letter in parts of its height, in `DejaVu Sans Mono` as in others.
    const WIDTH: f64 = 0.61;
    let mut fit: u32 = 0;
    while f64::from(fit + 1) * WIDTH * f64::from(Look::Code.size()) <= room {
        fit += 1;
    }
    let most = usize::try_from(fit).unwrap_or(1).max(1);
    let mut lines = Vec::new();
    for line in code.untrusted().lines() {
        let letters: Vec<char> = cleaned(&line.replace('\t', "    ")).chars().collect();
        lines.extend(letters.chunks(most).map(|part| (part.iter().collect(), Look::Code)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;
    use crate::language::Language;
    use crate::paths::RepoPath;

    fn script(steps: &str) -> Script {
        let text = format!("# Weigh; it=#1\n\n## Steps\n\n{steps}");
        let document = Document::read(text, Profile::sopctl());
        let path = RepoPath::new("wi/weigh.md").unwrap();
        Script::of(&document, &path, Language::english()).unwrap()
    }

    #[test]
    fn screens_follow_one_another_and_nothing_leaves_them() {
        let long = "Put the box on the scale and wait until nothing moves any more. ".repeat(40);
        let code = format!("\n\n   ```\n   {}\n   ```\n", "x".repeat(400));
        let script = script(&format!("1. {long}{code}2. Wiiide{}.\n", "W".repeat(200)));
        let frames = frames(&script);
        assert!(frames.len() > script.scenes.len() + 1);
        let mut at = 0;
        for frame in &frames {
            assert_eq!(frame.start, at);
            assert!(frame.end > frame.start);
            at = frame.end;
            for words in &frame.words {
                assert!(words.baseline < SCREEN.1 && !words.text.contains('\n'), "{words:?}");
                let size = f64::from(words.look.size());
                let wide = match words.look {
                    Look::Code => words.text.chars().map(|_| 0.61 * size).sum(),
                    _ => width(&words.text, size),
                };
                let end = f64::from(words.left) + wide;
                assert!(end <= RIGHT.0 + 1.0, "{words:?}");
            }
        }
        assert_eq!(at, script.length());
    }

    #[test]
    fn a_title_is_a_value_and_nothing_else() {
        let script = script("1. Open `a=b;c#d\\e`.\n");
        let text = metadata(&script);
        assert!(text.starts_with(";FFMETADATA1\ntitle=Weigh\\; it\\=\\#1\n"), "{text}");
        assert!(text.contains("title=Step 1: Open a\\=b\\;c\\#d\\\\e\n"), "{text}");
        assert_eq!(text.matches("[CHAPTER]").count(), script.scenes.len());
    }
}
