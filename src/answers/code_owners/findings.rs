//! The differences as findings, for formats that show one fault at a time.

use crate::library::Member;
use crate::report::{Criterion, Finding, Location, Severity, Subject, Text};

use super::{CodeOwners, Difference, DifferenceKind};

pub(super) fn of(report: &CodeOwners) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        report.differences.iter().map(|difference| finding(difference, report)).collect();
    findings.sort_by(|one, other| one.path.cmp(&other.path));
    findings
}

pub(super) fn criteria() -> Vec<Criterion> {
    vec![
        Criterion {
            id: DifferenceKind::OwnerDiffers.code(),
            summary: "CODEOWNERS names somebody else than the document for it, or nobody",
            help: "Correct whichever is wrong; `sopctl owners --codeowners write` writes what the \
                   documents say.",
            severity: Severity::Error,
        },
        Criterion {
            id: DifferenceKind::EntryLeftOver.code(),
            summary: "CODEOWNERS has a line for what is no document with an owner any more",
            help: "Renew the part with `sopctl owners --codeowners write`.",
            severity: Severity::Error,
        },
    ]
}

pub(super) fn subject(member: &Member) -> Subject {
    let fields = member.document.fields();
    Subject {
        path: member.path.as_str().into(),
        document: fields.id.value().map(|id| id.as_str().into()),
        title: Some(member.title().into()),
        left_out: fields.owner.value().is_none().then(|| "names no owner".into()),
    }
}

fn finding(difference: &Difference, report: &CodeOwners) -> Finding {
    let code = difference.kind.code();
    let (path, line) = match difference.kind {
        DifferenceKind::OwnerDiffers => (difference.path.as_str(), difference.line),
        DifferenceKind::EntryLeftOver => {
            let file = report.place.map_or("CODEOWNERS", |place| place.path());
            (file, difference.named_at)
        }
    };
    Finding {
        key: format!("{}/{code}", difference.id.as_deref().unwrap_or(difference.path.as_str())),
        rule: code,
        severity: Severity::Error,
        fails: true,
        acceptance: None,
        message: difference.message().into(),
        path: path.into(),
        document: difference.id.as_deref().map(Text::from),
        location: line.map(Location::Line),
        help: Some("sopctl owners --codeowners write".into()),
        fix: None,
        repeated: Vec::new(),
    }
}

impl DifferenceKind {
    /// The name in JSON.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::OwnerDiffers => "owner-differs",
            Self::EntryLeftOver => "entry-left-over",
        }
    }
}

impl Difference {
    /// `CODEOWNERS names @ops (line 3), and the document @ana`
    pub(super) fn message(&self) -> String {
        let named = match (self.named.as_slice(), self.named_at) {
            ([], _) | (_, None) => "nobody".to_owned(),
            (names, Some(line)) => format!("{} (line {line})", names.join(", ")),
        };
        match &self.owner {
            Some(owner) => format!("CODEOWNERS names {named}, and the document {owner}"),
            None => format!("CODEOWNERS names {named} for what is no document with an owner"),
        }
    }
}
