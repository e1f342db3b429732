//! What somebody is told who has typed what cannot be done: what, where, and what to type next.

use std::fmt::Write as _;
use std::{env, fs};

use crate::documents::reviewed;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

/// What cannot be done in the library below, as it is typed.
const REFUSED: &[&str] = &[
    "adopt --type memo",
    "adopt --only colour",
    "audit --from 2026-02-01 --to 2026-01-01",
    "audit --from yesterday",
    "blame SOP-009",
    "blame SOP-001 --rev nowhere",
    "changelog v1..v9",
    "changelog --latest",
    "changelog 2027-01-01..2026-01-01",
    "changelog --template none.hbs",
    "changelog --export-template nobody",
    "check --fail-on terrible",
    "check --ignore duplicate-ids",
    "check --baseline none.toml",
    "check --since nowhere",
    "check nothing.md",
    "check -f pdf",
    "coverage SOP-009",
    "coverage --type memo",
    "diff HEAD HEAD",
    "diff nowhere",
    "diff --no-index a.md",
    "diff --no-index a.md b.md",
    "explain duplicate-ids",
    "explain overdue",
    "extract SOP-001 4-19",
    "extract SOP-001 four",
    "extract SOP-009 1",
    "import sopctl.toml",
    "import nothing.json",
    "import --write nothing.json",
    "import --update SOP-009 refund.json",
    "import --update SOP-001 refund.json",
    "init --include pages/**",
    "list --status done",
    "list --owner @nobody",
    "list --at 2020-01-01",
    "list -f sarif",
    "log SOP-009",
    "man nowhere",
    "new memo Hello",
    "new sop",
    "new sop Refund --template memo",
    "new sop Refund --set colour",
    "new sop Refund --from none.md",
    "new wi Pay --owner @ana --with-wi Again",
    "owners --replace @ana @ana",
    "owners --within soon",
    "plan --stagger --tolerance soon",
    "pr --since nowhere",
    "promote SOP-001 --to done",
    "promote SOP-001 --to draft",
    "promote SOP-002 --to effective",
    "promote SOP-002 --to effective --effective soon",
    "refs",
    "renumber SOP-001 SOP-002",
    "renumber SOP-001 WI-002",
    "renumber SOP-001 one",
    "retire SOP-001 --superseded-by SOP-001",
    "retire SOP-001 --superseded-by SOP-009",
    "review SOP-001",
    "review SOP-001 --outcome fine",
    "review SOP-009 --outcome current",
    "schema stael",
    "show SOP-",
    "show SOP-009",
    "stale --as-of soon",
    "stale --as-of 2026-02-30",
    "stale --at 2026-02-30",
    "stale --fail-on overdu",
    "stale --reason late",
    "stale --rev nowhere",
    "stale --since nowhere",
    "stale --within soon",
    "stale --profile nobody",
    "stale --config none.toml",
    "stale -C nowhere",
    "stale -f ics",
    "template show memo",
    "template export sop --to sopctl.toml",
    "walkthrough SOP-009",
    "walkthrough SOP-001 --audio piper",
    "walkthrough SOP-001 -o .",
];

#[test]
fn whoever_is_refused_is_told_what_to_do_next() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-01-10", "1. Pay up to 100 EUR.\n"));
    repo.write(
        "sops/b.md",
        "+++\nid = \"SOP-002\"\ntitle = \"Draft\"\ntype = \"sop\"\nstatus = \"draft\"\nowner = \"@ana\"\n\
         +++\n\n# Draft\n\n1. Wait.\n",
    );
    repo.write(
        "refund.json",
        r#"{"title":"T","steps":[{"type":"click","selectors":[["aria/Refund"]]}]}"#,
    );
    repo.commit(ANA, "2026-01-10", "Write them");
    let mut all = String::new();
    let mut mute = Vec::new();
    for typed in REFUSED {
        let arguments: Vec<&str> = typed.split(' ').collect();
        let said = repo.sopctl(&arguments).run();
        let told = said.stderr.replace(&sandbox.work().display().to_string(), "FOLDER");
        // What cannot be read as a command at all is answered by its usage.
        let is_of_use = told.contains("\nhint: ") || told.contains("\nUsage: ");
        if said.status != Some(2)
            || !is_of_use
            || !told.contains("error: ")
            || !said.stdout.is_empty()
        {
            mute.push(format!("$ sopctl {typed}\n{told}"));
        }
        let _ = write!(all, "$ sopctl {typed}\n{}\n\n", told.trim_end());
    }
    assert!(mute.is_empty(), "{}", mute.join("\n"));
    // All of them in one list, to be read as somebody who has never seen git.
    let held = "tests/cli/messages.txt";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(held);
    if env::var_os("SOPCTL_UPDATE").is_some() {
        fs::write(&file, &all).unwrap();
    }
    let shown = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        shown == all,
        "{held} says something else; SOPCTL_UPDATE=1 cargo test --test cli messages, and read the \
         difference"
    );
}
