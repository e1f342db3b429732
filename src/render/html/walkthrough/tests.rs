use sha2::{Digest as _, Sha256};

use super::*;
use crate::document::Document;
use crate::document::profile::Profile;
use crate::language::Language;
use crate::paths::RepoPath;
use crate::report::{Line, Piece};
use crate::walkthrough::Cue;
use crate::walkthrough::pictures::{Content, Media};

/// A document with every kind of scene.
const ACCOUNT: &str = include_str!("account.md");

fn script(text: &str) -> Script {
    let document = Document::read(text.to_owned(), Profile::sopctl());
    let path = RepoPath::new("work-instructions/account.md").unwrap();
    Script::of(&document, &path, Language::english()).unwrap()
}

/// The script of a document that has these steps and no more.
fn steps(steps: &str) -> Script {
    script(&format!("+++\ntitle = \"Do it\"\n+++\n\n# Do it\n\n## Steps\n\n{steps}\n"))
}

/// The first scene of a kind, as it stands on the page.
fn scene(script: &Script, class: &str) -> String {
    let html = page(script);
    let (_, rest) = html.split_once(&format!("<section class=\"scene {class}")).unwrap();
    rest.split_once("</section>").unwrap().0.to_owned()
}

/// A picture of 400 by 200 pixels, as far as its head says so.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([0, 0, 1, 0x90, 0, 0, 0, 0xc8]);
    bytes
}

fn with_pictures(mut script: Script) -> Script {
    for picture in script.scenes.iter_mut().flat_map(|scene| &mut scene.pictures) {
        picture.show(png());
    }
    script
}

/// The script with all that a document says exchanged for these words.
fn saying(words: &str) -> Script {
    let mut script = with_pictures(script(ACCOUNT));
    let line = |line: &mut Line| {
        for piece in &mut line.pieces {
            match piece {
                // How the program itself numbers a step.
                Piece::Plain(text) if text.untrusted().starts_with("Step ") => {}
                Piece::Plain(text) | Piece::Strong(text) | Piece::Code(text) => {
                    *text = words.into();
                }
                other => panic!("{other:?} in a script"),
            }
        }
    };
    let card = &mut script.card;
    card.title = words.into();
    card.path = words.into();
    card.id = Some(words.into());
    card.version = Some(words.into());
    card.audience = vec![words.into()];
    for scene in &mut script.scenes {
        line(&mut scene.title);
        scene.target = Some(words.into());
        for picture in &mut scene.pictures {
            picture.description = words.into();
        }
        for sentence in &mut scene.sentences {
            line(&mut sentence.shown);
            sentence.spoken = words.into();
            sentence.code = sentence.code.is_some().then(|| words.into());
            sentence.cues.iter_mut().flat_map(|cue: &mut Cue| &mut cue.lines).for_each(line);
        }
    }
    script
}

#[test]
fn a_browser_may_run_the_script_of_the_page_and_nothing_else() {
    let bytes = SCRIPT.replace("\r\n", "\n");
    let hash = super::super::base64::base64(&Sha256::digest(bytes.as_bytes()));
    // Where the script was changed, this is its new hash, for `SCRIPT_HASH`.
    assert_eq!(SCRIPT_HASH, format!("sha256-{hash}"));
    let html = page(&script(ACCOUNT));
    assert!(html.contains(&format!("; img-src data:; script-src '{SCRIPT_HASH}'\"")), "{html}");
    assert_eq!((html.matches("<script").count(), html.matches("</script").count()), (1, 1));
    assert!(!html.contains(" onclick=") && !html.contains("javascript:"));
}

#[test]
fn a_page_loads_nothing() {
    let html = page(&with_pictures(script(ACCOUNT)));
    for loading in ["<link", "@import", "url(", "http://", "https://", "<iframe", "<object"] {
        assert!(!html.contains(loading), "{loading}");
    }
    assert_eq!(
        html.matches(" src=").count(),
        html.matches(" src=\"data:image/png;base64,").count()
    );
    assert_eq!(html.matches(" src=").count(), 2);
}

#[test]
fn what_strangers_write_never_becomes_markup() {
    for words in
        ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "'&amp;</template></section>-->"]
    {
        // The same number of letters, for what is long has another form.
        let plain = page(&saying(&"x".repeat(words.chars().count())));
        let html = page(&saying(words));
        for sign in ['<', '>', '"'] {
            let count = |html: &str| html.matches(sign).count();
            assert_eq!(count(&html), count(&plain), "{words} {sign}");
        }
        assert_eq!(html.matches("<script").count(), 1, "{words}");
    }
    let turned = page(&saying("a\u{202e}b\u{1b}[0m\u{2066}"));
    assert!(!turned.contains(['\u{202e}', '\u{1b}', '\u{2066}']));
}

#[test]
fn every_scene_is_on_the_page_and_in_its_list() {
    let script = script(ACCOUNT);
    let html = page(&script);
    assert_eq!(html.matches("<section class=\"scene ").count(), script.scenes.len());
    assert_eq!(html.matches("<li><a href=\"#scene-").count(), script.scenes.len());
    let sentences = script.scenes.iter().flat_map(|scene| &scene.sentences);
    assert_eq!(html.matches(" data-say=\"").count(), sentences.count());
    assert!(html.contains("<li><a href=\"#scene-5\"><span>2</span> Enter the name as it stands"));
    assert_eq!(html, page(&script));
}

#[test]
fn a_step_as_html() {
    insta::assert_snapshot!(scene(&script(ACCOUNT), "step has-drawing"));
}

#[test]
fn the_title_card_says_what_the_document_is() {
    let draft = scene(&script(ACCOUNT), "card");
    for part in [
        "<span class=\"document\">WI-005</span> Create a staff account</h2>",
        "<p class=\"standing\">draft</p>",
        "<dt>For</dt><dd>Service desk, Team leads</dd>",
        "<dt>Length</dt><dd>about ",
        "<li class=\"warning\" ",
    ] {
        assert!(draft.contains(part), "{part} in {draft}");
    }
    // A draft is in force from no day.
    assert!(!draft.contains("In force from"), "{draft}");
    let text = ACCOUNT.replace("\"draft\"", "\"effective\"\neffective_date = 2026-03-01");
    let binding = scene(&script(&text), "card");
    assert!(
        binding.contains("<dt>In force from</dt><dd><time>2026-03-01</time></dd>"),
        "{binding}"
    );
    assert!(!binding.contains("class=\"standing\""), "{binding}");
}

#[test]
fn a_warning_stands_above_the_action() {
    let html = scene(
        &steps("1. Pull the lever.\n\n   > **Danger:** The blade is hot. Stand back."),
        "step",
    );
    let place = |words: &str| html.find(words).unwrap_or_else(|| panic!("no {words} in {html}"));
    assert!(place("The blade is hot.</") < place("<h2"), "{html}");
    // In the word of the document, and once for both sentences.
    assert_eq!(html.matches("class=\"label\"").count(), 1, "{html}");
    assert!(html.contains("<strong class=\"label\">Danger</strong> The blade is hot."), "{html}");
    assert!(html.contains("<li class=\"warning on\" "), "{html}");
}

#[test]
fn a_condition_is_no_label() {
    let html = scene(
        &steps("1. Open the lid.\n\n   > [!WARNING]\n   > If the lamp is red: stop."),
        "step",
    );
    let expected = "<strong class=\"label\">Warning</strong> If the lamp is red: stop.";
    assert!(html.contains(expected), "{html}");
}

#[test]
fn what_the_heading_tells_is_not_shown_twice() {
    let html =
        scene(&steps("1. Click **Save**. Wait.\n\n   Expected result: it is shown."), "step");
    assert!(html.contains("<h2 id=\"title-2\">Click <strong>Save</strong>.</h2>"), "{html}");
    let listed: Vec<&str> = html.split("<li class=\"").skip(1).collect();
    let is_shown = |item: &&&str| !item.split('>').next().unwrap().ends_with(" hidden");
    let shown: Vec<&&str> = listed.iter().filter(is_shown).collect();
    assert!(
        matches!(shown[..], [wait, seen] if wait.contains("Wait.") && seen.starts_with("expect")),
        "{shown:?}"
    );
    assert!(
        html.contains("<strong class=\"label\">Expected result</strong> It is shown."),
        "{html}"
    );
}

#[test]
fn a_step_of_one_long_sentence_is_not_told_twice() {
    let long = format!("Turn the valve{} until it stops.", " a little further".repeat(12));
    let html = scene(&steps(&format!("1. {long}\n2. Close the lid.")), "step");
    assert!(html.contains(&format!("class=\"is-text\">{long}</h2>")), "{html}");
    assert!(html.contains(" hidden>Turn the valve"), "{html}");
}

#[test]
fn steps_that_are_counted_by_section_say_where_they_stand_in_the_whole() {
    let html = page(&script(
        "# Do it\n\n## Open\n\n1. Turn the key.\n2. Push the door.\n\n## Close\n\n1. Pull the door.\n2. Pull the key out.\n",
    ));
    for place in ["Step 1 of 4<", "Step 2 of 4<", "Step 1 (3 of 4)<"] {
        let places: Vec<&str> = html.split("<p class=\"place\">").skip(1).collect();
        assert!(places.iter().any(|found| found.starts_with(place)), "{place} in {places:?}");
    }
}

#[test]
fn a_picture_shows_what_is_meant_of_it() {
    let one = "![The panel](panel.png#xywh=100,50,40,20)";
    let other = "![The panel](panel.png#xywh=percent:1,1,10,10)";
    let script = with_pictures(steps(&format!("1. Look.\n\n   {one}\n\n   {other}")));
    let html = scene(&script, "step has-picture");
    // Once, with both marks.
    assert_eq!(html.matches("<img ").count(), 1, "{html}");
    for part in [
        "<img alt=\"The panel\" width=\"400\" height=\"200\" src=\"data:image/png;base64,iVBORw0KGgo",
        "<span class=\"mark\" style=\"left:25%;top:25%;width:10%;height:10%\"><b>1</b></span>",
        "<span class=\"mark is-inside\" style=\"left:1%;top:1%;width:10%;height:10%\"><b>2</b></span>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_picture_that_is_not_there_is_told_and_the_target_is_drawn() {
    let script = steps("1. Click **Save**.\n\n   ![The panel](panel.png)");
    let html = scene(&script, "step has-drawing");
    assert!(html.contains("Picture, not on this page: The panel</figcaption>"), "{html}");
    assert!(html.contains("<span class=\"d-button\">Save</span>"), "{html}");
    assert!(!html.contains("<img"), "{html}");
    let mut pictured = script;
    let content = Content { bytes: png(), media: Media::Png, size: None };
    pictured.scenes[1].pictures[0].content = Some(content);
    assert!(!scene(&pictured, "step").contains("d-button"));
}

#[test]
fn lines_to_copy_stay_lines() {
    let html = scene(&steps("1. Run it.\n\n   ```sh\n   a < b\n     c\n   ```"), "step");
    assert!(html.contains("<code>a &lt; b\n  c</code></pre><button class=\"copy\""), "{html}");
}

#[test]
fn the_page_says_that_it_is_not_the_controlled_document() {
    let html = page(&script(ACCOUNT));
    let footer = html.split_once("<footer>").unwrap().1.split_once("</footer>").unwrap().0;
    for part in ["work-instructions/account.md", "version 0.9", "not the controlled document"] {
        assert!(footer.contains(part), "{part} in {footer}");
    }
}

#[test]
fn a_page_has_the_language_of_its_document_where_that_is_one() {
    let with = |language: &str| {
        let mut script = script(ACCOUNT);
        script.card.language = Some(language.into());
        page(&script)
    };
    assert!(with("de-CH").contains("<main lang=\"de-CH\">"));
    for wrong in ["", "de\"onload=x", "very-long-".repeat(9).as_str()] {
        assert!(with(wrong).contains("<main>"), "{wrong}");
    }
}

#[test]
fn a_page_of_ten_steps_is_small() {
    /// In bytes: what a phone loads in a second where the net is bad.
    const MOST: usize = 60_000;
    let ten: String = (1..=10)
        .map(|step| {
            format!("{step}. Enter `{step}` in **Count of the day** and click **Save**.\n\n   Expected result: the list shows the new count of the day.\n\n")
        })
        .collect();
    let size = page(&steps(&ten)).len();
    assert!(size < MOST, "{size}");
}

#[test]
fn the_largest_walkthrough_is_a_page() {
    let many: String = (1..=500).map(|step| format!("{step}. Turn the valve.\n")).collect();
    let html = page(&steps(&many));
    assert!(html.contains("Step 500 of 500") && html.len() < 1_000_000, "{}", html.len());
}
