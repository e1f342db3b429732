//! The message of a commit that carries a record.

/// What the commit says. Trailers repeat for people what the front matter says: the front
/// matter is what survives a squash or a rebase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    subject: String,
    body: Vec<String>,
    trailers: Vec<(&'static str, String)>,
}

impl Message {
    /// A message of this first line.
    #[must_use]
    pub fn new(subject: &str) -> Self {
        Self { subject: one_line(subject), ..Self::default() }
    }

    /// Adds a paragraph, unless it is blank.
    #[must_use]
    pub fn paragraph(mut self, text: &str) -> Self {
        let text = text.trim();
        if !text.is_empty() {
            self.body.push(text.to_owned());
        }
        self
    }

    /// Adds a trailer. Its value is kept on one line, so that it cannot begin another one.
    #[must_use]
    pub fn trailer(mut self, name: &'static str, value: &str) -> Self {
        self.trailers.push((name, one_line(value)));
        self
    }

    /// The first line.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The paragraphs, the trailers together as the last.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<String> {
        let trailers: Vec<String> =
            self.trailers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let mut paragraphs = vec![self.subject.clone()];
        paragraphs.extend(self.body.iter().cloned());
        if !trailers.is_empty() {
            paragraphs.push(trailers.join("\n"));
        }
        paragraphs
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_cannot_forge_a_trailer() {
        let message = Message::new("Review SOP-004:\n current")
            .paragraph(" read it\n\nwith the team ")
            .paragraph(" ")
            .trailer("Reviewed-by", "Ana\nApproved-by: Ben");
        assert_eq!(
            message.paragraphs(),
            [
                "Review SOP-004: current",
                "read it\n\nwith the team",
                "Reviewed-by: Ana Approved-by: Ben"
            ]
        );
    }
}
