//! Markdown as GitHub and GitLab show it: for pull requests and releases.

use std::fmt::Write as _;

use crate::report::{
    Block, ChangeRow, Chart, Entry, Fit, Journey, Label, Leg, Line, Listing, Passage, PassageKind,
    Piece, Section, Sign, Table, Tone, View,
};

use super::{cleaned, short_commit};

pub(super) fn render(view: &View) -> String {
    let mut page = String::new();
    blocks(&view.blocks, 2, &mut page);
    let trimmed = page.trim_end();
    format!("{trimmed}\n")
}

fn blocks(blocks: &[Block], level: usize, page: &mut String) {
    for block in blocks {
        match block {
            Block::Title(line) => paragraph(&format!("# {}", inline(line)), page),
            Block::Prose(line) | Block::Verdict(_, line) => paragraph(&inline(line), page),
            Block::Note(tone, line) => {
                let mark = if *tone >= Tone::Warning { "**Note:** " } else { "" };
                paragraph(&format!("{mark}{}", inline(line)), page);
            }
            Block::Section(section) => section_of(section, level, page),
            Block::Table(table) => table_of(table, page),
            Block::Facts(facts) => {
                for fact in facts {
                    let _ = writeln!(page, "- {}: {}", fact.name, inline(&fact.value));
                }
                page.push('\n');
            }
            Block::Items(items) => {
                for item in items {
                    let _ = writeln!(page, "- {}", inline(item));
                }
                page.push('\n');
            }
            Block::Entries(entries) => {
                for entry in entries {
                    let _ = writeln!(page, "{}- {}", "  ".repeat(entry.depth), entry_of(entry));
                }
                page.push('\n');
            }
            Block::Changes(rows) => {
                for row in rows {
                    let _ = writeln!(page, "- {}", change(row));
                }
                page.push('\n');
            }
            Block::Flow(passages) => passages.iter().for_each(|passage| flow(passage, page)),
            Block::Manuscript(_) | Block::RunningHead(_) => {}
            Block::Listing(listing) => paragraph(&fenced(listing), page),
            Block::Marker(name) => paragraph(&format!("<!-- {name} -->"), page),
            Block::Totals(totals) => {
                let said = totals.iter().map(|total| format!("{} {}", total.count, total.name));
                paragraph(&said.collect::<Vec<_>>().join(" · "), page);
            }
            Block::Chart(chart) => chart_of(chart, page),
            Block::Graph(graph) => {
                if let Some(flowchart) = super::flowchart(graph) {
                    paragraph(&format!("```mermaid\n{}\n```", flowchart.trim_end()), page);
                }
            }
            Block::Catalogue(catalogue) => self::blocks(&catalogue.unfolded(), level, page),
        }
    }
}

fn paragraph(text: &str, page: &mut String) {
    page.push_str(text);
    page.push_str("\n\n");
}

/// A code block whose fence is longer than any run of code marks in it.
fn fenced(listing: &Listing) -> String {
    let lines: Vec<String> = listing.text.untrusted().lines().map(cleaned).collect();
    let text = lines.join("\n");
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().map_or(3, |longest| (longest + 1).max(3)));
    format!("{fence}{}\n{text}\n{fence}", listing.language)
}

fn section_of(section: &Section, level: usize, page: &mut String) {
    let aside = if section.aside.is_empty() {
        String::new()
    } else {
        format!(" ({})", inline(&section.aside))
    };
    paragraph(&format!("{} {}{aside}", "#".repeat(level.min(6)), inline(&section.heading)), page);
    blocks(&section.blocks, level + 1, page);
}

fn table_of(table: &Table, page: &mut String) {
    if table.rows.is_empty() {
        return;
    }
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let _ = writeln!(page, "| {} |", names.join(" | "));
    let rules: Vec<&str> =
        table.columns.iter().map(|c| if c.fit == Fit::Numeric { "---:" } else { "---" }).collect();
    let _ = writeln!(page, "| {} |", rules.join(" | "));
    for row in &table.rows {
        let mut cells: Vec<String> = row.cells.iter().map(inline).collect();
        if let Some(last) = cells.last_mut() {
            for detail in &row.details {
                let apart = if last.is_empty() { "" } else { "<br>" };
                let _ = write!(last, "{apart}{}", inline(detail));
            }
        }
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
    page.push('\n');
}

/// A chart as the table of its numbers: pictures have no place in a comment.
fn chart_of(chart: &Chart, page: &mut String) {
    paragraph(&format!("**{}** ({})", chart.title, chart.unit), page);
    if !chart.categories.is_empty() {
        let names: Vec<&str> = chart.series.iter().map(|series| series.name).collect();
        let _ = writeln!(page, "| {} | {} |", chart.axis, names.join(" | "));
        let _ = writeln!(page, "| --- |{}", " ---: |".repeat(names.len()));
        for category in &chart.categories {
            let values: Vec<String> = category.values.iter().map(ToString::to_string).collect();
            let label = escaped(category.label.untrusted());
            let _ = writeln!(page, "| {label} | {} |", values.join(" | "));
        }
        page.push('\n');
    }
    if !chart.remark.is_empty() {
        paragraph(&inline(&chart.remark), page);
    }
}

fn entry_of(entry: &Entry) -> String {
    let mut text = String::new();
    if let Label::Words(label) = &entry.label {
        wrapped(label.untrusted(), Emphasis::Strong, None, &mut text);
        text.push(' ');
    }
    text.push_str(&inline(&entry.text));
    for detail in &entry.details {
        let _ = write!(text, "<br>{}", inline(detail));
    }
    text
}

fn change(row: &ChangeRow) -> String {
    let verb = match row.sign {
        Sign::Added => " added",
        Sign::Removed => " removed",
        Sign::Changed => " changed",
        // The text says where to.
        Sign::Moved => "",
    };
    let place = escaped(row.place.untrusted());
    let meaning = if row.meaning.is_empty() {
        String::new()
    } else {
        format!(" *({})*", inline(&row.meaning))
    };
    let text = inline(&row.text);
    let colon = match row.sign {
        _ if text.is_empty() => "",
        Sign::Moved => " ",
        Sign::Added | Sign::Removed | Sign::Changed => ": ",
    };
    format!("**{place}**{verb}{colon}{text}{meaning}")
}

/// A passage of a whole text; one that came or went is marked as a whole.
fn flow(passage: &Passage, page: &mut String) {
    let lines: Vec<String> = passage.lines.iter().map(inline).collect();
    let words = lines.join(" \\| ");
    let mark = match (passage.sign, &passage.journey) {
        (Some(Sign::Added), _) => "**",
        (Some(Sign::Removed), _) | (_, Some(Journey { leg: Leg::Left, .. })) => "~~",
        _ => "",
    };
    let mut text = String::new();
    if !passage.label.is_empty() {
        text = format!("{} ", escaped(passage.label.untrusted()));
    }
    let _ = write!(text, "{mark}{}{mark}", words.trim());
    if !passage.meaning.is_empty() {
        let _ = write!(text, " *({})*", inline(&passage.meaning));
    }
    if let Some(journey) = &passage.journey {
        let words = if journey.leg == Leg::Left { "moved to" } else { "moved from" };
        let _ = write!(text, " *({words} {})*", escaped(journey.place.untrusted()));
    }
    let heading = matches!(passage.kind, PassageKind::Heading(_));
    paragraph(&if heading { format!("**{text}**") } else { text }, page);
}

fn inline(line: &Line) -> String {
    let mut text = String::new();
    for (index, piece) in line.pieces.iter().enumerate() {
        let replaces = index > 0 && matches!(line.pieces[index - 1], Piece::Deleted(_));
        if replaces && matches!(piece, Piece::Inserted(_)) && !text.ends_with(' ') {
            text.push(' ');
        }
        let next = line.pieces.get(index + 1).and_then(first_character);
        match piece {
            Piece::Plain(words) | Piece::Faint(words) | Piece::Document(words) => {
                text.push_str(&escaped(words.untrusted()));
            }
            Piece::Strong(words) => {
                wrapped(words.untrusted(), Emphasis::Strong, next, &mut text);
            }
            Piece::Toned(tone, words) if *tone >= Tone::Warning => {
                wrapped(words.untrusted(), Emphasis::Strong, next, &mut text);
            }
            Piece::Toned(_, words) => text.push_str(&escaped(words.untrusted())),
            Piece::Code(words) | Piece::Quoted(words) | Piece::Person(words) => {
                text.push_str(&code(words.untrusted()));
            }
            Piece::Commit(id) => text.push_str(&code(short_commit(id.untrusted()))),
            Piece::Date(date) => {
                let _ = write!(text, "{date}");
            }
            Piece::Deleted(words) => {
                wrapped(words.untrusted(), Emphasis::Struck, next, &mut text);
            }
            Piece::Inserted(words) => {
                wrapped(words.untrusted(), Emphasis::Strong, next, &mut text);
            }
        }
    }
    text
}

/// Marks around words. They must touch their words, so blanks at the ends stay outside. Where
/// the words begin or end with a sign and a letter stands on the other side of the mark,
/// `CommonMark` neither opens nor closes there (left- and right-flanking runs), and two marks
/// side by side are one: then tags that mean the same stand in their place.
fn wrapped(words: &str, emphasis: Emphasis, next: Option<char>, text: &mut String) {
    let clean = cleaned(words);
    let inner = clean.trim();
    if inner.is_empty() {
        text.push_str(&clean);
        return;
    }
    let (before, behind) = clean.split_at(clean.len() - clean.trim_start().len());
    let behind = &behind[inner.len()..];
    text.push_str(before);
    let opens = !text.ends_with(['*', '~'])
        && (!inner.starts_with(is_sign) || text.chars().next_back().is_none_or(parts_words));
    let next = behind.chars().next().or(next);
    let closes = !inner.ends_with(is_sign) || next.is_none_or(parts_words);
    let (open, close) = match emphasis {
        Emphasis::Strong if opens && closes => ("**", "**"),
        Emphasis::Struck if opens && closes => ("~~", "~~"),
        Emphasis::Strong => ("<strong>", "</strong>"),
        Emphasis::Struck => ("<del>", "</del>"),
    };
    let _ = write!(text, "{open}{}{close}{behind}", escaped(inner));
}

/// What marks words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    Strong,
    Struck,
}

/// What any version of `CommonMark` may take for punctuation, or for a symbol.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// What every version of `CommonMark` takes for a blank or for punctuation.
fn parts_words(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_punctuation()
}

/// The character that a piece begins with, as it will be written.
fn first_character(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Plain(words) | Piece::Faint(words) | Piece::Document(words) => {
            cleaned(words.untrusted()).chars().next()
        }
        Piece::Toned(tone, words) if *tone < Tone::Warning => {
            cleaned(words.untrusted()).chars().next()
        }
        Piece::Date(_) => Some('0'),
        // A mark or a fence of code stands before it, or blanks.
        Piece::Strong(_)
        | Piece::Toned(..)
        | Piece::Deleted(_)
        | Piece::Inserted(_)
        | Piece::Code(_)
        | Piece::Quoted(_)
        | Piece::Person(_)
        | Piece::Commit(_) => None,
    }
}

/// A code span that its content cannot end.
fn code(text: &str) -> String {
    let clean = cleaned(text).replace('|', "\\|");
    let longest = clean.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if clean.starts_with('`') || clean.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}

/// Words that Markdown and HTML leave alone, and that mention nobody.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in cleaned(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // A zero-width joiner keeps a name from being notified.
            '@' => safe.push_str("@\u{200d}"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Category, Series};

    #[test]
    fn strangers_cannot_write_markup() {
        let hostile = Line::new().text("<script>x</script> [a](http://b) **c** | @everyone\n# d");
        assert_eq!(
            inline(&hostile),
            "&lt;script&gt;x&lt;/script&gt; \\[a\\](http://b) \\*\\*c\\*\\* \\| @\u{200d}everyone \\# d"
        );
        assert_eq!(inline(&Line::new().code("a`b")), "``a`b``");
    }

    #[test]
    fn what_a_message_quotes_is_code_and_cannot_leave_it() {
        let said = |message: &str| inline(&Line::new().message(&message.into()));
        assert_eq!(said("`last_reviewed` is *missing*"), "`last_reviewed` is \\*missing\\*");
        assert_eq!(said("`a` `<b>` @x"), "`a` `<b>` @\u{200d}x");
        assert_eq!(said("`a` and ` b"), "\\`a\\` and \\` b");
    }

    #[test]
    fn the_verdict_is_no_note() {
        let verdict = Block::Verdict(Tone::Bad, "2 overdue".into());
        assert_eq!(render(&View { blocks: vec![verdict] }), "2 overdue\n");
    }

    #[test]
    fn entries_are_nested_lists() {
        let mut inner = Entry { depth: 1, label: Label::Words("1.".into()), ..Entry::default() };
        inner.text = "Open *it*".into();
        inner.details.push("expected: open".into());
        let outer = Entry { text: Line::new().strong("Steps"), ..Entry::default() };
        let shown = render(&View { blocks: vec![Block::Entries(vec![outer, inner])] });
        assert_eq!(shown, "- **Steps**\n  - **1.** Open \\*it\\*<br>expected: open\n");
    }

    #[test]
    fn a_marker_is_there_for_programs_alone() {
        let view = View { blocks: vec![Block::Marker("sopctl:pr"), Block::Prose("Text.".into())] };
        assert_eq!(render(&view), "<!-- sopctl:pr -->\n\nText.\n");
    }

    #[test]
    fn charts_are_tables_of_their_numbers() {
        let chart = Chart {
            title: "Next review by month",
            unit: "documents",
            axis: "Month",
            series: vec![Series { name: "overdue", tone: Tone::Bad }],
            categories: vec![Category {
                label: "a|b".into(),
                values: vec![3],
                ..Category::default()
            }],
            remark: "2 have no date".into(),
            ..Chart::default()
        };
        assert_eq!(
            render(&View { blocks: vec![Block::Chart(chart)] }),
            "**Next review by month** (documents)\n\n| Month | overdue |\n| --- | ---: |\n| a\\|b | 3 |\n\n2 have no date\n"
        );
    }

    #[test]
    fn marks_touch_their_words() {
        let line = Line::new()
            .text("pay ")
            .with(Piece::Deleted("within ".into()))
            .with(Piece::Inserted(" ".into()));
        assert_eq!(inline(&line), "pay ~~within~~  ");
    }

    #[test]
    fn marks_open_and_close_beside_letters_too() {
        let run = |before: &str, piece: Piece, behind: &str| {
            inline(&Line::new().text(before).with(piece).text(behind))
        };
        let inserted = |words: &str| Piece::Inserted(words.into());
        assert_eq!(
            run("tool --", inserted("force --"), "month"),
            "tool --<strong>force --</strong>month"
        );
        assert_eq!(run("tool ", inserted("--force "), "--month"), "tool **--force** --month");
        assert_eq!(run("v", Piece::Deleted(".1".into()), " now"), "v<del>.1</del> now");
        assert_eq!(run("five", inserted("ty"), "."), "five**ty**.");
        assert_eq!(inline(&Line::new().strong("a").with(inserted("b"))), "**a**<strong>b</strong>");
    }
}
