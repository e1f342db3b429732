//! Whether what a document leads to is there.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
