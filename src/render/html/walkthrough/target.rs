//! What a sentence tells people to look for, read from its bold words and what stands around
//! them: "Click **Save**" is a button, "Enter the name in **Title**" a field.
//!
//! Only English sentences are read so far, and only plain ones. What is not understood is no
//! target: a wrong drawing is worse than none.

use crate::report::{Line, Piece};

/// Something to find on a screen or on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target<'l> {
    /// To be pressed.
    Button(&'l str),
    /// To be opened, one within the other.
    Path(Vec<&'l str>),
    /// To be filled in, where the sentence says so with this value.
    Field { name: &'l str, value: Option<&'l str> },
    /// One of several to be chosen.
    Choice { name: &'l str, option: Option<&'l str> },
    /// To be ticked or not.
    CheckBox { name: &'l str, is_on: bool },
    /// One of several pages of a window.
    Tab(&'l str),
    /// To be pressed together.
    Keys(Vec<&'l str>),
}

impl<'l> Target<'l> {
    /// The first target of a sentence.
    pub(super) fn of(line: &'l Line) -> Option<Self> {
        let runs = runs(line);
        let at = runs
            .iter()
            .position(|run| run.is_marked && (run.is_name || keys(run.words).is_some()))?;
        let before = before(&runs, at);
        let behind = runs.get(at + 1).map_or("", |run| run.words);
        let verb = before.split_whitespace().rev().find_map(Act::of);
        let name = runs[at].words.trim();
        if let (Some(Act::Press), Some(keys)) = (verb, keys(name)) {
            return Some(Self::Keys(keys));
        }
        if !runs[at].is_name || name.is_empty() {
            return None;
        }
        let path = path(&runs, at);
        if path.len() > 1 {
            return Some(Self::Path(path));
        }
        let kind = Kind::of(behind);
        // "In **Name**, enter `value`": the verb stands behind the name.
        let verb = verb.or_else(|| {
            let is_place = before.trim().eq_ignore_ascii_case("in");
            let later = behind.trim_start_matches([',', ' ']).split_whitespace().next();
            later.filter(|_| is_place).and_then(Act::of)
        });
        // Neither "press the lid **firmly**" nor "open the **old** file" names something.
        let is_direct = is_direct(&before) && is_whole(behind);
        let following = runs.get(at + 2).filter(|_| !behind.trim().is_empty());
        Some(match (kind, verb?) {
            (Some(Kind::CheckBox), act) => Self::CheckBox { name, is_on: act.is_on()? },
            (Some(Kind::Tab), _) => Self::Tab(name),
            (Some(Kind::Field), _) => Self::Field { name, value: value(&runs, at) },
            (Some(Kind::List), _) => Self::Choice { name, option: None },
            (_, Act::Tick(is_on)) if is_direct => Self::CheckBox { name, is_on },
            (_, Act::Press | Act::Click) if is_direct => Self::Button(name),
            (_, Act::Open) if is_direct => Self::Path(vec![name]),
            (_, Act::Tick(_) | Act::Press | Act::Click | Act::Open) => return None,
            (_, Act::Enter) => match (places(&before), following) {
                // "Enter **value** in **Name**".
                (false, Some(place)) if place.is_name && places(behind) => {
                    Self::Field { name: place.words.trim(), value: Some(name) }
                }
                (false, _) => return None,
                (true, _) => Self::Field { name, value: value(&runs, at) },
            },
            (_, Act::Set) if is_direct => Self::Field { name, value: value_behind(&runs, at) },
            (_, Act::Set) => return None,
            (_, Act::Choose) => match (places(&before), following) {
                (false, Some(place)) if place.is_name && places(behind) => {
                    Self::Choice { name: place.words.trim(), option: Some(name) }
                }
                (false, _) if is_direct => Self::Button(name),
                (false, _) => return None,
                (true, Some(option)) if option.is_marked => {
                    Self::Choice { name, option: Some(option.words.trim()) }
                }
                (true, _) => Self::Choice { name, option: None },
            },
        })
    }
}

/// Words of one mark.
#[derive(Debug, Clone, Copy)]
struct Run<'l> {
    words: &'l str,
    /// Bold.
    is_name: bool,
    /// Bold or code.
    is_marked: bool,
}

fn runs(line: &Line) -> Vec<Run<'_>> {
    line.pieces.iter().map(run).collect()
}

fn run(piece: &Piece) -> Run<'_> {
    let (words, is_name, is_marked) = match piece {
        Piece::Strong(words) => (words.untrusted(), true, true),
        Piece::Code(words) | Piece::Quoted(words) => (words.untrusted(), false, true),
        Piece::Plain(words) => (words.untrusted(), false, false),
        _ => ("", false, false),
    };
    Run { words, is_name, is_marked }
}

/// The last clause before the run: what is further off belongs to something else.
fn before(runs: &[Run<'_>], at: usize) -> String {
    let words: String = runs[..at].iter().map(|run| run.words).collect();
    let clause = words.rsplit(['.', ';', ':']).next().unwrap_or_default();
    clause.to_lowercase()
}

const ARTICLES: [&str; 4] = ["the", "a", "an", "your"];

/// Whether the words end with what somebody does: "click the", "then tap on".
fn is_direct(words: &str) -> bool {
    let mut words = words.split_whitespace().rev().skip_while(|word| ARTICLES.contains(word));
    let last = match words.next() {
        Some("on" | "to") => words.next(),
        last => last,
    };
    last.and_then(Act::of).is_some()
}

/// Whether the name ends where its mark ends: "open the **old** file" names a file.
fn is_whole(behind: &str) -> bool {
    const FOLLOWING: [&str; 34] = [
        "on", "in", "at", "to", "from", "for", "with", "of", "by", "into", "under", "and", "or",
        "then", "again", "twice", "once", "until", "when", "if", "as", "so", "before", "after",
        "button", "key", "menu", "icon", "link", "option", "page", "tab", "switch", "entry",
    ];
    let first = behind.split_whitespace().next().unwrap_or_default();
    let is_end = !first.starts_with(|c: char| c.is_alphanumeric());
    let word = first.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    is_end || FOLLOWING.contains(&word.as_str())
}

/// Whether the words end with what stands before the name of a place.
fn places(words: &str) -> bool {
    const PLACES: [&str; 7] = ["in", "into", "on", "at", "from", "under", "as"];
    let mut words = words.split_whitespace().rev().skip_while(|word| ARTICLES.contains(word));
    words.next().is_some_and(|word| PLACES.contains(&word))
}

/// The names from the run on that lead into each other: `**A > B**` and `**A** > **B**`.
fn path<'l>(runs: &[Run<'l>], at: usize) -> Vec<&'l str> {
    let is_arrow = |words: &str| matches!(words.trim(), ">" | "→" | "›" | "»" | "->");
    let mut rest = runs[at..].iter();
    let mut names = Vec::new();
    while let Some(run) = rest.next().filter(|run| run.is_name) {
        names.extend(run.words.split(" > ").flat_map(|part| part.split(" → ")).map(str::trim));
        if !rest.next().is_some_and(|run| is_arrow(run.words)) {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The value that stands before the name: "Enter `5` in **Count**", or behind it: "In
/// **Count**, enter `5`".
fn value<'l>(runs: &[Run<'l>], at: usize) -> Option<&'l str> {
    let earlier = runs[..at].iter().rev().find(|run| run.is_marked);
    let later = || runs[at + 1..].iter().find(|run| run.is_marked && !run.is_name);
    earlier.or_else(later).map(|run| run.words.trim())
}

fn value_behind<'l>(runs: &[Run<'l>], at: usize) -> Option<&'l str> {
    let joins = runs.get(at + 1).is_some_and(|run| matches!(run.words.trim(), "to" | "="));
    runs.get(at + 2).filter(|run| joins && run.is_marked).map(|run| run.words.trim())
}

/// What somebody does with a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Press,
    Click,
    Open,
    Enter,
    Set,
    Choose,
    Tick(bool),
}

impl Act {
    fn of(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().trim_matches(',') {
            "press" | "push" => Self::Press,
            "click" | "double-click" | "right-click" | "tap" | "hit" => Self::Click,
            "open" | "go" => Self::Open,
            "enter" | "type" | "write" | "paste" | "key" | "fill" => Self::Enter,
            "set" => Self::Set,
            "choose" | "select" | "pick" => Self::Choose,
            "tick" | "check" => Self::Tick(true),
            "untick" | "uncheck" | "clear" => Self::Tick(false),
            _ => return None,
        })
    }

    const fn is_on(self) -> Option<bool> {
        match self {
            Self::Choose | Self::Click => Some(true),
            Self::Tick(is_on) => Some(is_on),
            _ => None,
        }
    }
}

/// What the words behind a name say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    CheckBox,
    Tab,
    Field,
    List,
}

impl Kind {
    fn of(behind: &str) -> Option<Self> {
        let behind = behind.trim_start().to_lowercase();
        let mut words = behind.split(|c: char| !c.is_alphanumeric() && c != '-');
        Some(match (words.next()?, words.next()) {
            ("check", Some("box")) | ("checkbox" | "tick-box", _) => Self::CheckBox,
            ("tab", _) => Self::Tab,
            ("field" | "box", _) => Self::Field,
            ("list" | "drop-down" | "dropdown", _) => Self::List,
            _ => return None,
        })
    }
}

/// The keys that words name, where all of them are keys.
fn keys(words: &str) -> Option<Vec<&str>> {
    const KEYS: [&str; 30] = [
        "ctrl",
        "control",
        "alt",
        "shift",
        "cmd",
        "command",
        "⌘",
        "win",
        "windows",
        "option",
        "enter",
        "return",
        "esc",
        "escape",
        "tab",
        "space",
        "backspace",
        "delete",
        "del",
        "insert",
        "home",
        "end",
        "page up",
        "page down",
        "up",
        "down",
        "left",
        "right",
        "print screen",
        "fn",
    ];
    let is_named = |part: &str| {
        let part = part.to_lowercase();
        let function = part.strip_prefix('f').and_then(|number| number.parse::<u8>().ok());
        KEYS.contains(&part.as_str()) || function.is_some_and(|number| (1..=24).contains(&number))
    };
    let parts: Vec<&str> = words.split('+').map(str::trim).collect();
    let (last, others) = parts.split_last()?;
    let is_last = is_named(last) || (!others.is_empty() && last.chars().count() == 1);
    (is_last && others.iter().all(|part| is_named(part))).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as Markdown writes it, of bold words, code and plain ones.
    fn line(markdown: &str) -> Line {
        let mut line = Line::new();
        for (index, part) in markdown.split("**").enumerate() {
            if index % 2 == 1 {
                line = line.strong(part);
                continue;
            }
            for (index, part) in part.split('`').enumerate().filter(|(_, part)| !part.is_empty()) {
                line = if index % 2 == 1 { line.code(part) } else { line.text(part) };
            }
        }
        line
    }

    #[test]
    fn plain_sentences_name_their_target() {
        use Target::{Button, CheckBox, Choice, Field, Keys, Path, Tab};
        for (sentence, expected) in [
            ("Click **Create**.", Button("Create")),
            ("Press **Damaged** on the handheld.", Button("Damaged")),
            ("Push the **Start** button.", Button("Start")),
            (
                "Open **Directory > Users > New user**.",
                Path(vec!["Directory", "Users", "New user"]),
            ),
            ("Go to **File** > **Print**.", Path(vec!["File", "Print"])),
            ("Open **Approvals**.", Path(vec!["Approvals"])),
            ("Enter `4711` in **Order**.", Field { name: "Order", value: Some("4711") }),
            ("Enter your password in **Password**.", Field { name: "Password", value: None }),
            ("In **Order**, enter `4711`.", Field { name: "Order", value: Some("4711") }),
            ("Enter **Yes** in **Agreed**.", Field { name: "Agreed", value: Some("Yes") }),
            ("Set **Start date** to the first day.", Field { name: "Start date", value: None }),
            ("Set **State** to `open`.", Field { name: "State", value: Some("open") }),
            ("In **Unit**, select **Piece**.", Choice { name: "Unit", option: Some("Piece") }),
            ("Select **Piece** in **Unit**.", Choice { name: "Unit", option: Some("Piece") }),
            ("Choose the groups in **Groups**.", Choice { name: "Groups", option: None }),
            ("Select **Refund**.", Button("Refund")),
            ("Select the **Urgent** check box.", CheckBox { name: "Urgent", is_on: true }),
            ("Clear the **Urgent** check box.", CheckBox { name: "Urgent", is_on: false }),
            ("Go to the **Items** tab, then open it.", Tab("Items")),
            ("Press **Ctrl+Shift+S**.", Keys(vec!["Ctrl", "Shift", "S"])),
            ("Press `F5`.", Keys(vec!["F5"])),
            ("Press **Enter**.", Keys(vec!["Enter"])),
        ] {
            let line = line(sentence);
            assert_eq!(Target::of(&line), Some(expected), "{sentence}");
        }
    }

    #[test]
    fn what_is_not_understood_is_not_drawn() {
        for sentence in [
            "Count the notes.",
            "Wait until **Ready** is shown.",
            "Paste the user number into the request and set it to **Ready**.",
            "Enter the name **exactly** as it is written.",
            "Run `sopctl check`.",
            "Click. **Important**: wait.",
            "Press the lid **firmly** down.",
            "Open the **draft** release that the script shows.",
            "",
        ] {
            let line = line(sentence);
            assert_eq!(Target::of(&line), None, "{sentence}");
        }
    }
}
