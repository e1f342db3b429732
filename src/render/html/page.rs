//! The page around the blocks: what it may load and run, its title, its list of headings, and
//! where the answer comes from.

use std::fmt::Write as _;

use crate::report::{Block, Context, Section, View};

use super::inline::{self, escaped, line};
use super::{Writer, aside, short_commit};

/// The colours of every page, by what they mean, in light and in dark.
pub(super) const THEME: &str = include_str!("theme.css");
/// Kept apart so that it can be read as what it is.
pub(super) const STYLE: &str = concat!(include_str!("theme.css"), include_str!("page.css"));
/// How charts and catalogues look; only on pages that have some.
const OVERVIEW_STYLE: &str = include_str!("overview.css");
/// What sorts and filters a catalogue.
const SCRIPT: &str = include_str!("catalogue.js");
/// The one script that a page may run, by the hash of its bytes. A test of the program says
/// what it is to be when the script has changed.
const SCRIPT_HASH: &str = "sha256-mh/ubGAW3DbkriJgTIoUxP36AbHNZZmEVZVLDN5JrHg=";

/// From so many headings on, a page begins with a list of them.
const LISTED_FROM: usize = 3;

pub(super) fn page(name: &str, view: &View, context: &Context) -> String {
    let has_chart = has(&view.blocks, |block| matches!(block, Block::Chart(_) | Block::Totals(_)));
    let has_catalogue = has(&view.blocks, |block| matches!(block, Block::Catalogue(_)));
    let has_graph = has(&view.blocks, |block| matches!(block, Block::Graph(_)));
    let mut writer = Writer { has_catalogue, ..Writer::default() };
    let title = match view.blocks.first() {
        Some(Block::Title(title)) => inline::bare(title),
        _ => format!("sopctl {name}"),
    };
    if !matches!(view.blocks.first(), Some(Block::Title(_))) {
        let _ = writeln!(writer.html, "<h1>{}</h1>", escaped(&title));
    }
    writer.contents = contents(view);
    writer.blocks(&view.blocks, 2);
    writer.list_contents();
    let (mut allowed, script) = if has_catalogue {
        (format!("; script-src '{SCRIPT_HASH}'"), format!("<script>{SCRIPT}</script>\n"))
    } else {
        (String::new(), String::new())
    };
    if has(&view.blocks, |block| matches!(block, Block::Manuscript(text) if text.has_images())) {
        allowed.push_str("; img-src data:");
    }
    let head = running_head(&view.blocks);
    let (sheet, sheet_end) =
        if head.is_empty() { ("", "") } else { ("<div class=\"sheets\">\n", "</div>\n") };
    let is_overview = has_catalogue || has_chart || has_graph;
    let overview = if is_overview { OVERVIEW_STYLE } else { "" };
    format!(
        "{}<body{}>\n{sheet}{head}<main>\n{}</main>\n{}{sheet_end}{script}</body>\n</html>\n",
        self::head(&title, &allowed, &[STYLE, overview]),
        if has_catalogue || has_graph { " class=\"wide\"" } else { "" },
        writer.html,
        footer(name, context),
    )
}

/// A page up to its body: it may load and run nothing but its own style and what `allowed`
/// adds to its policy.
pub(super) fn head(title: &str, allowed: &str, styles: &[&str]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'{allowed}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n",
        escaped(title),
        styles.concat(),
    )
}

/// Whether there is such a block, also below a heading.
fn has(blocks: &[Block], is_such: fn(&Block) -> bool) -> bool {
    blocks.iter().any(|block| match block {
        Block::Section(section) => has(&section.blocks, is_such),
        block => is_such(block),
    })
}

/// What stands on every sheet of paper, and not on a screen.
fn running_head(blocks: &[Block]) -> String {
    let said = blocks.iter().find_map(|block| match block {
        Block::RunningHead(said) => Some(said),
        _ => None,
    });
    // A screen reader has heard all of it at the top of the page.
    said.map_or_else(String::new, |said| {
        format!("<div class=\"running\" aria-hidden=\"true\"><p>{}</p></div>\n", line(said))
    })
}

/// Where the answer comes from, so that a printed page can be asked for again.
fn footer(name: &str, context: &Context) -> String {
    let mut parts = vec![format!("sopctl {name} {}", env!("CARGO_PKG_VERSION"))];
    parts.push(format!(
        "judged on <time>{}</time> ({})",
        context.as_of,
        escaped(&context.time_zone)
    ));
    if let Some(head) = &context.repository.head {
        parts.push(format!("commit <code>{}</code>", escaped(short_commit(head))));
    }
    if context.repository.dirty > 0 {
        parts.push(format!("{} uncommitted", context.repository.dirty));
    }
    format!("<footer>{}</footer>\n", parts.join(" · "))
}

/// The headings of the outermost sections with what stands beside them.
fn contents(view: &View) -> String {
    let sections: Vec<&Section> = view
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Section(section) => Some(section),
            _ => None,
        })
        .collect();
    if sections.len() < LISTED_FROM {
        return String::new();
    }
    let mut html = String::from("<nav aria-label=\"Contents\">\n<ul>\n");
    for (index, section) in sections.iter().enumerate() {
        let _ = writeln!(
            html,
            "<li><a href=\"#s{}\">{}</a>{}</li>",
            index + 1,
            line(&section.heading),
            aside(section)
        );
    }
    html.push_str("</ul>\n</nav>\n");
    html
}
