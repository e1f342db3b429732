use super::*;
use crate::config::Config;
use crate::document::profile::Profile;
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
    let new = init(&Listing::default(), None).unwrap();
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
    let new = init(&Listing::default(), Some(&known)).unwrap();
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
    let configured = init(&listing(&["sopctl.toml"]), None);
    assert!(matches!(configured, Err(InitError::Configured { .. })));
    let new = init(&listing(&["policies/Readme.md", "sops/a.md"]), None).unwrap();
    assert_eq!(paths(&new), ["sopctl.toml", "sops/README.md", "work-instructions/README.md"]);
    let elsewhere = init(&listing(&["docs/sopctl.toml"]), None).unwrap();
    assert_eq!(paths(&elsewhere).len(), 4);
}

#[test]
fn a_folder_that_differs_in_case_only_is_taken() {
    let new = init(&listing(&["SOPs/a.md"]), None).unwrap();
    let text = content(&new, "sopctl.toml");
    assert!(text.contains("folder = \"SOPs\"") && text.contains("\"SOPs/**/*.md\""), "{text}");
    assert!(paths(&new).contains(&"SOPs/README.md"));
}

#[test]
fn markdown_that_was_there_is_proposed_and_controlled_only_where_it_has_a_record() {
    let known = library(
        Profile::sopctl(),
        &[
            ("notes.md", "# Notes\n"),
            ("guides/a.md", "# A\n"),
            ("guides/deep/b.md", "# B\n"),
            ("odd [x]/c.md", "---\nlast_reviewed: 2026-01-05\n---\n"),
            ("policies/d.md", "# D\n"),
        ],
    );
    let new = init(&Listing::default(), Some(&known)).unwrap();
    let group = |glob: &str, documents| Group { glob: glob.to_owned(), documents };
    assert_eq!(new.controlled, [group("odd \\[x\\]/**/*.md", 1)]);
    assert_eq!(new.proposed, [group("*.md", 1), group("guides/**/*.md", 2)]);
    let text = content(&new, "sopctl.toml");
    assert!(text.contains("\n    # \"guides/**/*.md\",  # 2 files\n"), "{text}");
    let config = Config::read(text).unwrap();
    let selected = |name: &str| config.documents.select(&path(name));
    assert!(selected("odd [x]/c.md") && selected("policies/d.md"));
    assert!(!selected("guides/a.md") && !selected("notes.md"));
    assert_eq!(config.documents.profile, None);
}

#[test]
fn a_foreign_convention_is_named() {
    let text = "---\nlast_reviewed_on: 2026-01-05\nreview_in: 6 months\n---\n";
    let known =
        library(Profile::named("govuk").unwrap(), &[("source/a.html.md.erb", text), ("b.md", "b")]);
    let new = init(&Listing::default(), Some(&known)).unwrap();
    let config = Config::read(content(&new, "sopctl.toml")).unwrap();
    assert_eq!(config.documents.profile.as_deref(), Some("govuk"));
    assert!(config.documents.select(&path("source/x/y.html.md.erb")));
    assert_eq!(new.proposed.len(), 1);
}
