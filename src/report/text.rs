//! Text from strangers.

use serde::{Serialize, Serializer};

/// Words that come from documents, commits or file names, and so from strangers.
///
/// There is no `Display`: only a renderer opens it, with its own escape, so that a
/// forgotten escape does not compile.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, schemars::JsonSchema)]
#[schemars(with = "String", inline)]
pub struct Text(String);

impl Text {
    /// Wraps anything that can be shown.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as for `From`: callers hand over what they wrap"
    )]
    pub fn new(text: impl ToString) -> Self {
        Self(text.to_string())
    }

    /// The bare words. For renderers, which escape them.
    #[must_use]
    pub fn untrusted(&self) -> &str {
        &self.0
    }

    /// The text with words of the program before it.
    #[must_use]
    pub fn behind(&self, words: &str) -> Self {
        Self(format!("{words}{}", self.0))
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A serialiser escapes by itself what it writes.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
