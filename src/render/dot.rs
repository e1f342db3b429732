//! Graphs in the language DOT, for Graphviz.

use std::fmt::Write as _;

use crate::report::{Bond, Graph, Holds, Node, Tone};

use super::{address, cleaned};

pub(super) fn render(graph: &Graph) -> String {
    let mut text = String::from(
        "digraph coverage {\n  rankdir=LR;\n  node [shape=box, fontname=\"Helvetica, Arial, sans-serif\", fontsize=11];\n  edge [arrowsize=0.7];\n",
    );
    let _ = writeln!(text, "  label={};", quoted(graph.title.untrusted()));
    for (number, node) in graph.nodes.iter().enumerate() {
        let _ = writeln!(text, "  n{number} [{}];", attributes(graph, node));
    }
    for (edge, ..) in graph.spans() {
        let style = match edge.bond {
            Bond::Firm => "",
            Bond::Loose => " [style=dashed]",
            Bond::Broken => " [style=dashed, color=\"#9b1c1c\"]",
        };
        let _ = writeln!(text, "  n{} -> n{}{style};", edge.from, edge.to);
    }
    text.push_str("}\n");
    text
}

fn attributes(graph: &Graph, node: &Node) -> String {
    let lines: Vec<String> = [&node.name, &node.title, &node.note]
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| escaped(line.untrusted()))
        .collect();
    let mut attributes = format!("label=\"{}\"", lines.join("\\n"));
    if let Some(path) = &node.path {
        let _ = write!(attributes, ", URL={}", quoted(&address(path)));
    }
    if graph.levels.get(node.level).is_some_and(|level| level.holds == Holds::Parts) {
        attributes.push_str(", shape=plaintext");
    }
    let colour = match node.tone {
        Tone::Plain | Tone::Good => return attributes,
        Tone::Notice => "#0b5a86",
        Tone::Warning => "#7d4e00",
        Tone::Bad => "#9b1c1c",
    };
    let _ = write!(attributes, ", color=\"{colour}\", fontcolor=\"{colour}\", penwidth=1.5");
    attributes
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Words for the inside of a quoted string. In one that is a label, Graphviz reads escapes
/// behind a backslash (`\N` is the name of the node) and the entities of HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in cleaned(text).chars() {
        match c {
            '\\' => safe.push_str("\\\\"),
            '"' => safe.push_str("\\\""),
            '&' => safe.push_str("&amp;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Edge, Level};

    #[test]
    fn titles_of_strangers_stay_in_their_string() {
        assert_eq!(escaped("a\"]; evil [label=\"b"), "a\\\"]; evil [label=\\\"b");
        assert_eq!(escaped("ends in \\"), "ends in \\\\");
        assert_eq!(escaped("\\N \\G &lt;b&gt;"), "\\\\N \\\\G &amp;lt;b&amp;gt;");
        assert_eq!(escaped("a\nb\u{0}c\u{202e}d\u{1b}[0m"), "a bcd[0m");
    }

    #[test]
    fn a_graph_is_written_with_its_levels_bonds_and_addresses() {
        let node = |name: &str, tone| Node { name: name.into(), tone, ..Node::default() };
        let mut policy = node("POL-1", Tone::Plain);
        policy.path = Some("policies/a b.md".into());
        let mut part = node("Pay", Tone::Plain);
        part.level = 1;
        let edge = |from, to, bond| Edge { from, to, bond };
        let graph = Graph {
            title: "Map".into(),
            levels: vec![
                Level { name: "Policies", holds: Holds::Wholes },
                Level { name: "Stages", holds: Holds::Parts },
            ],
            nodes: vec![policy, part, node("SOP-9", Tone::Bad)],
            edges: vec![edge(0, 1, Bond::Firm), edge(1, 2, Bond::Broken), edge(0, 2, Bond::Loose)],
        };
        let text = render(&graph);
        for line in [
            "  label=\"Map\";",
            "  n0 [label=\"POL-1\", URL=\"./policies/a%20b.md\"];",
            "  n1 [label=\"Pay\", shape=plaintext];",
            "  n2 [label=\"SOP-9\", color=\"#9b1c1c\", fontcolor=\"#9b1c1c\", penwidth=1.5];",
            "  n0 -> n1;",
            "  n1 -> n2 [style=dashed, color=\"#9b1c1c\"];",
            "  n0 -> n2 [style=dashed];",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(text.starts_with("digraph coverage {\n") && text.ends_with("}\n"));
    }
}
