//! The page of a walkthrough: a scene at a time for somebody who stands at the work, all scenes
//! as a list on paper and where no script runs.
//!
//! It is one file that loads nothing. It shows and says what its [`Script`] holds, and decides
//! nothing about the document. Its own script comes in two parts: `playback.js` is the state of
//! the player and knows of no page, `player.js` shows that state.

mod drawing;
mod picture;
mod scene;
mod target;

use std::fmt::Write as _;

use crate::document::lifecycle::Status;
use crate::report::Text;
use crate::walkthrough::{Card, Script};

use super::inline::escaped;
use super::page::{THEME, head};

const STYLE: &str = include_str!("walkthrough/player.css");
const SCRIPT: &str =
    concat!(include_str!("walkthrough/playback.js"), include_str!("walkthrough/player.js"));
/// The one script that the page may run, by the hash of its bytes. A test says what it is to be
/// when the script has changed.
const SCRIPT_HASH: &str = "sha256-2G5gfXO6D0HjVo9hgmsWMhcOqGf+iUYfCBWcFdU38t8=";

/// The page of a walkthrough. The same script gives the same bytes.
pub(in crate::render) fn page(script: &Script) -> String {
    let card = &script.card;
    let number = card.id.as_ref().map(|id| format!("{} ", id.untrusted())).unwrap_or_default();
    let title = format!("{number}{}: walkthrough", card.title.untrusted());
    let allowed = format!("; img-src data:; script-src '{SCRIPT_HASH}'");
    let lang = language(card).map(|tag| format!(" lang=\"{tag}\"")).unwrap_or_default();
    let mut html = head(&title, &allowed, &[THEME, STYLE]);
    let _ = write!(
        html,
        "<body>\n<header class=\"masthead\"><h1{lang}>{}</h1>{}</header>\n\
         <nav id=\"scenes\" aria-label=\"Scenes\" popover{lang}>\n\
         <button class=\"only-narrow\" type=\"button\" popovertarget=\"scenes\" popovertargetaction=\"hide\">Close</button>\n",
        name(card),
        standing(card)
    );
    scene::contents(script, &mut html);
    let _ = writeln!(html, "</nav>\n<main{lang}>");
    scene::write(script, &mut html);
    html.push_str("</main>\n");
    html.push_str(BAR);
    html.push_str(HELP);
    let _ = writeln!(html, "{}<script>{SCRIPT}</script>\n</body>\n</html>", footer(card));
    html
}

/// Number and title of the document, as HTML.
fn name(card: &Card) -> String {
    let title = escaped(card.title.untrusted());
    match &card.id {
        Some(id) => {
            format!("<span class=\"document\">{}</span> {title}", escaped(id.untrusted()))
        }
        None => title,
    }
}

/// How far the document has come, where that is not what everybody expects.
fn standing(card: &Card) -> String {
    match card.status {
        None | Some(Status::Effective) => String::new(),
        Some(status) => format!("<p class=\"standing\">{}</p>", status.as_str().replace('-', " ")),
    }
}

/// The language of the document, where it says one that a browser may know: letters, digits and
/// hyphens, as BCP 47 allows.
fn language(card: &Card) -> Option<&str> {
    const LONGEST: usize = 35;
    let tag = card.language.as_ref().map(Text::untrusted)?;
    let is_tag = (1..=LONGEST).contains(&tag.len())
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then_some(tag)
}

/// Of which text the page was made, and what it is not.
fn footer(card: &Card) -> String {
    let version = card.version.as_ref().map(|version| escaped(version.untrusted()));
    let version = version.map(|version| format!("version {version} · ")).unwrap_or_default();
    format!(
        "<footer>Made by sopctl {} from <code>{}</code> · {version}fingerprint <code>{}</code> · \
         This is not the controlled document.</footer>\n",
        env!("CARGO_PKG_VERSION"),
        escaped(card.path.untrusted()),
        card.fingerprint
    )
}

const BAR: &str = "\
<div class=\"bar\" role=\"region\" aria-label=\"Player\" hidden>
<div class=\"caption\" aria-live=\"polite\"></div>
<p class=\"place-now unseen\" role=\"status\"></p>
<div class=\"progress\"><div class=\"chapters\" aria-hidden=\"true\"></div><span class=\"clock\"></span></div>
<div class=\"controls\">
<button class=\"only-narrow\" type=\"button\" popovertarget=\"scenes\" aria-label=\"Scenes\" title=\"Scenes\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M4 6h2M9 6h11M4 12h2M9 12h11M4 18h2M9 18h11\"/></svg></button>
<span class=\"transport\">
<button type=\"button\" data-do=\"previous\" aria-label=\"Previous scene\" title=\"Previous scene (left arrow)\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M15 5l-7 7 7 7\"/></svg></button>
<button class=\"play\" type=\"button\" data-do=\"play\" aria-label=\"Play\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path class=\"to-play\" d=\"M8 5v14l11-7z\"/><path class=\"to-pause\" d=\"M7 5h4v14H7zM13 5h4v14h-4z\"/></svg></button>
<button type=\"button\" data-do=\"next\" aria-label=\"Next scene\" title=\"Next scene (right arrow)\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M9 5l7 7-7 7\"/></svg></button>
</span>
<form id=\"options\" popover>
<label>Speed <select name=\"speed\"><option value=\"0.75\">0.75×</option><option value=\"1\" selected>1×</option><option value=\"1.25\">1.25×</option><option value=\"1.5\">1.5×</option></select></label>
<label><input type=\"checkbox\" name=\"captions\" checked> Captions</label>
<label class=\"read\"><input type=\"checkbox\" name=\"read\"> Read aloud</label>
<label><input type=\"checkbox\" name=\"stepwise\"> Stop after each scene</label>
</form>
<button class=\"only-narrow\" type=\"button\" popovertarget=\"options\" aria-label=\"Options\" title=\"Options\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M4 8h9M19 8h1M4 16h1M11 16h9\"/><circle cx=\"16\" cy=\"8\" r=\"2.5\"/><circle cx=\"8\" cy=\"16\" r=\"2.5\"/></svg></button>
<button class=\"only-wide\" type=\"button\" data-help aria-label=\"Keys\" title=\"Keys (?)\">?</button>
</div>
</div>
";

const HELP: &str = "\
<dialog id=\"help\" aria-labelledby=\"help-title\">
<h2 id=\"help-title\">Keys</h2>
<dl>
<dt><kbd>Space</kbd></dt><dd>play, pause</dd>
<dt><kbd>→</kbd> <kbd>←</kbd></dt><dd>next, previous scene</dd>
<dt><kbd>Home</kbd> <kbd>End</kbd></dt><dd>first, last scene</dd>
<dt><kbd>?</kbd></dt><dd>these keys</dd>
</dl>
<form method=\"dialog\"><button>Close</button></form>
</dialog>
";

#[cfg(test)]
mod tests;
