//! What a control is: by its number, which is the same in every language, else by the English
//! word behind its name.

use crate::recording::model::Role;

use super::report::{Level, Step};

/// The control types of Microsoft UI Automation
/// (<https://learn.microsoft.com/windows/win32/winauto/uiauto-controltype-ids>) that a sentence
/// tells apart.
const BY_NUMBER: [(u32, Role); 14] = [
    (50000, Role::Button),
    (50031, Role::Button),
    (50002, Role::CheckBox),
    (50003, Role::List),
    (50008, Role::List),
    (50004, Role::Field),
    (50016, Role::Field),
    (50030, Role::Field),
    (50005, Role::Link),
    (50011, Role::MenuItem),
    (50013, Role::RadioButton),
    (50019, Role::Tab),
    (50007, Role::Other),
    (50024, Role::Other),
];

/// A window, and what only divides one: a name of theirs is no name of what was acted on.
const WINDOW: u32 = 50032;
const FRAMES: [u32; 4] = [WINDOW, 50033, 50026, 50025];

/// The words of the recorder itself, and those of older interfaces of Windows.
const BY_WORD: [(&str, Role); 17] = [
    ("button", Role::Button),
    ("push button", Role::Button),
    ("split button", Role::Button),
    ("check box", Role::CheckBox),
    ("combo box", Role::List),
    ("list", Role::List),
    ("edit", Role::Field),
    ("editable text", Role::Field),
    ("text box", Role::Field),
    ("document", Role::Field),
    ("spinner", Role::Field),
    ("link", Role::Link),
    ("hyperlink", Role::Link),
    ("menu item", Role::MenuItem),
    ("radio button", Role::RadioButton),
    ("tab item", Role::Tab),
    ("page tab", Role::Tab),
];

/// Windows of the desktop itself by their class, and the programs of the start menu: whoever
/// clicks there goes nowhere yet.
const DESKTOP: [&str; 5] =
    ["Shell_TrayWnd", "Shell_SecondaryTrayWnd", "Progman", "WorkerW", "TaskListThumbnailWnd"];
const START_MENU: [&str; 5] = [
    "searchhost.exe",
    "searchapp.exe",
    "searchui.exe",
    "shellexperiencehost.exe",
    "startmenuexperiencehost.exe",
];

pub(super) fn by_word(word: &str) -> Role {
    let word = word.to_ascii_lowercase();
    let known = BY_WORD.iter().find(|(known, _)| *known == word);
    known.map_or(Role::Other, |(_, role)| *role)
}

impl Level {
    pub(super) fn role(&self) -> Option<Role> {
        BY_NUMBER.iter().find(|(number, _)| Some(*number) == self.kind).map(|(_, role)| *role)
    }

    pub(super) fn is_window(&self) -> bool {
        self.kind == Some(WINDOW)
    }

    /// Whether it only holds others.
    pub(super) fn is_frame(&self) -> bool {
        self.kind.is_some_and(|kind| FRAMES.contains(&kind))
    }
}

impl Step {
    pub(super) fn is_on_desktop(&self) -> bool {
        let program = self.program.to_ascii_lowercase();
        let is_outside = |level: &Level| DESKTOP.contains(&level.class.as_str());
        START_MENU.contains(&program.as_str()) || self.levels.iter().any(is_outside)
    }
}
