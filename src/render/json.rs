//! JSON: the contract with programs.

use crate::report::{Envelope, Report};

use super::RenderError;

pub(super) fn render<R: Report>(report: &R) -> Result<String, RenderError> {
    let envelope = Envelope::new(R::NAME, report.context(), report.data());
    let mut text =
        serde_json::to_string_pretty(&envelope).map_err(|error| RenderError(error.into()))?;
    text.push('\n');
    Ok(text)
}
