//! The pictures of a page, looked up by the names that its steps give them.

use std::collections::BTreeMap;

use crate::recording::MAX_RECORDING;
use crate::recording::model::{Picture, Point, picture_kind};

use super::mime::{Message, Part};

/// The largest picture that is taken, in bytes.
const MAX_PICTURE: usize = 16 * 1024 * 1024;

/// The most bytes of pictures, as they stand in the file. Tests of it have no seconds to give.
const MAX_PICTURES: u64 = if cfg!(test) { 1024 * 1024 } else { MAX_RECORDING };

pub(super) struct Pictures<'m, 'b> {
    parts: BTreeMap<String, &'m Part<'b>>,
    /// How many bytes of pictures may still be taken: many steps may name one picture.
    budget: u64,
}

impl<'m, 'b> Pictures<'m, 'b> {
    pub(super) fn of(message: &'m Message<'b>) -> Self {
        let mut parts = BTreeMap::new();
        for part in &message.parts {
            if let Some(name) = part.name() {
                parts.entry(name.to_ascii_lowercase()).or_insert(part);
            }
        }
        Self { parts, budget: MAX_PICTURES }
    }

    /// The picture of this name; none where there is none that can be shown.
    pub(super) fn take(&mut self, name: &str, point: Option<Point>) -> Option<Picture> {
        let part = self.parts.get(&name.trim().to_ascii_lowercase())?;
        // Each three bytes are four letters.
        if part.length() / 4 * 3 > MAX_PICTURE || part.length() as u64 > self.budget {
            return None;
        }
        let content = part.content();
        self.budget = self.budget.saturating_sub(part.length() as u64);
        Some(Picture { kind: picture_kind(&content)?, content, point })
    }
}
