//! GitHub Actions: a workflow command for each finding, which becomes an annotation at its
//! line, and a last line that counts them.
//!
//! The runner takes a line that begins with `::` for a command. Whatever strangers wrote
//! stands behind that on one line, escaped as the runner's own toolkit does it, so that it
//! can neither begin a command nor end one.

use crate::report::{Finding, Location, Report, Severity};

use super::{cleaned, told_with_acceptance, words};

/// How many annotations of one level GitHub shows for one step.
const SHOWN: usize = 10;

pub(super) fn render<R: Report>(report: &R) -> String {
    let mut findings: Vec<(Level, Finding)> = report
        .findings()
        .into_iter()
        .filter(|finding| !finding.is_accepted())
        .map(|finding| (Level::of(&finding), finding))
        .collect();
    // Only the first are shown: those that fail come before those that do not.
    findings.sort_by_key(|(level, finding)| (*level, !finding.is_failing()));
    let mut page = String::new();
    for (level, finding) in &findings {
        page.push_str(&command(*level, finding));
        page.push('\n');
    }
    let counts = Level::ALL.map(|level| {
        let count = findings.iter().filter(|(other, _)| *other == level).count();
        (level, count)
    });
    let mut last = summary(R::NAME, counts);
    if let Some(ledger) = report.ledger() {
        last.push_str("; ");
        last.push_str(&words(&ledger.told()));
    }
    page.push_str(&plain(&last));
    page.push('\n');
    page
}

/// A line that is no command. Of one that does not begin with `::` the runner still reads the
/// older form, wherever it stands: `##[error]`.
fn plain(line: &str) -> String {
    line.replace("##[", "## [")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// What makes the step fail is an error there, whatever it weighs.
    fn of(finding: &Finding) -> Self {
        match finding.severity {
            _ if finding.is_failing() => Self::Error,
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Suggestion => Self::Notice,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

fn command(level: Level, finding: &Finding) -> String {
    let mut properties = vec![("file", cleaned(finding.path.untrusted()))];
    if let Some(location) = finding.location {
        properties.push(("line", location.line().to_string()));
        // Columns are understood on one line only.
        if let Some((start, end)) = location.range().filter(|(start, end)| start.line == end.line) {
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        } else if let Location::Range { end, .. } = location {
            properties.push(("endLine", end.line.to_string()));
        }
    }
    let document = finding.document.as_ref().map(|document| cleaned(document.untrusted()));
    properties.push((
        "title",
        match document {
            Some(document) => format!("{document}: {}", finding.rule),
            None => finding.rule.to_owned(),
        },
    ));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{} {}::{}", level.name(), properties.join(","), data(&told_with_acceptance(finding)))
}

/// `3 errors, 12 warnings`, and what GitHub does not show of them.
fn summary(name: &str, counts: [(Level, usize); 3]) -> String {
    let counted = |(level, count): &(Level, usize)| {
        let plural = if *count == 1 { "" } else { "s" };
        (*count > 0).then(|| format!("{count} {}{plural}", level.name()))
    };
    let counts: Vec<(Level, usize)> = counts.to_vec();
    let all: Vec<String> = counts.iter().filter_map(counted).collect();
    let hidden: usize = counts.iter().map(|(_, count)| count.saturating_sub(SHOWN)).sum();
    let all = if all.is_empty() { "no findings".to_owned() } else { all.join(", ") };
    match hidden {
        0 => format!("sopctl {name}: {all}"),
        _ => format!(
            "sopctl {name}: {all}; GitHub shows the first {SHOWN} of each level, {hidden} more \
             stand above"
        ),
    }
}

/// A message: what ends a line is escaped, and the sign of escapes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value among others: what ends a value, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Position;

    fn finding() -> Finding {
        Finding {
            key: "k".to_owned(),
            rule: "overdue",
            severity: Severity::Warning,
            fails: false,
            acceptance: None,
            message: "due 2026-01-01".into(),
            path: "sops/a.md".into(),
            document: Some("SOP-001".into()),
            location: Some(Location::Line(4)),
            help: Some("review it".into()),
            fix: None,
            repeated: Vec::new(),
        }
    }

    #[test]
    fn a_finding_is_one_command() {
        assert_eq!(
            command(Level::of(&finding()), &finding()),
            "::warning file=sops/a.md,line=4,title=SOP-001%3A overdue::due 2026-01-01 (review it)"
        );
        let start = Position { line: 2, column: 3 };
        let range = |line, column| Some(Location::Range { start, end: Position { line, column } });
        let here = Finding { location: range(2, 9), fails: true, ..finding() };
        assert!(
            command(Level::of(&here), &here)
                .starts_with("::error file=sops/a.md,line=2,col=3,endColumn=9,title=")
        );
        let long = Finding { location: range(5, 1), ..finding() };
        assert!(command(Level::Notice, &long).contains(",line=2,endLine=5,title="));
    }

    #[test]
    fn strangers_cannot_begin_a_second_command() {
        let hostile = "x\r\n::error::owned\u{1b}[1m\u{202e}%0A::set-env name=a::b,line=1";
        let finding = Finding {
            message: hostile.into(),
            path: hostile.into(),
            document: Some(hostile.into()),
            help: Some(hostile.into()),
            ..finding()
        };
        let line = command(Level::Error, &finding);
        assert!(!line.contains(['\r', '\n', '\u{1b}', '\u{202e}']), "{line}");
        let (properties, _) = line.strip_prefix("::error ").unwrap().split_once("::").unwrap();
        let names: Vec<&str> =
            properties.split(',').map(|pair| pair.split_once('=').unwrap().0).collect();
        assert_eq!(names, ["file", "line", "title"]);
        assert!(properties.contains("%250A"), "{properties}");
    }

    #[test]
    fn the_name_of_a_file_is_no_command_either() {
        assert_eq!(plain("1 accepted by ##[error]x.toml"), "1 accepted by ## [error]x.toml");
    }

    #[test]
    fn the_last_line_says_what_is_not_shown() {
        let counts = [(Level::Error, 14), (Level::Warning, 1), (Level::Notice, 0)];
        assert_eq!(
            summary("stale", counts),
            "sopctl stale: 14 errors, 1 warning; GitHub shows the first 10 of each level, \
             4 more stand above"
        );
        assert_eq!(
            summary("check", Level::ALL.map(|level| (level, 0))),
            "sopctl check: no findings"
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_strangers_write_a_command_stays_one_with_its_own_properties(
            text in ".*", path in "(.|[:,%\n])*",
        ) {
            let finding = Finding {
                message: text.as_str().into(),
                path: path.as_str().into(),
                document: Some(text.as_str().into()),
                ..finding()
            };
            let line = command(Level::Error, &finding);
            proptest::prop_assert!(!line.contains(['\r', '\n']));
            let (properties, _) = line.strip_prefix("::error ").unwrap().split_once("::").unwrap();
            let names: Vec<&str> =
                properties.split(',').map(|pair| pair.split_once('=').unwrap().0).collect();
            proptest::prop_assert_eq!(names, ["file", "line", "title"]);
        }
    }
}
