//! A comparison as rows that people read.

use crate::report::{ChangeRow, Line, Piece, Sign};
use crate::text::{WordRun, word_diff};

use super::{Change, ChangeKind, Comparison, SectionChange, Side, Spot, shortening, unit_name};
use crate::document::outline::UnitKind;

/// Units longer than this are shown around their changes only, in characters.
const LONG: usize = 240;
/// The same where a row has to be brief.
const BRIEF: usize = 120;
/// Of lists with more items, only those that went and came are shown.
const SHORT_LIST: usize = 3;
/// How much of an unchanged run is kept at each side of a change, in characters.
const AROUND: usize = 48;

/// How much of a long text a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// What stands around its changes.
    #[default]
    Around,
    /// The same, as short as it can be told: for a list of which each entry is a line or two.
    Brief,
    /// Every word.
    Whole,
}

impl Extent {
    /// Longer units are shown around their changes only, in characters.
    const fn longest(self) -> Option<usize> {
        match self {
            Self::Around => Some(LONG),
            Self::Brief => Some(BRIEF),
            Self::Whole => None,
        }
    }

    /// How much of an unchanged run is kept at each side of a change, in characters.
    const fn around(self) -> usize {
        match self {
            Self::Brief => AROUND / 2,
            Self::Around | Self::Whole => AROUND,
        }
    }

    /// A text as a row shows it.
    fn held(self, text: &str) -> String {
        self.longest().map_or_else(|| one_line(text), |most| cut(text, most))
    }
}

impl Comparison {
    /// One row for each unit and each heading that differs, in reading order.
    #[must_use]
    pub fn rows(&self, extent: Extent) -> Vec<ChangeRow> {
        let mut rows: Vec<ChangeRow> =
            self.changes.iter().map(|change| row(change, extent)).collect();
        // A heading that is a step stands among the steps.
        let sections = self.sections.iter().filter(|section| !section.is_step);
        rows.extend(sections.map(|section| ChangeRow {
            sign: sign(section.kind),
            place: "heading".into(),
            text: match (&section.old, &section.new) {
                (Some(_), Some(new)) if section.kind == ChangeKind::Moved => {
                    moved(section.spot.as_ref()).faint(new.as_str())
                }
                (Some(old), Some(new)) => marked(old, new, extent),
                (old, new) => {
                    Line::new().text(old.as_ref().or(new.as_ref()).cloned().unwrap_or_default())
                }
            },
            meaning: section.meaning(),
        }));
        rows
    }

    /// The front matter that differs: `owner @finance → @finance-ops`.
    #[must_use]
    pub fn record(&self) -> Vec<Line> {
        self.fields
            .iter()
            .map(|field| {
                let line = Line::new().text(field.name.as_str()).text(" ");
                match (&field.old, &field.new) {
                    (Some(old), Some(new)) if let Some(items) = items_of_lists(old, new) => {
                        line.line(items)
                    }
                    (Some(old), Some(new)) => {
                        let (old, new) = shortening::pair(old, new, LONG);
                        line.text(one_line(&old)).text(" → ").text(one_line(&new))
                    }
                    (None, Some(new)) => line.text(cut(new, LONG)),
                    (Some(old), None) => line.with(Piece::Deleted(cut(old, LONG).into())),
                    (None, None) => line,
                }
            })
            .collect()
    }
}

/// Of two long lists, the items that went and came.
fn items_of_lists(old: &str, new: &str) -> Option<Line> {
    let items = |list: &str| -> Option<Vec<String>> {
        let inside = list.strip_prefix('[')?.strip_suffix(']')?;
        Some(inside.split(", ").map(str::to_owned).collect())
    };
    let (old, new) = (items(old)?, items(new)?);
    if old.len().max(new.len()) <= SHORT_LIST {
        return None;
    }
    let only = |these: &[String], those: &[String]| {
        let only = these.iter().filter(|item| !those.contains(item)).map(String::as_str);
        one_line(&only.collect::<Vec<_>>().join(", "))
    };
    let (gone, come) = (only(&old, &new), only(&new, &old));
    let mut line = Line::new();
    if !gone.is_empty() {
        line = line.with(Piece::Deleted(gone.into()));
    }
    if !come.is_empty() {
        let apart = if line.is_empty() { "" } else { " " };
        line = line.text(apart).with(Piece::Inserted(come.into()));
    }
    Some(if line.is_empty() { line.text("in another order") } else { line })
}

fn row(change: &Change, extent: Extent) -> ChangeRow {
    let side = change.new.as_ref().or(change.old.as_ref());
    let number = side.and_then(Side::step_number);
    let was = change.old.as_ref().and_then(Side::step_number);
    let name = match change.unit {
        UnitKind::Paragraph => "text",
        UnitKind::Row if side.is_some_and(|side| side.is_header) => "table header",
        unit => unit_name(unit),
    };
    let place = match (change.unit, change.kind, &number, &was) {
        (UnitKind::Step, ChangeKind::Moved, _, Some(was)) => format!("{name} {was}"),
        (UnitKind::Step, _, Some(number), _) => format!("{name} {number}"),
        _ => name.to_owned(),
    };
    let text = match (&change.old, &change.new) {
        _ if change.unit == UnitKind::Image => picture(change, extent),
        (Some(old), Some(new)) => match change.kind {
            ChangeKind::Split => marked(&old.text, &joined(new, &change.also), extent),
            ChangeKind::Merged => marked(&joined(old, &change.also), &new.text, extent),
            ChangeKind::Moved => {
                let to = match (&number, &new.section) {
                    (Some(number), _) if number_changed(old, new) => {
                        Line::new().text(format!("moved to {number}: "))
                    }
                    (_, Some(section)) if old.section != new.section => {
                        Line::new().text(format!("moved to “{section}”: "))
                    }
                    _ => moved(change.spot.as_ref()),
                };
                to.faint(extent.held(&new.text))
            }
            ChangeKind::Added | ChangeKind::Removed | ChangeKind::Changed => {
                marked(&old.text, &new.text, extent)
            }
        },
        (old, new) => {
            let text = new
                .as_ref()
                .or(old.as_ref())
                .map(|side| extent.held(&side.text))
                .unwrap_or_default();
            Line::new().text(text)
        }
    };
    let meaning = match extent {
        Extent::Brief => change.brief_meaning(),
        Extent::Around | Extent::Whole => change.meaning(),
    };
    ChangeRow { sign: sign(change.kind), place: place.into(), text, meaning }
}

/// A picture as people call it: by its description, else by where it is.
fn picture(change: &Change, extent: Extent) -> Line {
    let name = |side: &Side| {
        let (path, description) = side.text.split_once(' ').unwrap_or((&side.text, ""));
        let name = if description.trim().is_empty() { path } else { description.trim() };
        name.to_owned()
    };
    let to = match change.kind {
        ChangeKind::Moved => moved(change.spot.as_ref()),
        _ => Line::new(),
    };
    match (change.old.as_ref().map(name), change.new.as_ref().map(name)) {
        (Some(old), Some(new)) => to.line(marked(&old, &new, extent)),
        (old, new) => to.text(extent.held(&old.or(new).unwrap_or_default())),
    }
}

/// `moved below “Count the notes…”: `
fn moved(spot: Option<&Spot>) -> Line {
    Line::new().text(spot.map_or_else(|| "moved".to_owned(), Spot::told)).text(": ")
}

/// Whether the number alone tells that a step stands elsewhere.
fn number_changed(old: &Side, new: &Side) -> bool {
    old.number != new.number || old.number_within != new.number_within
}

const fn sign(kind: ChangeKind) -> Sign {
    match kind {
        ChangeKind::Added => Sign::Added,
        ChangeKind::Removed => Sign::Removed,
        ChangeKind::Moved => Sign::Moved,
        ChangeKind::Changed | ChangeKind::Split | ChangeKind::Merged => Sign::Changed,
    }
}

/// `split into 3 and 4`, `merged from 3 and 4`; without numbers, how many there are.
fn parts_of(change: &Change) -> Option<String> {
    let (verb, first) = match change.kind {
        ChangeKind::Split => ("split into", change.new.as_ref()?),
        ChangeKind::Merged => ("merged from", change.old.as_ref()?),
        ChangeKind::Added | ChangeKind::Removed | ChangeKind::Moved | ChangeKind::Changed => {
            return None;
        }
    };
    let parts = std::iter::once(first).chain(&change.also);
    let numbers: Option<Vec<String>> = parts.map(Side::step_number).collect();
    Some(match numbers.as_deref() {
        Some([begin @ .., last]) if !begin.is_empty() => {
            format!("{verb} {} and {last}", begin.join(", "))
        }
        _ => format!("{verb} {}", change.also.len() + 1),
    })
}

/// The parts of a split or merge as one text.
fn joined(first: &Side, also: &[Side]) -> String {
    let parts: Vec<&str> =
        std::iter::once(first).chain(also).map(|part| part.text.as_str()).collect();
    parts.join(" ")
}

/// The new text whole, with the words that came and went.
#[must_use]
pub fn changed_words(old: &str, new: &str) -> Line {
    marked(old, new, Extent::Whole)
}

impl SectionChange {
    /// What the change of a heading means, besides its words: `link /old → /new`.
    #[must_use]
    pub fn meaning(&self) -> Line {
        let levels = self.levels.map(|[was, is]| format!("level {was} → {is}"));
        let meanings: Vec<String> =
            levels.into_iter().chain(self.effects.iter().map(ToString::to_string)).collect();
        if meanings.is_empty() { Line::new() } else { Line::new().text(meanings.join(" · ")) }
    }
}

impl Change {
    /// What the change means, besides its words: `limit 100 EUR → 250 EUR`.
    #[must_use]
    pub fn meaning(&self) -> Line {
        let meanings = self.meanings();
        if meanings.is_empty() { Line::new() } else { Line::new().text(meanings.join(" · ")) }
    }

    /// The same, of which the first two are named.
    fn brief_meaning(&self) -> Line {
        match self.meanings().as_slice() {
            [] => Line::new(),
            [first, second, _, ..] => Line::new().text(format!("{first} · {second} · …")),
            few => Line::new().text(few.join(" · ")),
        }
    }

    fn meanings(&self) -> Vec<String> {
        let mut meanings: Vec<String> = parts_of(self).into_iter().collect();
        for effect in &self.effects {
            let said = effect.to_string();
            let tells = effect.old.is_some() || effect.new.is_some();
            if tells && !meanings.contains(&said) {
                meanings.push(said);
            }
        }
        if self.moved && self.kind != ChangeKind::Moved {
            meanings.push(self.spot.as_ref().map_or_else(|| "moved".to_owned(), Spot::told));
        }
        let same_words = self.old.as_ref().zip(self.new.as_ref());
        if self.kind == ChangeKind::Changed
            && meanings.is_empty()
            && same_words.is_some_and(|(old, new)| old.text == new.text)
        {
            meanings.push("other markup, the same words".to_owned());
        }
        meanings
    }
}

/// The new text with what came and went marked.
fn marked(old: &str, new: &str, extent: Extent) -> Line {
    let runs = word_diff(old, new);
    if let [WordRun::Same(text)] = runs.as_slice() {
        // What changed stands behind the words, such as where a link leads.
        return Line::new().text(extent.held(text));
    }
    let count = |text: &str| text.chars().count();
    let is_long = extent.longest().is_some_and(|most| count(new).max(count(old)) > most);
    let same: usize =
        runs.iter().map(|run| if let WordRun::Same(text) = run { count(text) } else { 0 }).sum();
    let last = runs.len().saturating_sub(1);
    let shown: Vec<WordRun> = runs
        .into_iter()
        .enumerate()
        .map(|(index, run)| match (run, extent) {
            (WordRun::Same(text), _) if is_long => {
                WordRun::Same(elided(&text, index > 0, index < last, extent.around()))
            }
            (WordRun::Deleted(text), Extent::Brief) => WordRun::Deleted(extent.held(&text)),
            (WordRun::Inserted(text), Extent::Brief) => WordRun::Inserted(extent.held(&text)),
            (run, _) => run,
        })
        .collect();
    let total: usize = shown
        .iter()
        .map(|run| match run {
            WordRun::Same(text) | WordRun::Deleted(text) | WordRun::Inserted(text) => count(text),
        })
        .sum();
    if extent == Extent::Brief && total > 2 * BRIEF {
        // Where most of it is the same, what changed first tells more than the beginning.
        return if 2 * same > count(new) {
            first_changes(shown, 2 * BRIEF)
        } else {
            // So much differs that the new words are easier to read alone.
            Line::new().text(extent.held(new))
        };
    }
    line_of(shown)
}

/// The first of many changes, in so many characters.
fn first_changes(runs: Vec<WordRun>, most: usize) -> Line {
    let mut left = most;
    let mut kept = Vec::new();
    for run in runs {
        let (WordRun::Same(text) | WordRun::Deleted(text) | WordRun::Inserted(text)) = &run;
        let length = text.chars().count();
        if length > left {
            kept.push(WordRun::Same(" …".to_owned()));
            break;
        }
        left -= length;
        kept.push(run);
    }
    line_of(kept)
}

fn line_of(runs: Vec<WordRun>) -> Line {
    runs.into_iter().fold(Line::new(), |line, run| match run {
        WordRun::Same(text) => line.text(text),
        WordRun::Deleted(text) => line.with(Piece::Deleted(text.into())),
        WordRun::Inserted(text) => line.with(Piece::Inserted(text.into())),
    })
}

/// An unchanged run with its middle left out: its head is kept where a change stands
/// before it, its tail where one follows, each so many characters long at most.
fn elided(text: &str, keep_head: bool, keep_tail: bool, most: usize) -> String {
    let keeps = most * (usize::from(keep_head) + usize::from(keep_tail));
    if text.chars().count() <= keeps + 8 {
        return text.to_owned();
    }
    let head = if keep_head { head_of(text, most) } else { "" };
    let tail = if keep_tail { tail_of(text, most) } else { "" };
    format!("{head}…{tail}")
}

fn head_of(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(' ').map_or(end, |blank| blank + 1);
    &text[..end]
}

fn tail_of(text: &str, most: usize) -> &str {
    let count = text.chars().count();
    let start = text.char_indices().nth(count.saturating_sub(most)).map_or(0, |(at, _)| at);
    let start = text[start..].find(' ').map_or(start, |blank| start + blank);
    &text[start..]
}

/// A text cut at a blank to so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return one_line(text);
    }
    one_line(&format!("{}…", head_of(text, most)))
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ⏎ ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_shown_around_their_changes() {
        let old = format!("{}stops at 100 degrees {}", "before ".repeat(40), "after ".repeat(40));
        let new = old.replace("100", "120");
        let line = marked(&old, &new, Extent::Around);
        let Piece::Plain(first) = &line.pieces[0] else { panic!("text first") };
        assert!(*first == "… before before before before before stops at ".into(), "{first:?}");
        assert_eq!(line.pieces.len(), 4);
        assert_eq!(elided("short", true, true, AROUND), "short");
    }

    #[test]
    fn of_long_lists_only_what_went_and_came_is_shown() {
        let items = |old, new| items_of_lists(old, new).map(|line| line.words());
        let told = items("[/a, /b, /c, /d]", "[/a, /c, /d, /e]");
        assert_eq!(told.as_deref(), Some("[-/b-] {+/e+}"));
        assert_eq!(items("[a, b, c, d]", "[d, c, b, a]").as_deref(), Some("in another order"));
        assert_eq!(items("[a]", "[b]"), None);
        assert_eq!(items("a, b, c, d", "[a, b, c, d]"), None);
    }

    #[test]
    fn what_is_brief_is_a_line_or_two_whatever_changed() {
        let length = |line: &Line| {
            let words = line.pieces.iter().map(|piece| match piece {
                Piece::Plain(text) | Piece::Deleted(text) | Piece::Inserted(text) => {
                    text.untrusted().chars().count()
                }
                other => panic!("{other:?}"),
            });
            words.sum::<usize>()
        };
        let old = format!("{}stops at 100 degrees {}", "before ".repeat(40), "after ".repeat(40));
        let little = marked(&old, &old.replace("100", "120"), Extent::Brief);
        assert_eq!((little.pieces.len(), length(&little) < 70), (4, true), "{little:?}");
        let other =
            marked(&old, &old.replace("before", "now").replace("after", "then"), Extent::Brief);
        assert!(length(&other) <= BRIEF + 1, "{other:?}");
        let replaced =
            marked("Call the shop.", &"Write to somebody else. ".repeat(20), Extent::Brief);
        assert!(length(&replaced) <= 2 * BRIEF, "{replaced:?}");
    }
}
