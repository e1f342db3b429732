//! Suppressions in documents: `<!-- sopctl-ignore: rule-id, rule-id reason -->`.
//!
//! A comment is about the block that it stands in or above; above the first block it is about
//! the whole document, the front matter included. It counts only with a reason.

use crate::document::comments::About;
use crate::library::Member;
use crate::source::{Span, Spanned};

use super::rules::{Fault, Idle, Rule, heeds_comments, rules};

/// What such a comment begins with.
const OPENS: &str = "sopctl-ignore";

/// The suppressions of one document that count, and whether they left anything out.
pub(super) struct Suppressions {
    all: Vec<Suppression>,
}

/// One rule that a comment names.
struct Suppression {
    rule: &'static Rule,
    /// Where its name stands in the document.
    at: Span,
    /// What has to go so that the comment is gone; `None` where it names other rules as well.
    whole: Option<Span>,
    /// The part of the document whose findings are left out.
    over: Over,
    /// Whether it left something out, or could not for a reason of its own.
    is_needed: bool,
}

/// What a suppression is about, as places in the document.
#[derive(Clone, Copy)]
enum Over {
    Document,
    Block(Span),
}

/// Why a comment does not count, or not as a whole. Places are those of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It names no rule.
    NamesNothing {
        /// The comment.
        at: Span,
    },
    /// There is no rule of that name, or none that heeds comments.
    Unknown {
        /// The name.
        name: String,
        /// Where it stands.
        at: Span,
    },
    /// It does not say why.
    NoReason {
        /// The first rule that it names.
        rule: String,
        /// The comment.
        at: Span,
    },
    /// Nothing stands behind it.
    NoBlock {
        /// The first rule that it names.
        rule: String,
        /// The comment.
        at: Span,
    },
}

impl Suppressions {
    /// Reads the comments of a document.
    pub(super) fn of(member: &Member) -> Self {
        let counting = comments(member).into_iter().filter(Comment::counts);
        let all = counting.flat_map(|comment| {
            let over = match comment.about {
                About::Block(span) => Over::Block(span),
                About::Document | About::Nothing => Over::Document,
            };
            let is_only = comment.names.len() == 1;
            let whole = is_only.then(|| with_its_line(member.document.text(), comment.at));
            comment.names.into_iter().filter_map(move |name| {
                let rule = rules().find(|rule| rule.id == name.value && heeds_comments(rule))?;
                Some(Suppression { rule, at: name.span, whole, over, is_needed: false })
            })
        });
        Self { all: all.collect() }
    }

    /// Whether a fault is left out.
    pub(super) fn cover(&mut self, rule: &Rule, fault: &Fault) -> bool {
        let mut is_covered = false;
        for suppression in self.all.iter_mut().filter(|known| known.rule.id == rule.id) {
            let is_over = match (suppression.over, fault.span) {
                (Over::Document, _) => true,
                (Over::Block(block), Some(at)) => block.start <= at.start && at.start < block.end,
                (Over::Block(_), None) => false,
            };
            suppression.is_needed |= is_over;
            is_covered |= is_over;
        }
        is_covered
    }

    /// A rule that does not judge leaves its suppressions without work.
    pub(super) fn excuse(&mut self, rule: &Rule) {
        for suppression in self.all.iter_mut().filter(|known| known.rule.id == rule.id) {
            suppression.is_needed = true;
        }
    }

    /// The rules that left nothing out.
    pub(super) fn idle(&self) -> impl Iterator<Item = Idle> {
        let idle = self.all.iter().filter(|suppression| !suppression.is_needed);
        idle.map(|&Suppression { rule, at, whole, .. }| Idle::Comment { rule, at, whole })
    }
}

/// A comment with its line, where nothing else stands on that.
fn with_its_line(text: &str, comment: Span) -> Span {
    let before = text.get(..comment.start).unwrap_or_default();
    let behind = text.get(comment.end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let length = behind.find('\n').map_or(behind.len(), |at| at + 1);
    let is_alone = before[start..].trim().is_empty() && behind[..length].trim().is_empty();
    if is_alone { Span::new(start, comment.end + length) } else { comment }
}

/// Why the comments of a document do not count.
pub(super) fn flaws(member: &Member) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for comment in comments(member) {
        let at = comment.at;
        let Some(first) = comment.names.first() else {
            flaws.push(Flaw::NamesNothing { at });
            continue;
        };
        let rule = first.value.clone();
        if !comment.is_reasoned {
            flaws.push(Flaw::NoReason { rule, at });
        } else if comment.about == About::Nothing {
            flaws.push(Flaw::NoBlock { rule, at });
        }
        let is_meant = |name: &str| rules().any(|rule| rule.id == name && heeds_comments(rule));
        let is_unknown = |name: &Spanned<String>| !is_meant(&name.value);
        let unknown = comment.names.into_iter().filter(is_unknown);
        flaws.extend(unknown.map(|name| Flaw::Unknown { name: name.value, at: name.span }));
    }
    flaws
}

/// A comment that is written to suppress. Places are those of the document.
struct Comment {
    names: Vec<Spanned<String>>,
    is_reasoned: bool,
    about: About,
    at: Span,
}

impl Comment {
    fn counts(&self) -> bool {
        self.is_reasoned && self.about != About::Nothing
    }
}

fn comments(member: &Member) -> Vec<Comment> {
    if !member.document.body().contains(OPENS) {
        return Vec::new();
    }
    let start = member.document.body_start();
    let comments = member.document.comments().into_iter().filter_map(|comment| {
        let at = comment.span.shifted(start);
        let about = match comment.about {
            About::Block(span) => About::Block(span.shifted(start)),
            other => other,
        };
        let written = member.document.text().get(at.start..at.end)?;
        let begin = written.len() - written.trim_start_matches("<!--").trim_start().len();
        let end = written.trim_end_matches("-->").len();
        let said = written.get(begin..end)?.strip_prefix(OPENS)?;
        // `sopctl-ignored` is another word, `sopctl-ignore:` and `sopctl-ignore` are ours.
        if said.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
            return None;
        }
        let (names, is_reasoned) = read(said, at.start + begin + OPENS.len());
        Some(Comment { names, is_reasoned, about, at })
    });
    comments.collect()
}

/// The names of rules, which stand apart by commas, and whether words follow them. `start` is
/// where the text stands in the document.
fn read(text: &str, start: usize) -> (Vec<Spanned<String>>, bool) {
    let mut names = Vec::new();
    let blank = |text: &str, from: usize, also: char| {
        let rest = text.get(from..).unwrap_or_default();
        from + (rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || c == also).len())
    };
    let mut at = blank(text, 0, ':');
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let ends = |c: char| c.is_whitespace() || c == ',';
        let length = rest.find(ends).unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches(':');
        if !name.is_empty() {
            let span = Span::new(start + at, start + at + name.len());
            names.push(Spanned::new(name.to_owned(), span));
        }
        let behind = rest[length..].trim_start();
        if !behind.starts_with(',') {
            return (names, behind.contains(char::is_alphanumeric));
        }
        at = blank(text, text.len() - behind.len(), ',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Vec<(String, &str)>, bool) {
        let (names, is_reasoned) = read(text, 0);
        let place = |name: &Spanned<String>| &text[name.span.start..name.span.end];
        (names.iter().map(|name| (name.value.clone(), place(name))).collect(), is_reasoned)
    }

    #[test]
    fn names_stand_apart_by_commas_and_the_rest_is_the_reason() {
        for (text, expected, is_reasoned) in [
            (": step-too-long the supplier's words ", &["step-too-long"][..], true),
            (" step-too-long the supplier's words", &["step-too-long"], true),
            (": a-b, c-d ,e-f because, well", &["a-b", "c-d", "e-f"], true),
            (": a-b,\n c-d\n because", &["a-b", "c-d"], true),
            (": a-b: because", &["a-b"], true),
            (": a-b --", &["a-b"], false),
            (": a-b", &["a-b"], false),
            (": a-b,", &["a-b"], false),
            (":", &[], false),
            ("", &[], false),
        ] {
            let (names, reasoned) = told(text);
            let values: Vec<&str> = names.iter().map(|(value, _)| value.as_str()).collect();
            assert_eq!((values.as_slice(), reasoned), (expected, is_reasoned), "{text:?}");
            assert!(names.iter().all(|(value, place)| value == place), "{text:?}");
        }
    }
}
