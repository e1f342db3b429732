//! Where each node of a graph is drawn.
//!
//! Levels are columns. A node stands in the first row of what hangs on it, so that everything
//! below an edge stands together and no two lines cross. What hangs on two nodes is drawn at
//! the first; at the second, a line says that it is drawn elsewhere.

use crate::report::{Bond, Edge, Graph, Holds, Level};

/// All in pixels.
const TOP: u32 = 34;
const MARGIN: u32 = 2;
const GUTTER: u32 = 32;
/// A thing of its own: its width at most, and its height.
const WHOLE: (u32, u32) = (300, 40);
const PART: (u32, u32) = (172, 24);
/// A drawing is no wider, so that a page shows it as it is: 74 times the size of its letters.
const WIDEST: u32 = 1184;
/// A line that runs further down says where it comes from, which may be off the screen.
const FAR: u32 = 360;
/// The mention of a node that is drawn elsewhere is as high as this.
const MENTION: u32 = 22;
/// Between rows, and between what hangs on different roots.
const BETWEEN: u32 = 8;
const APART: u32 = 14;

/// A whole drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    /// The levels on which anything stands.
    pub(super) columns: Vec<Column>,
    pub(super) placed: Vec<Placed>,
    pub(super) wires: Vec<Wire>,
}

/// A level as a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) x: u32,
    width: u32,
    /// The number of the level.
    level: usize,
}

/// A node in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) node: usize,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) place: Place,
}

/// What stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A thing of its own.
    Whole,
    /// A part of one.
    Part,
    /// The mention of a node that stands elsewhere.
    Elsewhere,
}

/// A line from one place to another, with at most one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wire {
    pub(super) from: (u32, u32),
    /// Where the step is.
    pub(super) bend: u32,
    pub(super) to: (u32, u32),
    pub(super) bond: Bond,
    /// The node that it comes from, where that is far away.
    pub(super) far_from: Option<usize>,
}

/// A node that is still to be placed.
struct Waiting {
    node: usize,
    column: usize,
    is_mention: bool,
    /// The place on which it hangs.
    from: Option<(usize, Bond)>,
}

impl Layout {
    /// Places every node once, and mentions it wherever else an edge leads to it.
    pub(super) fn of(graph: &Graph) -> Self {
        let columns = columns(graph);
        let column_of = |node: usize| {
            let level = graph.nodes.get(node).map_or(0, |node| node.level);
            columns.iter().position(|column| column.level >= level).unwrap_or(0)
        };
        let (homes, leading) = homes(graph);
        let mut layout = Self { columns: columns.clone(), ..Self::default() };
        let mut y = TOP;
        let roots = (0..graph.nodes.len()).filter(|node| homes.get(*node) == Some(&None));
        for root in roots {
            let mut waiting = vec![Waiting {
                node: root,
                column: column_of(root),
                is_mention: false,
                from: None,
            }];
            // The first of what hangs on a node stands in its row.
            let mut row = Row { y, is_open_from: 0, height: 0 };
            while let Some(next) = waiting.pop() {
                let at = layout.place(&next, graph, &mut row);
                if next.is_mention {
                    continue;
                }
                let hanging = leading.get(next.node).map_or(&[][..], Vec::as_slice);
                for (number, edge) in hanging.iter().rev() {
                    let is_mention = homes.get(edge.to) != Some(&Some(*number));
                    // To the right of what it hangs on, where there is a column.
                    let last = columns.len().saturating_sub(1);
                    let column = column_of(edge.to).max((next.column + 1).min(last));
                    let from = Some((at, edge.bond));
                    waiting.push(Waiting { node: edge.to, column, is_mention, from });
                }
            }
            y = row.y + row.height + APART;
        }
        let right = columns.last().map_or(0, |last| last.x + last.width);
        layout.width = right + MARGIN;
        layout.height = y.saturating_sub(APART) + MARGIN;
        layout
    }

    /// Puts a node into the row, or into the next one where its column is taken; returns the
    /// number of the place.
    fn place(&mut self, next: &Waiting, graph: &Graph, row: &mut Row) -> usize {
        let level = graph.nodes.get(next.node).and_then(|node| graph.levels.get(node.level));
        let is_part = level.is_some_and(|level| level.holds == Holds::Parts);
        let (place, height) = match (next.is_mention, is_part) {
            (true, _) => (Place::Elsewhere, MENTION),
            (_, true) => (Place::Part, PART.1),
            _ => (Place::Whole, WHOLE.1),
        };
        // Only the first of what hangs on a node stands beside it.
        let is_first = next.from.is_some_and(|(on, _)| on + 1 == self.placed.len());
        if row.height > 0 && (!is_first || next.column < row.is_open_from) {
            *row = Row { y: row.y + row.height + BETWEEN, is_open_from: 0, height: 0 };
        }
        row.is_open_from = next.column + 1;
        let (x, width) = self
            .columns
            .get(next.column)
            .map_or((MARGIN, WHOLE.0), |column| (column.x, column.width));
        // All lines of a row run at the height of the first line of a whole.
        let y = row.y + (WHOLE.1.saturating_sub(height)) / 2;
        row.height = row.height.max(y + height - row.y);
        if let Some((from, bond)) = next.from
            && let Some(on) = self.placed.get(from)
        {
            let start = on.x + on.width;
            let middle = y + height / 2;
            let is_beside = x > start;
            let wire = Wire {
                from: if is_beside {
                    (start, on.y + on.height / 2)
                } else {
                    (on.x, on.y + on.height / 2)
                },
                bend: if is_beside { start + GUTTER / 2 } else { on.x.saturating_sub(GUTTER / 4) },
                to: (x, middle),
                bond,
                far_from: (is_beside && y > on.y + FAR).then_some(on.node),
            };
            self.wires.push(wire);
        }
        self.placed.push(Placed { node: next.node, x, y, width, height, place });
        self.placed.len() - 1
    }
}

/// The row that is being filled, from the left to the right.
struct Row {
    y: u32,
    /// The columns before this one are taken.
    is_open_from: usize,
    height: u32,
}

/// A column for each level on which anything stands; wholes share the room that parts leave.
fn columns(graph: &Graph) -> Vec<Column> {
    let is_used = |(number, _): &(usize, &Level)| graph.nodes.iter().any(|n| n.level == *number);
    let used: Vec<(usize, &Level)> = graph.levels.iter().enumerate().filter(is_used).collect();
    let count = |what: Holds| {
        u32::try_from(used.iter().filter(|(_, level)| level.holds == what).count()).unwrap_or(1)
    };
    let (wholes, parts) = (count(Holds::Wholes).max(1), count(Holds::Parts));
    let taken = parts * PART.0 + (wholes + parts - 1) * GUTTER + 2 * MARGIN;
    let whole = (WIDEST.saturating_sub(taken) / wholes).clamp(WHOLE.0 / 2, WHOLE.0);
    let mut x = MARGIN;
    let mut columns = Vec::new();
    for (number, level) in used {
        let width = if level.holds == Holds::Parts { PART.0 } else { whole };
        columns.push(Column { name: level.name, x, width, level: number });
        x += width + GUTTER;
    }
    columns
}

type Leading<'g> = Vec<Vec<(usize, &'g Edge)>>;

/// On which edge each node hangs, none for those that hang on nothing; and the edges that lead
/// from each.
fn homes(graph: &Graph) -> (Vec<Option<usize>>, Leading<'_>) {
    let mut homes: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    let mut leading: Leading<'_> = vec![Vec::new(); graph.nodes.len()];
    for (number, edge) in graph.edges.iter().enumerate() {
        let level = |node: usize| graph.nodes.get(node).map(|node| node.level);
        let (Some(from), Some(to)) = (level(edge.from), level(edge.to)) else { continue };
        if let Some(leading) = leading.get_mut(edge.from) {
            leading.push((number, edge));
        }
        // Only ever downwards: so that nothing hangs on itself.
        if from < to
            && let Some(home) = homes.get_mut(edge.to)
        {
            home.get_or_insert(number);
        }
    }
    (homes, leading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Level, Node};

    fn graph(levels: &[usize], edges: &[(usize, usize)]) -> Graph {
        let level = |name, holds| Level { name, holds };
        Graph {
            title: "Map".into(),
            levels: vec![
                level("Policies", Holds::Wholes),
                level("SOPs", Holds::Wholes),
                level("Stages", Holds::Parts),
                level("Work instructions", Holds::Wholes),
            ],
            nodes: levels.iter().map(|level| Node { level: *level, ..Node::default() }).collect(),
            edges: edges
                .iter()
                .map(|(from, to)| Edge { from: *from, to: *to, bond: Bond::Firm })
                .collect(),
        }
    }

    fn overlaps(one: &Placed, other: &Placed) -> bool {
        one.x < other.x + other.width
            && other.x < one.x + one.width
            && one.y < other.y + other.height
            && other.y < one.y + one.height
    }

    /// Whether a wire runs through a box other than those at its ends.
    fn is_crossed(wire: &Wire, placed: &Placed) -> bool {
        let (left, right) = (placed.x, placed.x + placed.width);
        let (top, bottom) = (placed.y, placed.y + placed.height);
        let level = |y: u32, from: u32, to: u32| {
            let (from, to) = (from.min(to), from.max(to));
            top < y && y < bottom && from < right && left < to
        };
        let upright = |x: u32, from: u32, to: u32| {
            let (from, to) = (from.min(to), from.max(to));
            left < x && x < right && from < bottom && top < to
        };
        level(wire.from.1, wire.from.0, wire.bend)
            || upright(wire.bend, wire.from.1, wire.to.1)
            || level(wire.to.1, wire.bend, wire.to.0)
    }

    #[test]
    fn what_hangs_on_a_node_begins_in_its_row() {
        let layout = Layout::of(&graph(&[0, 1, 1, 3], &[(0, 1), (0, 2), (1, 3)]));
        let middle = |node: usize| {
            let placed = layout.placed.iter().find(|placed| placed.node == node).unwrap();
            placed.y + placed.height / 2
        };
        assert_eq!((middle(0), middle(0)), (middle(1), middle(3)));
        assert!(middle(2) > middle(1));
        let names: Vec<&str> = layout.columns.iter().map(|column| column.name).collect();
        assert_eq!(names, ["Policies", "SOPs", "Work instructions"], "nothing is a stage");
    }

    #[test]
    fn what_hangs_on_two_nodes_is_drawn_once_and_mentioned_once() {
        let layout = Layout::of(&graph(&[0, 0, 1], &[(0, 2), (1, 2)]));
        let of_two: Vec<Place> =
            layout.placed.iter().filter(|p| p.node == 2).map(|p| p.place).collect();
        assert_eq!(of_two, [Place::Whole, Place::Elsewhere]);
    }

    #[test]
    fn a_circle_is_drawn_and_ends() {
        let layout = Layout::of(&graph(&[1, 1, 3], &[(0, 1), (1, 0), (2, 2), (1, 2)]));
        assert_eq!(layout.placed.iter().filter(|p| p.place == Place::Whole).count(), 3);
        assert_eq!(layout.placed.len() - 3, 3);
    }

    #[test]
    fn an_empty_graph_is_an_empty_drawing() {
        let layout = Layout::of(&Graph::default());
        assert!(layout.placed.is_empty() && layout.height < 100);
    }

    proptest::proptest! {
        #[test]
        fn no_two_boxes_overlap_and_no_line_runs_through_one(
            levels in proptest::collection::vec(0_usize..4, 1..40),
            ends in proptest::collection::vec((0_usize..40, 0_usize..40), 0..80),
        ) {
            let layout = Layout::of(&graph(&levels, &ends));
            for (index, one) in layout.placed.iter().enumerate() {
                for other in &layout.placed[index + 1..] {
                    proptest::prop_assert!(!overlaps(one, other), "{one:?} {other:?}");
                }
                proptest::prop_assert!(one.x + one.width <= layout.width);
                proptest::prop_assert!(one.y + one.height <= layout.height);
                for wire in &layout.wires {
                    proptest::prop_assert!(!is_crossed(wire, one), "{wire:?} {one:?}");
                }
            }
            let drawn = |node: usize| {
                let is_it = |p: &&Placed| p.node == node && p.place != Place::Elsewhere;
                layout.placed.iter().filter(is_it).count()
            };
            proptest::prop_assert!((0..levels.len()).all(|node| drawn(node) == 1));
        }
    }
}
