//! A document must be readable whatever it holds, all places must lie inside it, and
//! the way its lines end must not change its fingerprint.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sopctl::document::Document;
use sopctl::document::profile::Profile;
use sopctl::source::Span;

fuzz_target!(|text: &str| {
    for profile in [Some(Profile::sopctl()), Profile::named("comply")].into_iter().flatten() {
        let document = Document::read(text.to_owned(), profile);
        check_places(&document);
        if !text.contains('\r') {
            let turned = Document::read(text.replace('\n', "\r\n"), profile);
            assert_eq!(turned.fingerprint(), document.fingerprint(), "CRLF counts");
        }
    }
});

fn check_places(document: &Document) {
    let body = document.body();
    let inside = |span: Span| assert!(body.get(span.start..span.end).is_some(), "{span:?}");
    for (index, block) in document.blocks().iter().enumerate() {
        inside(block.span);
        assert!(block.parent.is_none_or(|parent| parent < index));
        for mark in &block.marks {
            assert!(block.text.get(mark.start..mark.end).is_some(), "{mark:?}");
        }
        assert!(document.line_in_body(block.span.start) >= 1);
    }
    let outline = document.outline();
    for section in &outline.sections {
        inside(section.span);
    }
    for (index, unit) in outline.units.iter().enumerate() {
        inside(unit.span);
        assert!(unit.parent.is_none_or(|parent| parent < index));
        assert!(unit.section.is_none_or(|section| section < outline.sections.len()));
        for mark in &unit.marks {
            assert!(unit.text.get(mark.start..mark.end).is_some(), "{mark:?}");
        }
    }
}
