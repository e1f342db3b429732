//! The formats beside text, JSON, Markdown and HTML: what they hold, that nothing in them can
//! steer the program that reads them, and that the same question gives the same bytes.

use crate::documents::{STEPS, document, reviewed};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

/// A library with debts of several kinds, whose authors mean harm.
fn hostile_library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    let titled = |id: &str, title: &str| {
        reviewed(id, "2025-01-10", STEPS).replace(&format!("\"Procedure {id}\""), title)
    };
    repo.write("sops/overdue.md", &titled("SOP-001", "\"=cmd|' /C calc'!A0\""));
    repo.write(
        "sops/a,b %0A::error::x.md",
        &titled("SOP-002", "\"a\\r\\n::error::owned ]]> <script>x</script> \\u202e\\u001b[31m\""),
    );
    repo.write("sops/typo.md", &reviewed("SOP-003", "\"2026-13-01 ::warning::]]>\"", STEPS));
    repo.write("sops/draft.md", &document("SOP-004", "status = \"draft\"\n", STEPS));
    repo.write("sops/current.md", &reviewed("SOP-005", "2026-10-01", STEPS));
    std::fs::write(repo.folder().join("sops/latin.md"), b"# Caf\xe9\n").unwrap();
    repo.commit(ANA, "2026-10-01", "Write everything");
    repo
}

fn answer(repo: &GitRepo<'_>, command: &str, format: &str) -> String {
    let output = repo.sopctl(&[command, "--as-of", DAY, "--format", format]).run();
    assert!(output.status < Some(2), "{output:?}");
    output.stdout
}

#[test]
fn a_sheet_has_a_row_for_each_document_or_finding_and_its_names_above() {
    let sandbox = Sandbox::new();
    let repo = hostile_library(&sandbox);
    for (command, least) in [("list", 6), ("stale", 6), ("check", 2)] {
        let sheet = answer(&repo, command, "csv");
        assert!(sheet.ends_with("\r\n") && !sheet.contains(['\u{1b}', '\u{202e}']), "{sheet}");
        let rows: Vec<&str> = sheet.split_terminator("\r\n").collect();
        assert!(rows.len() > least && rows.iter().all(|row| !row.contains(['\r', '\n'])));
        let columns = rows[0].split(',').count();
        for row in &rows {
            assert_eq!(cells(row).len(), columns, "{row}");
            assert!(cells(row).iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row}");
        }
    }
    let sheet = answer(&repo, "stale", "csv");
    let row = sheet.split("\r\n").find(|row| row.starts_with("SOP-001")).unwrap();
    let commit = repo.head();
    assert_eq!(
        row,
        format!(
            "SOP-001,sops/overdue.md,'=cmd|' /C calc'!A0,sop,1.0,'@ana,effective,overdue,,\
             2025-01-10,12 months,2026-01-10,316,2026-10-01,{commit},overdue,\
             \"due 2026-01-10, 316 days ago\""
        )
    );
}

/// The cells of a row, read by the rules of RFC 4180.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in row.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}
