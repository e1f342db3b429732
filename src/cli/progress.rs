//! A progress bar on standard error, for a person who waits more than half a second.

use std::cell::RefCell;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::Progress;

/// How long work stays silent.
const PATIENCE: Duration = Duration::from_millis(500);

/// Draws progress on a terminal, and nothing anywhere else.
pub(super) struct Bar {
    enabled: bool,
    /// When the command began: a person waits for all of its phases together.
    begun: Instant,
    phase: RefCell<Option<Phase>>,
}

struct Phase {
    bar: ProgressBar,
    shown: bool,
}

impl Bar {
    pub(super) fn new(quiet: bool) -> Self {
        let enabled = !quiet && io::stderr().is_terminal();
        Self { enabled, begun: Instant::now(), phase: RefCell::new(None) }
    }
}

impl Progress for Bar {
    fn begin(&self, name: &'static str, total: Option<u64>) {
        if !self.enabled {
            return;
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template =
            if total.is_some() { "{msg} {bar:30} {pos}/{len}" } else { "{msg} {spinner} {pos}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(name);
        *self.phase.borrow_mut() = Some(Phase { bar, shown: false });
    }

    fn advance(&self, by: u64) {
        if let Some(phase) = self.phase.borrow_mut().as_mut() {
            if !phase.shown && self.begun.elapsed() > PATIENCE {
                phase.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
                phase.shown = true;
            }
            phase.bar.inc(by);
        }
    }

    fn finish(&self) {
        if let Some(phase) = self.phase.borrow_mut().take() {
            phase.bar.finish_and_clear();
        }
    }
}
