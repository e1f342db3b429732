//! Whether one person can follow the steps.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
