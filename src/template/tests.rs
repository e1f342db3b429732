use super::*;
use crate::document::Document;
use crate::document::profile::Profile;

fn built_in(name: &str) -> &'static Template {
    Templates::built_in().iter().find(|template| template.name == name).unwrap()
}

fn headings(text: &str) -> Vec<String> {
    let document = Document::read(text.to_owned(), Profile::sopctl());
    let sections = document.outline().sections.iter().filter(|section| section.level == 2);
    sections.map(|section| section.title.clone()).collect()
}

#[test]
fn every_kind_has_its_template_with_the_sections_that_readers_look_for() {
    for (kind, sections) in [
        (
            DocumentKind::Policy,
            "Purpose, Scope, Policy statements, Roles, Exceptions, Enforcement, \
             Related procedures",
        ),
        (
            DocumentKind::Sop,
            "Purpose, Scope, Roles and responsibilities, Definitions, Inputs and outputs, \
             Procedure, Compliance, Exceptions and escalation, Records, Success criteria, \
             References",
        ),
        (
            DocumentKind::WorkInstruction,
            "When to use, Before you start, Steps, Done when, If something goes wrong, Undo",
        ),
    ] {
        let template = built_in(kind.as_str());
        assert_eq!(template.kind, kind);
        let text = template.fill(&Values::of("Name")).unwrap();
        assert_eq!(headings(&text).join(", "), sections);
    }
}

#[test]
fn every_section_says_what_it_answers_and_holds_a_place_to_fill_in() {
    for template in Templates::built_in() {
        let name = &template.name;
        let text = template.fill(&Values::of("Name")).unwrap();
        assert!(text.starts_with("# Name\n") && text.ends_with('\n'), "{text}");
        assert!(!text.contains("{{") && !text.contains("\n\n\n"), "{text}");
        let told: Vec<String> = template.questions.iter().map(|(head, _)| head.clone()).collect();
        assert_eq!(headings(&text), told, "{name}");
        for (heading, question) in &template.questions {
            assert!(question.ends_with('?'), "{name}, {heading}: {question}");
        }
        for section in text.split("\n## ").skip(1) {
            assert!(section.contains("TODO: "), "{name}: {section}");
            assert!(section.contains("<!--"), "{name}: {section}");
        }
        // A place to fill in is a question: it ends where it is answered.
        for place in text.split("TODO: ").skip(1) {
            let line = place.lines().next().unwrap();
            assert!(line.contains('?'), "{name}: {line}");
        }
    }
}

#[test]
fn what_is_implemented_is_named() {
    let implements = ["POL-001".to_owned(), "POL-002".to_owned()];
    let values = Values { implements: &implements, ..Values::of("Name") };
    for template in Templates::built_in().iter().filter(|t| t.kind != DocumentKind::Policy) {
        let text = template.fill(&values).unwrap();
        assert!(text.contains("POL-001, POL-002"), "{}: {text}", template.name);
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}

#[test]
fn every_sop_names_the_work_instructions_that_are_made_with_it() {
    let instruction = |id: &str| Instruction {
        id: id.to_owned(),
        heading: format!("Task {id}"),
        link: format!("../wi/{id}.md"),
    };
    let instructions = [instruction("WI-001"), instruction("WI-002")];
    let values = Values { instructions: &instructions, ..Values::of("Name") };
    for template in Templates::built_in().iter().filter(|t| t.kind == DocumentKind::Sop) {
        let text = template.fill(&values).unwrap();
        for id in ["WI-001", "WI-002"] {
            assert!(text.contains(&format!("](../wi/{id}.md)")), "{}: {text}", template.name);
        }
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}

#[test]
fn values_are_put_in_as_they_are_and_never_filled_in_themselves() {
    let text = built_in("sop").fill(&Values::of("<b> & {{implements}} \"'`")).unwrap();
    assert!(text.starts_with("# <b> & {{implements}} \"'`\n"), "{text}");
}

#[test]
fn a_faulty_template_is_told_with_its_line() {
    let template = |body: &str| {
        let part = |text: &str| Part { origin: Origin::BuiltIn, text: text.to_owned() };
        let about = "kind = 'sop'\nversion = 1\nsummary = 'y'\n";
        Template::new("x", part(about), part(body)).unwrap()
    };
    let asks = template("a\n{{nobody}}\n");
    assert_eq!(asks.fill(&Values::of("")).unwrap_err().line, 2);
    assert!(asks.examine().is_ok());
    let open = template("a\n\n{{#if implements}}");
    assert_eq!(open.examine().unwrap_err().template, "x");
    assert!(open.fill(&Values::of("")).is_err());
}
