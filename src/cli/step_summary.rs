//! The page of a GitHub Actions job, to which a step adds what it has to say.

use std::fs;
use std::path::{Path, PathBuf};

use crate::render::{RenderError, render};
use crate::report::{Block, Format, Report};
use crate::worktree::append_answer;

use super::console::Console;

/// Names the file that the page is made of.
const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// GitHub drops the whole page of a step that is larger, in bytes.
const MOST: usize = 1024 * 1024;

/// What stands where the rest is left out.
const CUT: &str = "\n\nThe rest is left out: GitHub takes no more than 1 MiB for a step.\n";

/// Adds a report to the page, where there is one. The page is no part of the answer: where it
/// cannot be written, that is told, and the answer stands.
pub(super) fn add<R: Report>(report: &R, console: &Console) -> Result<(), RenderError> {
    let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let path = PathBuf::from(path);
    let text = render(report, Format::Markdown, console.page())?;
    let text = if is_titled(report) { text } else { format!("## sopctl {}\n\n{text}", R::NAME) };
    let there = length(&path);
    let Some(text) = fitting(&text, there) else {
        console.remark(&format!("note: {VARIABLE} is full: nothing was added to it"));
        return Ok(());
    };
    if let Err(error) = append_answer(&path, &text) {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        let cause = cause.unwrap_or_default();
        console.remark(&format!("note: {error}, which {VARIABLE} names{cause}"));
    }
    Ok(())
}

/// Whether a report says by itself what it is: the pages of several stand below each other.
fn is_titled<R: Report>(report: &R) -> bool {
    report.view().blocks.iter().any(|block| matches!(block, Block::Title(_)))
}

/// How much of the page is there already, in bytes.
fn length(path: &Path) -> usize {
    let length = fs::metadata(path).map_or(0, |found| found.len());
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// As many whole lines of a text as there is room for, below what is there; none where there
/// is no room at all.
fn fitting(text: &str, there: usize) -> Option<String> {
    // What others wrote may lack its last line break.
    let gap = if there == 0 { "" } else { "\n\n" };
    let room = MOST.checked_sub(there)?.checked_sub(gap.len())?;
    if text.len() <= room {
        return Some(format!("{gap}{text}"));
    }
    let room = room.checked_sub(CUT.len())?;
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= room).last()?;
    let kept = text.get(..end)?;
    let kept = kept.get(..kept.rfind('\n')?)?;
    Some(format!("{gap}{kept}{CUT}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_never_grows_beyond_what_is_taken() {
        let text = "ä line of the report\n".repeat(100_000);
        for there in [0, 1, 500_000, MOST - 200] {
            let added = fitting(&text, there).unwrap();
            assert!(there + added.len() <= MOST && added.ends_with(CUT), "{there}");
            let kept = added.strip_suffix(CUT).unwrap().trim_start();
            assert!(kept.lines().all(|line| line == "ä line of the report"), "{there}");
        }
        assert_eq!(fitting(&text, MOST), None);
        assert_eq!(fitting(&text, usize::MAX - 1), None);
    }

    #[test]
    fn what_fits_is_added_whole_and_apart() {
        assert_eq!(fitting("a\n", 0).as_deref(), Some("a\n"));
        assert_eq!(fitting("a\n", 7).as_deref(), Some("\n\na\n"));
        assert_eq!(fitting("a\n", MOST - 4).as_deref(), Some("\n\na\n"));
        assert_eq!(fitting("a\n", MOST - 3), None);
    }
}
