//! Whether the sections that a reader looks for are there and filled in.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
