//! Where a shell begins to write its prompt, without saying so.

/// zsh and fish write a line full of blanks and go back to its beginning, so that the prompt
/// stands on a line of its own; what they write of a prompt of several lines before they edit
/// is told from an output by that.
#[derive(Debug, Default)]
pub(super) enum Clearing {
    #[default]
    None,
    /// So many blanks.
    Blanks(usize),
    /// The beginning of the line, and a blank or the sign for a line without end.
    Back,
}

impl Clearing {
    /// Fewer are the columns of a table.
    const FEWEST: usize = 20;

    /// Whether the line has been cleared with this character.
    pub(super) fn ends_with(&mut self, c: char) -> bool {
        let (next, ends) = match (&self, c) {
            (Self::Blanks(count), ' ') => (Self::Blanks(count + 1), false),
            (Self::Blanks(count), '\r') if *count >= Self::FEWEST => (Self::Back, false),
            (Self::Back, ' ' | '⏎') => (Self::Back, false),
            (Self::Back, '\r') => (Self::None, true),
            (_, ' ') => (Self::Blanks(1), false),
            _ => (Self::None, false),
        };
        *self = next;
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(stream: &str) -> usize {
        let mut clearing = Clearing::default();
        stream.chars().filter(|c| clearing.ends_with(*c)).count()
    }

    #[test]
    fn a_shell_clears_a_line_as_no_table_does() {
        let blanks = " ".repeat(79);
        assert_eq!(count(&format!("%{blanks}\r \r")), 1);
        assert_eq!(count(&format!("⏎{blanks}\r⏎ \r")), 1);
        assert_eq!(count(&format!("name{blanks}owner\r\n \r")), 0);
        assert_eq!(count("10 %\r20 %\r \r"), 0);
    }
}
