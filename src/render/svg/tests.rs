//! What strangers write stays text in a drawing.

use super::*;
use crate::report::{Edge, Holds, Level};

fn drawing(title: &str, path: Option<&str>) -> String {
    let node = Node {
        name: "SOP-1".into(),
        title: title.into(),
        note: title.into(),
        path: path.map(Text::from),
        ..Node::default()
    };
    render(&Graph {
        title: title.into(),
        levels: vec![Level { name: "SOPs", holds: Holds::Wholes }],
        nodes: vec![node.clone(), node],
        edges: vec![Edge { from: 0, to: 1, bond: Bond::Firm }],
    })
}

#[test]
fn a_title_opens_no_element_and_ends_no_attribute() {
    let svg = drawing("</svg><script>alert(1)</script>\" onload='x' &amp; ]]>", None);
    assert!(!svg.contains("<script") && svg.matches("</svg>").count() == 1, "{svg}");
    assert!(svg.contains("aria-label=\"&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;amp; ]]&gt;\""), "{svg}");
}

#[test]
fn what_xml_has_no_room_for_is_left_out() {
    let svg = drawing("a\u{0}\u{1b}[0m\u{fffe}\u{ffff}\u{202e}b\nc", None);
    assert!(svg.contains("aria-label=\"a[0mb c\""), "{svg}");
}

#[test]
fn a_node_leads_to_its_document_and_nowhere_else() {
    let svg = drawing("Pay", Some("javascript:alert(1)//x.md"));
    assert!(svg.contains("href=\"./javascript%3Aalert%281%29//x.md\""), "{svg}");
    let addresses: Vec<&str> = svg.split("href=\"").skip(1).collect();
    assert!(addresses.iter().all(|address| address.starts_with(['.', '#'])), "{svg}");
}

#[test]
fn a_long_title_is_shortened_and_told_in_full() {
    let title = "Access of joiners, movers and leavers in all warehouses of the company";
    let svg = drawing(title, None);
    assert!(svg.contains(&format!("<title>SOP-1 {title}, {title}</title>")), "{svg}");
    let shown = svg.split("<text class=\"title\"").nth(1).unwrap();
    assert!(shown.split('<').next().unwrap().ends_with('…'), "{shown}");
}
