//! What the README shows is what the program says.

use crate::sandbox::Sandbox;

const README: &str = include_str!("../../README.md");

#[test]
fn the_samples_of_the_readme_are_the_answers_of_the_program() {
    let sandbox = Sandbox::new();
    sandbox.sopctl(&["demo", "--as-of", "2026-11-22"]).run().success();
    let folder = sandbox.work().join("sopctl-demo");
    let said = |command: &[&str]| sandbox.sopctl_in(&folder, command).run().stdout;
    let samples: Vec<&str> =
        README.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(samples, [said(&["diff", "v1.0..v2.0", "SOP-004"])]);
}

#[test]
fn the_commands_of_the_readme_work() {
    let sandbox = Sandbox::new();
    let blocks: Vec<&str> =
        README.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let first_document = blocks.iter().find(|block| block.contains("sopctl init")).unwrap();
    for line in first_document.lines() {
        let command = line.split(" #").next().unwrap_or_default().trim();
        let words: Vec<String> = command
            .split('"')
            .enumerate()
            .flat_map(|(index, part)| {
                if index % 2 == 1 {
                    vec![part.to_owned()]
                } else {
                    part.split_whitespace().map(str::to_owned).collect()
                }
            })
            .collect();
        let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        sandbox.sopctl(&arguments).run().success();
    }
}

#[test]
fn the_picture_of_the_terminal_shows_what_stale_says() {
    let sandbox = Sandbox::new();
    sandbox.sopctl(&["demo", "--as-of", "2026-11-22"]).run().success();
    let folder = sandbox.work().join("sopctl-demo");
    let said = sandbox
        .sopctl_in(&folder, &["stale", "--as-of", "2026-11-22"])
        .env("COLUMNS", "96")
        .run()
        .stdout;
    let shown: String = include_str!("../../docs/pictures/terminal.svg")
        .split('<')
        .filter(|part| part.starts_with("text "))
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .collect();
    let words = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(
        words(&shown),
        words(&format!("$sopctl stale{said}")),
        "docs/pictures/make.py makes it anew"
    );
}
