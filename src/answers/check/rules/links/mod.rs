//! Whether what a document leads to is there. Never asks a network.

mod address;
mod broken_anchor;
mod broken_link;
mod image_without_alt;
mod missing_image;
mod target;

use super::Rule;

pub(super) const RULES: &[Rule] =
    &[broken_anchor::RULE, broken_link::RULE, image_without_alt::RULE, missing_image::RULE];
