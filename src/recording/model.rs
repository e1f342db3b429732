//! A demonstration as every reader tells it, once secrets are out: the only shape that the
//! rest of the program sees.

use super::format::Format;
use super::masking::Mask;

/// What somebody demonstrated.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// What recorded it.
    pub format: Format,
    /// What it is called there.
    pub title: Option<String>,
    /// The tasks in it, each an instruction of its own; most formats hold one.
    pub takes: Vec<Take>,
    /// What was masked.
    pub masks: Vec<Mask>,
}

/// One task, from its first action to its last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Take {
    /// What it is called, where a recording holds several.
    pub name: Option<String>,
    /// What was done, in order.
    pub actions: Vec<Action>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// On what.
    pub target: Option<Target>,
    /// What was typed, chosen, pressed or run; of an unknown action, its name; of a condition,
    /// what is asked.
    pub value: Option<Value>,
    /// The key that was pressed right after typing, such as `Enter`.
    pub then: Option<String>,
    /// Where it leads, or where it was done.
    pub url: Option<String>,
    /// What was seen afterwards.
    pub expected: Vec<Expectation>,
    /// What was seen before.
    pub picture: Option<Picture>,
    /// Where in the picture a frame shows what is acted on.
    pub highlight: Option<Area>,
    /// How many conditions and repetitions enclose it.
    pub depth: usize,
    /// What the one who recorded says that is done, in his own words.
    pub words: Option<String>,
    /// What the one who recorded noted, or what is doubtful about it.
    pub note: Option<String>,
    /// What somebody has to answer about it.
    pub doubt: Option<Doubt>,
    /// Where it stands in the recording.
    pub place: Place,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// An address is opened.
    Navigate,
    /// The target is clicked.
    Click,
    /// It is clicked twice.
    DoubleClick,
    /// It is clicked with the other button.
    RightClick,
    /// The value is typed into it; an empty one clears it.
    Type,
    /// The value is chosen in it.
    Select,
    /// It is switched on.
    Check,
    /// It is switched off.
    Uncheck,
    /// A key or a chord of keys is pressed.
    Press,
    /// A file is handed to it.
    Upload,
    /// The pointer rests on it.
    Hover,
    /// It is dragged to what the value names.
    Drag,
    /// Something is waited for: its expectation.
    Wait,
    /// Something is looked at: its expectation.
    Assert,
    /// A command is run.
    Run,
    /// Another window or tab is gone to; the value is its title.
    SwitchWindow,
    /// A window or tab is closed.
    CloseWindow,
    /// What stands deeper is done if the value holds.
    If,
    /// Else what stands deeper is done.
    Else,
    /// What stands deeper is done again and again.
    Repeat,
    /// The recording has an action of this name that sopctl does not know.
    Unknown,
}

/// What a recording leaves open about a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It did not end well when it was recorded; its exit status, where that is known.
    Failed {
        /// Not 0.
        status: Option<i32>,
    },
    /// What was chosen is known by the value that programs use for it, which nobody sees.
    Value,
    /// It took the whole screen, and what was done there is not known.
    FullScreen,
}

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What people call it; none where nothing in the recording says so.
    pub name: Option<String>,
    /// What it is.
    pub role: Option<Role>,
    /// How the name was found.
    pub found: NameSource,
    /// How the recording finds it.
    pub selector: Option<String>,
}

/// Where the name of a target comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSource {
    /// It is what people see or hear there.
    Seen,
    /// It was made from an identifier of a program, and has to be looked at.
    Identifier,
}

/// What a target is, as far as a sentence says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Something to press.
    Button,
    /// Something that leads elsewhere.
    Link,
    /// Something to type into.
    Field,
    /// Something to choose from.
    List,
    /// Something to switch on and off.
    CheckBox,
    /// One of several to choose.
    RadioButton,
    /// A tab of the page, not of the browser.
    Tab,
    /// An entry of a menu.
    MenuItem,
    /// Anything else.
    Other,
}

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// As it is.
    Plain(String),
    /// Something that nobody may read here.
    Masked(SecretKind),
}

/// What kind of thing a masked value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// A password or passphrase.
    Password,
    /// A key or token for programs.
    Token,
    /// A code that holds once.
    OneTimeCode,
    /// A personal number.
    Pin,
    /// The number of a payment card.
    CardNumber,
    /// The code on a payment card.
    SecurityCode,
    /// A social security number.
    SocialSecurityNumber,
    /// The number of a bank account.
    AccountNumber,
    /// An e-mail address.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// Something of which no more is known than that it may be secret.
    Other,
}

impl SecretKind {
    /// How an instruction speaks of it: `your password`.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Password => "your password",
            Self::Token => "the access token",
            Self::OneTimeCode => "the one-time code",
            Self::Pin => "your PIN",
            Self::CardNumber => "the card number",
            Self::SecurityCode => "the security code",
            Self::SocialSecurityNumber => "the social security number",
            Self::AccountNumber => "the account number",
            Self::EmailAddress => "the e-mail address",
            Self::PhoneNumber => "the phone number",
            Self::Other => "the value",
        }
    }

    /// What it is, in a report: `a password`.
    #[must_use]
    pub const fn described(self) -> &'static str {
        match self {
            Self::Password => "a password",
            Self::Token => "a key or token",
            Self::OneTimeCode => "a one-time code",
            Self::Pin => "a PIN",
            Self::CardNumber => "a card number",
            Self::SecurityCode => "a security code",
            Self::SocialSecurityNumber => "a social security number",
            Self::AccountNumber => "an account number",
            Self::EmailAddress => "an e-mail address",
            Self::PhoneNumber => "a phone number",
            Self::Other => "a value that may be secret",
        }
    }
}

/// What was seen after an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation<W = String> {
    /// In which way.
    pub kind: ExpectationKind,
    /// The name of what is looked at.
    pub name: Option<W>,
    /// How that name was found.
    pub found: NameSource,
    /// The words that are seen, or that a field holds.
    pub words: Option<W>,
}

/// In which way something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectationKind {
    /// A page with this title opens.
    Opens,
    /// It is there.
    Shown,
    /// It is gone.
    Gone,
    /// It says these words.
    Says,
    /// It holds this value.
    Holds,
    /// It is switched on.
    Checked,
    /// It is switched off.
    Unchecked,
    /// It can be used.
    Enabled,
    /// It cannot be used.
    Disabled,
    /// A command ended well, and these were its last lines.
    Printed,
    /// These were the last lines of a command; how it ended is not known.
    Prints,
    /// A command that was running is not any more.
    Stopped,
}

/// A picture of the screen.
#[derive(Clone, PartialEq)]
pub struct Picture {
    /// How it is packed.
    pub kind: PictureKind,
    /// The file.
    pub content: Vec<u8>,
    /// Where the action happens in it.
    pub point: Option<Point>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({:?}, {} bytes, {:?})", self.kind, self.content.len(), self.point)
    }
}

/// How a picture is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

/// How a picture is packed, by its first bytes; none where it is no picture that is known.
#[must_use]
pub fn picture_kind(content: &[u8]) -> Option<PictureKind> {
    if content.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(PictureKind::Jpeg)
    } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(PictureKind::Png)
    } else {
        None
    }
}

/// A place in a picture, as parts of its width and height from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// 0 at the left, 1 at the right.
    pub across: f64,
    /// 0 at the top, 1 at the bottom.
    pub down: f64,
}

/// An area of a picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// How far from the left.
    pub left: u32,
    /// How far from the top.
    pub top: u32,
    /// How wide; not 0.
    pub width: u32,
    /// How high; not 0.
    pub height: u32,
}

/// The number of an action in its recording, from 1, counted as the format counts: steps,
/// commands, calls, lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub usize);
