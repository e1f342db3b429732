//! The part of a CODEOWNERS file that is written from documents: the lines between two marks.
//!
//! Each library of a repository has a part of its own, whose marks name its folder. What stands
//! outside of the marks belongs to people or to another library and is kept byte for byte.

use super::owners::{Owner, Place, heading};
use crate::paths::RepoPath;

/// The line that begins the part of a library at the root; for one below, its folder follows.
const BEGIN: &str = "# sopctl: begin";
/// The line that ends it, likewise.
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

/// A file with the part of one library renewed: in its place, else behind all that is there.
/// `folder` is that of the library; empty for the root.
///
/// # Errors
/// See [`BlockError`]; what cannot be told apart is not changed.
pub fn with_block(
    text: &str,
    place: Place,
    folder: &str,
    entries: &[BlockEntry],
) -> Result<String, BlockError> {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let found = Block::find(text, folder)?;
    let (before, after) = match &found {
        Some(block) => (&text[..block.start], &text[block.end..]),
        None => (text, ""),
    };
    let is_heading = |line: &str| heading(line.trim()).is_some();
    let has_sections =
        place != Place::GitHub && before.lines().chain(after.lines()).any(is_heading);
    let mut lines = vec![mark(BEGIN, folder), EXPLAINED.to_owned()];
    if has_sections {
        if let Some(line) = first_rule(after) {
            let line = text.len() - after.len() + line;
            return Err(BlockError::Followed { line: line_of(text, line) });
        }
        lines.push(SECTION.to_owned());
    }
    lines.extend(entries.iter().map(BlockEntry::line));
    lines.push(mark(END, folder));
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

/// The first and the last line of the part of a library, counted from 1; none where there is
/// none.
///
/// # Errors
/// See [`BlockError`].
pub fn block_lines(text: &str, folder: &str) -> Result<Option<(usize, usize)>, BlockError> {
    let block = Block::find(text, folder)?;
    Ok(block.map(|block| (line_of(text, block.start), line_of(text, block.end.saturating_sub(1)))))
}

/// Where a part stands, in bytes: from its first mark to the end of the line of the second.
struct Block {
    start: usize,
    end: usize,
    /// Whether its last line ends with a line break.
    is_ended: bool,
}

impl Block {
    /// The part of one library. Those of others have to be whole as well: where one is not, it
    /// cannot be told what is whose.
    fn find(text: &str, folder: &str) -> Result<Option<Self>, BlockError> {
        let own = shown(folder);
        let mut open: Option<(usize, usize, &str)> = None;
        let mut known: Vec<&str> = Vec::new();
        let mut found: Option<Self> = None;
        let mut at = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let number = index + 1;
            match Mark::read(line) {
                Some(Mark::Begin(name)) if open.is_some() || known.contains(&name) => {
                    return Err(BlockError::Second { line: number });
                }
                Some(Mark::Begin(name)) => {
                    let mark = line.len() - line.trim_start_matches('\u{feff}').len();
                    open = Some((at + mark, number, name));
                    known.push(name);
                }
                Some(Mark::End(name)) => {
                    let Some((start, ..)) = open.take().filter(|(.., begun)| *begun == name) else {
                        return Err(BlockError::Unopened { line: number });
                    };
                    if name == own {
                        let is_ended = line.ends_with('\n');
                        found = Some(Self { start, end: at + line.len(), is_ended });
                    }
                }
                None => {}
            }
            at += line.len();
        }
        match open {
            Some((_, line, _)) => Err(BlockError::Unclosed { line }),
            None => Ok(found),
        }
    }
}

/// A line that begins or ends a part, with the folder of its library.
enum Mark<'t> {
    Begin(&'t str),
    End(&'t str),
}

impl<'t> Mark<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let line = line.trim_start_matches('\u{feff}').trim();
        let folder_behind = |mark: &str| {
            let rest = line.strip_prefix(mark)?;
            let is_whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
            is_whole.then(|| rest.trim_start())
        };
        folder_behind(BEGIN).map(Self::Begin).or_else(|| folder_behind(END).map(Self::End))
    }
}

/// The line of a mark.
fn mark(mark: &str, folder: &str) -> String {
    if folder.is_empty() { mark.to_owned() } else { format!("{mark} {}", shown(folder)) }
}

/// The name of a folder as a mark has it: on one line, whatever it is called.
fn shown(folder: &str) -> String {
    folder.trim().replace(char::is_control, "?")
}

/// Where the first line begins that is neither blank nor a comment, unless it begins a section.
/// What stands in the part of another library belongs to the same section.
fn first_rule(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut is_inside = false;
    for line in text.split_inclusive('\n') {
        let said = line.trim();
        match Mark::read(line) {
            Some(Mark::Begin(_)) => is_inside = true,
            Some(Mark::End(_)) => is_inside = false,
            None if is_inside || said.is_empty() || said.starts_with('#') => {}
            None => return heading(said).is_none().then_some(at),
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
            let text = with_block(before, Place::GitHub, "", &entries()).unwrap();
            let kept = text.strip_suffix(PART).unwrap_or_else(|| panic!("{text}"));
            assert!(kept.trim_end() == before.trim_end() && kept.starts_with(before), "{kept:?}");
            assert_eq!(with_block(&text, Place::GitHub, "", &entries()).unwrap(), text);
            let more = format!("{text}/x @ben");
            assert_eq!(
                with_block(&more, Place::GitHub, "", &[]).unwrap(),
                more.replace("/sops/a\\ b.md @ana\n", "")
            );
        }
        let unended = PART.trim_end();
        assert_eq!(with_block(unended, Place::Root, "", &entries()).unwrap(), unended);
        let windows = with_block("* @ops\r\n", Place::Root, "", &entries()).unwrap();
        assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
    }

    #[test]
    fn a_line_means_its_file_to_whoever_reads_it() {
        for place in Place::ALL {
            let text = with_block("* @ops\n", place, "", &entries()).unwrap();
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
        let text = with_block("[Ops]\n* @ops\n", Place::Root, "", &entries()).unwrap();
        let (owners, _) = Owners::read(&text, Place::Root);
        assert_eq!(owners.of(&path("sops/a b.md")).unwrap().0[0].as_str(), "@ana");
        assert!(text.contains("\n[Controlled documents]\n"), "{text}");
        let again = with_block(&format!("{text}\n[More]\n/x @ben\n"), Place::Root, "", &entries());
        assert!(again.unwrap().ends_with("[More]\n/x @ben\n"));
        let behind = format!("{text}\n/x @ben\n");
        let line = behind.lines().count();
        assert_eq!(
            with_block(&behind, Place::Root, "", &entries()),
            Err(BlockError::Followed { line })
        );
    }

    #[test]
    fn the_parts_of_several_libraries_share_a_section_and_no_line() {
        let of = |text: &str, folder: &str, name: &str| {
            let entries = [BlockEntry::new(&path(name), "@ana").unwrap()];
            with_block(text, Place::Root, folder, &entries)
        };
        // A part from before there was any section, and one from after.
        let text = of("* @ops\n", "quality", "quality/a.md").unwrap();
        let text = of(&text, "a lab", "a lab/b.md").unwrap();
        let text = text.replacen("* @ops", "[Ops]\n* @ops", 1);
        let text = of(&text, "quality", "quality/c.md").unwrap();
        let (owners, _) = Owners::read(&text, Place::Root);
        for (name, is_there) in
            [("quality/a.md", false), ("quality/c.md", true), ("a lab/b.md", true)]
        {
            let named = owners.of(&path(name)).map(|(named, _)| named[0].as_str() == "@ana");
            assert_eq!(named, Some(is_there), "{name} {text}");
        }
        assert_eq!(block_lines(&text, ""), Ok(None));
        assert_ne!(block_lines(&text, "quality"), block_lines(&text, "a lab"));
        let crossed = "# sopctl: begin a\n# sopctl: end b\n";
        assert_eq!(block_lines(crossed, "a"), Err(BlockError::Unopened { line: 2 }));
    }

    #[test]
    fn marks_that_do_not_match_are_left_alone() {
        let tried = |text: &str| with_block(text, Place::Root, "", &[]).unwrap_err();
        assert_eq!(tried("\n# sopctl: begin\n"), BlockError::Unclosed { line: 2 });
        assert_eq!(tried("# sopctl: end\n"), BlockError::Unopened { line: 1 });
        assert_eq!(tried(&format!("{PART}{PART}")), BlockError::Second { line: 5 });
        assert_eq!(block_lines(PART, ""), Ok(Some((1, 4))));
        assert_eq!(block_lines("* @ops\n", ""), Ok(None));
    }
}
