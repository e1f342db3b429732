use super::*;
use crate::document::profile::Profile;
use crate::library::Library;
use crate::worktree::{FileKind, WorkFile};

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn listing(paths: &[&str]) -> Listing {
    let files = paths.iter().map(|text| WorkFile { path: path(text), kind: FileKind::File });
    Listing { files: files.collect(), ..Listing::default() }
}

fn library(profile: &Profile, files: &[(&str, &str)]) -> Library {
    Library::of_texts(profile, files)
}

/// What is proposed for a folder that holds these documents and nothing else.
fn proposed(library: &Library) -> Init {
    let paths: Vec<&str> = library.members.iter().map(|member| member.path.as_str()).collect();
    init(&listing(&paths), &Survey::of(Some(library)), &Wishes::default()).unwrap()
}

fn begun(files: &Listing) -> Init {
    init(files, &Survey::of(None), &Wishes::default()).unwrap()
}

fn config_of(init: &Init) -> Config {
    Config::read(content(init, "sopctl.toml")).unwrap()
}

fn folder_of<'c>(config: &'c Config, name: &str) -> &'c str {
    &config.types.iter().find(|of_type| of_type.name == name).unwrap().folder
}

const HOW_TO: &str = "---\ntitle: How to x\ntype: wi\n---\n# How to x\n";
const SOP: &str = "---\ntype: sop\n---\n# Procedure\n";
const POLICY: &str = "---\ntype: policy\n---\n# Policy\n";
const PAGE: &str = "# Page\n\nSome words.\n";

fn content<'i>(init: &'i Init, name: &str) -> &'i str {
    let change = init.changeset.changes.iter().find(|change| change.path.as_str() == name).unwrap();
    match &change.kind {
        ChangeKind::Create { content } => std::str::from_utf8(content).unwrap(),
        other => panic!("init only creates: {other:?}"),
    }
}

fn paths(init: &Init) -> Vec<&str> {
    init.changeset.changes.iter().map(|change| change.path.as_str()).collect()
}

#[test]
fn an_empty_folder_gets_a_configuration_and_a_folder_for_each_type() {
    let new = begun(&Listing::default());
    assert_eq!(
        paths(&new),
        ["sopctl.toml", "policies/README.md", "sops/README.md", "work-instructions/README.md"]
    );
    let config = Config::read(content(&new, "sopctl.toml")).unwrap();
    let types: Vec<String> = config
        .types
        .iter()
        .map(|t| format!("{} {} {} {}", t.name, t.id, t.folder, t.review_interval.unwrap()))
        .collect();
    assert_eq!(
        types,
        [
            "policy POL-{n:03} policies 24 months",
            "sop SOP-{n:03} sops 12 months",
            "work-instruction WI-{n:03} work-instructions 12 months"
        ]
    );
    assert_eq!(config.time_zone.name(), "UTC");
    assert!(config.documents.select(&path("sops/refunds/approve.md")));
    for change in &new.changeset.changes {
        assert!(!config.documents.select(&change.path), "{}", change.path);
    }
}

#[test]
fn the_examples_in_comments_can_be_used_as_they_are() {
    let known = library(Profile::sopctl(), &[("docs/a.md", "# A\n")]);
    let new = proposed(&known);
    let uncommented: Vec<&str> = content(&new, "sopctl.toml")
        .lines()
        .map(|line| {
            let bare = line.trim_start();
            let example = bare
                .strip_prefix("# ")
                .filter(|rest| rest.starts_with(['[', '"']) || rest.split_once(" = ").is_some());
            example.unwrap_or(line)
        })
        .collect();
    let config = Config::read(&uncommented.join("\n")).unwrap();
    assert!(config.documents.select(&path("docs/a.md")));
    assert_eq!((config.people.len(), config.teams.len()), (1, 1));
    assert_eq!(config.history.branch.unwrap().value, "main");
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let configured = init(&listing(&["sopctl.toml"]), &Survey::of(None), &Wishes::default());
    assert!(matches!(configured, Err(InitError::Configured { .. })));
    let new = begun(&listing(&["policies/Readme.md", "sops/a.md"]));
    assert_eq!(paths(&new), ["sopctl.toml", "work-instructions/README.md"]);
    assert_eq!(paths(&begun(&listing(&["docs/sopctl.toml"]))).len(), 4);
}

#[test]
fn a_folder_that_differs_in_case_only_is_taken() {
    let new = begun(&listing(&["SOPs/a.md"]));
    let text = content(&new, "sopctl.toml");
    assert!(text.contains("folder = \"SOPs\"") && text.contains("\"SOPs/**/*.md\""), "{text}");
}

#[test]
fn a_folder_of_a_programs_policies_is_no_folder_of_documents() {
    let known = library(Profile::sopctl(), &[("docs/a.md", SOP)]);
    let files = listing(&["docs/a.md", "policies/README.md", "policies/limits.rego"]);
    let new = init(&files, &Survey::of(Some(&known)), &Wishes::default()).unwrap();
    assert_eq!(folder_of(&config_of(&new), "policy"), "docs");
}

#[test]
fn a_place_belongs_to_the_library_by_its_records_its_name_or_its_texts() {
    let known = library(
        Profile::sopctl(),
        &[
            ("docs/adr/1.md", SOP),
            ("docs/pay/a.md", SOP),
            ("docs/pay/b.md", PAGE),
            ("docs/ship/c.md", HOW_TO),
            ("notes.md", SOP),
            ("odd [x]/c.md", "---\nlast_reviewed: 2026-01-05\n---\n"),
            ("pages/1.md", PAGE),
            ("pages/2.md", PAGE),
            ("runbooks/d.md", PAGE),
        ],
    );
    let survey = Survey::of(Some(&known));
    let standings: Vec<(&str, Standing)> =
        survey.places.iter().map(|place| (place.glob.as_str(), place.standing)).collect();
    assert_eq!(
        standings,
        [
            ("*.md", Standing::Unlike),
            ("docs/**/*.md", Standing::Alike),
            ("docs/adr/**/*.md", Standing::OtherPurpose),
            ("odd \\[x\\]/**/*.md", Standing::Recorded(1)),
            ("pages/**/*.md", Standing::Unlike),
            ("runbooks/**/*.md", Standing::Named),
        ]
    );
    let new = proposed(&known);
    let (text, config) = (content(&new, "sopctl.toml"), config_of(&new));
    let selected: Vec<&str> = known
        .members
        .iter()
        .map(|member| &member.path)
        .filter(|path| config.documents.select(path))
        .map(RepoPath::as_str)
        .collect();
    assert_eq!(
        selected,
        ["docs/pay/a.md", "docs/pay/b.md", "docs/ship/c.md", "odd [x]/c.md", "runbooks/d.md"]
    );
    assert_eq!(new.documents, 5);
    assert!(text.contains("\n    # 3 documents are here.\n    \"docs/**/*.md\",\n"), "{text}");
    assert!(text.contains("\n    # \"pages/**/*.md\",  # 2 files, few of which look"), "{text}");
    assert!(text.contains("\n    \"docs/adr/**\",  # 1 file, by the name"), "{text}");
    assert_eq!(config.documents.profile, None);
}

#[test]
fn what_the_globs_would_bring_in_beside_the_documents_is_left_out() {
    let known = library(Profile::sopctl(), &[("docs/a.md", SOP), ("docs/deep/b.md", SOP)]);
    let files = listing(&[
        "docs/README.md",
        "docs/a.md",
        "docs/deep/CHANGELOG.md",
        "docs/deep/b.md",
        "docs/site/node_modules/x/guide.md",
        "docs/site/node_modules/y/guide.md",
    ]);
    let new = init(&files, &Survey::of(Some(&known)), &Wishes::default()).unwrap();
    let config = config_of(&new);
    assert_eq!(config.documents.exclude, ["**/README.md", "**/CHANGELOG.md", "docs/site/**"]);
    let selected = files.files.iter().filter(|file| config.documents.select(&file.path));
    assert_eq!(selected.count(), 2);
}

#[test]
fn a_readme_that_is_reviewed_stays_a_document() {
    let reviewed = "---\nlast_reviewed: 2026-01-05\n---\n# Ours\n";
    let known = library(Profile::sopctl(), &[("docs/README.md", reviewed), ("docs/a.md", SOP)]);
    let files = listing(&["docs/README.md", "docs/a.md", "docs/b/README.md"]);
    let config = config_of(&init(&files, &Survey::of(Some(&known)), &Wishes::default()).unwrap());
    assert_eq!(config.documents.exclude, ["docs/b/**"]);
    assert!(config.documents.select(&path("docs/README.md")));
}

#[test]
fn the_folder_of_a_type_is_the_one_that_has_its_name_and_half_of_its_documents() {
    let known = library(
        Profile::sopctl(),
        &[
            ("docs/policies/a.md", POLICY),
            ("docs/policies/b.md", POLICY),
            ("docs/team/policies/c.md", POLICY),
            ("docs/team/d.md", SOP),
            ("docs/team/e.md", SOP),
        ],
    );
    let config = config_of(&proposed(&known));
    assert_eq!(folder_of(&config, "policy"), "docs/policies");
    // The others stand together by topic, and new ones go there as well.
    assert_eq!(folder_of(&config, "sop"), "docs");
    assert_eq!(folder_of(&config, "work-instruction"), "docs");
    assert_eq!(paths(&proposed(&known)), ["sopctl.toml"]);
}

#[test]
fn documents_go_on_being_numbered_as_they_are() {
    let id = |id: &str| format!("---\nid: {id}\ntype: sop\n---\n# X\n");
    let (first, second, odd) = (id("QSP-4.2-07"), id("QSP-4.2-12"), id("OLD-1"));
    let known = library(
        Profile::sopctl(),
        &[
            ("docs/a.md", &first),
            ("docs/b.md", &second),
            ("docs/c.md", &odd),
            ("docs/how-to/ARB-0001_weigh.md", "# Weigh\n"),
            ("docs/policies/POL-001.md", "# Policy\n"),
        ],
    );
    let config = config_of(&proposed(&known));
    let patterns: Vec<String> = config.types.iter().map(|of_type| of_type.id.to_string()).collect();
    assert_eq!(patterns, ["POL-{n:03}", "QSP-4.2-{n:02}", "ARB-{n:04}"]);
}

#[test]
fn a_foreign_convention_is_named_and_its_dates_say_what_belongs() {
    let text = "---\nlast_reviewed_on: 2026-01-05\nreview_in: 6 months\n---\n";
    let known = library(
        Profile::named("govuk").unwrap(),
        &[("decisions-made/b.md", SOP), ("source/a.html.md.erb", text)],
    );
    let new = proposed(&known);
    let config = config_of(&new);
    assert_eq!(config.documents.profile.as_deref(), Some("govuk"));
    assert!(config.documents.select(&path("source/x/y.html.md.erb")));
    assert!(config.documents.select(&path("source/new.md")), "what `new` makes is a document");
    assert!(!config.documents.select(&path("decisions-made/b.md")));
    // One page among many makes no convention.
    let mixed = library(
        Profile::named("govuk").unwrap(),
        &[("a/1.md", text), ("a/2.md", SOP), ("a/3.md", SOP), ("a/4.md", SOP), ("a/5.md", SOP)],
    );
    assert!(Survey::of(Some(&mixed)).follows_nothing());
    assert!(!Survey::of(Some(&known)).follows_nothing());
}

#[test]
fn what_somebody_wishes_is_what_is_written() {
    let known = library(
        Profile::sopctl(),
        &[("docs/a.md", SOP), ("docs/drafts/b.md", SOP), ("pages/c.md", PAGE)],
    );
    let files = listing(&["docs/a.md", "docs/drafts/b.md", "pages/c.md"]);
    let wishes = Wishes {
        include: vec!["docs/**/*.md".to_owned(), "pages/*.md".to_owned()],
        exclude: vec!["docs/a.md".to_owned()],
        folders: vec![(DocumentKind::Sop, "procedures/".to_owned())],
        is_profile_named: false,
    };
    let new = init(&files, &Survey::of(Some(&known)), &wishes).unwrap();
    let config = config_of(&new);
    assert_eq!(new.documents, 2);
    assert_eq!(folder_of(&config, "sop"), "procedures");
    let selected = |name: &str| config.documents.select(&path(name));
    assert!(selected("docs/drafts/b.md") && selected("pages/c.md") && !selected("docs/a.md"));
    assert!(selected("procedures/new.md"));
    assert!(paths(&new).contains(&"procedures/README.md"));
    let wrong = Wishes { include: vec!["docs/[".to_owned()], ..Wishes::default() };
    let wrong = init(&files, &Survey::of(Some(&known)), &wrong);
    assert!(matches!(wrong, Err(InitError::Glob(_))), "{wrong:?}");
}

#[test]
fn the_rule_set_that_somebody_chooses_later_decides_what_fails() {
    let new = begun(&Listing::default());
    let text = content(&new, "sopctl.toml");
    let fails_on = |text: &str| -> Vec<String> {
        let config = Config::read(text).unwrap();
        config.stale.fail_on.into_iter().map(|word| word.value).collect()
    };
    assert_eq!(fails_on(text), ["overdue", "unknown"]);
    let regulated = text.replace("[check]\n", "[check]\nruleset = \"regulated\"\n");
    assert_eq!(fails_on(&regulated), ["overdue", "unknown", "self-approved"]);
}

#[test]
fn documents_without_what_each_must_have_are_counted() {
    let whole = "---\nid: SOP-001\ntitle: A\ntype: sop\nstatus: draft\nowner: \"@a\"\n---\n# A\n";
    let known = library(Profile::sopctl(), &[("docs/a.md", whole), ("docs/b.md", SOP)]);
    assert_eq!(proposed(&known).lacking, 1);
}
