//! How long one thread works, on a machine that works for others as well.

use std::fs;
use std::time::{Duration, Instant};

/// Does something and tells how long the thread worked on it. Time that the machine gives
/// to others does not count where the system tells (Linux).
pub(crate) fn worked<T>(what: impl FnOnce() -> T) -> (Duration, T) {
    let (begun, before) = (Instant::now(), time_worked());
    let done = what();
    let took = match (before, time_worked()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => begun.elapsed(),
    };
    (took, done)
}

/// The time that the processor has given to this thread.
fn time_worked() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
