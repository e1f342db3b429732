//! JSON: the contract with programs.

mod schema;

use crate::report::{Envelope, Report};

use super::{RenderError, json_text};

pub use schema::{Vocabulary, answer_schema, input_schema};

pub(super) fn render<R: Report>(report: &R) -> Result<String, RenderError> {
    json_text(&Envelope::new(R::NAME, report.context(), report.data()))
}
