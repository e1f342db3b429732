//! `sopctl template` and documents made from templates: every template leads to a document that
//! `check` has nothing to say about, and a repository can put its own in place of ours.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::documents::json;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

/// Each template, what a document made from it could be called, and its owner.
const MADE: [(&str, &str, &str); 10] = [
    ("policy", "Customer money", "@finance"),
    ("sop", "Refund approval", "@finance"),
    ("change-management", "Changes to tills", "@systems"),
    ("incident-response", "Failures of web shop and tills", "@operations"),
    ("onboarding", "A new colleague begins", "@people"),
    ("quality-procedure", "Parts that do not conform", "@quality"),
    ("work-instruction", "Issue a refund", "@shop"),
    ("checklist", "Open the shop", "@shop"),
    ("laboratory-method", "Chloride in drinking water", "@laboratory"),
    ("runbook", "Free space on a database host", "@systems"),
];

const MARK: &str = "TODO: ";

/// One answer to each question of a template, in the order of its places.
fn answers(template: &str) -> Vec<String> {
    let file = format!("tests/cli/answers/{template}.txt");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The document with the answers in the places to fill in: from the mark to the question mark.
fn filled(document: &str, answers: &[String]) -> String {
    let mut answers = answers.iter();
    let mut text = String::new();
    let mut rest = document;
    while let Some((before, place)) = rest.split_once(MARK) {
        let (question, behind) = place.split_once('?').unwrap();
        assert!(!question.contains('\n'), "{question}");
        text.push_str(before);
        text.push_str(answers.next().unwrap_or_else(|| panic!("nothing answers {question}?")));
        rest = behind;
    }
    assert_eq!(answers.next(), None, "there are fewer places than answers: {document}");
    text + rest
}

/// A draft after its approval.
fn in_force(draft: &str) -> String {
    let approved = "approvers = [\"@coo\"]\napproved_by = [\"@coo\"]\napproved_on = 2026-01-20\n\
                    effective_date = 2026-02-01";
    draft
        .replace("status = \"draft\"", "status = \"effective\"")
        .replace("version = \"0.1\"", "version = \"1.0\"")
        .replace("approvers = []", approved)
}

#[track_caller]
fn has_nothing_to_say(sandbox: &Sandbox, documents: &str) {
    let checked = sandbox.sopctl(&["check", "--fail-on", "suggestion"]).run();
    assert_eq!(checked.stdout, format!("{documents} checked: nothing to say\n"));
    assert_eq!(checked.status, Some(0));
}

#[test]
fn a_document_whose_places_are_filled_in_passes_check_with_nothing_to_say() {
    for (template, title, owner) in MADE {
        let sandbox = Sandbox::new();
        sandbox.write("sopctl.toml", "schema = 1\n");
        let said = sandbox.sopctl(&["new", template, title, "--owner", owner]).run().success();
        let path = said.stdout.strip_prefix("created ").unwrap().lines().next().unwrap().to_owned();
        let document = fs::read_to_string(sandbox.work().join(&path)).unwrap();
        assert!(document.contains(&format!("\ntemplate = \"{template}@1\"\n")), "{document}");
        let draft = filled(&document, &answers(template));
        for text in [draft.clone(), in_force(&draft)] {
            sandbox.write(&path, &text);
            has_nothing_to_say(&sandbox, "1 document");
        }
    }
}

#[test]
fn a_set_whose_places_are_filled_in_passes_check_with_nothing_to_say() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let set = ["new", "sop", "Refund approval", "--owner", "@shop", "--with-wi", "Issue a refund"];
    sandbox.sopctl(&set).run().success();
    // The stages are another section than without work instructions: lines 12 to 18.
    let mut of_sop = answers("sop");
    of_sop.splice(
        11..18,
        [
            "The cashier records the request in the refund register within 1 hour.",
            "The shift lead decides on it within 1 day, and the cashier issues the refund.",
            "The finance manager compares receipt and slip within 2 days and receives both.",
        ]
        .map(str::to_owned),
    );
    for (path, answers) in [
        ("sops/refund-approval.md", of_sop),
        ("work-instructions/issue-a-refund.md", answers("work-instruction")),
    ] {
        let document = fs::read_to_string(sandbox.work().join(path)).unwrap();
        sandbox.write(path, &in_force(&filled(&document, &answers)));
    }
    has_nothing_to_say(&sandbox, "2 documents");
}

#[test]
fn every_template_is_listed_with_its_kind_and_where_it_comes_from() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let listed = sandbox.sopctl(&["template", "list"]).run().success().stdout;
    for (template, ..) in MADE {
        assert!(listed.contains(&format!("\n{template}@1 ")), "{template}: {listed}");
    }
    assert_eq!(listed.matches("built in").count(), MADE.len(), "{listed}");
    let sheet = sandbox.sopctl(&["template", "list", "-f", "csv"]).run().success().stdout;
    assert!(sheet.starts_with("name,version,kind,manifest,body,summary\r\npolicy,1,policy,"));
    for format in ["markdown", "html"] {
        for task in [vec!["list"], vec!["show", "runbook"]] {
            let mut arguments = vec!["template"];
            arguments.extend(task);
            arguments.extend(["-f", format]);
            let said = sandbox.sopctl(&arguments).run().success().stdout;
            assert!(said.contains("runbook@1"), "{said}");
        }
    }
}

#[test]
fn a_template_is_shown_with_what_it_asks() {
    let sandbox = Sandbox::new();
    let shown = sandbox.sopctl(&["template", "show", "runbook"]).run().success().stdout;
    assert!(shown.starts_with("runbook@1  What whoever is on call does about one alert"));
    assert!(shown.contains("\nTo fill in  21 places\n"), "{shown}");
    assert!(shown.contains("Which alert or symptom is seen"), "{shown}");
    let shown = json(&sandbox.sopctl(&["template", "show", "wi", "-f", "json"]).run().success());
    assert_eq!(shown["template"]["name"], "work-instruction");
    assert_eq!(shown["sections"][2]["title"], "Steps");
    assert_eq!(shown["sections"][2]["places"], 6);
    assert!(shown["text"].as_str().unwrap().starts_with("# {{heading}}\n"));
    let unknown = sandbox.sopctl(&["template", "show", "runbok"]).run().fails_with(2).stderr;
    assert!(unknown.contains("there is no template \"runbok\""), "{unknown}");
    assert!(unknown.contains("hint: did you mean runbook? there are policy, sop"), "{unknown}");
}

#[test]
fn an_exported_template_takes_the_place_of_the_built_in_one_and_is_never_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let shown = sandbox.sopctl(&["template", "export", "sop", "--dry-run"]).run().success().stdout;
    assert!(shown.contains("would create .sopctl/templates/sop/body.md.hbs\n"), "{shown}");
    assert!(!sandbox.work().join(".sopctl").exists());
    let said = sandbox.sopctl(&["template", "export", "sop"]).run().success().stdout;
    assert!(said.starts_with("created .sopctl/templates/sop/template.toml\n"), "{said}");

    let manifest = ".sopctl/templates/sop/template.toml";
    let text = fs::read_to_string(sandbox.work().join(manifest)).unwrap();
    let ours = "version = 4\n";
    sandbox.write(manifest, &text.replace("version = 1\n", ours));
    sandbox.write(
        ".sopctl/templates/sop/body.md.hbs",
        "# {{heading}}\r\n\r\n## Ours\r\n\r\nFor {{#if owner}}{{owner}}{{else}}TODO: whom?{{/if}}, {{id}}.\r\n",
    );
    let again = sandbox.sopctl(&["template", "export", "sop"]).run().fails_with(2).stderr;
    assert!(again.contains("template.toml exists already"), "{again}");
    assert!(fs::read_to_string(sandbox.work().join(manifest)).unwrap().contains(ours));

    sandbox.sopctl(&["new", "sop", "Refunds", "--owner", "@cs"]).run().success();
    let made = fs::read_to_string(sandbox.work().join("sops/refunds.md")).unwrap();
    assert!(made.contains("\ntemplate = \"sop@4\"\n+++\n"), "{made}");
    assert!(made.ends_with("+++\n\n# Refunds\n\n## Ours\n\nFor @cs, SOP-001.\n"), "{made}");
    let listed = json(&sandbox.sopctl(&["template", "list", "-f", "json"]).run().success());
    let sop = &listed["templates"][1];
    assert_eq!(sop["body"], ".sopctl/templates/sop/body.md.hbs");
    assert_eq!(listed["summary"]["own"], 1);
    let checked = sandbox.sopctl(&["list"]).run().success().stdout;
    assert_eq!(checked.lines().count(), 2, "a template is no document: {checked}");

    sandbox.sopctl(&["template", "export", "runbook", "--to", "elsewhere"]).run().success();
    assert!(sandbox.work().join("elsewhere/runbook/body.md.hbs").is_file());
}

#[test]
fn a_library_may_keep_templates_of_its_own_where_it_likes() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "repository");
    repo.write("quality/sopctl.toml", "schema = 1\n[templates]\nfolder = \"forms\"\n[types.cleaning]\nkind = \"sop\"\nprefix = \"CL\"\nfolder = \"cleaning\"\n");
    repo.write(
        "quality/forms/cleaning/template.toml",
        "kind = \"sop\"\nversion = 2\nsummary = \"Who cleans what\"\n[fields]\nreview_interval = \"6 weeks\"\n",
    );
    repo.write("quality/forms/cleaning/body.md.hbs", "# {{heading}}\n\nTODO: what?\n");
    repo.commit(ANA, "2026-01-05", "Begin");
    let inside = repo.folder().join("quality");
    sandbox.sopctl_in(&inside, &["new", "cleaning", "Floors"]).run().success();
    let made = fs::read_to_string(inside.join("cleaning/floors.md")).unwrap();
    assert!(made.contains("id = \"CL-001\"") && made.contains("\"cleaning@2\""), "{made}");
    assert!(made.contains("review_interval = \"6 weeks\"\n"), "{made}");
    // What is judged says which templates there are: here a revision.
    fs::remove_dir_all(inside.join("forms")).unwrap();
    let names = |arguments: &[&str]| -> Vec<Value> {
        let listed = json(&sandbox.sopctl_in(&inside, arguments).run().success());
        let templates = listed["templates"].as_array().unwrap();
        templates.iter().map(|template| template["name"].clone()).collect()
    };
    let is_cleaning = |name: &Value| name == "cleaning";
    assert!(!names(&["template", "list", "-f", "json"]).iter().any(is_cleaning));
    assert!(names(&["template", "list", "-f", "json", "--rev", "HEAD"]).iter().any(is_cleaning));
}

#[test]
fn a_broken_template_is_told_where_it_is_wrong_and_hinders_no_other() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write(".sopctl/templates/sop/template.toml", "kind = \"sop\"\nverion = 2\n");
    sandbox.write(".sopctl/templates/policy/body.md.hbs", "# {{heading}}\n\n{{nobody}}\n");
    sandbox.write(".sopctl/templates/half/body.md.hbs", "# {{heading}}\n");
    let told = |arguments: &[&str]| sandbox.sopctl(arguments).run().fails_with(2).stderr;
    let manifest = told(&["new", "sop", "Refunds"]);
    assert!(manifest.contains(".sopctl/templates/sop/template.toml:2:1"), "{manifest}");
    assert!(manifest.contains("did you mean version?"), "{manifest}");
    let body = told(&["new", "policy", "Money"]);
    assert!(body.contains(".sopctl/templates/policy/body.md.hbs"), "{body}");
    assert!(body.contains("line 3"), "{body}");
    let half = told(&["template", "show", "half"]);
    assert!(half.contains("has no template.toml"), "{half}");
    sandbox.sopctl(&["new", "runbook", "Disk full"]).run().success();
    let listed = sandbox.sopctl(&["template", "list"]).run().success().stdout;
    assert!(listed.contains("half cannot be used: "), "{listed}");
}

#[cfg(unix)]
#[test]
fn a_template_is_not_read_through_a_link() {
    let sandbox = Sandbox::new();
    sandbox.write("library/sopctl.toml", "schema = 1\n");
    sandbox.write("outside/sop/body.md.hbs", "# {{heading}}\n\nsecret\n");
    let library = sandbox.work().join("library");
    let link = library.join(".sopctl/templates");
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(sandbox.work().join("outside"), &link).unwrap();
    let said = sandbox.sopctl_in(&library, &["new", "sop", "Refunds"]).run().fails_with(2);
    assert!(said.stderr.contains("leads elsewhere"), "{said:?}");
    fs::remove_file(&link).unwrap();
    fs::create_dir_all(link.join("sop")).unwrap();
    let file = sandbox.work().join("outside/sop/body.md.hbs");
    std::os::unix::fs::symlink(file, link.join("sop/body.md.hbs")).unwrap();
    let said = sandbox.sopctl_in(&library, &["new", "sop", "Refunds"]).run().fails_with(2);
    assert!(said.stderr.contains("leads elsewhere"), "{said:?}");
    assert!(!library.join("sops").exists());
}
