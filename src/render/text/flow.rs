//! A whole text with what changed in it: each passage behind its sign.

use anstyle::{AnsiColor, Effects, Style};

use crate::report::{Leg, Line, Passage, PassageKind, Sign};

use super::layout::Run;
use super::{INDENT, Writer, bold};

impl Writer {
    pub(super) fn flow(&mut self, passages: &[Passage], indent: usize) {
        for passage in passages {
            if matches!(passage.kind, PassageKind::Heading(_)) {
                self.blank();
            }
            let first = indent + passage.depth * INDENT;
            let (sign, style) = match passage.sign {
                None => (" ", Style::new()),
                Some(sign) => {
                    let (mark, colour) = mark(sign);
                    (mark, Style::new().fg_color(Some(colour.into())) | Effects::BOLD)
                }
            };
            let mut line = Line::new();
            if !passage.label.is_empty() {
                line = line.faint(passage.label.clone()).text("  ");
            }
            line = line.line(Line::joined(passage.lines.clone(), " | "));
            let base = match passage.kind {
                PassageKind::Heading(_) => bold(),
                _ => Style::new(),
            };
            let mut runs = vec![Run::new(format!("{sign} "), style)];
            runs.extend(self.runs(&line, base));
            self.wrapped(&runs, first, first + INDENT);
            if !passage.meaning.is_empty() {
                let hanging = first + 2 * INDENT;
                self.line(&passage.meaning, hanging, hanging, Style::new());
            }
            if let Some(journey) = &passage.journey {
                let words = match journey.leg {
                    Leg::Left => "moved to ",
                    Leg::Arrived => "moved from ",
                };
                let line = Line::new().faint(words).faint(journey.place.clone());
                self.line(&line, first + 2 * INDENT, first + 2 * INDENT, Style::new());
            }
        }
    }
}

/// The sign of a change and its colour.
pub(super) const fn mark(sign: Sign) -> (&'static str, AnsiColor) {
    match sign {
        Sign::Added => ("+", AnsiColor::Green),
        Sign::Removed => ("-", AnsiColor::Red),
        Sign::Changed => ("~", AnsiColor::Yellow),
        Sign::Moved => ("↕", AnsiColor::Cyan),
    }
}
