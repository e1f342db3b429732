//! The questions of `init`: which of what is here belongs to the library, and what runs sopctl.

use std::io::{self, BufRead, Write};

use crate::answers::init::{Kit, Place, Service, Standing};
use crate::document::lifecycle::DocumentKind;
use crate::standing::plural;

use super::ask::Dialogue;
use super::error::visible;

/// Asks of each place whether it belongs to the library. Whether whoever was asked is still
/// there.
pub(super) fn place<R: BufRead, W: Write>(
    places: &mut [Place],
    dialogue: &mut Dialogue<R, W>,
) -> io::Result<bool> {
    for place in places {
        let question = format!("{}: {}. Bring it in?", visible(&place.glob), told(place));
        let belongs = place.standing.belongs();
        let mut choices = [("yes", true), ("no", false)];
        if !belongs {
            choices.reverse();
        }
        match dialogue.choose_or_first(&question, &choices)? {
            None => return Ok(false),
            Some(wanted) if wanted != belongs => {
                place.standing = if wanted { Standing::Wanted } else { Standing::Declined };
            }
            Some(_) => {}
        }
    }
    Ok(true)
}

/// Asks whose CI runs sopctl, and whether pre-commit does. `None` where whoever was asked has
/// left.
pub(super) fn equip<R: BufRead, W: Write>(
    kit: Kit,
    dialogue: &mut Dialogue<R, W>,
) -> io::Result<Option<Kit>> {
    let mut kit = kit;
    if kit.service.is_none() {
        let choices =
            [("no", None), ("github", Some(Service::GitHub)), ("gitlab", Some(Service::GitLab))];
        let Some(service) = dialogue.choose_or_first("Run sopctl in CI?", &choices)? else {
            return Ok(None);
        };
        kit.service = service;
    }
    if !kit.pre_commit {
        let choices = [("no", false), ("yes", true)];
        let question = "Run `sopctl check` before each commit, by pre-commit?";
        let Some(pre_commit) = dialogue.choose_or_first(question, &choices)? else {
            return Ok(None);
        };
        kit.pre_commit = pre_commit;
    }
    Ok(Some(kit))
}

/// What is at a place, and what that says: `24 documents, of which 4 look like policies and 7
/// like SOPs`.
pub(super) fn told(place: &Place) -> String {
    let alike: Vec<String> = DocumentKind::ALL
        .into_iter()
        .zip(place.kinds)
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| match (kind, count) {
            (DocumentKind::Policy, 1) => "1 policy".to_owned(),
            (DocumentKind::Policy, count) => format!("{count} policies"),
            (DocumentKind::Sop, count) => plural(count, "SOP"),
            (DocumentKind::WorkInstruction, count) => plural(count, "work instruction"),
        })
        .collect();
    let alike = match alike.as_slice() {
        [] => String::new(),
        alike => format!(" (by the look of them {})", alike.join(", ")),
    };
    let why = match place.standing {
        Standing::Recorded(count) if count == place.documents => {
            ", each with a number or review dates".to_owned()
        }
        Standing::Recorded(count) => format!(", {count} with a number or review dates"),
        Standing::OtherPurpose => ", by the name of the folder no documents in force".to_owned(),
        Standing::Unrecorded => ", without review dates".to_owned(),
        _ => String::new(),
    };
    format!("{}{alike}{why}", plural(place.documents, "document"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(glob: &str, standing: Standing) -> Place {
        Place {
            glob: glob.to_owned(),
            folder: String::new(),
            documents: 3,
            kinds: [1, 2, 0],
            standing,
        }
    }

    #[test]
    fn the_proposal_is_what_an_empty_line_takes() {
        let mut places = [
            place_of("docs/**/*.md", Standing::Alike),
            place_of("adr/**/*.md", Standing::OtherPurpose),
            place_of("notes/**/*.md", Standing::Unlike),
            place_of("old/**/*.md", Standing::Recorded(2)),
        ];
        let mut said = Vec::new();
        let mut dialogue = Dialogue::between("\n\nyes\nno\n".as_bytes(), &mut said);
        assert!(place(&mut places, &mut dialogue).unwrap());
        let standings = places.map(|place| place.standing);
        assert_eq!(
            standings,
            [Standing::Alike, Standing::OtherPurpose, Standing::Wanted, Standing::Declined]
        );
        let said = String::from_utf8(said).unwrap();
        let first = "docs/**/*.md: 3 documents (by the look of them 1 policy, 2 SOPs). Bring it in? (yes, no; empty: yes): ";
        assert!(said.starts_with(first), "{said}");
        assert!(
            said.contains("3 documents (by the look of them 1 policy, 2 SOPs), 2 with a number")
        );
    }

    #[test]
    fn whoever_leaves_begins_nothing() {
        let mut places = [place_of("docs/**/*.md", Standing::Alike)];
        let mut said = Vec::new();
        assert!(!place(&mut places, &mut Dialogue::between(&b""[..], &mut said)).unwrap());
        let mut said = Vec::new();
        let mut dialogue = Dialogue::between("github\n".as_bytes(), &mut said);
        assert_eq!(equip(Kit::default(), &mut dialogue).unwrap(), None);
    }
}
