use super::*;
use crate::template::OwnFile;

fn own(path: &str, text: &str) -> OwnFile {
    OwnFile { path: RepoPath::new(path).unwrap(), text: text.to_owned() }
}

#[test]
fn an_exported_template_is_read_again_as_it_was() {
    let templates = Templates::with(Vec::new());
    for template in Templates::built_in() {
        let files = export(&template.name, &templates, "t").unwrap().changes;
        let files = files.into_iter().map(|change| match change.kind {
            ChangeKind::Create { content } => {
                OwnFile { path: change.path, text: String::from_utf8(content).unwrap() }
            }
            other => panic!("nothing is replaced: {other:?}"),
        });
        let again = Templates::with(files.collect());
        let again = again.find(&template.name).unwrap();
        assert_eq!((&again.body.text, &again.summary), (&template.body.text, &template.summary));
        assert_eq!(again.fields, template.fields);
        assert_ne!(again.body.origin, template.body.origin);
    }
}

#[test]
fn what_is_to_be_filled_in_is_counted_where_it_stands() {
    let body = "# {{heading}}\n\n## A\n\nTODO: x?\n\n### TODO: y?\n\nTODO: z?\n\n## B\n\nText\n";
    let about = "kind = \"sop\"\nversion = 1\nsummary = \"s\"\n[sections]\nA = \"Why?\"\n";
    let files = vec![own("t/x/template.toml", about), own("t/x/body.md.hbs", body)];
    let templates = Templates::with(files);
    let template = templates.find("x").unwrap();
    let filled = template.fill(&Values::of("T")).unwrap();
    let told: Vec<_> = sections(&filled, template)
        .into_iter()
        .map(|asking| (asking.title, asking.question, asking.places))
        .collect();
    assert_eq!(
        told,
        [
            ("A".to_owned(), Some("Why?".to_owned()), 1),
            ("TODO: y?".to_owned(), None, 2),
            ("B".to_owned(), None, 0)
        ]
    );
}
