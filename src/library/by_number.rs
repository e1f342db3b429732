//! Documents named by their number, for a history that knows no front matter.

use crate::config::Config;
use crate::document::front_matter::{self, Fields};
use crate::document::profile::{Identity, Profile};
use crate::git;

use super::decoded;

/// Reads the number of a document from its content, by the convention that is configured, or
/// else the one that the text itself follows. Where that convention knows documents by their
/// paths they have no name.
#[derive(Debug)]
pub struct ByNumber {
    configured: Option<Profile>,
    known: Vec<Profile>,
    rule: Vec<u8>,
}

impl ByNumber {
    /// Reads by `profile`, or without it by one of those that `config` declares and the
    /// built-in ones.
    #[must_use]
    pub fn new(profile: Option<&Profile>, config: &Config) -> Self {
        let known: Vec<Profile> = match profile {
            Some(_) => Vec::new(),
            None => config.profiles.iter().chain(Profile::built_in()).cloned().collect(),
        };
        let rule = format!("{profile:?}{known:?}").into_bytes();
        Self { configured: profile.cloned(), known, rule }
    }
}

impl git::Identity for ByNumber {
    fn rule(&self) -> &[u8] {
        &self.rule
    }

    fn name(&self, content: &[u8]) -> Option<String> {
        let split = front_matter::split(&decoded(content.to_vec()).ok()?);
        let detected = || front_matter::detect(&self.known, std::slice::from_ref(&split));
        let profile = self.configured.as_ref().or_else(detected).unwrap_or(Profile::sopctl());
        if profile.identity == Identity::Path {
            return None;
        }
        let fields = Fields::read(split.front_matter(profile), profile);
        fields.id.value().map(|id| id.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::Identity as _;

    #[test]
    fn a_document_is_named_by_the_convention_that_it_follows() {
        let by_number = ByNumber::new(None, &Config::default());
        let name = |text: &str| by_number.name(text.as_bytes());
        assert_eq!(name("+++\nid = \"SOP-001\"\n+++\n# A\n").as_deref(), Some("SOP-001"));
        assert_eq!(
            name("---\nid: SOP-001\nlast_reviewed: 2026-01-05\n---\n").as_deref(),
            Some("SOP-001")
        );
        assert_eq!(name("---\nid: 7-a\nlast_reviewed_on: 2026-01-05\n---\n"), None);
        assert_eq!(name("+++\nid = \"no number\"\n+++\n"), None);
        assert_eq!(name("# A\n"), None);
        assert_eq!(by_number.name(b"\xff"), None);
    }

    #[test]
    fn another_convention_is_another_rule() {
        let any = ByNumber::new(None, &Config::default());
        let own = ByNumber::new(Some(Profile::sopctl()), &Config::default());
        assert_ne!(any.rule(), own.rule());
        let govuk = ByNumber::new(Profile::named("govuk"), &Config::default());
        assert_eq!(govuk.name(b"+++\nid = \"SOP-001\"\n+++\n"), None);
    }
}
