//! Whether what a policy or an SOP demands can be kept and checked.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
