//! Actions as sentences of an instruction: one imperative sentence each, in Markdown.
//!
//! What the recording does not say becomes a `TODO` that a reader cannot miss. Nothing here
//! decides where a sentence stands in a document.

use super::format::Format;
use super::markdown::{block, code, label, words};
use super::model::{
    Action, ActionKind, Area, Doubt, Expectation, ExpectationKind, NameSource, Picture, Place,
    Role, Take, Target, Value,
};
use super::terminal::is_silent;

/// A step as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence<'t> {
    /// What to do, in Markdown on one line.
    pub text: String,
    /// What to run or to type, as a block of Markdown.
    pub block: Option<String>,
    /// What is seen when it worked, each in Markdown.
    pub expected: Vec<String>,
    /// Whether something is seen when it worked of which the recording knows nothing.
    pub lacks_result: bool,
    /// What somebody has to look at, in Markdown, without `TODO`.
    pub questions: Vec<String>,
    /// What the one who recorded noted, in Markdown.
    pub note: Option<String>,
    /// What was seen before.
    pub picture: Option<&'t Picture>,
    /// Where in the picture a frame shows what is acted on.
    pub highlight: Option<Area>,
    /// What the picture shows, in Markdown.
    pub caption: String,
    /// How many conditions and repetitions enclose it.
    pub depth: usize,
    /// The actions it is made of, by their places in the recording.
    pub places: Vec<Place>,
}

/// Keys with another name on the keyboard than in recordings.
const KEYS: [(&str, &str); 14] = [
    ("Control", "Ctrl"),
    ("ControlOrMeta", "Ctrl"),
    ("Meta", "Cmd"),
    ("Escape", "Esc"),
    ("ArrowUp", "Up"),
    ("ArrowDown", "Down"),
    ("ArrowLeft", "Left"),
    ("ArrowRight", "Right"),
    ("PageUp", "Page Up"),
    ("PageDown", "Page Down"),
    (" ", "Space"),
    ("NumpadEnter", "Enter"),
    ("Return", "Enter"),
    ("Del", "Delete"),
];

/// Keys that do another thing in another field, so that a step says in which.
const MOVES: [&str; 10] = [
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Backspace",
    "Delete",
];

/// The steps of a take.
#[must_use]
pub fn sentences(take: &Take, format: Format) -> Vec<Sentence<'_>> {
    let mut sentences: Vec<Sentence<'_>> = Vec::new();
    let mut asked: Vec<&str> = Vec::new();
    let mut rest = take.actions.as_slice();
    while let Some(first) = rest.first() {
        let chain = menu_chain(rest);
        let (actions, behind) = rest.split_at(chain.max(1));
        rest = behind;
        let mut sentence = sentence(first, format);
        if let (true, Some(last)) = (chain > 1, actions.last()) {
            let names: Vec<String> = actions.iter().map(named).collect();
            sentence.text = format!("Click {}.", names.join(" > "));
            sentence.expected = results(last);
            sentence.lacks_result = sentence.expected.is_empty();
            sentence.places = actions.iter().map(|action| action.place).collect();
        }
        let guesses = actions.iter().filter_map(|action| action.target.as_ref());
        for target in guesses.filter(|target| target.found == NameSource::Identifier) {
            // Each guess is asked about once.
            if let (Some(name), Some(selector)) = (&target.name, &target.selector)
                && !asked.contains(&name.as_str())
            {
                asked.push(name);
                sentence.questions.push(format!(
                    "is {} what stands on the screen? The recording only has {}.",
                    label(name),
                    code(selector)
                ));
            }
        }
        sentences.push(sentence);
    }
    sentences
}

/// How many actions from the first one on lead through one menu; 0 or 1 where none do.
fn menu_chain(actions: &[Action]) -> usize {
    let opens = |action: &Action| {
        matches!(action.kind, ActionKind::Click | ActionKind::Hover) && is_named(action)
    };
    let Some(first) = actions.first().filter(|first| opens(first)) else { return 0 };
    let is_entry = |action: &Action| {
        action.target.as_ref().and_then(|target| target.role) == Some(Role::MenuItem)
    };
    let mut length = 1;
    for pair in actions.windows(2) {
        let [before, entry] = pair else { break };
        let leads = opens(before) && before.expected.is_empty() && before.note.is_none();
        let goes_on = entry.kind == ActionKind::Click || entry.kind == ActionKind::Hover;
        if !(leads && goes_on && is_named(entry) && is_entry(entry) && entry.depth == first.depth) {
            break;
        }
        length += 1;
    }
    // A chain ends with the click that does something.
    let ends = actions.get(length - 1).is_some_and(|last| last.kind == ActionKind::Click);
    if ends { length } else { 1 }
}

fn is_named(action: &Action) -> bool {
    action.target.as_ref().is_some_and(|target| target.name.is_some())
}

fn sentence(action: &Action, format: Format) -> Sentence<'_> {
    let text = match action.kind {
        ActionKind::If | ActionKind::Else | ActionKind::Repeat => condition(action),
        _ => told(action, format),
    };
    let block = match (&action.value, action.kind) {
        (Some(Value::Plain(command)), ActionKind::Run) => Some(block(command, "sh")),
        (Some(Value::Plain(typed)), ActionKind::Type) if typed.trim().contains('\n') => {
            Some(block(typed.trim_end(), "text"))
        }
        _ => None,
    };
    let expected = if matches!(action.kind, ActionKind::Assert | ActionKind::Wait) {
        Vec::new()
    } else {
        results(action)
    };
    Sentence {
        text,
        block,
        lacks_result: expected.is_empty() && shows_something(action),
        expected,
        questions: action.doubt.map(question).into_iter().collect(),
        note: action.note.as_deref().filter(|note| !note.trim().is_empty()).map(words),
        picture: action.picture.as_ref(),
        highlight: action.highlight,
        caption: caption(action),
        depth: action.depth,
        places: vec![action.place],
    }
}

/// What is asked about a command.
fn question(doubt: Doubt) -> String {
    match doubt {
        Doubt::Failed { status: Some(status) } => format!(
            "is this command needed? It failed when it was recorded, with exit status {status}."
        ),
        Doubt::Failed { status: None } => {
            "is this command needed? It seems to have failed when it was recorded.".to_owned()
        }
        Doubt::Value => "what does this entry say in the list? The recording only has the value \
                         that the program uses for it."
            .to_owned(),
        Doubt::FullScreen => "what is done in this program, and how is it left? It takes the \
                              whole screen, and the recording does not say."
            .to_owned(),
    }
}

/// `# now restart the service` as `Now restart the service:`.
fn said_of(said: &str) -> String {
    let mut letters = said.trim_end_matches(['.', ':', ' ']).chars();
    let first = letters.next().map(char::to_uppercase);
    let said: String = first.into_iter().flatten().chain(letters).collect();
    format!("{}:", words(&said))
}

/// Whether the action causes something of which a reader wants to know that it happened. What
/// was typed, chosen or attached is seen where it was.
fn shows_something(action: &Action) -> bool {
    use ActionKind::{Click, DoubleClick, Drag, Navigate, Press, Run};
    if matches!(role_of(action), Some(Role::Tab | Role::RadioButton)) {
        return false;
    }
    if let (Run, Some(Value::Plain(command))) = (action.kind, &action.value) {
        // What somebody has to answer first is asked once.
        return action.doubt.is_none() && !is_silent(command);
    }
    let causes = matches!(action.kind, Click | DoubleClick | Drag | Navigate | Press | Run);
    causes || action.then.is_some()
}

fn told(action: &Action, format: Format) -> String {
    let name = named(action);
    let value = || match &action.value {
        Some(Value::Plain(value)) => code(value),
        Some(Value::Masked(kind)) => kind.spoken().to_owned(),
        None => "TODO: what?".to_owned(),
    };
    let thing = || match role_of(action).filter(|_| is_named(action)) {
        Some(Role::CheckBox) => format!("the {name} check box"),
        Some(Role::RadioButton) => format!("the {name} option"),
        Some(Role::Tab) => format!("the {name} tab"),
        _ => name.clone(),
    };
    match action.kind {
        ActionKind::Navigate => match &action.url {
            Some(url) => format!("Go to {}.", address(url)),
            None => "Go to TODO: which address?".to_owned(),
        },
        ActionKind::Click if role_of(action) == Some(Role::RadioButton) => {
            format!("Select {}.", thing())
        }
        ActionKind::Check | ActionKind::Uncheck if !is_named(action) => {
            let verb = if action.kind == ActionKind::Check { "Select" } else { "Clear" };
            format!("{verb} {name}.")
        }
        ActionKind::Click => format!("Click {}.", thing()),
        ActionKind::DoubleClick => format!("Double-click {}.", thing()),
        ActionKind::RightClick => format!("Right-click {}.", thing()),
        ActionKind::Type => typed(action, &name),
        ActionKind::Select => match &action.value {
            Some(Value::Plain(option)) => format!("In {name}, select {}.", label(option)),
            _ => format!("In {name}, select {}.", value()),
        },
        ActionKind::Check => format!("Select the {name} check box."),
        ActionKind::Uncheck => format!("Clear the {name} check box."),
        ActionKind::Press => match &action.value {
            Some(Value::Plain(key)) if MOVES.contains(&key.as_str()) && is_named(action) => {
                format!("In {name}, press {}.", label(&keys(key)))
            }
            Some(Value::Plain(key)) => format!("Press {}.", label(&keys(key))),
            _ => "Press TODO: which key?".to_owned(),
        },
        ActionKind::Upload => format!("Attach {} in {name}.", value()),
        ActionKind::Hover => format!("Point to {}.", thing()),
        ActionKind::Drag => match &action.value {
            Some(Value::Plain(place)) => format!("Drag {name} to {}.", label(place)),
            _ => format!("Drag {name} to TODO: where?"),
        },
        ActionKind::Wait => looked_at("Wait until", action),
        ActionKind::Assert => looked_at("Make sure that", action),
        ActionKind::Run => match action.words.as_deref().map(str::trim) {
            Some(said) if !said.is_empty() => said_of(said),
            _ => "Run:".to_owned(),
        },
        ActionKind::SwitchWindow => match &action.value {
            Some(Value::Plain(title)) if !title.trim().is_empty() => {
                let what = if format == Format::StepsRecorder { "window" } else { "tab" };
                format!("Go to the {} {what}.", label(title))
            }
            _ => "Go to the other browser tab (TODO: which one?).".to_owned(),
        },
        ActionKind::CloseWindow => "Close the browser tab.".to_owned(),
        ActionKind::If | ActionKind::Else | ActionKind::Repeat => condition(action),
        ActionKind::Unknown => {
            let name = match &action.value {
                Some(Value::Plain(name)) => code(name),
                _ => "something".to_owned(),
            };
            format!(
                "TODO: write what is done here. The recording has {name} ({} {}), which is not known to sopctl.",
                format.unit(),
                action.place.0
            )
        }
    }
}

fn typed(action: &Action, name: &str) -> String {
    let then = action.then.as_deref().map(|key| format!(" and press {}", label(&keys(key))));
    let then = then.unwrap_or_default();
    match &action.value {
        Some(Value::Plain(value)) if value.is_empty() => format!("Clear {name}{then}."),
        Some(Value::Plain(value)) if value.trim().contains('\n') => {
            format!("Enter this text in {name}{then}:")
        }
        Some(Value::Plain(value)) => format!("Enter {} in {name}{then}.", code(value)),
        Some(Value::Masked(kind)) => format!("Enter {} in {name}{then}.", kind.spoken()),
        None => format!("Enter TODO: what? in {name}{then}."),
    }
}

fn condition(action: &Action) -> String {
    let asked = match &action.value {
        Some(Value::Plain(asked)) if !asked.trim().is_empty() => code(asked),
        _ => "TODO: when?".to_owned(),
    };
    match action.kind {
        ActionKind::If => format!("If {asked}:"),
        ActionKind::Else if action.value.is_some() => format!("Otherwise, if {asked}:"),
        ActionKind::Else => "Otherwise:".to_owned(),
        _ => format!("Repeat, {asked}:"),
    }
}

/// `Make sure that **Total** is shown.`
fn looked_at(opening: &str, action: &Action) -> String {
    let seen: Vec<String> = action.expected.iter().filter_map(result).collect();
    if seen.is_empty() {
        return format!("{opening} TODO: what is seen?");
    }
    let seen: Vec<&str> = seen.iter().map(|one| one.trim_end_matches('.')).collect();
    let joined = seen.join(", and ");
    // A sentence of its own begins with a capital.
    let joined = joined.strip_prefix("The ").map_or(joined.clone(), |rest| format!("the {rest}"));
    format!("{opening} {joined}.")
}

fn role_of(action: &Action) -> Option<Role> {
    action.target.as_ref().and_then(|target| target.role)
}

/// The name of the target, or the question for it.
fn named(action: &Action) -> String {
    let noun = |role: Option<Role>| match action.kind {
        ActionKind::Check | ActionKind::Uncheck => noun(role.or(Some(Role::CheckBox))),
        ActionKind::Select => noun(role.or(Some(Role::List))),
        ActionKind::Type => noun(role.or(Some(Role::Field))),
        _ => noun(role),
    };
    match &action.target {
        Some(Target { name: Some(name), .. }) if !name.trim().is_empty() => label(name),
        Some(Target { selector: Some(selector), role, .. }) => {
            format!("TODO: which {}? (the recording only has {})", noun(*role), code(selector))
        }
        Some(target) => format!("TODO: which {}?", noun(target.role)),
        None => "TODO: where?".to_owned(),
    }
}

const fn noun(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Button) => "button",
        Some(Role::Link) => "link",
        Some(Role::Field) => "field",
        Some(Role::List) => "list",
        Some(Role::CheckBox) => "check box",
        Some(Role::RadioButton) => "option",
        Some(Role::Tab) => "tab",
        Some(Role::MenuItem) => "menu entry",
        Some(Role::Other) | None => "element",
    }
}

fn results(action: &Action) -> Vec<String> {
    action.expected.iter().filter_map(result).collect()
}

/// One expected result as a sentence; none where nothing is said.
fn result(expected: &Expectation) -> Option<String> {
    let name = expected.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let said = expected.words.as_deref().map(str::trim).filter(|said| !said.is_empty());
    let name = name.map(label);
    let guess = if expected.found == NameSource::Identifier && name.is_some() {
        " (TODO: is it called so on the screen?)"
    } else {
        ""
    };
    let quoted = |said: &str| format!("\u{201c}{}\u{201d}", words(&beginning(said)));
    let text = match (expected.kind, name, said) {
        (ExpectationKind::Opens, _, Some(title)) => {
            format!("The {} page opens.", label(&beginning(title)))
        }
        (ExpectationKind::Shown, Some(name), None) => format!("{name} is shown{guess}."),
        (ExpectationKind::Shown, _, Some(said)) => format!("{} is shown.", quoted(said)),
        (ExpectationKind::Gone, Some(name), _) => format!("{name} is no longer shown{guess}."),
        (ExpectationKind::Gone, None, Some(said)) => {
            format!("{} is no longer shown.", quoted(said))
        }
        (ExpectationKind::Says, Some(name), Some(said)) => {
            format!("{name} says {}{guess}.", quoted(said))
        }
        (ExpectationKind::Says, None, Some(said)) => format!("{} is shown.", quoted(said)),
        (ExpectationKind::Holds, Some(name), Some(said)) => {
            format!("{name} holds {}{guess}.", code(said))
        }
        (ExpectationKind::Checked, Some(name), _) => format!("{name} is selected{guess}."),
        (ExpectationKind::Unchecked, Some(name), _) => format!("{name} is not selected{guess}."),
        (ExpectationKind::Enabled, Some(name), _) => format!("{name} can be used{guess}."),
        (ExpectationKind::Disabled, Some(name), _) => format!("{name} cannot be used{guess}."),
        (ExpectationKind::Printed, _, Some(lines)) => {
            format!("The command ends without an error, and prints:\n\n{}", block(lines, "text"))
        }
        (ExpectationKind::Prints, _, Some(lines)) => {
            format!("The command prints:\n\n{}", block(lines, "text"))
        }
        (ExpectationKind::Prints, _, None) => "The command prints nothing.".to_owned(),
        (ExpectationKind::Stopped, _, _) => "The command stops.".to_owned(),
        (ExpectationKind::Printed, _, None) => "The command ends without an error.".to_owned(),
        _ => return None,
    };
    Some(text)
}

/// As much of a message as tells it from others.
fn beginning(said: &str) -> String {
    /// Characters; a message of two lines.
    const LONGEST: usize = 160;
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    match said.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", said.get(..end).unwrap_or_default().trim_end()),
        None => said,
    }
}

/// An address that can be opened as a link to itself, any other as code.
fn address(url: &str) -> String {
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>()[]\\`\"'|*".contains(c);
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if is_web && url.chars().all(is_plain) { format!("<{url}>") } else { code(url) }
}

/// `Control+Shift+a` as `Ctrl+Shift+A`.
fn keys(chord: &str) -> String {
    if chord == "+" || chord.trim().is_empty() {
        return if chord == "+" { chord.to_owned() } else { "Space".to_owned() };
    }
    let keys = chord.split('+').map(|key| {
        let known = KEYS.iter().find(|(recorded, _)| *recorded == key);
        let is_letter = key.chars().count() == 1;
        match known {
            Some((_, name)) => (*name).to_owned(),
            None if is_letter => key.to_uppercase(),
            None => key.trim_start_matches("Key").to_owned(),
        }
    });
    keys.collect::<Vec<_>>().join("+")
}

/// `**Save**, at 62 % of the width and 40 % of the height`.
fn caption(action: &Action) -> String {
    let what = match &action.target {
        Some(Target { name: Some(name), .. }) => words(name),
        _ => "the screen before this step".to_owned(),
    };
    if action.highlight.is_some() {
        return format!("{what}, in the red frame");
    }
    let percent = |part: f64| format!("{:.0} %", part.clamp(0.0, 1.0) * 100.0);
    match action.picture.as_ref().and_then(|picture| picture.point) {
        Some(point) => format!(
            "{what}, {} from the left and {} from the top",
            percent(point.across),
            percent(point.down)
        ),
        None => what,
    }
}

#[cfg(test)]
mod tests;
