//! A command that was run, as it was seen on the terminal.

/// A command, what it printed and what it was told. Its command is empty where something was
/// typed that belongs to none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::recording) struct Ran {
    /// As it was sent to the shell, on one or more lines.
    pub(in crate::recording) command: String,
    /// Its output; none where nobody saw it.
    pub(in crate::recording) output: Option<Output>,
    /// 0 where it ended well; none where nothing says how it ended.
    pub(in crate::recording) status: Option<i32>,
    /// Whether it took the whole screen, as an editor does.
    pub(in crate::recording) is_full_screen: bool,
    /// What it asked, and what was typed.
    pub(in crate::recording) answers: Vec<Answer>,
    /// What the one who recorded called it.
    pub(in crate::recording) marker: Option<String>,
    /// Where it stands in the recording.
    pub(in crate::recording) place: usize,
}

/// What a command printed: its last lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::recording) struct Output {
    /// Each as it stood on the screen in the end.
    pub(in crate::recording) lines: Vec<String>,
    /// Whether there were lines before.
    pub(in crate::recording) has_more: bool,
}

/// A line that was typed for a running program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::recording) struct Answer {
    /// What stood on the line before.
    pub(in crate::recording) question: String,
    /// What was typed; none where no keys were recorded.
    pub(in crate::recording) typed: Option<String>,
    /// Whether nothing of it was shown.
    pub(in crate::recording) is_hidden: bool,
}
