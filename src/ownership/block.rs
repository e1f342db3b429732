//! The part of a CODEOWNERS file that is written from documents: the lines between two marks.
//!
//! What stands outside of the marks belongs to people and is kept byte for byte.

use super::owners::{Owner, Place, heading};
use crate::paths::RepoPath;

/// The line that begins the part.
const BEGIN: &str = "# sopctl: begin";
/// The line that ends it.
const END: &str = "# sopctl: end";

const EXPLAINED: &str =
    "# Written by `sopctl owners --codeowners write` from the owners that documents name.";

/// The section of the part in a file that has sections: without it, its lines would belong
/// to the section before.
const SECTION: &str = "[Controlled documents]";

/// One line of the part: a file and whom it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockEntry {
    /// The file.
    pub path: RepoPath,
    /// The owner, as hosting services know them.
    pub owner: String,
}

/// Why a file and its owner have no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The owner is neither `@somebody` nor an address.
    #[error("hosting services know owners by @handle or e-mail address only")]
    Owner,
    /// The name of the file has characters that patterns use.
    #[error("no pattern of CODEOWNERS means a file of this name alone")]
    Path,
}

/// A file whose marks do not part it in one way. Lines are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// The part is begun and never ended.
    #[error("line {line} begins the part of sopctl, and nothing ends it")]
    Unclosed {
        /// The line of the mark.
        line: usize,
    },
    /// The part is ended and was never begun.
    #[error("line {line} ends a part of sopctl that nothing began")]
    Unopened {
        /// The line of the mark.
        line: usize,
    },
    /// There is a second part.
    #[error("line {line} begins a second part of sopctl")]
    Second {
        /// The line of the mark.
        line: usize,
    },
    /// Lines behind the part would belong to its section.
    #[error("line {line} stands behind the part of sopctl and would belong to its section")]
    Followed {
        /// The line.
        line: usize,
    },
}

impl BlockEntry {
    /// The entry of a file.
    ///
    /// # Errors
    /// When hosting services could not read it as it is meant.
    pub fn new(path: &RepoPath, owner: &str) -> Result<Self, EntryError> {
        if owner.contains(char::is_whitespace) || Owner::read(owner).is_err() {
            return Err(EntryError::Owner);
        }
        let is_special =
            |c: char| "*?[]{}".contains(c) || (c.is_whitespace() && c != ' ') || c.is_control();
        if path.as_str().contains(is_special) {
            return Err(EntryError::Path);
        }
        Ok(Self { path: path.clone(), owner: owner.to_owned() })
    }

    fn line(&self) -> String {
        format!("/{} {}", self.path.as_str().replace(' ', "\\ "), self.owner)
    }
}

/// A file with its part renewed: in its place, else behind all that is there.
///
/// # Errors
/// See [`BlockError`]; what cannot be told apart is not changed.
pub fn with_block(text: &str, place: Place, entries: &[BlockEntry]) -> Result<String, BlockError> {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let found = Block::find(text)?;
    let (before, after) = match &found {
        Some(block) => (&text[..block.start], &text[block.end..]),
        None => (text, ""),
    };
    let is_heading = |line: &str| heading(line.trim()).is_some();
    let has_sections =
        place != Place::GitHub && before.lines().chain(after.lines()).any(is_heading);
    let mut lines = vec![BEGIN.to_owned(), EXPLAINED.to_owned()];
    if has_sections {
        if let Some(line) = first_rule(after) {
            let line = text.len() - after.len() + line;
            return Err(BlockError::Followed { line: line_of(text, line) });
        }
        lines.push(SECTION.to_owned());
    }
    lines.extend(entries.iter().map(BlockEntry::line));
    lines.push(END.to_owned());
    let mut renewed = before.to_owned();
    if found.is_none() && !before.is_empty() {
        // A last line without an end gets one; then a blank line parts what follows.
        let gap = if before.ends_with('\n') { newline.to_owned() } else { newline.repeat(2) };
        renewed.push_str(&gap);
    }
    renewed.push_str(&lines.join(newline));
    let is_ended = found.is_none_or(|block| block.is_ended);
    if is_ended {
        renewed.push_str(newline);
    }
    renewed.push_str(after);
    Ok(renewed)
}

/// The first and the last line of the part, counted from 1; none where there is none.
///
/// # Errors
/// See [`BlockError`].
pub fn block_lines(text: &str) -> Result<Option<(usize, usize)>, BlockError> {
    let block = Block::find(text)?;
    Ok(block.map(|block| (line_of(text, block.start), line_of(text, block.end.saturating_sub(1)))))
}

/// Where the part stands, in bytes: from its first mark to the end of the line of the second.
struct Block {
    start: usize,
    end: usize,
    /// Whether its last line ends with a line break.
    is_ended: bool,
}

impl Block {
    fn find(text: &str) -> Result<Option<Self>, BlockError> {
        let mut open: Option<(usize, usize)> = None;
        let mut found: Option<Self> = None;
        let mut at = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let number = index + 1;
            match line.trim_start_matches('\u{feff}').trim() {
                BEGIN if open.is_some() || found.is_some() => {
                    return Err(BlockError::Second { line: number });
                }
                BEGIN => {
                    let mark = line.len() - line.trim_start_matches('\u{feff}').len();
                    open = Some((at + mark, number));
                }
                END => {
                    let Some((start, _)) = open.take() else {
                        return Err(BlockError::Unopened { line: number });
                    };
                    let is_ended = line.ends_with('\n');
                    found = Some(Self { start, end: at + line.len(), is_ended });
                }
                _ => {}
            }
            at += line.len();
        }
        match open {
            Some((_, line)) => Err(BlockError::Unclosed { line }),
            None => Ok(found),
        }
    }
}

/// Where the first line begins that is neither blank nor a comment, unless it begins a section.
fn first_rule(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') {
            return heading(said).is_none().then_some(at);
        }
        at += line.len();
    }
    None
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::Owners;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    fn entries() -> Vec<BlockEntry> {
        vec![BlockEntry::new(&path("sops/a b.md"), "@ana").unwrap()]
    }

    const PART: &str = "# sopctl: begin\n# Written by `sopctl owners --codeowners write` from the \
        owners that documents name.\n/sops/a\\ b.md @ana\n# sopctl: end\n";

    #[test]
    fn what_people_wrote_stays_byte_for_byte() {
        for before in ["", "* @ops\n", "* @ops", "\u{feff}* @ops\n\n\n"] {
            let text = with_block(before, Place::GitHub, &entries()).unwrap();
            let kept = text.strip_suffix(PART).unwrap_or_else(|| panic!("{text}"));
            assert!(kept.trim_end() == before.trim_end() && kept.starts_with(before), "{kept:?}");
            assert_eq!(with_block(&text, Place::GitHub, &entries()).unwrap(), text);
            let more = format!("{text}/x @ben");
            assert_eq!(
                with_block(&more, Place::GitHub, &[]).unwrap(),
                more.replace("/sops/a\\ b.md @ana\n", "")
            );
        }
        let unended = PART.trim_end();
        assert_eq!(with_block(unended, Place::Root, &entries()).unwrap(), unended);
        let windows = with_block("* @ops\r\n", Place::Root, &entries()).unwrap();
        assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
    }

    #[test]
    fn a_line_means_its_file_to_whoever_reads_it() {
        for place in Place::ALL {
            let text = with_block("* @ops\n", place, &entries()).unwrap();
            let (owners, remarks) = Owners::read(&text, place);
            assert_eq!(remarks, []);
            let (named, _) = owners.of(&path("sops/a b.md")).unwrap();
            assert_eq!(named[0].as_str(), "@ana");
            assert_eq!(owners.of(&path("x/sops/a b.md")).unwrap().0[0].as_str(), "@ops");
        }
    }

    #[test]
    fn what_hosting_services_would_misread_has_no_line() {
        let refused = |name: &str, owner: &str| BlockEntry::new(&path(name), owner).unwrap_err();
        assert_eq!(refused("a.md", "Head of Quality"), EntryError::Owner);
        assert_eq!(refused("a.md", "#channel"), EntryError::Owner);
        assert_eq!(refused("a.md", "@ana @ben"), EntryError::Owner);
        assert_eq!(refused("a[1].md", "@ana"), EntryError::Path);
        assert_eq!(refused("a*.md", "@ana"), EntryError::Path);
    }

    #[test]
    fn in_a_file_with_sections_the_part_is_one() {
        let text = with_block("[Ops]\n* @ops\n", Place::Root, &entries()).unwrap();
        let (owners, _) = Owners::read(&text, Place::Root);
        assert_eq!(owners.of(&path("sops/a b.md")).unwrap().0[0].as_str(), "@ana");
        assert!(text.contains("\n[Controlled documents]\n"), "{text}");
        let again = with_block(&format!("{text}\n[More]\n/x @ben\n"), Place::Root, &entries());
        assert!(again.unwrap().ends_with("[More]\n/x @ben\n"));
        let behind = format!("{text}\n/x @ben\n");
        let line = behind.lines().count();
        assert_eq!(
            with_block(&behind, Place::Root, &entries()),
            Err(BlockError::Followed { line })
        );
    }

    #[test]
    fn marks_that_do_not_match_are_left_alone() {
        let tried = |text: &str| with_block(text, Place::Root, &[]).unwrap_err();
        assert_eq!(tried("\n# sopctl: begin\n"), BlockError::Unclosed { line: 2 });
        assert_eq!(tried("# sopctl: end\n"), BlockError::Unopened { line: 1 });
        assert_eq!(tried(&format!("{PART}{PART}")), BlockError::Second { line: 5 });
        assert_eq!(block_lines(PART), Ok(Some((1, 4))));
        assert_eq!(block_lines("* @ops\n"), Ok(None));
    }
}
