//! Who approved what a landing brought.

use crate::calendar::Date;
use crate::document::front_matter::Fields;
use crate::git::CommitInfo;

use super::hosted::HostedApprovals;

/// An approval, as some source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Approval {
    pub(super) by: String,
    pub(super) on: Option<Date>,
    pub(super) source: Source,
}

/// Where an approval is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Source {
    /// In the fields of the document.
    FrontMatter,
    /// In a trailer of the commit, or of the merge that brought it.
    Trailer,
    /// In the answer of a hosting service.
    HostingService,
}

impl Source {
    pub(super) const fn words(self) -> &'static str {
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
pub(super) fn approvals(
    before: Option<&Fields>,
    after: Option<&Fields>,
    commits: [Option<&CommitInfo>; 2],
    pull_request: Option<&str>,
    hosted: Option<&HostedApprovals>,
) -> Vec<Approval> {
    let recorded = |fields: Option<&Fields>| {
        fields.map(|fields| {
            let by: Vec<String> =
                fields.approved_by.texts().into_iter().map(str::to_owned).collect();
            (by, fields.approved_on.copied())
        })
    };
    let (then, now) = (recorded(before), recorded(after));
    if let Some((by, on)) = now.filter(|now| then.as_ref() != Some(now))
        && !by.is_empty()
    {
        let source = Source::FrontMatter;
        return by.into_iter().map(|by| Approval { by, on, source }).collect();
    }
    let mut named: Vec<String> = Vec::new();
    for info in commits.into_iter().flatten() {
        for by in info.trailers("Approved-by") {
            if !named.contains(&by) {
                named.push(by);
            }
        }
    }
    if !named.is_empty() {
        let source = Source::Trailer;
        return named.into_iter().map(|by| Approval { by, on: None, source }).collect();
    }
    let known = hosted.zip(pull_request).map(|(hosted, request)| hosted.of(request));
    known
        .unwrap_or_default()
        .iter()
        .map(|approval| Approval {
            by: approval.by.clone(),
            on: approval.on,
            source: Source::HostingService,
        })
        .collect()
}
