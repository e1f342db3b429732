//! One file a command: what is typed becomes a request, the answer is shown.

pub(super) mod demo;
pub(super) mod stale;
