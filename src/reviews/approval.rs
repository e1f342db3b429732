//! Who approved a text: what its fields say, else the commits that brought it, else what a
//! hosting service knows of their pull request. Never a guess.

use crate::calendar::Date;
use crate::document::front_matter::Fields;
use crate::git::CommitInfo;

use super::HostedApprovals;

/// An approval, as some source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who approved: a handle, a name with an address, or an account.
    pub by: String,
    /// The day, where the source says it.
    pub on: Option<Date>,
    /// The source.
    pub source: ApprovalSource,
}

/// Where an approval is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Source")]
pub enum ApprovalSource {
    /// In the fields of the document.
    FrontMatter,
    /// In a trailer of the commit, or of the merge that brought it.
    Trailer,
    /// In the answer of a hosting service.
    HostingService,
}

impl ApprovalSource {
    /// How people say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Trailer => "trailer",
            Self::HostingService => "hosting service",
        }
    }
}

/// The approvals that came with a landing, from the first source that has any: the fields
/// that it set, its trailers, what a hosting service says of its pull request. Fields that
/// stood there before tell of another approval.
#[must_use]
pub fn approvals(
    before: Option<&Fields>,
    after: Option<&Fields>,
    commits: [Option<&CommitInfo>; 2],
    pull_request: Option<&str>,
    hosted: Option<&HostedApprovals>,
) -> Vec<Approval> {
    let recorded = recorded_approvals(before, after);
    if recorded.is_empty() { carried_approvals(commits, pull_request, hosted) } else { recorded }
}

/// The approvals that the fields of a text name and those of the text before did not.
#[must_use]
pub fn recorded_approvals(before: Option<&Fields>, after: Option<&Fields>) -> Vec<Approval> {
    let recorded = |fields: Option<&Fields>| {
        fields.map(|fields| {
            let by: Vec<String> =
                fields.approved_by.texts().into_iter().map(str::to_owned).collect();
            (by, fields.approved_on.copied())
        })
    };
    let (then, now) = (recorded(before), recorded(after));
    let Some((by, on)) = now.filter(|now| then.as_ref() != Some(now)) else { return Vec::new() };
    let source = ApprovalSource::FrontMatter;
    by.into_iter().map(|by| Approval { by, on, source }).collect()
}

/// The approvals that a commit and the merge that brought it carry in their trailers, else
/// those that a hosting service knows of their pull request.
#[must_use]
pub fn carried_approvals(
    commits: [Option<&CommitInfo>; 2],
    pull_request: Option<&str>,
    hosted: Option<&HostedApprovals>,
) -> Vec<Approval> {
    let mut named: Vec<String> = Vec::new();
    for info in commits.into_iter().flatten() {
        for by in info.trailers("Approved-by") {
            if !named.contains(&by) {
                named.push(by);
            }
        }
    }
    if !named.is_empty() {
        let source = ApprovalSource::Trailer;
        return named.into_iter().map(|by| Approval { by, on: None, source }).collect();
    }
    let known = hosted.zip(pull_request).map(|(hosted, request)| hosted.of(request));
    known
        .unwrap_or_default()
        .iter()
        .map(|approval| Approval {
            by: approval.by.clone(),
            on: approval.on,
            source: ApprovalSource::HostingService,
        })
        .collect()
}
