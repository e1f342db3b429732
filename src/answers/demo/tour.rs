//! What to look at first in the example.

/// A command of the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TourStep {
    /// As it is typed in the folder of the example.
    pub command: &'static str,
    /// What it shows there, in one line.
    pub shows: &'static str,
}

/// The tour, in the order of a first visit.
pub const TOUR: &[TourStep] = &[
    TourStep {
        command: "sopctl list",
        shows: "the register: every document with its version, owner, next review and state",
    },
    TourStep {
        command: "sopctl stale",
        shows: "what can no longer be trusted, why, and the commit that proves it; the rest is current",
    },
    TourStep {
        command: "sopctl diff v1.1..v2.0 POL-002 SOP-004",
        shows: "a must that became a should, and a limit that went from 100 to 250 EUR",
    },
    TourStep {
        command: "sopctl diff v1.1..v2.0 WI-002",
        shows: "two steps came in; the renumbered rest is no change",
    },
    TourStep {
        command: "sopctl diff v2.0..main",
        shows: "what is not released yet; the commit that reformatted every file changed nothing",
    },
    TourStep {
        command: "sopctl changelog v1.1..v2.0",
        shows: "what a release changes in words, why, who approved it, and who must read it again",
    },
    TourStep {
        command: "sopctl check",
        shows: "what is wrong with the record itself: a date that no calendar has",
    },
    TourStep {
        command: "git log -1 --format='%as %s' -- sops/refund-approval.md",
        shows: "what git alone says of SOP-004; sopctl stale names the commit that changed its limit",
    },
];
