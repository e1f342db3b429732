//! A title as the text of a Markdown heading.

/// The title such that Markdown shows it as it is: no emphasis, link, tag, entity,
/// attribute or closing sequence is read into it.
#[must_use]
pub fn escaped(title: &str) -> String {
    let mut heading = String::with_capacity(title.len());
    let mut before = None;
    let mut rest = title.chars().peekable();
    while let Some(c) = rest.next() {
        let within_a_word = before.is_some_and(char::is_alphanumeric)
            && rest.peek().is_some_and(|next| next.is_alphanumeric());
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '{' | '}' | '~' | '|' | '#' => true,
            '_' => !within_a_word,
            _ => false,
        };
        if is_markup {
            heading.push('\\');
        }
        heading.push(c);
        before = Some(c);
    }
    heading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;

    #[test]
    fn a_heading_shows_the_title_as_it_is() {
        for title in [
            "Close the till",
            "C# and F#",
            "a #",
            "#1 priority ##",
            "*must* and __may__",
            "snake_case_name",
            "`code` ``",
            "[link](http://example.com) ![image](x)",
            "<b>bold</b> <!-- comment -->",
            "A &amp; B &copy;",
            "back\\slash \\* \\",
            "name {#anchor .class}",
            "~~gone~~ $x$ | a",
            "\"quoted\" 'text' ‘so’",
            "返品 手順 🚀",
            "{{title}} {% raw %}",
        ] {
            let document =
                Document::read(format!("# {}\n\ntext\n", escaped(title)), Profile::sopctl());
            assert_eq!(document.title().as_deref(), Some(title));
        }
        assert_eq!(escaped("Q&A: C# at A-1"), "Q\\&A: C\\# at A-1");
    }
}
