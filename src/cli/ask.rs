//! Questions to a person at a terminal. Every question has an option that answers it before
//! it is asked.

use std::io::{self, BufRead, IsTerminal as _, Write};

use super::args::Global;

/// Whether somebody is there to answer: standard input and standard error are terminals, and
/// nobody said `--no-input`.
pub(super) fn is_somebody_there(global: &Global) -> bool {
    !global.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A person at a terminal.
pub(super) struct Dialogue<R, W> {
    input: R,
    output: W,
}

impl Dialogue<io::StdinLock<'static>, io::Stderr> {
    /// With whoever sits at standard input.
    pub(super) fn at_terminal() -> Self {
        Self { input: io::stdin().lock(), output: io::stderr() }
    }
}

impl<R: BufRead, W: Write> Dialogue<R, W> {
    /// Between whatever answers and whatever is read.
    #[cfg(test)]
    pub(super) fn between(input: R, output: W) -> Self {
        Self { input, output }
    }

    /// Shows something before a question.
    pub(super) fn show(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.output, "{text}")
    }

    /// One of several words, or the beginning of one; asked again until it is. `None` where
    /// the input ends.
    pub(super) fn choose<T: Copy>(
        &mut self,
        question: &str,
        choices: &[(&str, T)],
    ) -> io::Result<Option<T>> {
        self.pick(question, choices, None)
    }

    /// As [`Self::choose`], where an empty line is the first of them.
    pub(super) fn choose_or_first<T: Copy>(
        &mut self,
        question: &str,
        choices: &[(&str, T)],
    ) -> io::Result<Option<T>> {
        self.pick(question, choices, choices.first())
    }

    fn pick<T: Copy>(
        &mut self,
        question: &str,
        choices: &[(&str, T)],
        usual: Option<&(&str, T)>,
    ) -> io::Result<Option<T>> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let empty = usual.map_or_else(String::new, |(word, _)| format!("; empty: {word}"));
        loop {
            let Some(answer) = self.line(&format!("{question} ({}{empty})", words.join(", ")))?
            else {
                return Ok(None);
            };
            if let (true, Some((_, choice))) = (answer.is_empty(), usual) {
                return Ok(Some(*choice));
            }
            let begun: Vec<&(&str, T)> =
                choices.iter().filter(|(word, _)| word.starts_with(&answer)).collect();
            let exact = choices.iter().find(|(word, _)| *word == answer);
            match (exact, begun.as_slice()) {
                (Some((_, choice)), _) | (None, [(_, choice)]) => return Ok(Some(*choice)),
                _ => self.show(&format!("please answer one of {}", words.join(", ")))?,
            }
        }
    }

    /// A line of text; none where it is empty or the input ends.
    pub(super) fn text(&mut self, question: &str) -> io::Result<Option<String>> {
        Ok(self.line(question)?.filter(|answer| !answer.is_empty()))
    }

    fn line(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.output, "{question}: ")?;
        self.output.flush()?;
        let mut answer = String::new();
        let read = self.input.read_line(&mut answer)?;
        if read == 0 {
            // What is said next begins on a line of its own.
            writeln!(self.output)?;
        }
        Ok((read > 0).then(|| answer.trim().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialogue(typed: &'static str) -> Dialogue<&'static [u8], Vec<u8>> {
        Dialogue { input: typed.as_bytes(), output: Vec::new() }
    }

    const CHOICES: [(&str, u8); 3] = [("revised", 1), ("retire", 2), ("current", 3)];

    #[test]
    fn a_choice_is_asked_for_until_it_is_one() {
        let mut asked = dialogue("re\nbest\n\nret\n");
        assert_eq!(asked.choose("Outcome", &CHOICES).unwrap(), Some(2));
        let said = String::from_utf8(asked.output).unwrap();
        assert_eq!(said.matches("Outcome (revised, retire, current): ").count(), 4, "{said}");
        assert_eq!(said.matches("please answer one of").count(), 3, "{said}");
    }

    #[test]
    fn an_empty_line_is_the_first_choice_only_where_it_says_so() {
        let mut asked = dialogue("\n");
        assert_eq!(asked.choose_or_first("Outcome", &CHOICES).unwrap(), Some(1));
        let said = String::from_utf8(asked.output).unwrap();
        assert_eq!(said, "Outcome (revised, retire, current; empty: revised): ");
        assert_eq!(dialogue("\n").choose("Outcome", &CHOICES).unwrap(), None);
    }

    #[test]
    fn whoever_leaves_has_not_answered() {
        assert_eq!(dialogue("").choose("Outcome", &CHOICES).unwrap(), None);
        assert_eq!(dialogue("best\n").choose("Outcome", &CHOICES).unwrap(), None);
        assert_eq!(dialogue("").text("Note").unwrap(), None);
        assert_eq!(dialogue("  \n").text("Note").unwrap(), None);
        assert_eq!(dialogue(" read it \r\n").text("Note").unwrap().as_deref(), Some("read it"));
    }
}
