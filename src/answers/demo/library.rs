//! The documents of the example company as they were first written.

/// The first text of the file at `path` in the library.
pub(super) fn first_text(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("library/", $path)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "README.md",
    "sopctl.toml",
    "config/limits.toml",
    "policies/access-control.md",
    "policies/customer-money.md",
    "policies/stock-and-goods.md",
    "sops/customer-complaints.md",
    "sops/goods-receiving.md",
    "sops/lost-parcel-claims.md",
    "sops/order-fulfilment.md",
    "sops/paper-form-returns.md",
    "sops/refund-approval.md",
    "sops/returns-and-inspection.md",
    "sops/user-access.md",
    "work-instructions/book-in-a-delivery.md",
    "work-instructions/create-a-staff-account.md",
    "work-instructions/inspect-a-returned-item.md",
    "work-instructions/issue-a-refund.md",
    "work-instructions/log-and-answer-a-complaint.md",
    "work-instructions/pack-a-fragile-item.md",
    "work-instructions/pick-and-pack-an-order.md",
    "work-instructions/revoke-a-leavers-access.md",
    "work-instructions/run-a-cycle-count.md",
];
