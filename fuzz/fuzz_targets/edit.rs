//! An edit of front matter is refused, or it changes what was asked for and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::data::Syntax;
use sopctl::document::Document;
use sopctl::document::field::FieldName;
use sopctl::document::front_matter::{FieldEdit, edit};
use sopctl::document::profile::Profile;

fuzz_target!(|text: &str| {
    let profile = Profile::sopctl();
    let before = Document::read(text.to_owned(), profile);
    let edits = [
        FieldEdit::set(FieldName::Owner, "@ops: 'and' # others"),
        FieldEdit::append(FieldName::Watches, "config/**"),
        FieldEdit::remove_item(FieldName::Audience, "ops"),
        FieldEdit::remove(FieldName::Title),
    ];
    for asked in edits {
        let field = asked.field;
        let Ok(edited) = edit(text, profile, Syntax::Yaml, std::slice::from_ref(&asked)) else {
            continue;
        };
        let mut at = 0;
        let mut repeated = String::new();
        for patch in &edited.patches {
            repeated.push_str(&text[at..patch.span.start]);
            repeated.push_str(&patch.text);
            at = patch.span.end;
        }
        repeated.push_str(&text[at..]);
        assert_eq!(repeated, edited.text, "more was changed than is told");
        let after = Document::read(edited.text.clone(), profile);
        assert!(after.text().ends_with(before.body()) || before.body().trim().is_empty());
        // Where an entry that cannot be read ends depends on what follows it.
        let others = |document: &Document| -> Vec<(String, String)> {
            let block = document.split().front_matter(profile);
            let is_read = |key: &str| block.is_some_and(|block| block.problem_of(key).is_none());
            let all = document.values().iter();
            all.filter(|(key, _)| key != field.as_str() && is_read(key)).cloned().collect()
        };
        assert_eq!(others(&after), others(&before), "another field changed");
        let again = edit(&edited.text, profile, Syntax::Yaml, std::slice::from_ref(&asked));
        assert!(!field.as_str().starts_with("owner") || again.is_ok_and(|again| again.patches.is_empty()));
    }
});
