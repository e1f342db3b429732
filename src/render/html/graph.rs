//! A graph as a drawing in a box of its own, which scrolls where the screen is narrow.

use std::fmt::Write as _;

use crate::report::Graph;

use super::Writer;
use super::inline::escaped;

impl Writer {
    pub(super) fn graph(&mut self, graph: &Graph) {
        if graph.is_empty() {
            return;
        }
        let _ = writeln!(
            self.html,
            "<figure class=\"map-box\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">\n{}</figure>",
            escaped(graph.title.untrusted()),
            super::super::drawing(graph)
        );
    }
}
