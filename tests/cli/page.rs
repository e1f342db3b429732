//! Reports as pages: what a browser is given, and what it is allowed to run.

use sha2::{Digest as _, Sha256};

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

/// The page that a command gives in the library of the demonstration.
fn page(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let folder = sandbox.work().join("sopctl-demo");
    if !folder.exists() {
        sandbox.sopctl(&["demo", "--as-of", DAY]).run().success();
    }
    let arguments = [arguments, &["--as-of", DAY, "-f", "html"]].concat();
    sandbox.sopctl_in(&folder, &arguments).run().success().stdout
}

fn between<'a>(text: &'a str, before: &str, behind: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(behind).unwrap_or_else(|| panic!("no {behind}")).0
}

/// Base 64 as RFC 4648 has it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0, |n, at| n << 8 | usize::from(*three.get(at).unwrap_or(&0)));
        for place in 0..4 {
            let letter = LETTERS[number >> (18 - 6 * place) & 63];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[test]
fn a_browser_may_run_the_script_of_the_page_and_nothing_else() {
    assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    assert_eq!(base64(b"fooba"), "Zm9vYmE=");
    let sandbox = Sandbox::new();
    for command in [&["stale", "--fail-on", "never"][..], &["list"]] {
        let html = page(&sandbox, command);
        let script = between(&html, "<script>", "</script>").replace("\r\n", "\n");
        let hash = format!("sha256-{}", base64(&Sha256::digest(script.as_bytes())));
        let policy = between(&html, "Content-Security-Policy\" content=\"", "\"");
        // Where the script was changed, this is its new hash, for `SCRIPT_HASH`.
        assert_eq!(
            policy,
            format!("default-src 'none'; style-src 'unsafe-inline'; script-src '{hash}'")
        );
        assert_eq!(html.matches("<script").count(), 1);
        for loading in ["src=", "<link", "@import", "http://", "https://", "<iframe", "<object"] {
            assert!(!html.contains(loading), "{loading}");
        }
    }
}

#[test]
fn the_page_of_stale_has_every_document_with_its_evidence() {
    let sandbox = Sandbox::new();
    let html = page(&sandbox, &["stale", "--fail-on", "never"]);
    let rows = html.matches("<tbody role=\"rowgroup\"").count();
    assert!(html.contains("<p class=\"count\" role=\"status\">20 documents</p>"));
    assert_eq!((rows, html.matches("<tr role=\"row\" class=\"why\">").count()), (20, 20));
    // Each document has a state, and the totals count each of them once.
    let totals = between(&html, "<ul class=\"totals\">", "</ul>");
    let counted = totals.split("<strong>").skip(1);
    let counted = counted.map(|total| total.split('<').next().unwrap().parse::<usize>().unwrap());
    assert_eq!(counted.sum::<usize>(), 20);
    let entry = between(&html, ">SOP-004<", "</tbody>");
    for said in [
        "<summary>due 2026-08-01, 113 days ago",
        "<time>2026-05-21</time>",
        "limit 100 EUR → 250 EUR",
        "config/limits.toml",
        "sops/refund-approval.md",
    ] {
        assert!(entry.contains(said), "{said}: {entry}");
    }
    for chart in ["Next review by month", "Since the last change in substance", "Load by owner"] {
        assert!(html.contains(&format!("<figcaption><strong>{chart}</strong>")), "{chart}");
    }
}

#[test]
fn the_same_repository_and_day_give_the_same_page() {
    let sandbox = Sandbox::new();
    let ask = || page(&sandbox, &["stale", "--fail-on", "never", "--explain"]);
    assert_eq!(ask(), ask());
    assert_eq!(page(&sandbox, &["list"]), page(&sandbox, &["list"]));
}

#[test]
fn a_library_without_review_dates_is_shown_by_age() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "pages");
    repo.write("docs/till.md", "# Close the till\n\n1. Count the notes.\n");
    repo.commit(ANA, "2024-01-05", "Write how to close");
    repo.write("docs/door.md", "# Lock the door\n\n1. Turn the key.\n");
    repo.commit(ANA, "2026-01-05", "Write how to lock");
    let html = repo.sopctl(&["stale", "--as-of", DAY, "-f", "html"]).run().success().stdout;
    assert!(html.contains("<h1>Age of documents on <time>2026-11-22</time></h1>"), "{html}");
    let order = between(&html, "<table role=\"table\"", "</table>");
    let place = |title: &str| order.find(title).unwrap_or_else(|| panic!("no {title}"));
    assert!(place("Close the till") < place("Lock the door"));
    // Nothing speaks of reviews: no states, no dates of review, nobody to bear a load.
    for absent in ["class=\"totals\"", "Next review", "Load by owner", "data-kind=\"state\""] {
        assert!(!between(&html, "<main>", "</main>").contains(absent), "{absent}");
    }
}

#[test]
fn what_cannot_be_read_and_who_writes_markup_are_on_the_page_as_they_are() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "mixed");
    let hostile = "</script><img src=x onerror=alert(1)>";
    let page = format!(
        "---\ntitle: \"{hostile}\"\nowner: \"{hostile}\"\nlast_reviewed: 2026-01-05\nreview_interval: 1 year\n---\n\nText.\n"
    );
    repo.write("docs/hostile.md", &page);
    repo.write("docs/numbered.md", &page.replace("title", "id: SOP-001\ntitle"));
    repo.commit(ANA, "2026-01-05", "Write");
    std::fs::write(repo.folder().join("docs/broken.md"), b"---\ntitle: \xff\n---\n").unwrap();
    repo.commit(ANA, "2026-01-06", "Break");
    let asked = ["stale", "--as-of", DAY, "-f", "html", "--fail-on", "never"];
    let html = repo.sopctl(&asked).run().success().stdout;
    let body = between(&html, "<main>", "</main>");
    assert!(!body.contains("<img") && !body.contains("</script"), "{body}");
    assert!(body.contains("&lt;/script&gt;&lt;img src=x"), "{body}");
    // The worst first; what cannot be read is named by its path, as what has no number is.
    let table = between(&html, "<table role=\"table\"", "</table>");
    let place = |name: &str| table.find(&format!("<span class=\"document\">{name}<"));
    let places = [place("docs/broken.md"), place("docs/hostile.md"), place("SOP-001")];
    assert!(places.iter().all(Option::is_some), "{table}");
    assert_eq!(places.iter().min(), Some(&places[0]));
    assert_eq!(table.matches("could not be judged").count(), 1, "{table}");
}
