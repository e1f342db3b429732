//! One file a command: what is typed becomes a request, the answer is shown.

pub(super) mod adopt;
pub(super) mod audit;
pub(super) mod blame;
pub(super) mod changelog;
pub(super) mod check;
pub(super) mod demo;
pub(super) mod diff;
pub(super) mod explain;
pub(super) mod extract;
pub(super) mod git_diff;
pub(super) mod init;
pub(super) mod list;
pub(super) mod log;
pub(super) mod new;
pub(super) mod owners;
pub(super) mod plan;
pub(super) mod pr;
pub(super) mod promote;
pub(super) mod refs;
pub(super) mod review;
pub(super) mod schema;
pub(super) mod show;
pub(super) mod stale;
pub(super) mod template;
