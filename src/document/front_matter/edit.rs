//! Changing fields of a document and no other byte of it.
//!
//! Which key a field has, and how its value is written, is said by the profile; where
//! it does not say, nothing is written. How keys and values are changed in place is
//! the business of [`splice`](crate::data::splice).

mod keys;

use super::{FrontMatter, Split, split};
use crate::calendar::Date;
use crate::data::splice::{self, Draft, Patch, SpliceError, splice};
use crate::data::{Syntax, read};
use crate::document::field::FieldName;
use crate::document::profile::Profile;
use crate::source::{Span, lone_carriage_return};

/// What is to be done with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEdit {
    /// The field, by its meaning.
    pub field: FieldName,
    /// What happens to it.
    pub change: Change,
}

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It gets this value, whatever it has.
    Set(NewValue),
    /// It goes.
    Remove,
    /// Its list gets one more item, unless it has it. A single value becomes a list.
    Append(String),
    /// Its list loses this item; a single value that is this text goes.
    RemoveItem(String),
}

/// A value to be written. Numbers, such as those of versions, are texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A text.
    Text(String),
    /// A day, written as the profile writes days.
    Date(Date),
    /// A list of texts.
    List(Vec<String>),
    /// Keys and texts, as in `recorded_from`.
    Table(Vec<(String, String)>),
}

impl FieldEdit {
    /// Gives a field a value.
    #[must_use]
    pub fn set(field: FieldName, value: impl Into<NewValue>) -> Self {
        Self { field, change: Change::Set(value.into()) }
    }

    /// Takes a field out.
    #[must_use]
    pub const fn remove(field: FieldName) -> Self {
        Self { field, change: Change::Remove }
    }

    /// Adds an item to the list of a field.
    #[must_use]
    pub fn append(field: FieldName, item: impl Into<String>) -> Self {
        Self { field, change: Change::Append(item.into()) }
    }

    /// Takes an item out of the list of a field.
    #[must_use]
    pub fn remove_item(field: FieldName, item: impl Into<String>) -> Self {
        Self { field, change: Change::RemoveItem(item.into()) }
    }
}

impl From<&str> for NewValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for NewValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Date> for NewValue {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// A document with its fields changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The whole text.
    pub text: String,
    /// What was replaced, as places of the text before; in order and apart, and empty
    /// if the document says all of it already.
    pub patches: Vec<Patch>,
}

/// Why a document cannot be edited. Places are offsets into its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The convention has no such field.
    #[error("the profile {profile:?} does not say under which key `{field}` stands")]
    NoKey {
        /// The profile.
        profile: String,
        /// The field.
        field: FieldName,
    },
    /// The convention reads dates in several forms and names none for writing.
    #[error("the profile {profile:?} does not say how dates are written")]
    NoDateForm {
        /// The profile.
        profile: String,
    },
    /// The field stands in the items of a list, and the convention does not say that
    /// writing it adds an item.
    #[error("the profile {profile:?} does not say how `{key}` is written")]
    NotWritten {
        /// The profile.
        profile: String,
        /// The key, as the profile has it.
        key: String,
    },
    /// The front matter does not stand at the beginning, so that it is body.
    #[error("the front matter does not stand at the beginning of the document")]
    Misplaced {
        /// What stands between its fences.
        at: Span,
    },
    /// A second block follows the first.
    #[error("there are two blocks of front matter")]
    Doubled {
        /// What stands between the fences of the second.
        at: Span,
    },
    /// The front matter is never closed.
    #[error("the front matter is not closed")]
    Unclosed {
        /// Its opening fence.
        at: Span,
    },
    /// The front matter lacks its opening fence, and this profile does not read that.
    #[error("the front matter lacks its first line `---`")]
    Headless {
        /// Its keys.
        at: Span,
    },
    /// The first line ends in a carriage return alone, so that front matter may stand there
    /// and not be seen.
    #[error("its lines end in carriage returns alone, so that its front matter is not seen")]
    LoneCarriageReturn {
        /// The first of them.
        at: Span,
    },
    /// There is no such front matter.
    #[error("front matter is written in TOML or YAML")]
    NotASyntax,
    /// The key cannot be changed without changing something else.
    #[error("`{field}` cannot be changed: {why}")]
    Refused {
        /// The field.
        field: FieldName,
        /// Where it stands, or where it would be added.
        at: Span,
        /// Why. Its places are those of the front matter, with the edits before made.
        why: SpliceError,
    },
    /// With the new values the document would be divided differently.
    #[error("the body would no longer be told from the front matter")]
    BodyMoved,
}

impl EditError {
    /// Where it fails, as far as that has a place.
    #[must_use]
    pub const fn place(&self) -> Option<Span> {
        match self {
            Self::Misplaced { at }
            | Self::Doubled { at }
            | Self::Unclosed { at }
            | Self::Headless { at }
            | Self::LoneCarriageReturn { at }
            | Self::Refused { at, .. } => Some(*at),
            Self::NoKey { .. }
            | Self::NoDateForm { .. }
            | Self::NotWritten { .. }
            | Self::NotASyntax
            | Self::BodyMoved => None,
        }
    }
}

/// Changes fields, one after another, and keeps every other byte.
///
/// A document without front matter gets a block in `syntax_if_absent`, unless nothing
/// is to be written. A field is changed under the key that the document has it under,
/// else under the one that the profile prefers.
///
/// # Errors
/// See [`EditError`]; the document is changed in all fields or in none.
pub fn edit(
    text: &str,
    profile: &Profile,
    syntax_if_absent: Syntax,
    edits: &[FieldEdit],
) -> Result<Edited, EditError> {
    let before = split(text);
    let home = Home::of(text, &before, profile, syntax_if_absent)?;
    let newline = home.newline(text);
    let inside = text.get(home.span.start..home.span.end).unwrap_or_default();
    let mut draft = Draft::new(inside);
    for FieldEdit { field, change } in edits {
        let reading = read(draft.text(), home.syntax);
        let (path, changes) = keys::changes(*field, change, profile, &reading)?;
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        for change in changes {
            let patches = splice(draft.text(), home.syntax, &path, &change, newline);
            let patches = patches.map_err(|why| EditError::Refused {
                field: *field,
                at: home.place(&draft, &why),
                why,
            })?;
            draft.apply(&patches);
        }
    }
    let edited = home.put_together(text, &draft, newline);
    if !edited.patches.is_empty() && !home.keeps_body(text, &edited.text, profile, draft.text()) {
        return Err(EditError::BodyMoved);
    }
    Ok(edited)
}

/// The lone carriage return in which the first line ends, where it does.
fn unseen_line_end(text: &str) -> Option<Span> {
    lone_carriage_return(text).filter(|at| !text[..at.start].contains('\n'))
}

/// Where the fields of a document stand, or will stand.
struct Home {
    syntax: Syntax,
    /// What stands between the fences; empty where there are none.
    span: Span,
    is_new: bool,
    body_start: usize,
}

impl Home {
    fn of(
        text: &str,
        split: &Split,
        profile: &Profile,
        syntax_if_absent: Syntax,
    ) -> Result<Self, EditError> {
        if let Some(block) = split.front_matter(profile) {
            let &FrontMatter { syntax, span, body_start, second_block, .. } = block;
            return match second_block {
                Some(at) => Err(EditError::Doubled { at }),
                None => Ok(Self { syntax, span, is_new: false, body_start }),
            };
        }
        match split {
            Split::Found(found) | Split::Headless(found) => {
                Err(EditError::Headless { at: found.span })
            }
            Split::Unclosed { fence, .. } => Err(EditError::Unclosed { at: *fence }),
            Split::Misplaced { block, .. } => Err(EditError::Misplaced { at: block.span }),
            Split::None { .. } if syntax_if_absent == Syntax::Json => Err(EditError::NotASyntax),
            Split::None { body_start } => match unseen_line_end(text) {
                Some(at) => Err(EditError::LoneCarriageReturn { at }),
                None => Ok(Self {
                    syntax: syntax_if_absent,
                    span: Span::new(*body_start, *body_start),
                    is_new: true,
                    body_start: (*body_start).min(text.len()),
                }),
            },
        }
    }

    /// How the line above the fields ends, else the first line of the document.
    fn newline(&self, text: &str) -> &'static str {
        let above = text.get(..self.span.start).filter(|above| above.ends_with('\n'));
        let ends_in_crlf = match above {
            Some(above) => above.ends_with("\r\n"),
            None => text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')),
        };
        if ends_in_crlf { "\r\n" } else { "\n" }
    }

    /// Where an error lies in the document.
    fn place(&self, draft: &Draft, why: &SpliceError) -> Span {
        let Some(at) = why.place() else { return self.span };
        let start = draft.original_place(at.start);
        Span::new(start, draft.original_place(at.end).max(start)).shifted(self.span.start)
    }

    fn put_together(&self, text: &str, draft: &Draft, newline: &str) -> Edited {
        let mut patches = draft.patches();
        for patch in &mut patches {
            patch.span = patch.span.shifted(self.span.start);
        }
        if self.is_new && !draft.text().is_empty() {
            let fence = if self.syntax == Syntax::Toml { "+++" } else { "---" };
            let body = text.get(self.body_start..).unwrap_or_default();
            let first = body.lines().next().unwrap_or_default();
            let gap = if first.trim().is_empty() { "" } else { newline };
            let block = format!("{fence}{newline}{}{fence}{newline}{gap}", draft.text());
            patches = vec![Patch { span: self.span, text: block }];
        }
        Edited { text: splice::applied(text, &patches), patches }
    }

    /// Whether the edited document is divided as it was, with these fields.
    fn keeps_body(&self, before: &str, after: &str, profile: &Profile, fields: &str) -> bool {
        let divided = split(after);
        let Some(found) = divided.front_matter(profile) else { return false };
        let body = |text: &str, start: usize| text.get(start..).map(str::to_owned);
        let kept = body(before, self.body_start);
        let new = body(after, found.body_start);
        let is_same = if self.is_new {
            new.zip(kept).is_some_and(|(new, kept)| new.ends_with(&kept))
        } else {
            new == kept
        };
        let inside = after.get(found.span.start..found.span.end);
        is_same && inside == Some(fields) && found.second_block.is_none()
    }
}

#[cfg(test)]
mod tests;
