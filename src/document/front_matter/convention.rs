//! Which convention documents follow, told by the keys that occur in them.

use super::Split;
use super::lookup::found;
use crate::document::field::FieldName;
use crate::document::profile::Profile;

/// The profile of `profiles` whose review keys occur most often at the beginnings of
/// documents; the first of equals, and none if no such key occurs.
#[must_use]
pub fn detect<'p>(profiles: &'p [Profile], splits: &[Split]) -> Option<&'p Profile> {
    let occurrences = |profile: &Profile| -> usize {
        splits.iter().map(|split| review_keys_in(split, profile)).sum()
    };
    let mut best: Option<(usize, &Profile)> = None;
    for profile in profiles {
        let count = occurrences(profile);
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, profile));
        }
    }
    best.map(|(_, profile)| profile)
}

/// Whether a document says, under any built-in convention, when it was or is to be
/// reviewed.
#[must_use]
pub fn carries_review(split: &Split) -> bool {
    Profile::built_in().iter().any(|profile| review_keys_in(split, profile) > 0)
}

/// How many of the review keys of a profile a document has, readable or not. A block
/// without its opening fence counts whatever the profile, or none could be told by it.
fn review_keys_in(split: &Split, profile: &Profile) -> usize {
    let (Split::Found(block) | Split::Headless(block)) = split else { return 0 };
    let occurs = |key: &&String| !found(&block.entries, &block.problems, key).is_empty();
    [FieldName::LastReviewed, FieldName::ReviewInterval]
        .into_iter()
        .flat_map(|field| profile.keys_of(field))
        .filter(occurs)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::front_matter::split;

    fn told(texts: &[&str]) -> Option<&'static str> {
        let splits: Vec<Split> = texts.iter().map(|text| split(text)).collect();
        detect(Profile::built_in(), &splits).map(|profile| profile.name.as_str())
    }

    #[test]
    fn the_convention_is_told_by_the_review_keys_that_occur() {
        assert_eq!(told(&[]), None);
        assert_eq!(told(&["Text", "---\ntitle: x\nlayout: page\n---\n"]), None);
        let govuk = "---\nlast_reviewed_on: 2026-01-05\nreview_in: 6 months\n---\n";
        let own = "+++\nlast_reviewed = 2026-01-05\n+++\n";
        assert_eq!(told(&[govuk, own]), Some("govuk"));
        assert_eq!(told(&[govuk, own, own, own]), Some("sopctl"));
        assert_eq!(told(&[own, "---\nreviewed: 2026-01-05\n---\n"]), Some("sopctl"));
        assert_eq!(told(&["---\nms.date: @x\n---\n"]), Some("mslearn"));
        assert_eq!(told(&["+++\nms.date = \"01/05/2026\"\n+++\n"]), Some("mslearn"));
    }

    #[test]
    fn a_key_inside_a_list_counts_only_where_the_list_has_it() {
        let headless = "name: Access\nmajorRevisions:\n  - date: Jun 1 2018\n---\n# Purpose\n";
        assert_eq!(told(&[headless]), Some("comply"));
        assert!(carries_review(&split(headless)));
        assert_eq!(told(&["---\nname: x\nmajorRevisions: [one, two]\n---\n"]), None);
        assert_eq!(told(&["---\nmajorRevisions:\n  - by: ana\n---\n"]), None);
    }
}
