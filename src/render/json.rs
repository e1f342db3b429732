//! JSON: the contract with programs.

mod schema;

use std::fmt::Write as _;

use crate::report::{Envelope, Report};

use super::{RenderError, steers};

pub use schema::{Vocabulary, answer_schema, input_schema};

pub(super) fn render<R: Report>(report: &R) -> Result<String, RenderError> {
    let envelope = Envelope::new(R::NAME, report.context(), report.data());
    let text =
        serde_json::to_string_pretty(&envelope).map_err(|error| RenderError(error.into()))?;
    let mut shown = String::with_capacity(text.len() + 1);
    // Such characters stand in strings only, where JSON may write them as escapes: an
    // answer may be read on a terminal, and what a stranger wrote must not steer it.
    for c in text.chars() {
        if c != '\n' && steers(c) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown.push('\n');
    Ok(shown)
}
