//! The file of `--approvals`: what a hosting service knows of the reviews of pull requests.

use std::path::Path;

use crate::calendar::TimeZone;
use crate::reviews::HostedApprovals;
use crate::source::LineIndex;

use super::error::Failure;

/// Reads the file; days are those of `zone`.
pub(super) fn hosted(file: &Path, zone: &TimeZone) -> Result<HostedApprovals, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::new(format!("cannot read {shown}")).because(&error).hint(
            "--approvals takes a JSON file, such as one of `gh pr list --json number,reviews`",
        )
    })?;
    HostedApprovals::read(&text, zone).map_err(|error| {
        let position = LineIndex::new(&text).position(&text, error.offset());
        Failure::new(format!("{shown}:{}:{}: {error}", position.line, position.column))
            .hint("--approvals takes what `gh pr list --json number,reviews` prints")
    })
}
