//! What hangs together how: nodes on levels, and what leads from one to another.
//!
//! A graph says what stands where and what is wrong with it. Where a node is drawn, and in
//! which shape, is for the renderer to decide.

use super::{Text, Tone};

/// Nodes and what connects them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// What it shows, for who does not see it: `Policies, SOPs and work instructions`.
    pub title: Text,
    /// The levels from the top down; every node stands on one.
    pub levels: Vec<Level>,
    /// The nodes, in the order in which they are to be read.
    pub nodes: Vec<Node>,
    /// What leads from where to where, in the order of the nodes.
    pub edges: Vec<Edge>,
}

/// A level of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Its name, in the plural: `Policies`.
    pub name: &'static str,
    /// What its nodes are.
    pub holds: Holds,
}

/// What the nodes of a level are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Things of their own.
    Wholes,
    /// Parts of the things above them.
    Parts,
}

/// A node of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// The number of its level, from 0.
    pub level: usize,
    /// What it is called for short: a number; may be empty.
    pub name: Text,
    /// Its title.
    pub title: Text,
    /// What there is to know of it, in a few words; may be empty.
    pub note: Text,
    /// Where it stands, as a path from the root of the repository; none where it does not.
    pub path: Option<Text>,
    /// How bad the note is.
    pub tone: Tone,
}

/// What leads from one node to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The number of the node from which it leads.
    pub from: usize,
    /// The number of the node to which it leads.
    pub to: usize,
    /// How sure it is.
    pub bond: Bond,
}

/// How sure an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bond {
    /// Both ends are there, and one of them declares it.
    Firm,
    /// It is only said in passing.
    Loose,
    /// It leads to what is not there, or must not be rested on.
    Broken,
}

impl Graph {
    /// Whether there is nothing to draw.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The edges whose ends are both there, with their ends.
    pub fn spans(&self) -> impl Iterator<Item = (&Edge, &Node, &Node)> {
        self.edges
            .iter()
            .filter_map(|edge| Some((edge, self.nodes.get(edge.from)?, self.nodes.get(edge.to)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_to_nowhere_is_not_drawn() {
        let edge = |from, to| Edge { from, to, bond: Bond::Firm };
        let graph = Graph {
            nodes: vec![Node::default(), Node::default()],
            edges: vec![edge(0, 1), edge(1, 2), edge(7, 0)],
            ..Graph::default()
        };
        assert_eq!(graph.spans().count(), 1);
        assert!(!graph.is_empty() && Graph::default().is_empty());
    }
}
