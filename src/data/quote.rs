//! Values as they are written.

/// A text as a TOML string on one line, with its quotes.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // TOML forbids these as they are; the others are above U+007F.
            c if c.is_ascii_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Syntax, Value, read};

    #[test]
    fn what_is_quoted_reads_back() {
        let all: String = ('\0'..='\u{2ff}').collect();
        for text in ["", "plain", "a \"b\" \\ 'c' '''", "# no comment", "\r\n\t", "é 返品 🚀", &all]
        {
            let reading = read(&format!("x = {}\n", toml_string(text)), Syntax::Toml);
            assert_eq!(reading.problems, [], "{text:?}");
            let Value::Scalar(scalar) = &reading.entries[0].node.value else { panic!("{text:?}") };
            assert_eq!(scalar.text, text);
        }
    }
}
