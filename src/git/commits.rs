//! What a commit says about itself: who, when, and in which words.

use gix::actor::SignatureRef;
use gix::bstr::{BStr, ByteSlice};
use gix::objs::{CommitRef, Kind};

use crate::calendar::Moment;

use super::{CommitId, GitError, Repository};

/// A commit without its files.
///
/// Dates and people are claims: whoever wrote the commit chose them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInfo {
    /// The commit.
    pub id: CommitId,
    /// Who wrote the change, after `.mailmap`.
    pub author: Person,
    /// When the change was written.
    pub author_time: Moment,
    /// When the commit was made: later than `author_time` after a rebase or a squash.
    pub committer_time: Moment,
    /// The first paragraph of the message, on one line.
    pub subject: String,
    /// The rest of the message, without blank lines around it.
    pub body: String,
    /// The commits it builds on: none for the first, several for a merge.
    pub parents: Vec<CommitId>,
    /// Who else wrote the change, by `Co-authored-by`, after `.mailmap`.
    pub co_authors: Vec<Person>,
}

/// A name and an address as a commit gives them.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
pub struct Person {
    /// The name, possibly empty.
    pub name: String,
    /// The e-mail address, possibly empty.
    pub email: String,
}

impl CommitInfo {
    /// What the trailers of this name say, in their order: `Ben Okoro <ben@example.com>`
    /// for `Reviewed-by`. Trailers are the last paragraph of the message, as in git, and
    /// their names have no case.
    #[must_use]
    pub fn trailers(&self, name: &str) -> Vec<String> {
        let last = self.body.rsplit("\n\n").next().unwrap_or_default();
        let named = last.lines().filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        named.filter(|value| !value.is_empty()).collect()
    }

    /// The pull or merge request that it brought: `#41` from "Merge pull request #41 from …"
    /// and from "… (#41)", `!41` from "See merge request group/project!41" at the end of a
    /// merge or a squash.
    #[must_use]
    pub fn pull_request(&self) -> Option<String> {
        pull_request_in(&self.subject).or_else(|| merge_request_in(&self.body))
    }
}

impl Repository {
    /// What a commit says about itself.
    ///
    /// # Errors
    /// When the commit is missing or damaged.
    pub fn commit_info(&self, id: CommitId) -> Result<CommitInfo, GitError> {
        let object = self.object(id.to_gix(), Kind::Commit)?;
        let damaged = |cause| GitError::damaged(id, cause);
        let commit = CommitRef::from_bytes(&object.data, object.id.kind()).map_err(damaged)?;
        let author = commit.author().map_err(damaged)?;
        let committer = commit.committer().map_err(damaged)?;
        let text = decoded(commit.message, commit.encoding);
        let (subject, body) = split_message(&text);
        let author_person = self.person(author, commit.encoding);
        let mut co_authors = Vec::new();
        for (name, email) in co_authors_named_in(&body) {
            let signature = SignatureRef {
                name: name.as_bytes().into(),
                email: email.as_bytes().into(),
                time: "",
            };
            let person = self.person(signature, None);
            if person != author_person && !co_authors.contains(&person) {
                co_authors.push(person);
            }
        }
        Ok(CommitInfo {
            id,
            author: author_person,
            author_time: moment(author),
            committer_time: moment(committer),
            subject,
            body,
            parents: commit.parents().map(CommitId::from_gix).collect(),
            co_authors,
        })
    }

    /// The first paragraph of a commit's message, on one line.
    pub(super) fn subject(&self, id: CommitId) -> Result<String, GitError> {
        let object = self.object(id.to_gix(), Kind::Commit)?;
        let commit = CommitRef::from_bytes(&object.data, object.id.kind())
            .map_err(|cause| GitError::damaged(id, cause))?;
        Ok(split_message(&decoded(commit.message, commit.encoding)).0)
    }

    fn person(&self, signature: SignatureRef<'_>, encoding: Option<&BStr>) -> Person {
        let mailmap = self.mailmap.get_or_init(|| self.inner.open_mailmap());
        let signature = signature.trim();
        let known = mailmap.try_resolve_ref(signature);
        let name = known.as_ref().and_then(|known| known.name).unwrap_or(signature.name);
        let email = known.as_ref().and_then(|known| known.email).unwrap_or(signature.email);
        Person { name: decoded(name, encoding), email: decoded(email, encoding) }
    }
}

/// A time that cannot be read becomes the beginning of 1970, as in git.
pub(super) fn moment(signature: SignatureRef<'_>) -> Moment {
    let time = signature.time().unwrap_or_default();
    Moment { seconds: time.seconds, offset: time.offset }
}

/// Text of a commit; what is neither UTF-8 nor the Latin-1 it says it is, is replaced.
fn decoded(text: &BStr, encoding: Option<&BStr>) -> String {
    let latin = |name: &BStr| {
        ["iso-8859-1", "iso8859-1", "latin-1", "latin1"]
            .iter()
            .any(|latin| name.eq_ignore_ascii_case(latin.as_bytes()))
    };
    match text.to_str() {
        Ok(text) => text.to_owned(),
        Err(_) if encoding.is_some_and(latin) => text.iter().copied().map(char::from).collect(),
        Err(_) => text.to_str_lossy().into_owned(),
    }
}

fn split_message(message: &str) -> (String, String) {
    let mut subject = String::new();
    let mut lines = message.trim_start_matches(['\n', '\r']).split_inclusive('\n');
    for line in lines.by_ref() {
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if !subject.is_empty() {
            subject.push(' ');
        }
        subject.push_str(line);
    }
    let body: String = lines.collect();
    (subject, body.trim_matches(['\n', '\r']).trim_end().to_owned())
}

fn pull_request_in(subject: &str) -> Option<String> {
    let number = |text: &str| -> Option<String> {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then(|| format!("#{digits}"))
    };
    if let Some(rest) = subject.strip_prefix("Merge pull request #") {
        return number(rest);
    }
    let (_, last) = subject.trim_end().rsplit_once("(#")?;
    number(last).filter(|found| last.get(found.len() - 1..) == Some(")"))
}

/// `!41` where the last line that is no trailer says "See merge request group/project!41".
fn merge_request_in(body: &str) -> Option<String> {
    let told =
        body.lines().rev().find_map(|line| line.trim().strip_prefix("See merge request "))?;
    let (project, number) = told.trim().rsplit_once('!')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !project.contains(char::is_whitespace)).then(|| format!("!{number}"))
}

/// Names and addresses behind `Co-authored-by:`, wherever in the message they stand:
/// a squash of several commits leaves them in the middle.
fn co_authors_named_in(body: &str) -> impl Iterator<Item = (&str, &str)> {
    const KEY: &str = "co-authored-by:";
    body.lines().filter_map(|line| {
        let line = line.trim();
        let (key, value) = line.split_at_checked(KEY.len())?;
        if !key.eq_ignore_ascii_case(KEY) {
            return None;
        }
        let (name, address) = value.split_once('<')?;
        Some((name.trim(), address.split_once('>')?.0.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    #[test]
    fn people_are_named_as_the_mailmap_says() {
        let sandbox = Sandbox::new();
        sandbox.write(".mailmap", "Ann Lee-Ray <ann@new.example> <ann@example.org>\n");
        let message = "Subject\n\nBody.\n\nCo-authored-by: Cy Poe <cy@example.org>\n\
                       Co-authored-by: Ann Lee <ann@example.org>\n";
        let commit = sandbox.commit(message);
        let info = sandbox.open().commit_info(commit).unwrap();
        let person = |name: &str, email: &str| Person { name: name.into(), email: email.into() };
        assert_eq!(info.author, person("Ann Lee-Ray", "ann@new.example"));
        assert_eq!(info.co_authors, [person("Cy Poe", "cy@example.org")]);
        assert_eq!(info.author_time.to_string(), "2026-01-01T02:00:00+01:00");
        assert_eq!(info.subject, "Subject");
        assert!(info.body.starts_with("Body.\n\nCo-authored-by"));
        assert!(info.parents.is_empty());
    }

    #[test]
    fn a_subject_is_the_first_paragraph_on_one_line() {
        let (subject, body) = split_message("\nReview SOP 7\nand SOP 8\n\nWhy: due.\n\nMore.\n");
        assert_eq!(subject, "Review SOP 7 and SOP 8");
        assert_eq!(body, "Why: due.\n\nMore.");
        assert_eq!(split_message(""), (String::new(), String::new()));
    }

    #[test]
    fn pull_requests_are_read_from_merge_and_squash_subjects() {
        let found = pull_request_in("Merge pull request #41 from larkspur/lost-parcels");
        assert_eq!(found.as_deref(), Some("#41"));
        assert_eq!(pull_request_in("Raise the limit (#52)").as_deref(), Some("#52"));
        assert_eq!(pull_request_in("Revert \"Raise (#52)\" (#53)").as_deref(), Some("#53"));
        assert_eq!(pull_request_in("Fix (#5) later"), None);
        assert_eq!(pull_request_in("Fix #5"), None);
    }

    #[test]
    fn merge_requests_are_read_from_the_body() {
        let found = |body: &str| merge_request_in(body);
        assert_eq!(found("Closes #3\n\nSee merge request quality/sops!41").as_deref(), Some("!41"));
        assert_eq!(
            found("See merge request quality/sops!41\nApproved-by: Ana").as_deref(),
            Some("!41")
        );
        assert_eq!(found("See merge request of last week!"), None);
        assert_eq!(found("as in See merge request a!1"), None);
    }

    #[test]
    fn co_authors_are_found_in_the_middle_of_a_message() {
        let body =
            "one\nCo-Authored-By: Ann Lee <ann@example.org>\n\ntwo\nco-authored-by: no address";
        let found: Vec<_> = co_authors_named_in(body).collect();
        assert_eq!(found, [("Ann Lee", "ann@example.org")]);
    }

    #[test]
    fn text_in_latin_1_is_read_as_such() {
        let latin = BStr::new(b"M\xfcller");
        assert_eq!(decoded(latin, Some(BStr::new("ISO-8859-1"))), "Müller");
        assert_eq!(decoded(latin, None), "M\u{fffd}ller");
    }
}
