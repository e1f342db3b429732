//! From a document to scenes: what is said of each of its parts.

use std::collections::HashMap;

use crate::document::Document;
use crate::document::blocks::{BlockKind, Mark};
use crate::document::lifecycle::{DocumentKind, Status};
use crate::document::outline::{Unit, UnitKind};
use crate::language::Language;
use crate::paths::RepoPath;
use crate::report::{Line, Text};
use crate::text::beginning;

use super::captions::cues;
use super::parts::{Parts, StepPart};
use super::pictures::Picture;
use super::sentences::{Run, Sentence as Words, Style, sentences};
use super::spoken::{count, spoken};
use super::timing::in_words;
use super::{
    Card, MOST_STEPS, Role, Scene, SceneKind, Script, ScriptError, Sentence, Speech, WARNING,
};

/// So much of one scene is told; the rest is for reading.
const MOST_SENTENCES: usize = 60;
/// So long is a heading that is made from a step, in bytes.
const LONGEST_HEADING: usize = 70;
/// What a scene says that is cut short.
const REST: &str = "The rest stands in the written instruction.";

impl Script {
    /// The walkthrough of a document, at the speed of a narrator. Its pictures are without
    /// content until somebody reads their files.
    ///
    /// # Errors
    /// When the document has no steps, or too many.
    pub fn of(
        document: &Document,
        path: &RepoPath,
        language: &Language,
    ) -> Result<Self, ScriptError> {
        match document.outline().top_level_steps().count() {
            0 => return Err(ScriptError::NoSteps { path: path.clone() }),
            1..=MOST_STEPS => {}
            steps => return Err(ScriptError::TooManySteps { path: path.clone(), steps }),
        }
        let parts = Parts::of(document, language);
        let teller = Teller::of(document, path, language);
        let mut card = card(document, path);
        let mut scenes = vec![
            Some(title_card(document, &card)),
            teller.when_to_use(&parts),
            teller.sections(SceneKind::Preparation, &parts),
        ];
        let steps = parts.steps.len();
        scenes.extend(
            parts.steps.iter().enumerate().map(|(i, part)| Some(teller.step(part, i + 1, steps))),
        );
        for kind in [SceneKind::Done, SceneKind::Troubles, SceneKind::Undo] {
            scenes.push(teller.sections(kind, &parts));
        }
        scenes.push(Some(source(document, path)));
        let scenes = scenes.into_iter().flatten().collect();
        // The card says how long all of it takes, in as many words whatever that is.
        let timed = Self { card: card.clone(), scenes, left_out: parts.left_out() }
            .timed(Speech::Estimated);
        card.length = in_words(timed.length());
        let mut timed = timed;
        if let Some(first) = timed.scenes.first_mut() {
            *first = title_card(document, &card);
        }
        Ok(Self { card, ..timed }.timed(Speech::Estimated))
    }
}

/// Says what stands in one document.
struct Teller<'d> {
    document: &'d Document,
    language: &'d Language,
    /// The folder of the document, from which it names its pictures.
    folder: &'d str,
    /// The pictures by where they stand in the body: destination and description.
    pictures: HashMap<usize, (&'d str, &'d str)>,
    units: &'d [Unit],
}

impl<'d> Teller<'d> {
    fn of(document: &'d Document, path: &'d RepoPath, language: &'d Language) -> Self {
        let pictures = document.blocks().iter().filter_map(|block| match &block.kind {
            BlockKind::Image { destination } => {
                Some((block.span.start, (destination.as_str(), block.text.as_str())))
            }
            _ => None,
        });
        let units = &document.outline().units;
        let folder = path.folder();
        Self { document, language, folder, pictures: pictures.collect(), units }
    }

    /// When the instruction is the right one: its opening words, and the sections that say so.
    fn when_to_use(&self, parts: &Parts<'_>) -> Option<Scene> {
        let sections = self.sections(SceneKind::WhenToUse, parts);
        let mut opening = Telling::default();
        for unit in parts.opening() {
            self.unit(unit, 0, &mut opening);
        }
        if opening.sentences.is_empty() {
            return sections;
        }
        let Some(mut scene) = sections else {
            opening.sentences.insert(0, heading("What this is about"));
            return Some(opening.scene(SceneKind::WhenToUse, "What this is about".into()));
        };
        // The heading stays where it is: first.
        let at = scene.sentences.len().min(1);
        scene.sentences.splice(at..at, opening.sentences);
        scene.pictures.extend(opening.pictures);
        Some(scene)
    }

    /// The scene of all sections that answer the same; `None` where there are none.
    fn sections(&self, kind: SceneKind, parts: &Parts<'_>) -> Option<Scene> {
        let mut telling = Telling::default();
        let mut title = None;
        for (section, units) in parts.told(kind) {
            let mut inside = Telling::default();
            let outermost = units.iter().map(|unit| unit.depth).min().unwrap_or(0);
            for unit in units {
                self.unit(unit, unit.depth - outermost, &mut inside);
            }
            if inside.sentences.is_empty() && inside.pictures.is_empty() {
                continue;
            }
            let head = self.section(section);
            title.get_or_insert_with(|| head.line());
            telling.sentences.push(sentence(Role::Heading, 0, &head));
            telling.take(inside);
        }
        Some(telling.scene(kind, title?))
    }

    /// The heading of a section.
    fn section(&self, section: usize) -> Words {
        let section = &self.document.outline().sections[section];
        let (mut found, _) = sentences(&section.title, &section.marks);
        let runs = found.drain(..).flat_map(|sentence| {
            let blank = Run { style: Style::Plain, text: " ".to_owned() };
            sentence.runs.into_iter().chain([blank])
        });
        let mut runs: Vec<Run> = runs.collect();
        runs.pop();
        Words { runs }
    }

    /// The scene of a step: where, what is dangerous, what to do, what is seen.
    fn step(&self, part: &StepPart, place: usize, steps: usize) -> Scene {
        let unit = &self.units[part.unit];
        let mut telling = Telling::default();
        if let Some(section) = part.section {
            telling.sentences.push(sentence(Role::Heading, 0, &self.section(section)));
        }
        let number = unit.number.clone().unwrap_or_else(|| place.to_string());
        let said = match place {
            1 if steps > 1 && number == "1" && part.section.is_none() => {
                format!("Step 1 of {steps}.")
            }
            _ => format!("Step {number}."),
        };
        telling.sentences.push(sentence(Role::Heading, 0, &Words::plain(said)));
        for before in &part.before {
            self.unit(&self.units[*before], 0, &mut telling);
        }
        let mut body = Telling::default();
        self.unit(unit, 0, &mut body);
        for inside in &part.behind {
            let inside = &self.units[*inside];
            self.unit(inside, inside.depth.saturating_sub(unit.depth), &mut body);
        }
        // Whoever has already done it is warned too late.
        body.sentences.sort_by_key(|sentence| sentence.role != Role::Warning);
        telling.take(body);
        let target = label(unit);
        let title = Line::new().text(format!("Step {number}: ")).line(Self::summary(unit));
        Scene { target, ..telling.scene(SceneKind::Step, title) }
    }

    /// The first sentence of a step, short enough for a heading.
    fn summary(unit: &Unit) -> Line {
        let (found, _) = sentences(&unit.text, &unit.marks);
        let Some(first) = found.into_iter().next() else { return Line::new() };
        let mut room = LONGEST_HEADING;
        let mut runs = Vec::new();
        let mut is_whole = true;
        for run in first.runs {
            let kept = beginning(&run.text, room);
            is_whole = kept.len() == run.text.len();
            room -= kept.len();
            let kept = if is_whole {
                run.text
            } else {
                // Never in the middle of a word, unless it is the only one.
                let end = kept.rfind(char::is_whitespace).unwrap_or(kept.len());
                kept[..end].trim_end().to_owned()
            };
            runs.push(Run { text: kept, ..run });
            if !is_whole {
                break;
            }
        }
        if let Some(last) = runs.last_mut().filter(|_| is_whole) {
            // A heading is no sentence.
            let end = last.text.trim_end_matches(['.', ':', ';', ',']).len();
            last.text.truncate(end);
        }
        runs.retain(|run| !run.text.is_empty());
        let line = Words { runs }.line();
        if is_whole { line } else { line.text("…") }
    }

    /// Tells a unit.
    fn unit(&self, unit: &Unit, depth: usize, telling: &mut Telling) {
        match unit.kind {
            UnitKind::Image => {
                let (destination, description) = self.picture(unit);
                let number = telling.pictures.len() + 1;
                let picture = Picture::of(self.folder, destination, description, number);
                telling.pictures.push(picture);
            }
            UnitKind::Code => telling.sentences.push(code(&unit.text, depth)),
            UnitKind::Row if unit.is_header => {}
            // "Follow these steps:" leads to what is told next.
            UnitKind::Paragraph if unit.parent.is_none() && leads_on(&unit.text) => {}
            _ => self.prose(unit, depth, telling),
        }
    }

    fn prose(&self, unit: &Unit, depth: usize, telling: &mut Telling) {
        let (mut found, is_cut) = sentences(&unit.text, &unit.marks);
        if unit.kind == UnitKind::Row {
            found = vec![row(found)];
        }
        let own = match unit.kind {
            UnitKind::Warning => Role::Warning,
            UnitKind::Step => Role::Do,
            UnitKind::ExpectedResult => Role::Expect,
            _ => Role::Say,
        };
        let mut role = if own == Role::Say && warns(&unit.text) { Role::Warning } else { own };
        for (index, words) in found.iter().enumerate() {
            let text = words.words();
            if is_tag(&text) {
                continue;
            }
            if self.language.announces_result(&text) {
                role = Role::Expect;
            }
            let mut told = sentence(role, depth, words);
            if role == Role::Warning && index == 0 && !warns(&text) {
                let mut announced = words.clone();
                let word = Run { style: Style::Plain, text: format!("{WARNING} ") };
                announced.runs.insert(0, word);
                told = Sentence { shown: told.shown, ..sentence(role, depth, &announced) };
            }
            if told.words > 0 {
                telling.sentences.push(told);
            }
        }
        if is_cut {
            telling.sentences.push(sentence(Role::Say, depth, &Words::plain(REST)));
        }
    }

    /// The destination and the description of a picture.
    fn picture<'u>(&'u self, unit: &'u Unit) -> (&'u str, &'u str) {
        let split = || unit.text.split_once(' ').unwrap_or((unit.text.as_str(), ""));
        self.pictures.get(&unit.span.start).copied().unwrap_or_else(split)
    }
}

/// A scene that is being told.
#[derive(Debug, Default)]
struct Telling {
    sentences: Vec<Sentence>,
    pictures: Vec<Picture>,
}

impl Telling {
    fn take(&mut self, other: Self) {
        self.sentences.extend(other.sentences);
        let before = self.pictures.len();
        self.pictures.extend(other.pictures.into_iter().map(|mut picture| {
            if let Some(highlight) = &mut picture.highlight {
                highlight.number += before;
            }
            picture
        }));
    }

    fn scene(mut self, kind: SceneKind, title: Line) -> Scene {
        if self.sentences.len() > MOST_SENTENCES {
            self.sentences.truncate(MOST_SENTENCES);
            self.sentences.push(sentence(Role::Say, 0, &Words::plain(REST)));
        }
        let (sentences, pictures) = (self.sentences, self.pictures);
        Scene { kind, title, sentences, pictures, target: None, start: 0, end: 0 }
    }
}

fn sentence(role: Role, depth: usize, words: &Words) -> Sentence {
    let said = spoken(words);
    Sentence {
        role,
        depth,
        shown: words.line(),
        code: None,
        words: count(&said),
        spoken: Text::new(said),
        start: 0,
        end: 0,
        cues: cues(words),
    }
}

fn heading(words: &str) -> Sentence {
    sentence(Role::Heading, 0, &Words::plain(words))
}

/// Lines to copy. They are on the screen, and nobody reads them out.
fn code(text: &str, depth: usize) -> Sentence {
    /// So many bytes of code are shown.
    const LONGEST: usize = 8_000;
    let said = match text.lines().filter(|line| !line.trim().is_empty()).count() {
        0 | 1 => "The line is shown on the screen.".to_owned(),
        lines => format!("The {lines} lines are shown on the screen."),
    };
    let code = Text::new(beginning(text.trim_end_matches('\n'), LONGEST));
    Sentence { code: Some(code), ..sentence(Role::Code, depth, &Words::plain(said)) }
}

/// The cells of a row in one sentence.
fn row(cells: Vec<Words>) -> Words {
    let mut runs: Vec<Run> = Vec::new();
    for cell in cells {
        if !runs.is_empty() {
            runs.push(Run { style: Style::Plain, text: ", ".to_owned() });
        }
        runs.extend(cell.runs);
    }
    Words { runs }
}

/// The first name that a step marks.
fn label(unit: &Unit) -> Option<Text> {
    use crate::document::blocks::MarkKind;
    let is_label = |mark: &&Mark| mark.kind == MarkKind::Strong;
    let mark = unit.marks.iter().find(is_label)?;
    let name = unit.text.get(mark.start..mark.end)?.trim_end_matches(['.', ',', ':', ';']).trim();
    (!name.is_empty()).then(|| Text::new(beginning(name, LONGEST_HEADING)))
}

/// Whether a text does nothing but announce what follows.
fn leads_on(text: &str) -> bool {
    text.trim_end().ends_with(':') && !text.trim_end_matches(':').contains(['.', ':'])
}

/// Whether a text is nothing but a tag of a site generator: `{% image "a.png" %}`.
fn is_tag(text: &str) -> bool {
    let text = text.trim();
    let pairs = [("{%", "%}"), ("{{", "}}"), ("<%", "%>")];
    pairs.iter().any(|(open, close)| {
        text.starts_with(open) && text.ends_with(close) && text.matches(open).count() == 1
    })
}

/// Whether a text begins by saying that it warns.
fn warns(text: &str) -> bool {
    const SIGNALS: [&str; 5] = ["warning", "caution", "danger", "important", "attention"];
    let first = text.split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default();
    let first = first.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let behind = text.get(..40).unwrap_or(text);
    SIGNALS.contains(&first.as_str()) && behind.contains([':', '!', '.', '—', '–'])
}

/// What the front matter says of a document.
fn card(document: &Document, path: &RepoPath) -> Card {
    let fields = document.fields();
    let kind = match document.kind() {
        Some(DocumentKind::Policy) => "Policy",
        Some(DocumentKind::Sop) => "Standard operating procedure",
        Some(DocumentKind::WorkInstruction) => "Work instruction",
        None => "Instruction",
    };
    Card {
        id: fields.id.value().map(Text::new),
        title: Text::new(document.title().unwrap_or_else(|| path.stem().to_owned())),
        kind,
        version: fields.version.value().map(Text::new),
        status: fields.status.copied(),
        effective: fields.effective_date.copied(),
        audience: fields.audience.texts().into_iter().map(Text::from).collect(),
        path: Text::new(path),
        fingerprint: document.fingerprint(),
        language: fields.language.value().map(Text::new),
        length: in_words(0),
    }
}

fn title_card(document: &Document, card: &Card) -> Scene {
    let fields = document.fields();
    let title = document.title().unwrap_or_default();
    let mut telling = Telling::default();
    let mut say = |role: Role, words: String| {
        telling.sentences.push(sentence(role, 0, &Words::plain(words)));
    };
    say(Role::Heading, title);
    let version = fields.version.value().map(|version| format!("version {version}"));
    let id = fields.id.value().map(|id| format!("{} {id}", card.kind));
    match (id, version) {
        (Some(id), Some(version)) => say(Role::Say, format!("{id}, {version}.")),
        (Some(only), None) => say(Role::Say, format!("{only}.")),
        (None, Some(version)) => say(Role::Say, format!("{}, {version}.", card.kind)),
        (None, None) => say(Role::Say, format!("{}.", card.kind)),
    }
    match (card.status, card.effective) {
        (Some(Status::Superseded | Status::Retired), _) => {
            say(Role::Warning, "It is out of use: do not work by it.".to_owned());
        }
        (Some(Status::Draft | Status::InReview), _) => {
            say(Role::Warning, "It is a draft, and not in force.".to_owned());
        }
        (_, Some(day)) => say(Role::Say, format!("In force from {day}.")),
        (_, None) => {}
    }
    let audience = fields.audience.texts();
    if let Some((last, before)) = audience.split_last() {
        let listed = if before.is_empty() {
            (*last).to_owned()
        } else {
            format!("{} and {last}", before.join(", "))
        };
        say(Role::Say, format!("For: {listed}."));
    }
    say(Role::Say, format!("This takes {}.", card.length));
    let title = Line::new().text(card.title.clone());
    telling.scene(SceneKind::Card, title)
}

/// Where the written instruction is, and that a walkthrough does not replace it.
fn source(document: &Document, path: &RepoPath) -> Scene {
    let mut telling = Telling::default();
    let name = document.fields().id.value().map(ToString::to_string);
    let plain = |text: &str| Run { style: Style::Plain, text: text.to_owned() };
    let place = Run { style: Style::Code, text: path.to_string() };
    let written = match name {
        Some(id) => format!("The written instruction is {id}, at "),
        None => "The written instruction stands at ".to_owned(),
    };
    telling.sentences.push(heading("Where it is written"));
    let stands = Words { runs: vec![plain(&written), place, plain(".")] };
    let said = sentence(Role::Say, 0, &Words::plain(format!("{written}the path shown.")));
    telling.sentences.push(Sentence { shown: stands.line(), cues: cues(&stands), ..said });
    for said in [
        "This walkthrough was made from it and is not the controlled document.",
        "Where the two differ, the written instruction counts.",
    ] {
        telling.sentences.push(sentence(Role::Say, 0, &Words::plain(said)));
    }
    telling.scene(SceneKind::Source, "Where it is written".into())
}
