//! Where a link leads, as far as its address tells.

use crate::paths::unescaped;

/// What an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// Something outside the tree, or made by a template: nothing can be said of it.
    Elsewhere,
    /// The document itself, and a place in it.
    Here {
        /// Behind the `#`, decoded.
        fragment: String,
    },
    /// A file or folder.
    Path {
        /// From the document, or from the root; decoded, without a `/` before it.
        path: String,
        /// Whether the path is one from the root.
        is_rooted: bool,
        /// Behind the `#`, decoded.
        fragment: Option<String>,
    },
}

impl Address {
    pub(super) fn of(destination: &str) -> Self {
        let is_made = destination.contains(['{', '}', '$'])
            || destination.contains("<%")
            // `<%= … %>` as a destination in angle brackets.
            || (destination.starts_with('%') && destination.ends_with('%'))
            || destination.contains("[[")
            || destination.starts_with(['@', '~']);
        if is_made || destination.starts_with("//") || has_scheme(destination) {
            return Self::Elsewhere;
        }
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(unescaped(fragment))),
            None => (destination, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        let path = unescaped(path).replace('\\', "/");
        if path.is_empty() {
            return Self::Here { fragment: fragment.unwrap_or_default() };
        }
        let is_rooted = path.starts_with('/');
        Self::Path { path: path.trim_start_matches('/').to_owned(), is_rooted, fragment }
    }
}

/// `https:`, `mailto:`, also `C:`.
fn has_scheme(destination: &str) -> bool {
    let Some((scheme, _)) = destination.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str, is_rooted: bool, fragment: Option<&str>) -> Address {
        let fragment = fragment.map(str::to_owned);
        Address::Path { path: path.to_owned(), is_rooted, fragment }
    }

    #[test]
    fn an_address_is_taken_apart() {
        assert_eq!(Address::of("a%20b/c.md?x=1#d%C3%A9"), path("a b/c.md", false, Some("dé")));
        assert_eq!(Address::of("/a.md"), path("a.md", true, None));
        assert_eq!(Address::of("..\\a.md"), path("../a.md", false, None));
        assert_eq!(Address::of("100%.md"), path("100%.md", false, None));
        assert_eq!(Address::of("#top"), Address::Here { fragment: "top".to_owned() });
        for elsewhere in [
            "https://a.b/c.md",
            "mailto:a@b.c",
            "//cdn.a/b.png",
            "{{ site.url }}/a.md",
            "<%= url %>",
            "%= url %",
            "@site/a.md",
            "~/a.md",
            "C:\\a.md",
        ] {
            assert_eq!(Address::of(elsewhere), Address::Elsewhere, "{elsewhere}");
        }
    }
}
