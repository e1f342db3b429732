//! One demonstration as the versions of the trace format write it, in the shapes that each of
//! them has: where the call, its log, its input, its snapshots and its pictures stand.

use super::{archive, page};

/// A trace.
pub(super) struct Trace {
    pub(super) version: u32,
    pub(super) has_snapshots: bool,
    /// Whether the page moves between the beginning of a call and the use of its target.
    pub(super) scrolls: bool,
}

/// A call of the demonstration.
struct Call {
    number: u32,
    method: &'static str,
    params: &'static str,
    /// What the log says that was found.
    found: &'static str,
    /// Left, top, width and height of the target.
    area: [u32; 4],
    /// The address and the snapshot of the page before the call.
    address: &'static str,
    html: &'static str,
    /// How many letters stand in the field of the picture before, and how far down it is.
    picture: (u32, u32),
}

const FIELD: [u32; 4] = [120, 120, 120, 30];
const ROOT: &str = "https://shop.example/";

/// The page to sign in on; `[[1,n]]` in later ones refers to it by the order of its nodes:
/// 0 Sign in, 1 title, 2 head, 3 User name, 4 input, 5 label, 6 Password, 7 input, 8 label.
const SIGN_IN: &str = r#"["HTML",{},["HEAD",{},["TITLE",{},"Sign in"]],["BODY",{},["LABEL",{},"User name",["INPUT",{"id":"user"TARGET}]],["LABEL",{},"Password",["INPUT",{"id":"x","type":"password"}]]]]"#;
const PASSWORD: &str = r#"["HTML",{},[[2,2]],["BODY",{},[[2,5]],["LABEL",{},"Password",["INPUT",{"id":"x","type":"password"TARGET}]]]]"#;
const BRANCH: &str = r#"["HTML",{},["HEAD",{},["TITLE",{},"Sign in"]],["BODY",{},["LABEL",{"for":"b"},"Branch:"],["SELECT",{"id":"b"TARGET},["OPTION",{"value":"osl"},"Oslo ",["B",{},"harbour"]]]]]"#;
const BUTTON: &str = r#"["HTML",{},["HEAD",{},["TITLE",{},"Sign in"]],["BODY",{},["BUTTON",{"id":"go"},["SPAN",{TARGET},"Sign in"]]]]"#;
const FILE: &str = r#"["HTML",{},["HEAD",{},["TITLE",{},"Sign in"]],["BODY",{},["P",{"role":"status"},"You are signed in"],["INPUT",{"type":"file","aria-label":"Orders file"TARGET}]]]"#;
const HOME: &str = r#"["HTML",{},["HEAD",{},["TITLE",{},"Sign in"]],["BODY",{},["P",{"role":"status"},"You are signed in"],["A",{TARGET},"All"]]]"#;
const ORDERS: &str = r#"["HTML",{},["HEAD",{},["TITLE",{},"Orders"]],["BODY",{},["B",{"data-testid":"total","aria-label":"Total"TARGET},"12"],["BUTTON",{"role":"tab"TAB},"Open"]]]"#;

const CALLS: [Call; 8] = [
    Call {
        number: 1,
        method: "goto",
        params: r#""url":"https://shop.example/""#,
        found: "",
        area: [0; 4],
        address: "about:blank",
        html: r#"["HTML",{}]"#,
        picture: (0, 120),
    },
    Call {
        number: 2,
        method: "fill",
        params: r##""selector":"#user","value":"ann""##,
        found: r#"<input id=\"user\"/>"#,
        area: FIELD,
        address: ROOT,
        html: SIGN_IN,
        picture: (0, 120),
    },
    Call {
        number: 3,
        method: "fill",
        params: r##""selector":"#x","value":"hunter2""##,
        found: r#"<input id=\"x\" type=\"password\"/>"#,
        area: FIELD,
        address: ROOT,
        html: PASSWORD,
        picture: (0, 120),
    },
    Call {
        number: 4,
        method: "selectOption",
        params: r##""selector":"#b","options":[{"valueOrLabel":"osl"}]"##,
        found: r#"<select id=\"b\">…</select>"#,
        area: FIELD,
        address: ROOT,
        html: BRANCH,
        picture: (7, 120),
    },
    Call {
        number: 5,
        method: "click",
        params: r##""selector":"#go >> span""##,
        found: r#"<button id=\"go\">Sign in</button>"#,
        area: [20, 20, 160, 24],
        address: ROOT,
        html: BUTTON,
        picture: (7, 120),
    },
    Call {
        number: 6,
        method: "setInputFiles",
        params: r#""selector":"internal:label=\"Orders file\"i",FILES"#,
        found: r#"<input type=\"file\"/>"#,
        area: [20, 20, 160, 24],
        address: ROOT,
        html: FILE,
        picture: (7, 120),
    },
    Call {
        number: 7,
        method: "click",
        params: r#""selector":"internal:role=link[name=\"Orders >> all\"i] >> nth=0""#,
        found: "<a>All</a>",
        area: [20, 20, 160, 24],
        address: ROOT,
        html: HOME,
        picture: (7, 120),
    },
    Call {
        number: 8,
        method: "expect",
        params: r#""selector":"internal:testid=[data-testid=\"total\"s]","expression":"to.have.text","isNot":false,"expectedText":[{"string":"12"}]"#,
        found: r#"<b data-testid=\"total\" aria-label=\"Total\">12</b>"#,
        area: [20, 20, 160, 24],
        address: "https://shop.example/orders",
        html: ORDERS,
        picture: (0, 260),
    },
];

const OPEN: Call = Call {
    number: 9,
    method: "click",
    params: r#""selector":"[role=tab]""#,
    found: r#"<button role=\"tab\">Open</button>"#,
    area: [20, 20, 160, 24],
    address: "https://shop.example/orders",
    html: ORDERS,
    picture: (0, 260),
};

impl Trace {
    pub(super) const fn of(version: u32) -> Self {
        Self { version, has_snapshots: true, scrolls: false }
    }

    pub(super) fn packed(&self) -> Vec<u8> {
        let mut text = format!(
            "{{\"version\":{},\"type\":\"context-options\",\"browserName\":\"chromium\",\
             \"title\":\"Sign in to the shop\",\"options\":{{}}}}\n",
            self.version
        );
        // What a script sets up, waits for and fails at is no step.
        text.push_str(&self.told(90, "Page", "setDefaultTimeoutNoReply", "", &[], ""));
        text.push_str(&self.told(91, "Page", "__waitInfo__", "", &[], ""));
        let error = ",\"error\":{\"message\":\"no\"}";
        text.push_str(&self.told(92, "Frame", "click", "\"selector\":\"#no\"", &[], error));
        let mut files = Vec::new();
        for call in CALLS.iter().chain([&OPEN]) {
            let (frame, file) = self.frame(call);
            text.push_str(&frame);
            let (typed, down) = call.picture;
            files.push((file, page(down, typed).content));
            text.push_str(&self.call(call));
        }
        files.push(("t.trace".to_owned(), text.into_bytes()));
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        archive(&files)
    }

    /// The event of a picture, and where its file stands.
    fn frame(&self, call: &Call) -> (String, String) {
        let name = format!("p-{}.jpeg", call.number);
        let (key, value, path) = if self.version == 10 {
            let path = format!("screencast/{name}");
            ("file", path.clone(), path)
        } else {
            ("sha1", name.clone(), format!("resources/{name}"))
        };
        let event = format!(
            "{{\"type\":\"screencast-frame\",\"pageId\":\"p\",\"{key}\":\"{value}\",\"width\":400,\
             \"height\":300,\"timestamp\":{}}}\n",
            call.number * 100 - 10
        );
        (event, path)
    }

    fn call(&self, call: &Call) -> String {
        let number = call.number;
        let files = match self.version {
            3 => "\"files\":[{\"name\":\"list.csv\"}]",
            4..=6 => "\"payloads\":[{\"name\":\"list.csv\"}]",
            _ => "\"localPaths\":[\"/home/ann/list.csv\"]",
        };
        let params = call.params.replace("FILES", files);
        let mut text = String::new();
        let after = "{\"type\":\"before\"";
        // Snapshots stand among the events of their call; version 3 has the call behind them.
        let snapshots = |phases: &[&str]| {
            let of = |phase: &&str| self.snapshot(call, phase);
            phases.iter().filter(|_| self.has_snapshots).map(of).collect::<String>()
        };
        let log = [format!("locator resolved to {}", call.found)];
        let log: &[String] = if call.found.is_empty() { &[] } else { &log };
        let told = self.told(number, "Frame", call.method, &params, log, &self.input(call));
        if self.version == 3 {
            text.push_str(&snapshots(&["before", "action"]));
            text.push_str(&told);
        } else {
            let (before, rest) = told.split_once('\n').unwrap();
            assert!(before.starts_with(after));
            text.push_str(&format!("{before}\n{}{rest}", snapshots(&["before", "input"])));
        }
        text
    }

    /// Where the call had its effect, as a part of an object.
    fn input(&self, call: &Call) -> String {
        let [left, top, width, height] = call.area;
        if width == 0 {
            return String::new();
        }
        let point =
            format!(",\"point\":{{\"x\":{},\"y\":{}}}", left + width / 2 - 1, top + height / 2 - 1);
        let area =
            format!(",\"box\":{{\"x\":{left},\"y\":{top},\"width\":{width},\"height\":{height}}}");
        match (self.version, call.method) {
            (10, "click") => point + &area,
            (10, _) => area,
            (_, "click") => point,
            _ => String::new(),
        }
    }

    /// The events of a call, `extra` being its input or its error.
    fn told(
        &self,
        number: u32,
        class: &str,
        method: &str,
        params: &str,
        log: &[String],
        extra: &str,
    ) -> String {
        let (start, end) = (number * 100, number * 100 + 80);
        let quoted: Vec<String> = log.iter().map(|line| format!("\"  {line}\"")).collect();
        let page = if self.version == 10 { "" } else { ",\"pageId\":\"p\"" };
        if self.version == 3 {
            return format!(
                "{{\"type\":\"action\",\"metadata\":{{\"id\":\"call@{number}\"{page},\"startTime\":{start},\
                 \"endTime\":{end},\"type\":\"{class}\",\"method\":\"{method}\",\"params\":{{{params}}},\
                 \"log\":[{}]{extra}}}}}\n",
                quoted.join(",")
            );
        }
        let is_error = extra.contains("error");
        let (input, error) = if is_error { ("", extra) } else { (extra, "") };
        let mut text = format!(
            "{{\"type\":\"before\",\"callId\":\"call@{number}\",\"startTime\":{start},\"class\":\"{class}\",\
             \"method\":\"{method}\",\"params\":{{{params}}}{page}}}\n"
        );
        // The log moved from the end of the call to events of its own.
        let mut at_the_end = String::new();
        if self.version < 7 {
            at_the_end = format!(",\"log\":[{}]", quoted.join(","));
        } else {
            for line in &quoted {
                text.push_str(&format!(
                    "{{\"type\":\"log\",\"callId\":\"call@{number}\",\"time\":{start},\"message\":{line}}}\n"
                ));
            }
        }
        text.push_str(&format!("{{\"type\":\"input\",\"callId\":\"call@{number}\"{input}}}\n"));
        text.push_str(&format!(
            "{{\"type\":\"after\",\"callId\":\"call@{number}\",\"endTime\":{end}{at_the_end}{error}}}\n"
        ));
        text
    }

    fn snapshot(&self, call: &Call, phase: &str) -> String {
        let name = format!("call@{}", call.number);
        let mark = match (phase, self.version) {
            ("before", _) => String::new(),
            (_, 10) => "\"__playwright_target__\":\"\"".to_owned(),
            (_, 3) => format!("\"__playwright_target__\":\"{phase}@{name}\""),
            _ => format!("\"__playwright_target__\":\"{name}\""),
        };
        let comma = if mark.is_empty() { "" } else { "," };
        // The two calls on the orders mark different elements.
        let (target, tab) =
            if call.number == 9 { ("", mark.as_str()) } else { (mark.as_str(), "") };
        let placed =
            |mark: &str| if mark.is_empty() { String::new() } else { format!("{comma}{mark}") };
        let html = call.html.replace("{TARGET}", &format!("{{{target}}}"));
        let mut html = html.replace("TARGET", &placed(target)).replace("TAB", &placed(tab));
        if self.scrolls && phase != "before" {
            html =
                html.replacen("[\"HTML\",{", "[\"HTML\",{\"__playwright_scroll_top_\":\"90\"", 1);
        }
        let moment = if self.version == 10 {
            let phase = if phase == "before" { "before" } else { "action" };
            format!("\"callId\":\"{name}\",\"phase\":\"{phase}\"")
        } else {
            format!("\"snapshotName\":\"{phase}@{name}\"")
        };
        format!(
            "{{\"type\":\"frame-snapshot\",\"snapshot\":{{{moment},\"pageId\":\"p\",\"frameId\":\"f\",\
             \"frameUrl\":\"{}\",\"html\":{html},\"isMainFrame\":true}}}}\n",
            call.address
        )
    }
}
