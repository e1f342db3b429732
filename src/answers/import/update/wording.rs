//! The sentence of a step, taken apart: what it names, and the words around that.
//!
//! Decides whether a sentence that stands in a document still says what a recording shows. It
//! knows the words that sentences of recordings are made of, so that what a person wrote is
//! told from what was written for him; where it cannot tell, a sentence is a person's.

use std::ops::Range;

use crate::data::splice::Patch;
use crate::source::Span;
use crate::text::{TokenKind, plain, tokens};

use super::names::{Name, NameKind, names, stands_for};

/// A sentence in the source of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording<'s> {
    source: &'s str,
    /// What it names, in order.
    pub(super) names: Vec<Name>,
    /// The words around the names, in lower case.
    words: Vec<String>,
}

/// What a sentence of the document is to what the recording shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It says so.
    Same,
    /// It says so with other names, which are to be replaced.
    Renamed(Vec<Patch>),
    /// It does the same in another way, and nobody has worded it by hand.
    Rewritten,
    /// It is worded by hand, and may no longer be right.
    Doubtful,
    /// It is another step.
    Other,
}

/// What else is known when two sentences are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Known {
    /// The recording only guesses what its target is called.
    pub(super) is_guess: bool,
    /// Whoever imports says that the value is no secret.
    pub(super) is_kept: bool,
}

/// Words around the names in sentences of recordings, those for masked values included.
const WORDS: [&str; 72] = [
    "access",
    "account",
    "address",
    "and",
    "attach",
    "box",
    "browser",
    "card",
    "check",
    "check-box",
    "clear",
    "click",
    "close",
    "code",
    "command",
    "double-click",
    "drag",
    "e-mail",
    "ends",
    "enter",
    "error",
    "every",
    "for",
    "go",
    "holds",
    "if",
    "in",
    "is",
    "it",
    "its",
    "longer",
    "make",
    "menu",
    "no",
    "not",
    "number",
    "one-time",
    "open",
    "opens",
    "option",
    "or",
    "other",
    "otherwise",
    "page",
    "password",
    "phone",
    "pin",
    "point",
    "press",
    "prints",
    "repeat",
    "right-click",
    "run",
    "says",
    "security",
    "select",
    "selected",
    "shown",
    "social",
    "sure",
    "tab",
    "text",
    "that",
    "the",
    "this",
    "to",
    "token",
    "until",
    "used",
    "value",
    "wait",
    "your",
];

/// Words around the names in what recordings expect to be seen.
const RESULT_WORDS: [&str; 24] = [
    "an", "and", "be", "can", "cannot", "command", "ends", "error", "expected", "holds", "is",
    "longer", "no", "not", "nothing", "opens", "page", "prints", "result", "says", "selected",
    "shown", "the", "without",
];

/// What recordings and people call the same act. The first word is that of recordings.
const ACTS: [&[&str]; 19] = [
    &["click", "press", "choose", "select", "hit", "tap", "open", "use", "push", "pick"],
    &["double-click"],
    &["right-click"],
    &["enter", "type", "fill", "put", "paste", "input", "write", "set"],
    &["in", "select", "choose", "pick", "set"],
    &["select", "choose", "pick", "tick", "check"],
    &["clear", "empty", "delete", "untick", "uncheck", "deselect"],
    &["press", "hit", "use"],
    &["go", "open", "visit", "navigate", "browse", "switch"],
    &["point", "hover"],
    &["attach", "upload", "add"],
    &["drag", "move"],
    &["wait"],
    &["make", "check", "verify", "confirm", "ensure"],
    &["close"],
    &["run", "execute", "start", "enter", "type"],
    &["if", "when"],
    &["otherwise"],
    &["repeat"],
];

/// Keys by the names that people and recordings give them.
const KEYS: [&str; 13] = [
    "Enter",
    "Return",
    "Tab",
    "Esc",
    "Escape",
    "Space",
    "Delete",
    "Backspace",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
];

/// Where something is still to be answered.
pub(super) const SLOT: &str = "TODO:";

impl<'s> Wording<'s> {
    pub(super) fn of(source: &'s str) -> Self {
        let names = names(source);
        let mut words: Vec<String> = Vec::new();
        let mut at = 0;
        for part in names
            .iter()
            .map(|name| name.whole.clone())
            .chain(std::iter::once(source.len()..source.len()))
        {
            let between = source.get(at..part.start).unwrap_or_default();
            let spoken = tokens(between)
                .into_iter()
                .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number));
            for word in spoken.map(|token| plain(token.text)) {
                // Whoever clears a check box checks nothing.
                match words.last_mut().filter(|last| word == "box" && *last == "check") {
                    Some(check) => "check-box".clone_into(check),
                    None => words.push(word),
                }
            }
            at = part.end;
        }
        Self { source, names, words }
    }

    /// Whether something in it is still to be answered.
    pub(super) fn has_slot(&self) -> bool {
        self.source.contains(SLOT)
    }

    /// Whether a recording could have been written so.
    pub(super) fn is_recorded(&self) -> bool {
        self.words.iter().all(|word| WORDS.contains(&word.as_str()))
    }

    /// Whether what is expected could have been written so.
    pub(super) fn is_recorded_result(&self) -> bool {
        self.words.iter().all(|word| RESULT_WORDS.contains(&word.as_str()))
    }

    /// Whether no recording could show it: it names nothing that is seen or typed, and does
    /// nothing that a recorder sees.
    pub(super) fn is_out_of_sight(&self) -> bool {
        let acts = |word: &String| ACTS.iter().any(|act| act.contains(&word.as_str()));
        self.names.is_empty() && !self.is_recorded() && !self.words.first().is_some_and(acts)
    }

    /// What this sentence of a document is to one of a recording.
    pub(super) fn against(&self, new: &Wording<'_>, known: Known) -> Verdict {
        if self.says_the_same(new) {
            return Verdict::Same;
        }
        let acts_alike = self.acts_like(new);
        let shares_label = self.labels().any(|label| new.labels().any(|new| new == label));
        if !acts_alike && !shares_label {
            return Verdict::Other;
        }
        if self.has_slot() {
            return Verdict::Rewritten;
        }
        if new.has_slot() || (known.is_guess && acts_alike) {
            // A person has answered what the recording leaves open.
            return Verdict::Same;
        }
        if self.is_recorded() { self.as_recorded(new, known) } else { self.by_hand(new) }
    }

    fn as_recorded(&self, new: &Wording<'_>, known: Known) -> Verdict {
        let kinds = |wording: &Wording<'_>| -> Vec<NameKind> {
            wording.names.iter().map(|name| name.kind).collect()
        };
        if self.words == new.words && kinds(self) == kinds(new) {
            return renamed(self.renamings(new, |_| true));
        }
        let named = |wording: &Wording<'_>| -> Vec<(NameKind, String)> {
            wording.names.iter().map(|name| (name.kind, name.text.clone())).collect()
        };
        if named(self) == named(new) && self.acts_like(new) {
            return Verdict::Same;
        }
        // `Enter the account number in **Account**`: somebody has said it for all cases.
        let is_generalised = self.values().next().is_none()
            && new.values().next().is_some()
            && self.labels().eq(new.labels())
            && self.acts_like(new);
        if is_generalised && !known.is_kept { Verdict::Same } else { Verdict::Rewritten }
    }

    fn by_hand(&self, new: &Wording<'_>) -> Verdict {
        let count = |wording: &Wording<'_>, kind| {
            wording.names.iter().filter(|name| name.kind == kind).count()
        };
        let is_alike = |kind| count(self, kind) == count(new, kind);
        let (values, addresses) = (is_alike(NameKind::Value), is_alike(NameKind::Address));
        if self.speaks_of_all(new) {
            return renamed(self.renamings(new, |kind| match kind {
                NameKind::Label => false,
                NameKind::Value => values,
                NameKind::Address => addresses,
            }));
        }
        if is_alike(NameKind::Label) && self.acts_like(new) {
            return renamed(self.renamings(new, |kind| match kind {
                NameKind::Label => true,
                NameKind::Value => values,
                NameKind::Address => addresses,
            }));
        }
        let is_near = self.labels().any(|label| new.labels().any(|new| new == label));
        if is_near || self.acts_like(new) { Verdict::Doubtful } else { Verdict::Other }
    }

    /// The word of recordings for what it tells to do, where it begins with another one:
    /// `click` for `tap`, and for `press` unless that is a key.
    pub(super) fn act(&self) -> Option<&'static str> {
        let first = self.words.first()?.as_str();
        let is_head = ACTS.iter().any(|act| act.first() == Some(&first));
        let is_key = || {
            let named = self.names.first().map(|name| name.text.as_str());
            named.is_none_or(|name| name.contains('+') || KEYS.contains(&name))
        };
        if is_head && (first != "press" || is_key()) {
            return None;
        }
        let act = ACTS.iter().find(|act| act.contains(&first))?;
        act.first().copied()
    }

    /// The names that the recording has otherwise, each with the one of the same rank and
    /// kind.
    fn renamings(&self, new: &Wording<'_>, wanted: impl Fn(NameKind) -> bool) -> Vec<Patch> {
        let mut patches = Vec::new();
        for kind in [NameKind::Label, NameKind::Value, NameKind::Address] {
            let of = |name: &&Name| name.kind == kind && wanted(kind);
            let pairs = self.names.iter().filter(of).zip(new.names.iter().filter(of));
            for (old, new_name) in pairs {
                let is_open = kind == NameKind::Value && stands_for(&old.text, &new_name.text);
                if old.text == new_name.text || is_open {
                    continue;
                }
                let (place, text) = match kind {
                    NameKind::Label => (&old.inner, new.part(&new_name.inner)),
                    NameKind::Address if old.whole == old.inner => {
                        (&old.inner, new.part(&new_name.inner))
                    }
                    NameKind::Value | NameKind::Address => (&old.whole, new.part(&new_name.whole)),
                };
                patches.push(Patch { span: Span::from(place.clone()), text: text.to_owned() });
            }
        }
        patches.sort_by_key(|patch| patch.span.start);
        patches
    }

    fn part(&self, range: &Range<usize>) -> &'s str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    fn says_the_same(&self, new: &Wording<'_>) -> bool {
        let texts = |wording: &Wording<'_>| -> Vec<(NameKind, String)> {
            wording.names.iter().map(|name| (name.kind, name.text.clone())).collect()
        };
        self.words == new.words && texts(self) == texts(new)
    }

    /// Whether one of its words is one for what the recording does.
    fn acts_like(&self, new: &Wording<'_>) -> bool {
        let Some(act) = new.words.first() else { return false };
        let known = ACTS.iter().find(|words| words.first().is_some_and(|first| first == act));
        let is_one = |word: &String| {
            word == act || known.is_some_and(|words| words.contains(&word.as_str()))
        };
        // A person may begin with where it is done.
        let heard = if self.is_recorded() { 1 } else { self.words.len() };
        self.words.iter().take(heard).any(is_one)
    }

    /// Whether it names every label of the recording, marked or not.
    fn speaks_of_all(&self, new: &Wording<'_>) -> bool {
        let spoken = format!(" {} ", plain_words_of(self.source));
        let mut labels = new.labels().peekable();
        labels.peek().is_some()
            && labels.all(|label| {
                let wanted = plain_words_of(&label);
                !wanted.is_empty() && spoken.contains(&format!(" {wanted} "))
            })
    }

    fn labels(&self) -> impl Iterator<Item = String> + '_ {
        self.of_kind(NameKind::Label).map(|name| plain(&name.text))
    }

    fn values(&self) -> impl Iterator<Item = &Name> {
        self.of_kind(NameKind::Value)
    }

    fn of_kind(&self, kind: NameKind) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(move |name| name.kind == kind)
    }

    /// What is typed or run, where it is one thing.
    pub(super) fn only_value(&self) -> Option<(&str, Range<usize>)> {
        let mut values = self.values();
        let first = values.next()?;
        values.next().is_none().then(|| (first.text.as_str(), first.whole.clone()))
    }
}

fn renamed(patches: Vec<Patch>) -> Verdict {
    if patches.is_empty() { Verdict::Same } else { Verdict::Renamed(patches) }
}

/// Words and numbers in lower case with one blank between them.
fn plain_words_of(text: &str) -> String {
    let spoken = tokens(text)
        .into_iter()
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number));
    spoken.map(|token| plain(token.text)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::splice::applied;

    fn verdict(old: &str, new: &str) -> Verdict {
        Wording::of(old).against(&Wording::of(new), Known::default())
    }

    /// The old sentence with the names of the new one.
    fn renamed_to(old: &str, new: &str) -> String {
        match verdict(old, new) {
            Verdict::Renamed(patches) => applied(old, &patches),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn words_that_a_person_added_stay_around_new_names() {
        let old = "Click **Refund** at the top right; the dialog takes a moment.";
        assert_eq!(verdict(old, "Click **Refund**."), Verdict::Same);
        assert_eq!(
            renamed_to(old, "Click **Issue \\[refund\\]**."),
            "Click **Issue \\[refund\\]** at the top right; the dialog takes a moment."
        );
        assert_eq!(
            renamed_to("Enter `4711` in **Order**.", "Enter `4712` in **Order number**."),
            "Enter `4712` in **Order number**."
        );
        assert_eq!(
            renamed_to("Press the \"Refund\" button.", "Click **Pay back**."),
            "Press the \"Pay back\" button."
        );
        assert_eq!(
            renamed_to("Open https://a.example/x, as admin.", "Go to <https://b.example>."),
            "Open https://b.example, as admin."
        );
    }

    #[test]
    fn a_value_that_a_person_generalised_stays() {
        let new = "Enter `4711` in **Order number**.";
        for old in [
            "Enter the number on the slip in **Order number**.",
            "Enter the account number in **Order number**.",
            "Enter `<order number>` in **Order number**.",
            "Type the order number.",
        ] {
            assert_eq!(verdict(old, new), Verdict::Same, "{old}");
        }
    }

    #[test]
    fn what_a_person_answered_stays_and_what_nobody_answered_is_replaced() {
        let open = "Click TODO: which button? (the recording only has `#b7`).";
        assert_eq!(verdict("Click **Refund**.", open), Verdict::Same);
        assert_eq!(verdict(open, "Click **Refund**."), Verdict::Rewritten);
    }

    #[test]
    fn another_way_to_do_it_is_rewritten_only_where_nobody_worded_it() {
        let new = "In **Reason**, select **Damaged**.";
        assert_eq!(verdict("Enter `damaged` in **Reason**.", new), Verdict::Rewritten);
        let by_hand = "Enter a short **Reason** that the customer can read.";
        assert_eq!(verdict(by_hand, new), Verdict::Doubtful);
    }

    #[test]
    fn a_step_that_only_shares_words_is_another_one() {
        let new = "Enter `4711` in **Order number**.";
        let spoken = Wording::of("Ask the customer for the receipt.");
        assert!(spoken.is_out_of_sight());
        assert_eq!(spoken.against(&Wording::of(new), Known::default()), Verdict::Other);
        assert_eq!(verdict("Enter `a` in **Name**.", "Click **Search**."), Verdict::Other);
        let cleared = "Clear the **Notify** check box.";
        assert_eq!(verdict("Select the **Notify** check box.", cleared), Verdict::Rewritten);
    }

    #[test]
    fn another_word_for_the_same_act_is_the_same() {
        assert_eq!(verdict("Press **Refund**.", "Click **Refund**."), Verdict::Same);
        assert_eq!(Wording::of("Press **Refund**.").act(), Some("click"));
        assert_eq!(Wording::of("Press **Ctrl+S**.").act(), None);
        assert_eq!(Wording::of("Type `a` in **Name**.").act(), Some("enter"));
    }

    #[test]
    fn what_recordings_say_is_told_from_what_people_say() {
        for text in [
            "Click **File** > **Save as**.",
            "Enter your password in **Password** and press **Enter**.",
            "Enter the one-time code in **Code**.",
            "In **Reason**, select **Damaged**.",
            "Select the **Notify** check box.",
            "Wait until **Total** is shown.",
            "Go to <https://shop.example>.",
        ] {
            assert!(Wording::of(text).is_recorded(), "{text}");
        }
        assert!(!Wording::of("Click **Save**, then wait for the printer.").is_recorded());
        assert!(Wording::of("Expected result: The **Home** page opens.").is_recorded_result());
        assert!(!Wording::of("Expected result: The mail has left.").is_recorded_result());
    }
}
