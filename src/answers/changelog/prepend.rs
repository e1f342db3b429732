//! A changelog as a part of a file that collects those of all releases.
//!
//! Says what the file becomes; it writes nothing.

use crate::document::front_matter::{Split, split};

use super::End;

/// The text of a file with the changelog of a release inserted below its title; `None` where
/// it has that changelog already, which a hidden marker with the commit of the release tells.
/// Nothing that is there is touched. Headings of the changelog go one level down, because the
/// title is the file's own.
#[must_use]
pub fn prepended(file: Option<&str>, changelog: &str, release: &End) -> Option<String> {
    let marker = format!("<!-- sopctl:changelog {} -->", release.commit);
    let file = file.unwrap_or("# Changelog\n");
    if file.contains(&marker) {
        return None;
    }
    let newline = if file.contains("\r\n") { "\r\n" } else { "\n" };
    let (head, rest) = file.split_at(end_of_title(file));
    let mut text = head.to_owned();
    if !text.is_empty() {
        if !text.ends_with('\n') {
            text.push_str(newline);
        }
        text.push_str(newline);
    }
    text.push_str(&marker);
    text.push_str(newline);
    text.push_str(newline);
    let mut fence = None;
    for line in changelog.trim_end().lines() {
        let mark = line.trim_start().get(..3).filter(|mark| ["```", "~~~"].contains(mark));
        if fence.is_none() && line.starts_with('#') {
            text.push('#');
        }
        match (mark, fence) {
            (Some(mark), None) => fence = Some(mark),
            (Some(mark), Some(open)) if mark == open => fence = None,
            _ => {}
        }
        text.push_str(line);
        text.push_str(newline);
    }
    let rest_begins = rest.trim_start_matches(['\r', '\n']);
    if !rest_begins.is_empty() {
        if rest_begins.len() == rest.len() {
            text.push_str(newline);
        }
        text.push_str(rest);
    }
    Some(text)
}

/// The end of the line of the first heading of level one, if nothing but blank lines and
/// comments of one line stand above it; else the beginning, below any front matter.
fn end_of_title(file: &str) -> usize {
    let begin = match split(file) {
        Split::Found(front_matter) => front_matter.body_start,
        _ => 0,
    };
    let mut at = begin;
    for line in file.get(begin..).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.starts_with("# ") {
            return at;
        }
        if !line.is_empty() && !line.starts_with("<!--") {
            break;
        }
    }
    begin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Date;
    use crate::git::CommitId;

    fn release() -> End {
        let commit = CommitId::from_hex("0123456789abcdef0123456789abcdef01234567").unwrap();
        End { name: "v2".to_owned(), commit, day: Date::new(2026, 4, 8).unwrap() }
    }

    const MARKER: &str = "<!-- sopctl:changelog 0123456789abcdef0123456789abcdef01234567 -->";

    #[test]
    fn what_stands_in_the_file_is_not_touched() {
        let put =
            |file: &str| prepended(Some(file), "# V2\n\n## New\n\n- A\n", &release()).unwrap();
        let new = format!("{MARKER}\n\n## V2\n\n### New\n\n- A\n");
        assert_eq!(put("# Log\n\n## v1\nold\n"), format!("# Log\n\n{new}\n## v1\nold\n"));
        assert_eq!(put("# Log"), format!("# Log\n\n{new}"));
        assert_eq!(put("\n## v1\nold\n"), format!("{new}\n## v1\nold\n"));
        assert_eq!(put("# Log\nAll releases.\n"), format!("# Log\n\n{new}\nAll releases.\n"));
        let dos = put("# Log\r\n\r\nold\r\n");
        assert!(dos.ends_with("- A\r\n\r\nold\r\n") && !dos.replace("\r\n", "").contains('\n'));
    }

    #[test]
    fn a_release_is_inserted_once() {
        let once = prepended(None, "# V2\n", &release()).unwrap();
        assert_eq!(once, format!("# Changelog\n\n{MARKER}\n\n## V2\n"));
        assert_eq!(prepended(Some(&once), "# V2 again\n", &release()), None);
    }

    #[test]
    fn code_keeps_its_signs() {
        let text = prepended(None, "# V2\n```\n# code\n```\n## B\n", &release()).unwrap();
        assert!(text.contains("\n```\n# code\n```\n### B\n"), "{text}");
    }
}
