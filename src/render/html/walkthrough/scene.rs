//! A scene as a section: where it stands, warnings, what to do, what to expect, and what there
//! is to see.

use std::fmt::Write as _;

use crate::document::lifecycle::Status;
use crate::report::{Line, Piece, Text};
use crate::walkthrough::{Card, Role, Scene, SceneKind, Script, Sentence};

use super::super::inline::{bare, escaped, line};
use super::{drawing, name, picture, standing};

/// A sentence no longer than this may stand in place of a heading that was cut out of it, in
/// characters: a paragraph.
const LONGEST_HEADING: usize = 600;
/// A longer heading stands in smaller letters: more than two lines on a tablet.
const LONG: usize = 60;
/// And one that is longer still in those of a text.
const TEXT: usize = 140;
/// Sub-steps that stand deeper than this are indented as if they did not.
const DEEPEST: usize = 3;

/// The list of scenes.
pub(super) fn contents(script: &Script, html: &mut String) {
    html.push_str("<ol>\n");
    for (index, scene) in script.scenes.iter().enumerate() {
        let title = Title::of(scene);
        let number = title.number.map(|number| format!("<span>{}</span> ", escaped(number)));
        let _ = writeln!(
            html,
            "<li><a href=\"#scene-{}\">{}{}</a></li>",
            index + 1,
            number.unwrap_or_default(),
            escaped(bare(&title.words).trim_end_matches('.'))
        );
    }
    html.push_str("</ol>\n");
}

/// All scenes.
pub(super) fn write(script: &Script, html: &mut String) {
    let count = script.steps();
    let mut steps = 0;
    for (index, scene) in script.scenes.iter().enumerate() {
        let title = Title::of(scene);
        steps += usize::from(scene.kind == SceneKind::Step);
        let place = match title.number {
            Some(number) if number == steps.to_string() => format!("Step {number} of {count}"),
            // Where the steps of each section are counted on their own.
            Some(number) => format!("Step {} ({steps} of {count})", escaped(number)),
            None => place(scene.kind).to_owned(),
        };
        section(scene, &title, index + 1, &place, &script.card, html);
    }
}

/// The title of a scene, taken apart.
struct Title<'s> {
    /// The number of its step, as the document has it.
    number: Option<&'s str>,
    words: Line,
}

impl<'s> Title<'s> {
    fn of(scene: &'s Scene) -> Self {
        let number = match scene.title.pieces.first() {
            Some(Piece::Plain(first)) if scene.kind == SceneKind::Step => {
                let number = first.untrusted().strip_prefix("Step ");
                number.and_then(|number| number.strip_suffix(": "))
            }
            _ => None,
        };
        let behind = scene.title.pieces.get(usize::from(number.is_some())..).unwrap_or_default();
        Self { number, words: Line { pieces: behind.to_vec() } }
    }
}

/// What stands above the heading of a scene that is no step.
const fn place(kind: SceneKind) -> &'static str {
    match kind {
        SceneKind::Card => "Walkthrough",
        SceneKind::WhenToUse | SceneKind::Preparation => "Before the first step",
        SceneKind::Step => "Step",
        SceneKind::Done | SceneKind::Troubles | SceneKind::Undo => "After the last step",
        SceneKind::Source => "Where this comes from",
    }
}

fn section(
    scene: &Scene,
    title: &Title<'_>,
    number: usize,
    place: &str,
    card: &Card,
    html: &mut String,
) {
    let seen = Seen::of(scene, number);
    let kind = scene.kind.name();
    let shape = seen.shape;
    let _ = writeln!(
        html,
        "<section class=\"scene {kind}{shape}\" id=\"scene-{number}\" aria-labelledby=\"title-{number}\" data-start=\"{}\" data-end=\"{}\">\n\
         <div class=\"told\">\n<p class=\"place\">{place}</p>",
        scene.start, scene.end
    );
    let heading = Heading::of(scene, title);
    let (before, behind) = scene.sentences.split_at(heading.before);
    sentences(before, 0, &heading, &seen, html);
    let length = bare(heading.shown).chars().count();
    let is_long = match length {
        _ if length > TEXT => " class=\"is-text\"",
        _ if length > LONG => " class=\"is-long\"",
        _ => "",
    };
    let shown = if scene.kind == SceneKind::Card { name(card) } else { line(heading.shown) };
    let _ = writeln!(html, "<h2 id=\"title-{number}\"{is_long}>{shown}</h2>");
    if scene.kind == SceneKind::Card {
        html.push_str(&facts(card));
        html.push_str(START);
    }
    sentences(behind, heading.before, &heading, &seen, html);
    let _ = writeln!(html, "</div>\n{}</section>", seen.html);
}

/// What a scene is headed by, and which of its sentences that tells already.
struct Heading<'s> {
    kind: SceneKind,
    shown: &'s Line,
    /// The words of the title.
    words: String,
    /// How many sentences stand above it: the warnings before an action that is told by the
    /// heading itself.
    before: usize,
    /// The sentence that stands in place of the title.
    told: Option<usize>,
}

impl<'s> Heading<'s> {
    fn of(scene: &'s Scene, title: &'s Title<'_>) -> Self {
        let words = bare(&title.words);
        let is_before =
            |sentence: &Sentence| matches!(sentence.role, Role::Heading | Role::Warning);
        let first = scene.sentences.iter().position(|sentence| !is_before(sentence));
        let told = first.filter(|first| {
            let sentence = &scene.sentences[*first];
            sentence.code.is_none() && tells(&bare(&sentence.shown), &words)
        });
        Self {
            kind: scene.kind,
            shown: told.map_or(&title.words, |told| &scene.sentences[told].shown),
            words,
            before: told.unwrap_or(0),
            told,
        }
    }

    /// Whether a sentence need not be shown below the heading.
    fn has(&self, index: usize, sentence: &Sentence) -> bool {
        match sentence.role {
            // What the title card says is told by its facts.
            Role::Say if self.kind == SceneKind::Card => true,
            // A scene may be made of several sections.
            Role::Heading => self.kind == SceneKind::Step || bare(&sentence.shown) == self.words,
            _ => self.told == Some(index),
        }
    }
}

/// Whether a sentence is the one that a title was made from, and short enough for one.
fn tells(sentence: &str, title: &str) -> bool {
    let end = ['.', ':', ' '];
    match title.strip_suffix('…') {
        Some(beginning) if !beginning.is_empty() => {
            sentence.starts_with(beginning) && sentence.chars().count() <= LONGEST_HEADING
        }
        _ => sentence.trim_end_matches(end) == title.trim_end_matches(end),
    }
}

/// What there is to see in a scene: its pictures, and drawings where it has none.
struct Seen {
    html: String,
    /// The class of a section that has it.
    shape: &'static str,
    /// For each sentence, the drawing of what it names.
    drawn: Vec<Option<String>>,
}

impl Seen {
    fn of(scene: &Scene, number: usize) -> Self {
        let mut html = picture::pictures(&scene.pictures);
        let mut shape = if html.is_empty() { "" } else { " has-picture" };
        let mut drawn = vec![None; scene.sentences.len()];
        if scene.pictures.iter().all(|picture| picture.content.is_none()) {
            let drawings = drawing::drawings(scene, number, &mut drawn);
            if !drawings.is_empty() {
                shape = " has-drawing";
            }
            html.push_str(&drawings);
        }
        if !html.is_empty() {
            html = format!("<div class=\"seen\">\n{html}</div>\n");
        }
        Self { html, shape, drawn }
    }
}

/// Sentences, of which the first is number `from` of its scene.
fn sentences(
    shown: &[Sentence],
    from: usize,
    heading: &Heading<'_>,
    seen: &Seen,
    html: &mut String,
) {
    if shown.is_empty() {
        return;
    }
    html.push_str("<ul class=\"sentences\">\n");
    let mut before = None;
    for (index, sentence) in shown.iter().enumerate() {
        let index = from + index;
        let is_hidden = heading.has(index, sentence);
        let drawn = seen.drawn.get(index).and_then(Option::as_ref);
        let drawn = drawn.map(|id| format!(" data-drawn=\"{id}\"")).unwrap_or_default();
        let label = Label::of(sentence);
        // A warning of several sentences is one warning.
        let goes_on = before == Some(sentence.role) && label.own.is_none();
        let _ = write!(
            html,
            "<li class=\"{}{}{}\" data-start=\"{}\" data-end=\"{}\" data-say=\"{}\"{drawn}{}>",
            sentence.role.name(),
            depth(sentence),
            if goes_on { " on" } else { "" },
            sentence.start,
            sentence.end,
            escaped(sentence.spoken.untrusted()),
            if is_hidden { " hidden" } else { "" },
        );
        if !is_hidden {
            before = Some(sentence.role);
        }
        if let Some(name) = label.own.or(label.usual).filter(|_| !goes_on) {
            let _ = write!(html, "<strong class=\"label\">{}</strong> ", escaped(name));
        }
        match &sentence.code {
            Some(code) => lines(code, html),
            None => html.push_str(&line(&label.rest)),
        }
        captions(sentence, html);
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n");
}

/// How far a sentence is indented, as a class. What is seen of a step and what it warns of
/// stands below it, and yet not further in.
fn depth(sentence: &Sentence) -> String {
    let below = usize::from(!matches!(sentence.role, Role::Do | Role::Say));
    match sentence.depth.saturating_sub(below).min(DEEPEST) {
        0 => String::new(),
        depth => format!(" deep-{depth}"),
    }
}

/// What stands above a warning or an expected result.
struct Label<'s> {
    /// The word with which the document itself begins it: "Caution: …".
    own: Option<&'s str>,
    /// The word for those that have none of their own.
    usual: Option<&'static str>,
    /// The sentence without its label.
    rest: Line,
}

impl<'s> Label<'s> {
    fn of(sentence: &'s Sentence) -> Self {
        /// More words than these are a condition: "If the lamp is red: stop."
        const MOST_WORDS: usize = 2;
        let whole = |usual| Self { own: None, usual, rest: sentence.shown.clone() };
        let usual = match sentence.role {
            Role::Warning => "Warning",
            Role::Expect => "You should see",
            _ => return whole(None),
        };
        let Some((Piece::Plain(first) | Piece::Strong(first), pieces)) =
            sentence.shown.pieces.split_first()
        else {
            return whole(Some(usual));
        };
        // The colon may stand within the mark or behind it.
        let (own, rest, pieces) = match (first.untrusted().split_once(':'), pieces.split_first()) {
            (Some((own, rest)), _) => (own, rest, pieces),
            (None, Some((Piece::Plain(second), pieces))) => {
                match second.untrusted().strip_prefix(':') {
                    Some(rest) => (first.untrusted(), rest, pieces),
                    None => return whole(Some(usual)),
                }
            }
            (None, _) => return whole(Some(usual)),
        };
        let is_all = rest.trim().is_empty() && pieces.is_empty();
        if is_all || !(1..=MOST_WORDS).contains(&own.split_whitespace().count()) {
            return whole(Some(usual));
        }
        let line = match capitalised(rest.trim_start()) {
            rest if rest.is_empty() => Line::new(),
            rest => Line::new().text(rest),
        };
        let mut pieces = pieces.to_vec();
        if let (true, Some(Piece::Plain(first))) = (line.is_empty(), pieces.first_mut()) {
            *first = capitalised(first.untrusted().trim_start()).into();
        }
        Self { own: Some(own.trim()), usual: None, rest: line.line(Line { pieces }) }
    }
}

/// A sentence that lost what stood before it begins as sentences do.
fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Lines to copy.
fn lines(code: &Text, html: &mut String) {
    let lines: Vec<String> = code.untrusted().lines().map(escaped).collect();
    let _ = write!(
        html,
        "<div class=\"lines\"><pre tabindex=\"0\"><code>{}</code></pre><button class=\"copy\" type=\"button\" hidden>Copy</button></div>",
        lines.join("\n")
    );
}

/// The captions of a sentence, which only the player shows.
fn captions(sentence: &Sentence, html: &mut String) {
    html.push_str("<template>");
    for cue in &sentence.cues {
        let lines: Vec<String> = cue.lines.iter().map(line).collect();
        let _ = write!(
            html,
            "<p data-start=\"{}\" data-end=\"{}\">{}</p>",
            cue.start,
            cue.end,
            lines.join(" <br>")
        );
    }
    html.push_str("</template>");
}

/// What the title card says of the document.
fn facts(card: &Card) -> String {
    let audience: Vec<String> = card.audience.iter().map(|who| escaped(who.untrusted())).collect();
    let binds = matches!(card.status, None | Some(Status::Approved | Status::Effective));
    let in_force = card.effective.filter(|_| binds);
    let facts = [
        ("Kind", escaped(card.kind)),
        ("Version", card.version.as_ref().map(|v| escaped(v.untrusted())).unwrap_or_default()),
        ("In force from", in_force.map(|day| format!("<time>{day}</time>")).unwrap_or_default()),
        ("For", audience.join(", ")),
        ("Length", escaped(&card.length)),
    ];
    let mut html = standing(card);
    html.push_str("<dl class=\"facts\">");
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(html, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    html.push_str("</dl>\n");
    html
}

const START: &str = "<p class=\"start\" hidden><button class=\"main\" type=\"button\" data-do=\"play\">Play</button> \
<button type=\"button\" data-do=\"next\">Go step by step</button></p>\n";
