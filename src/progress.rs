//! How long work tells whoever asked for it that it is getting on.

/// Receives progress; the console draws it, everything else is [`Silent`].
pub trait Progress {
    /// A phase begins; `total` is its number of steps where that is known.
    fn begin(&self, phase: &'static str, total: Option<u64>);
    /// `by` more steps of the phase are done.
    fn advance(&self, by: u64);
    /// The phase is over.
    fn finish(&self);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _phase: &'static str, _total: Option<u64>) {}
    fn advance(&self, _by: u64) {}
    fn finish(&self) {}
}
