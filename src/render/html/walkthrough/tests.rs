use sha2::{Digest as _, Sha256};

use super::*;
use crate::document::Document;
use crate::document::profile::Profile;
use crate::language::Language;
use crate::paths::RepoPath;

const ACCOUNT: &str = include_str!("account.md");

fn script(text: &str) -> Script {
    let document = Document::read(text.to_owned(), Profile::sopctl());
    let path = RepoPath::new("work-instructions/account.md").unwrap();
    Script::of(&document, &path, Language::english()).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    picture::base64(bytes)
}

#[test]
fn a_browser_may_run_the_script_of_the_page_and_nothing_else() {
    // Where the script was changed, this is its new hash, for `SCRIPT_HASH`.
    assert_eq!(SCRIPT_HASH, format!("sha256-{}", base64(&Sha256::digest(SCRIPT.as_bytes()))));
}

#[test]
fn every_scene_is_on_the_page() {
    let script = script(ACCOUNT);
    let html = page(&script);
    assert_eq!(html.matches("<section class=\"scene ").count(), script.scenes.len());
    assert_eq!(html.matches("<a href=\"#scene-").count(), script.scenes.len());
    assert_eq!(html, page(&script));
}
