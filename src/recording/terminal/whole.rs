//! A tape on which nothing but its prompt says where a command begins, once all of it is drawn.

use std::collections::BTreeSet;

use super::prompt::{Learned, end_as_given};
use super::screen::Spot;
use super::segment::Segment;

/// The lines of a whole tape, cut where one begins with the prompt; of each output the last
/// lines, as many as `most`.
pub(super) fn by_prompt(
    lines: &[String],
    full_at: &[Spot],
    given: Option<&str>,
    most: usize,
) -> Vec<Segment> {
    let learned = Learned::from(lines.iter().map(String::as_str));
    let end = |line: &str| match given {
        Some(given) => end_as_given(line, given),
        None => learned.as_ref()?.end_in(line),
    };
    // A program that took the screen gives it back where the next prompt is drawn.
    let given_back: BTreeSet<usize> =
        full_at.iter().filter(|spot| spot.before.is_empty()).map(|spot| spot.line).collect();
    let mut segments: Vec<Segment> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(open) = segments.last_mut() {
            open.is_full_screen |= given_back.contains(&index);
        }
        if let Some(end) = end(line) {
            let before = line.get(..end).unwrap_or_default().to_owned();
            segments.push(Segment {
                lines: vec![line.clone()],
                begins: Some(Spot { line: 0, before }),
                place: index + 1,
                ..Segment::default()
            });
        } else if let Some(open) = segments.last_mut() {
            open.output.lines.push(line.clone());
        }
    }
    for segment in &mut segments {
        let lines = &mut segment.output.lines;
        let from = lines.len().saturating_sub(most);
        segment.output.has_more = from > 0;
        segment.asked = lines.drain(..from).collect();
    }
    segments
}
