//! Graphs as flowcharts in the language of Mermaid, which GitHub and GitLab draw.

use std::fmt::Write as _;

use crate::report::{Bond, Graph, Holds, Node, Tone};

use super::cleaned;

/// More edges are an error to Mermaid where nobody configures it (`maxEdges`).
const MOST_EDGES: usize = 500;
/// Longer texts are an error to Mermaid where nobody configures it (`maxTextSize`).
const MOST_CHARACTERS: usize = 50_000;

pub(super) fn render(graph: &Graph) -> String {
    let mut text = String::from("flowchart LR\n");
    for (number, node) in graph.nodes.iter().enumerate() {
        let label = label(node);
        let is_part = graph.levels.get(node.level).is_some_and(|level| level.holds == Holds::Parts);
        let _ = if is_part {
            writeln!(text, "  n{number}([\"{label}\"])")
        } else {
            writeln!(text, "  n{number}[\"{label}\"]")
        };
    }
    for (edge, ..) in graph.spans() {
        let arrow = match edge.bond {
            Bond::Firm => "-->",
            Bond::Loose => "-.->",
            Bond::Broken => "-. broken .->",
        };
        let _ = writeln!(text, "  n{} {arrow} n{}", edge.from, edge.to);
    }
    for (tone, name, colour) in
        [(Tone::Warning, "warning", "#b8860b"), (Tone::Bad, "bad", "#c0392b")]
    {
        let numbered = graph.nodes.iter().enumerate();
        let such: Vec<String> = numbered
            .filter(|(_, node)| node.tone == tone)
            .map(|(number, _)| format!("n{number}"))
            .collect();
        if !such.is_empty() {
            let _ = writeln!(text, "  classDef {name} stroke:{colour},stroke-width:3px");
            let _ = writeln!(text, "  class {} {name}", such.join(","));
        }
    }
    text
}

/// The flowchart, where it is small enough to be drawn by pages that configure nothing.
pub(super) fn embedded(graph: &Graph) -> Option<String> {
    if graph.is_empty() || graph.edges.len() > MOST_EDGES {
        return None;
    }
    Some(render(graph)).filter(|text| text.chars().count() <= MOST_CHARACTERS)
}

fn label(node: &Node) -> String {
    let note = if node.tone >= Tone::Warning { node.note.untrusted() } else { "" };
    let name = node.name.untrusted();
    let lines: Vec<String> = [name, node.title.untrusted(), note]
        .into_iter()
        .map(escaped)
        .filter(|l| !l.is_empty())
        .collect();
    // Mermaid has no node without words.
    if lines.is_empty() { "?".to_owned() } else { lines.join("<br/>") }
}

/// Words for the inside of a quoted label. Whatever could end it, begin a directive, a comment,
/// a tag or Markdown is written as its number.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in cleaned(text).trim().chars() {
        let is_plain = !c.is_ascii()
            || c.is_ascii_alphanumeric()
            || matches!(c, ' ' | '-' | '.' | ',' | ':' | '/' | '\'' | '(' | ')');
        if is_plain {
            safe.push(c);
        } else {
            let _ = write!(safe, "#{};", u32::from(c));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Edge;

    #[test]
    fn titles_of_strangers_stay_in_their_label() {
        assert_eq!(escaped("a\"] --> b[\"c"), "a#34;#93; --#62; b#91;#34;c");
        assert_eq!(escaped("%%{init: {}}%%"), "#37;#37;#123;init: #123;#125;#125;#37;#37;");
        assert_eq!(
            escaped("`**bold**` #quot; ]]"),
            "#96;#42;#42;bold#42;#42;#96; #35;quot#59; #93;#93;"
        );
        assert_eq!(escaped("<script>x</script>"), "#60;script#62;x#60;/script#62;");
        assert_eq!(escaped("a\nb\u{7}c\u{202e}d\\n"), "a bcd#92;n");
    }

    fn chain(count: usize, title: &str) -> Graph {
        let node = Node { name: "X-1".into(), title: title.into(), ..Node::default() };
        let edge = |from| Edge { from, to: from + 1, bond: Bond::Firm };
        Graph {
            nodes: vec![node; count],
            edges: (0..count.saturating_sub(1)).map(edge).collect(),
            ..Graph::default()
        }
    }

    #[test]
    fn a_flowchart_has_a_line_for_each_node_and_edge() {
        let mut graph = chain(3, "Pay");
        graph.nodes[2].tone = Tone::Bad;
        graph.nodes[2].note = "is not there".into();
        graph.edges[1].bond = Bond::Broken;
        assert_eq!(
            render(&graph),
            "flowchart LR\n  n0[\"X-1<br/>Pay\"]\n  n1[\"X-1<br/>Pay\"]\n  n2[\"X-1<br/>Pay<br/>is not there\"]\n  \
             n0 --> n1\n  n1 -. broken .-> n2\n  classDef bad stroke:#c0392b,stroke-width:3px\n  class n2 bad\n"
        );
    }

    #[test]
    fn what_pages_would_refuse_is_not_embedded() {
        assert!(embedded(&chain(MOST_EDGES + 1, "Pay")).is_some());
        assert!(embedded(&chain(MOST_EDGES + 2, "Pay")).is_none());
        assert!(embedded(&chain(400, &"long ".repeat(30))).is_none());
        assert!(embedded(&Graph::default()).is_none());
    }
}
