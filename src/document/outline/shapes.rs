//! Documents of every shape of steps, and of every list that only looks like steps, in
//! `tests/documents`: each Markdown file stands beside the steps that a reader finds in it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::UnitKind;
use crate::document::Document;
use crate::document::profile::Profile;

/// One step a line, with its number or a dash, indented below the step that it is part of.
fn steps(document: &Document) -> String {
    let outline = document.outline();
    let mut depths: Vec<Option<usize>> = Vec::with_capacity(outline.units.len());
    let mut written = String::new();
    for unit in &outline.units {
        let outer = unit.parent.and_then(|parent| depths[parent]);
        let is_step = unit.kind == UnitKind::Step;
        let depth = outer.map_or(0, |outer| outer + 1);
        depths.push(is_step.then_some(depth).or(outer));
        if is_step {
            let number = unit.number.as_deref().unwrap_or("-");
            writeln!(written, "{}{number} {}", "  ".repeat(depth), unit.text).unwrap();
        }
    }
    written
}

#[test]
fn the_steps_of_every_shape_of_document_are_those_that_a_reader_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut found = 0;
    let mut wrong = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        found += 1;
        let document = Document::read(fs::read_to_string(&path).unwrap(), Profile::sopctl());
        let expected = fs::read_to_string(path.with_extension("steps")).unwrap();
        let actual = steps(&document);
        if actual != expected {
            let name = path.file_stem().unwrap_or_default().display();
            writeln!(wrong, "## {name}\nexpected\n{expected}actual\n{actual}").unwrap();
        }
    }
    assert!(found >= 25, "{found}");
    assert!(wrong.is_empty(), "{wrong}");
}
