//! Plain text: words, normal forms, the difference of two texts, near names, secrets.
//!
//! Knows nothing of Markdown, of documents, or of any language.

mod nearest;
mod patch;
mod secrets;
mod slug;
mod words;

pub use nearest::{edit_distance, nearest};
pub use patch::patch;
pub use secrets::{Secret, secrets};
pub use slug::{heading_anchor, slug};
pub use words::{
    Token, TokenKind, Tokens, WordRun, beginning, ending, is_nfc, lower, nfc, plain, plain_words,
    tokens, word_diff, word_key,
};
