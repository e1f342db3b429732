//! The documents that tests write, and how they look into answers.

use serde_json::Value;

use crate::git_repo::GitRepo;
use crate::sandbox::Output;

/// What procedures say unless a test is about the text.
pub(crate) const STEPS: &str =
    "1. Call the customer.\n2. Write down the number.\n3. Close the ticket.\n";

/// An effective SOP that is reviewed every year, with further lines of front matter.
pub(crate) fn sop(id: &str, fields: &str, body: &str) -> String {
    document(id, &format!("status = \"effective\"\nreview_interval = \"1 year\"\n{fields}"), body)
}

/// An SOP that was reviewed on a day.
pub(crate) fn reviewed(id: &str, on: &str, body: &str) -> String {
    sop(id, &format!("last_reviewed = {on}\n"), body)
}

/// A document with a number, an owner and these lines of front matter.
pub(crate) fn document(id: &str, fields: &str, body: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Procedure {id}\"\ntype = \"sop\"\nversion = \"1.0\"\nowner = \"@ana\"\n{fields}+++\n\n# Procedure {id}\n\n{body}"
    )
}

/// Asks in the folder of a repository, and takes the answer as JSON.
#[track_caller]
pub(crate) fn ask(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    json(&repo.sopctl(&[&["--format", "json"], arguments].concat()).run())
}

/// `stale` on a day, as JSON, whatever it comes to.
#[track_caller]
pub(crate) fn stale_on(repo: &GitRepo<'_>, day: &str) -> Value {
    ask(repo, &["stale", "--as-of", day, "--fail-on", "never"])
}

/// The JSON that a run printed.
#[track_caller]
pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{output:?}"))
}

/// The document of an answer with this number or path.
#[track_caller]
pub(crate) fn named<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let is = |key: &str, document: &Value| document[key] == name;
    let keys = ["id", "path", "new_path", "old_path"];
    let all = answer["documents"].as_array().expect("the answer has documents");
    all.iter()
        .find(|document| keys.iter().any(|key| is(key, document)))
        .unwrap_or_else(|| panic!("no document {name} in {answer:#}"))
}

/// The state of a document.
#[track_caller]
pub(crate) fn state<'a>(answer: &'a Value, name: &str) -> &'a str {
    named(answer, name)["state"].as_str().unwrap()
}

/// The codes of the reasons of a document.
#[track_caller]
pub(crate) fn reasons<'a>(answer: &'a Value, name: &str) -> Vec<&'a str> {
    let reasons = named(answer, name)["reasons"].as_array().unwrap();
    reasons.iter().map(|reason| reason["code"].as_str().unwrap()).collect()
}
