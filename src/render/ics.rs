//! iCalendar (RFC 5545): what falls on a day, as events that last the whole day.
//!
//! The answer to one question is the same bytes whenever it is asked: the moment that the
//! format wants on each event is the beginning of the day by which the report judges.

use crate::calendar::Date;
use crate::report::{Event, Report};

use super::cleaned;

/// The most octets of a line without its end (RFC 5545, 3.1).
const LINE: usize = 75;

pub(super) fn render<R: Report>(report: &R) -> String {
    let context = report.context();
    let stamp = format!("{}T000000Z", compact(context.as_of));
    let library = match (&context.origin, context.library.as_str()) {
        (Some(origin), ".") => origin.clone(),
        (Some(origin), folder) => format!("{origin}/{folder}"),
        (None, _) => "sopctl".to_owned(),
    };
    let mut page = Page::default();
    page.line("BEGIN:VCALENDAR");
    page.line("VERSION:2.0");
    page.line("PRODID:-//sopctl//sopctl//EN");
    page.line("CALSCALE:GREGORIAN");
    page.line("METHOD:PUBLISH");
    for event in report.events() {
        page.event(&event, &stamp, &library);
    }
    page.line("END:VCALENDAR");
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn event(&mut self, event: &Event, stamp: &str, library: &str) {
        self.line("BEGIN:VEVENT");
        let uid = format!("{}/{}@{library}", event.key, event.day);
        self.line(&format!("UID:{}", escaped(&uid)));
        self.line(&format!("DTSTAMP:{stamp}"));
        self.line(&format!("DTSTART;VALUE=DATE:{}", compact(event.day)));
        self.line(&format!("DTEND;VALUE=DATE:{}", compact(event.day.plus_days(1))));
        self.line(&format!("SUMMARY:{}", escaped(event.summary.untrusted())));
        let owner = event.owner.as_ref().map(|owner| escaped(owner.untrusted()));
        let owner = owner.map(|owner| format!("Owner: {owner}\\n")).unwrap_or_default();
        self.line(&format!("DESCRIPTION:{owner}File: {}", escaped(event.path.untrusted())));
        // A review takes nobody's whole day.
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
    }

    /// A line, folded where it is too long; no character is parted.
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(c);
            width += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// Text from strangers as a value: no line break, and nothing that ends the value.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in cleaned(text).chars() {
        if matches!(c, '\\' | ';' | ',') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `20261122`
fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(key: &str, summary: &str) -> Event {
        Event {
            key: key.to_owned(),
            day: Date::new(2026, 12, 31).unwrap(),
            summary: summary.into(),
            path: "sops/a.md".into(),
            document: None,
            owner: Some("@ana".into()),
        }
    }

    fn written(event: &Event) -> String {
        let mut page = Page::default();
        page.event(event, "20261122T000000Z", "sopctl");
        page.text
    }

    /// Lines as RFC 5545 has them read: continuations joined.
    fn unfolded(page: &str) -> Vec<String> {
        let page = page.replace("\r\n ", "");
        page.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_lasts_its_day_and_is_known_by_it() {
        let lines = unfolded(&written(&event("SOP-001/review", "Review of SOP-001: A; B, C\\D")));
        assert_eq!(
            lines,
            [
                "BEGIN:VEVENT",
                "UID:SOP-001/review/2026-12-31@sopctl",
                "DTSTAMP:20261122T000000Z",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "SUMMARY:Review of SOP-001: A\\; B\\, C\\\\D",
                "DESCRIPTION:Owner: @ana\\nFile: sops/a.md",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn a_stranger_writes_no_line_and_none_is_too_long(
            key in "(.|[\r\n;:,\u{202e}é€😀]){0,80}", summary in "(.|[\r\n;:,é€😀]){0,200}",
        ) {
            let page = written(&event(&key, &summary));
            for line in page.split("\r\n") {
                proptest::prop_assert!(line.len() <= LINE && !line.contains(['\r', '\n']));
            }
            let lines = unfolded(&page);
            proptest::prop_assert_eq!(lines.len(), 9);
            let said = lines[5].strip_prefix("SUMMARY:").unwrap();
            let plain = said.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\");
            proptest::prop_assert_eq!(plain, cleaned(&summary));
        }
    }
}
