//! The text of a CODEOWNERS file, and whom it names for a path.

use super::pattern::{Dialect, Pattern, PatternError};
use crate::paths::RepoPath;

/// What one CODEOWNERS file says.
#[derive(Debug, Clone)]
pub struct Owners {
    place: Place,
    sections: Vec<Section>,
}

/// Where hosting services look for the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `.github/CODEOWNERS`, which only GitHub reads.
    GitHub,
    /// `CODEOWNERS` at the root of the repository.
    Root,
    /// `docs/CODEOWNERS`.
    Docs,
    /// `.gitlab/CODEOWNERS`, which only GitLab reads.
    GitLab,
}

/// Somebody who owns files, as the file names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Owner(String);

/// A line that says nothing about owners although it seems to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line of the file, from 1.
    pub line: usize,
    /// Why it is passed over.
    pub fault: Fault,
}

/// Why a line of CODEOWNERS is passed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The pattern selects nothing.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// `!path`, which GitHub does not read.
    #[error("{pattern:?} excludes files, which GitHub does not read")]
    Exclusion {
        /// The pattern as written.
        pattern: String,
    },
    /// Neither a handle, nor a team, nor an address.
    #[error("{name:?} is neither @somebody nor an e-mail address")]
    Owner {
        /// The word as written.
        name: String,
    },
    /// `[Name]` in a file that only GitHub reads, or without a name.
    #[error("{heading:?} begins no section here")]
    Section {
        /// The line as written.
        heading: String,
    },
}

#[derive(Debug, Clone, Default)]
struct Section {
    name: Option<String>,
    /// Approval by its owners is not required.
    is_optional: bool,
    defaults: Vec<Owner>,
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    pattern: Pattern,
    owners: Vec<Owner>,
    line: usize,
    /// `!path`: the section says nothing about such a file.
    excludes: bool,
}

impl Place {
    /// All of them, in the order in which the first file found counts.
    pub const ALL: [Self; 4] = [Self::GitHub, Self::Root, Self::Docs, Self::GitLab];

    /// The path of the file from the root of the repository.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::GitHub => ".github/CODEOWNERS",
            Self::Root => "CODEOWNERS",
            Self::Docs => "docs/CODEOWNERS",
            Self::GitLab => ".gitlab/CODEOWNERS",
        }
    }
}

impl Owner {
    /// As the file names them: `@ana`, `@acme/quality`, `ana@example.com`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn read(word: &str) -> Result<Self, Fault> {
        let is_handle = word.strip_prefix('@').is_some_and(|rest| !matches!(rest, "" | "@"));
        let is_address = || {
            word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        };
        if is_handle || is_address() {
            Ok(Self(word.to_owned()))
        } else {
            Err(Fault::Owner { name: word.to_owned() })
        }
    }
}

impl Owners {
    /// Reads the file that stands at `place`. Sections, and GitLab's way to read
    /// patterns, hold where GitLab reads the file and it has a section, or only GitLab
    /// reads it.
    #[must_use]
    pub fn read(text: &str, place: Place) -> (Self, Vec<Remark>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let dialect = match place {
            Place::GitHub => Dialect::GitHub,
            Place::GitLab => Dialect::GitLab,
            Place::Root | Place::Docs => {
                let has_section = text.lines().any(|line| heading(line.trim()).is_some());
                if has_section { Dialect::GitLab } else { Dialect::GitHub }
            }
        };
        let mut reader = Reader {
            dialect,
            sections: vec![Section::default()],
            current: 0,
            remarks: Vec::new(),
            line: 0,
        };
        for (index, line) in text.lines().enumerate() {
            reader.line = index + 1;
            reader.take(line.trim());
        }
        (Self { place, sections: reader.sections }, reader.remarks)
    }

    /// Who owns a file, and the line that says so; `None` where no line does, or the
    /// last one that matches names nobody.
    ///
    /// Where GitLab's sections each name somebody, the last section counts, as the last
    /// line does within one; a section whose approval is optional only where no other
    /// says anything.
    #[must_use]
    pub fn of(&self, path: &RepoPath) -> Option<(&[Owner], usize)> {
        let among = |is_optional: bool| {
            let sections = self.sections.iter().rev();
            sections.filter(|section| section.is_optional == is_optional).find_map(|s| s.of(path))
        };
        among(false).or_else(|| among(true))
    }

    /// Whether the file names somebody for anything at all, whatever the case. A team is
    /// known by its own name too: `@quality` is `@acme/quality`.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        let is_named = |owner: &Owner| {
            let team = owner.as_str().rsplit_once('/').map(|(_, team)| team);
            owner.as_str().eq_ignore_ascii_case(name)
                || team.is_some_and(|team| {
                    name.strip_prefix('@').is_some_and(|name| name.eq_ignore_ascii_case(team))
                })
        };
        self.sections.iter().any(|section| {
            let owners = section.rules.iter().flat_map(|rule| &rule.owners);
            owners.chain(&section.defaults).any(is_named)
        })
    }

    /// Where the file stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Everybody whom the file names.
    pub fn all(&self) -> impl Iterator<Item = &Owner> {
        self.sections.iter().flat_map(|section| {
            section.defaults.iter().chain(section.rules.iter().flat_map(|rule| &rule.owners))
        })
    }
}

impl Section {
    fn of(&self, path: &RepoPath) -> Option<(&[Owner], usize)> {
        let matching = || self.rules.iter().filter(|rule| rule.pattern.matches(path));
        if matching().any(|rule| rule.excludes) {
            return None;
        }
        let rule = matching().next_back()?;
        let owners = if rule.owners.is_empty() { &self.defaults } else { &rule.owners };
        (!owners.is_empty()).then_some((owners.as_slice(), rule.line))
    }
}

struct Reader {
    dialect: Dialect,
    sections: Vec<Section>,
    current: usize,
    remarks: Vec<Remark>,
    line: usize,
}

impl Reader {
    fn take(&mut self, line: &str) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if let Some(heading) = heading(line) {
            match self.dialect {
                Dialect::GitLab => self.begin(&heading),
                Dialect::GitHub => self.remark(Fault::Section { heading: line.to_owned() }),
            }
            return;
        }
        let (pattern, rest) = pattern_of(line);
        let (pattern, excludes) = match pattern.strip_prefix('!') {
            Some(_) if self.dialect == Dialect::GitHub => {
                self.remark(Fault::Exclusion { pattern: pattern.to_owned() });
                return;
            }
            Some(excluded) => (excluded, true),
            None => (pattern, false),
        };
        let read = match Pattern::read(pattern, self.dialect) {
            Ok(read) => read,
            Err(error) => return self.remark(error.into()),
        };
        let named = words(rest).next().is_some();
        let owners = self.owners(rest);
        // Without its unreadable owner the line would say that nobody owns the files.
        if named && owners.is_empty() {
            return;
        }
        let line = self.line;
        if let Some(section) = self.sections.get_mut(self.current) {
            section.rules.push(Rule { pattern: read, owners, line, excludes });
        }
    }

    /// Sections of one name are one section, whatever the case of the name.
    fn begin(&mut self, heading: &Heading<'_>) {
        let defaults = self.owners(heading.rest);
        let is_same = |section: &Section| {
            section.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(heading.name))
        };
        if let Some(known) = self.sections.iter().position(is_same) {
            self.current = known;
            return;
        }
        self.current = self.sections.len();
        self.sections.push(Section {
            name: Some(heading.name.to_owned()),
            is_optional: heading.is_optional,
            defaults,
            rules: Vec::new(),
        });
    }

    fn owners(&mut self, text: &str) -> Vec<Owner> {
        let mut owners = Vec::new();
        for word in words(text) {
            match Owner::read(word) {
                Ok(owner) => owners.push(owner),
                Err(fault) => self.remark(fault),
            }
        }
        owners
    }

    fn remark(&mut self, fault: Fault) {
        self.remarks.push(Remark { line: self.line, fault });
    }
}

/// The words up to a comment.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().take_while(|word| !word.starts_with('#'))
}

/// The pattern up to the first blank that is not escaped, and what follows.
fn pattern_of(line: &str) -> (&str, &str) {
    let mut is_escaped = false;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() && !is_escaped {
            return (&line[..at], &line[at..]);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    (line, "")
}

pub(super) struct Heading<'l> {
    is_optional: bool,
    name: &'l str,
    /// The default owners, as written.
    rest: &'l str,
}

/// `^[Name][2] @owner`: the number is how many must approve.
pub(super) fn heading(line: &str) -> Option<Heading<'_>> {
    let (is_optional, line) = match line.strip_prefix('^') {
        Some(line) => (true, line),
        None => (false, line),
    };
    let (name, mut rest) = line.strip_prefix('[')?.split_once(']')?;
    if let Some((count, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && count.bytes().all(|b| b.is_ascii_digit())
    {
        rest = after;
    }
    // `[a-z].md @somebody` is a pattern.
    let is_heading = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (is_heading && !name.trim().is_empty()).then(|| Heading {
        is_optional,
        name: name.trim(),
        rest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, place: Place) -> Owners {
        let (owners, remarks) = Owners::read(text, place);
        assert_eq!(remarks, []);
        owners
    }

    /// `@a @b:3`, the owners and the line.
    fn told(owners: &Owners, path: &str) -> String {
        owners.of(&RepoPath::new(path).unwrap()).map_or_else(String::new, |(owners, line)| {
            let names: Vec<&str> = owners.iter().map(Owner::as_str).collect();
            format!("{}:{line}", names.join(" "))
        })
    }

    #[test]
    fn the_last_line_that_matches_counts() {
        let owners = read(
            "# Everybody\n*  @everybody\n\n/sops/  @acme/quality ana@example.com # they know\n\
             /sops/drafts/\n*.txt @texts\n",
            Place::Root,
        );
        for (path, expected) in [
            ("a.md", "@everybody:2"),
            ("sops/a.md", "@acme/quality ana@example.com:4"),
            ("sops/drafts/a.md", ""),
            ("sops/drafts/a.txt", "@texts:6"),
        ] {
            assert_eq!(told(&owners, path), expected, "{path}");
        }
        assert_eq!(owners.all().count(), 4);
    }

    #[test]
    fn a_pattern_may_have_escaped_blanks() {
        let owners = read("/our\\ sops/  @quality\n", Place::GitHub);
        assert_eq!(told(&owners, "our sops/a.md"), "@quality:1");
    }

    #[test]
    fn what_cannot_be_read_is_passed_over_and_told() {
        let text = "* @all\n!a.md @x\n[a-z].md @x\n[Quality]\nb.md nobody\nc.md nobody @ben\n";
        let (owners, remarks) = Owners::read(text, Place::GitHub);
        let lines: Vec<usize> = remarks.iter().map(|remark| remark.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6]);
        assert!(matches!(remarks[0].fault, Fault::Exclusion { .. }));
        assert!(matches!(remarks[1].fault, Fault::Pattern(PatternError::Range { .. })));
        assert!(matches!(remarks[2].fault, Fault::Section { .. }));
        assert!(matches!(&remarks[3].fault, Fault::Owner { name } if name == "nobody"));
        for (path, expected) in [("a.md", "@all:1"), ("b.md", "@all:1"), ("c.md", "@ben:6")] {
            assert_eq!(told(&owners, path), expected, "{path}");
        }
    }

    #[test]
    fn sections_of_gitlab_have_default_owners() {
        let owners = read(
            "* @all\n\n[Quality][2] @acme/quality\n/sops/\n/sops/lab/ @lab\n\n\
             [Docs] @writers\n*.txt\n\n[QUALITY]\n/policies/ @@maintainers\n",
            Place::Docs,
        );
        for (path, expected) in [
            ("a.md", "@all:1"),
            ("sops/a.md", "@acme/quality:4"),
            ("sops/lab/a.md", "@lab:5"),
            ("sops/lab/a.txt", "@writers:8"),
            ("policies/a.md", "@@maintainers:11"),
        ] {
            assert_eq!(told(&owners, path), expected, "{path}");
        }
    }

    #[test]
    fn an_optional_section_counts_where_no_other_does() {
        let owners = read("[Quality]\n/sops/ @quality\n^[Ideas] @fans\n*.md\n", Place::GitLab);
        assert_eq!(told(&owners, "sops/a.md"), "@quality:2");
        assert_eq!(told(&owners, "a.md"), "@fans:4");
    }

    #[test]
    fn somebody_is_named_by_any_line_and_a_team_by_its_own_name() {
        let owners = read("* @Ana\n/a/ @acme/quality ben@example.com\n", Place::Root);
        for (name, expected) in [
            ("@ana", true),
            ("@acme/quality", true),
            ("@quality", true),
            ("Ben@Example.com", true),
            ("quality", false),
            ("@acme", false),
            ("@zoe", false),
        ] {
            assert_eq!(owners.names(name), expected, "{name}");
        }
    }

    #[test]
    fn gitlab_excludes_files_for_good() {
        let owners = read("/sops/ @quality\n!/sops/old/\n/sops/old/a.md @ana\n", Place::GitLab);
        assert_eq!(told(&owners, "sops/a.md"), "@quality:1");
        assert_eq!(told(&owners, "sops/old/a.md"), "");
    }
}
