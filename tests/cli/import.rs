//! `sopctl import`: a recording becomes a draft that a person finishes.

use std::fs;

use serde_json::Value;

use crate::documents::json;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const PASSWORD: &str = "Blue-Heron-77";

/// A refund in a browser, with a password on the way.
fn refund() -> String {
    let click = |name: &str| {
        format!("{{\"type\":\"click\",\"target\":\"main\",\"selectors\":[[\"aria/{name}\"]]}}")
    };
    let change = |name: &str, value: &str| {
        format!(
            "{{\"type\":\"change\",\"target\":\"main\",\"value\":\"{value}\",\"selectors\":[[\"aria/{name}\"]]}}"
        )
    };
    let steps = [
        "{\"type\":\"setViewport\",\"width\":900,\"height\":700}".to_owned(),
        "{\"type\":\"navigate\",\"url\":\"https://shop.example/login\",\"assertedEvents\":[{\"type\":\
         \"navigation\",\"url\":\"https://shop.example/login\",\"title\":\"Sign in\"}]}"
            .to_owned(),
        change("Name", "agent 7"),
        change("Password", PASSWORD),
        click("Sign in"),
        change("Order number", "4711"),
        click("Refund"),
        "{\"type\":\"waitForElement\",\"selectors\":[[\"text/Refunded\"]]}".to_owned(),
    ];
    format!("{{\"title\":\"Refund a payment\",\"steps\":[{}]}}", steps.join(","))
}

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    sandbox.write("refund.json", &refund());
    repo.commit(ANA, "2026-01-05", "Begin");
    repo
}

#[test]
fn a_demonstration_becomes_numbered_steps() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let dry = repo.sopctl(&["import", "../refund.json", "--owner", "@cs", "--dry-run"]).run();
    let dry = dry.success().stdout;
    for part in [
        "would create WI-001 work-instructions/refund-a-payment.md: 6 steps",
        "1. Go to <https://shop.example/login>.",
        "Expected result: The **Sign in** page opens.",
        "2. Enter `agent 7` in **Name**.",
        "3. Enter your password in **Password**.",
        "6. Click **Refund**.",
        "Expected result: **Refunded** is shown.",
        "the field is called so",
        "Nothing is written.",
    ] {
        assert!(dry.contains(part), "{part}: {dry}");
    }
    assert!(!repo.folder().join("work-instructions").exists());

    repo.sopctl(&["import", "../refund.json", "--owner", "@cs"]).run().success();
    let path = repo.folder().join("work-instructions/refund-a-payment.md");
    let written = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    repo.sopctl(&["import", "../refund.json", "--owner", "@cs"]).run().success();
    assert_eq!(fs::read_to_string(&path).unwrap(), written, "the same bytes in, the same out");
}

#[test]
fn a_recording_makes_one_document_only() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.sopctl(&["import", "../refund.json", "--owner", "@cs"]).run().success();
    let again = repo.sopctl(&["import", "../refund.json", "--owner", "@cs"]).run().fails_with(2);
    assert!(again.stderr.contains("error: WI-001 was made from this recording"), "{again:?}");
}

#[test]
fn a_password_is_written_nowhere() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let mut said = String::new();
    for format in ["text", "json", "markdown"] {
        let shown = repo.sopctl(&["import", "../refund.json", "--dry-run", "-f", format]).run();
        let shown = shown.success();
        said.push_str(&shown.stdout);
        said.push_str(&shown.stderr);
    }
    // Recordings that break off behind it, in each of the formats.
    let whole = refund();
    let broken = whole.split_at(whole.find("Sign in\"]").unwrap()).0.to_owned();
    let cast = format!(
        "{{\"version\":2,\"width\":80,\"height\":24}}\n[1.0,\"o\",\"$ mysql -u root -p{PASSWORD}\\r\\n\"]\n\
         [2.0,\"o\",\"$ export DB_PASSWORD={PASSWORD}\\r\\n$ ls\\r\\n$ exit\\r\\n\"]\n"
    );
    let history = format!("#1790000000\nexport API_TOKEN={PASSWORD}\n#1790000001\nls -l\n");
    let side = format!(
        "{{\"name\":\"p\",\"url\":\"https://shop.example\",\"tests\":[{{\"name\":\"t\",\"commands\":[\
         {{\"command\":\"store\",\"target\":\"{PASSWORD}\",\"value\":\"password\"}},\
         {{\"command\":\"type\",\"target\":\"id=a\",\"value\":\"${{password}}\"}},\
         {{\"command\":\"assertValue\",\"target\":\"id=pw\",\"value\":\"{PASSWORD}\"}}]}}]}}"
    );
    let codegen = format!(
        "{{\"name\":\"fill\",\"selector\":\"#pw\",\"text\":\"{PASSWORD}\",\"signals\":[]}}\n\
         {{\"name\":\"assertText\",\"selector\":\"#a\",\"text\":\"{PASSWORD}\",\"signals\":[]}}\n"
    );
    let broken_codegen = codegen.split_at(codegen.len() - 30).0.to_owned();
    let fish = format!(
        "{{\"version\":2,\"width\":80,\"height\":24}}\n\
         [1.0,\"o\",\"jo@web ~> \\u001b[?2004hset -x API_TOKEN {PASSWORD}\\u001b[?2004l\\r\\n\"]\n\
         [2.0,\"o\",\"jo@web ~> \\u001b[?2004hread -s -P \\\"Key: \\\" K\\u001b[?2004l\\r\\nKey: \"]\n\
         [3.0,\"i\",\"{PASSWORD}\\r\"]\n[3.1,\"o\",\"\\r\\nwas {PASSWORD}\\r\\njo@web ~> \\u001b[?2004h\"]\n"
    );
    // The recorder keeps no typing; what its user wrote and what windows are called stays.
    let steps = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"=_NextPart_SMP_1\"\n\n\
         --=_NextPart_SMP_1\nContent-Type: text/html\nContent-Location: main.htm\n\n\
         <UserActionData><RecordSession><EachAction><Description>User keyboard input on &quot;\
         Password (edit)&quot; in &quot;https://jo:{PASSWORD}@shop.example - Browser&quot; [... Enter]\
         </Description><Action>Keyboard Input</Action></EachAction><EachAction><UserComment>\
         API_KEY={PASSWORD} --password {PASSWORD}</UserComment></EachAction></RecordSession>\
         </UserActionData>\n--=_NextPart_SMP_1--\n"
    );
    let broken_steps = steps.replace("</UserActionData>", "");
    // Keys and output in one, of which only times know which is which.
    let mixed = format!(
        "Script started on 2026-05-08 12:30:05+00:00 [COLUMNS=\"80\" LINES=\"24\"]\n\
         $ mmaakkee  tteesstt\r\r\n$ ggiitt  ppuusshh\r\r\n$ rreeaadd  kkeeyy\r\r\nKey: {PASSWORD}\r\r\n$ "
    );
    let recordings = [
        ("fish.cast", fish),
        ("steps.mht", steps),
        ("broken.mht", broken_steps),
        ("mixed", mixed),
        ("broken.json", broken),
        ("shell.cast", cast),
        ("history", history),
        ("project.side", side),
        ("codegen.jsonl", codegen),
        ("broken.jsonl", broken_codegen),
    ];
    for (name, text) in recordings {
        sandbox.write(name, &text);
        let arguments = ["import", &format!("../{name}"), "--title", name, "--owner", "@cs"];
        let shown = repo.sopctl(&arguments).run();
        said.push_str(&shown.stdout);
        said.push_str(&shown.stderr);
    }
    // script, with its times, and the keys in a log of their own or among the output.
    let first = "Script started on 2026-05-08 12:30:05+00:00 [COLUMNS=\"80\" LINES=\"24\"]\n";
    let length = PASSWORD.len() + 1;
    sandbox.write("out", &format!("{first}$ login\r\nKey: \r\nwelcome {PASSWORD}\r\n$ "));
    sandbox.write("in", &format!("{first}login\r{PASSWORD}\r"));
    let rest = format!("\r\nwelcome {PASSWORD}\r\n$ ").len();
    sandbox.write("times", &format!("O 0.1 2\nI 0.1 6\nO 0.1 12\nI 0.1 {length}\nO 0.1 {rest}\n"));
    sandbox.write(
        "both",
        &format!("{first}$ login\rlogin\r\nKey: {PASSWORD}\r\r\nwelcome {PASSWORD}\r\n$ "),
    );
    let apart = ["../out", "--timing", "../times", "--log-in", "../in"];
    let together = ["../both", "--timing", "../times"];
    for (title, arguments) in [("apart", apart.as_slice()), ("together", together.as_slice())] {
        let arguments = [["import"].as_slice(), arguments, &["--title", title]].concat();
        let shown = repo.sopctl(&arguments).run().success();
        said.push_str(&shown.stdout);
        said.push_str(&shown.stderr);
    }
    repo.sopctl(&["import", "../refund.json", "--owner", "@cs"]).run().success();
    for entry in fs::read_dir(repo.folder().join("work-instructions")).unwrap() {
        said.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    assert!(said.contains("Enter your password"), "{said}");
    assert!(!said.contains(PASSWORD), "{said}");
}

/// A trace in which the password is typed, shown in a picture of that name, and logged.
fn trace() -> Vec<u8> {
    let mut picture = Vec::new();
    let pixels = image::RgbImage::from_fn(400, 300, |x, y| {
        image::Rgb([u8::try_from((x ^ y) % 256).unwrap(); 3])
    });
    image::codecs::jpeg::JpegEncoder::new(&mut picture).encode_image(&pixels).unwrap();
    let call = |number: u32, method: &str, params: &str, area: &str| {
        let found = if number == 1 { PASSWORD } else { "Go on" };
        format!(
            "{{\"type\":\"before\",\"callId\":\"c{number}\",\"startTime\":{number}0,\"class\":\"Frame\",\
             \"method\":\"{method}\",\"pageId\":\"p\",\"params\":{{{params}}}}}\n\
             {{\"type\":\"log\",\"callId\":\"c{number}\",\"message\":\"resolved to <b>{found}</b>\"}}\n\
             {{\"type\":\"input\",\"callId\":\"c{number}\"{area}}}\n\
             {{\"type\":\"after\",\"callId\":\"c{number}\",\"endTime\":{number}5}}\n\
             {{\"type\":\"screencast-frame\",\"pageId\":\"p\",\"sha1\":\"{PASSWORD}.jpeg\",\
             \"width\":400,\"height\":300,\"timestamp\":{number}6}}\n"
        )
    };
    let text = [
        "{\"version\":8,\"type\":\"context-options\",\"title\":\"t\"}\n".to_owned(),
        call(1, "goto", &format!("\"url\":\"https://shop.example/?p={PASSWORD}\""), ""),
        call(
            2,
            "fill",
            &format!("\"selector\":\"#pw\",\"value\":\"{PASSWORD}\""),
            ",\"box\":{\"x\":100,\"y\":100,\"width\":100,\"height\":30}",
        ),
        call(
            3,
            "click",
            "\"selector\":\"#go\"",
            ",\"point\":{\"x\":9,\"y\":9},\"box\":{\"x\":4,\"y\":4,\"width\":10,\"height\":10}",
        ),
    ]
    .concat();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let name = format!("resources/{PASSWORD}.jpeg");
    for (name, content) in [("t.trace", text.as_bytes()), (&name, &picture)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_password_in_a_trace_is_in_no_text_picture_or_name() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    fs::write(sandbox.write("trace.zip", ""), trace()).unwrap();
    let said = repo.sopctl(&["import", "../trace.zip", "--owner", "@cs"]).run().success();
    let said = said.stdout + &said.stderr;
    assert!(said.contains("with 2 pictures"), "{said}");
    let folder = repo.folder().join("work-instructions");
    let text = fs::read_to_string(folder.join("t.md")).unwrap();
    assert!(text.contains("](images/wi-001/step-03.jpg#xywh="), "{text}");
    assert!(!said.contains(PASSWORD) && !text.contains(PASSWORD), "{said}{text}");
    let pictures: Vec<_> =
        fs::read_dir(folder.join("images/wi-001")).unwrap().map(Result::unwrap).collect();
    assert_eq!(pictures.len(), 2);
    for entry in pictures {
        assert!(!entry.file_name().to_string_lossy().contains(PASSWORD));
        // The middle of the field, in the one colour that it is filled with.
        let picture = image::load_from_memory(&fs::read(entry.path()).unwrap()).unwrap().to_rgb8();
        let pixel = picture.get_pixel(150, 115).0;
        assert!(pixel.iter().all(|light| light.abs_diff(90) < 6), "{pixel:?}");
    }
    // A link to a part of a picture is a link to the picture.
    let checked = repo.sopctl(&["check"]).run().stdout;
    assert!(!checked.contains("step-03"), "{checked}");
}

#[test]
fn an_imported_draft_comes_into_force_when_its_questions_are_answered() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.sopctl(&["import", "../refund.json", "--owner", "@cs"]).run().success();
    repo.commit(ANA, "2026-02-01", "Record it");
    let promote = || {
        let arguments = [
            "promote",
            "WI-001",
            "--to",
            "effective",
            "--by",
            "@lead",
            "--effective",
            "2026-11-22",
            "--as-of",
            "2026-11-22",
        ];
        repo.sopctl(&arguments).run()
    };
    let refused = promote().fails_with(2).stderr;
    assert!(refused.contains("placeholder"), "{refused}");

    let path = "work-instructions/refund-a-payment.md";
    let text = fs::read_to_string(repo.folder().join(path)).unwrap();
    let answered: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("- TODO"))
        .map(|line| match line.split_once("TODO:") {
            Some((before, _)) if before.contains("**") => {
                "- **Nothing:** ask the lead.\n".to_owned()
            }
            Some((before, _)) => format!("{before}The payment is shown as refunded.\n"),
            None => format!("{line}\n"),
        })
        .collect();
    repo.write(path, &answered.replace("## Before you start", "## Before you start\n\n- A login."));
    repo.commit(ANA, "2026-02-02", "Answer it");
    promote().success();
}

#[test]
fn what_is_no_recording_is_refused_with_what_would_be_one() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    sandbox.write("notes.txt", "Buy milk.\n");
    let said = repo.sopctl(&["import", "../notes.txt"]).run().fails_with(2).stderr;
    assert!(said.starts_with("error: cannot import ../notes.txt\n  because: "), "{said}");
    assert!(said.contains("\nhint: it takes "), "{said}");
    let none = repo.sopctl(&["import", "../none.json"]).run().fails_with(2).stderr;
    assert!(none.starts_with("error: cannot read ../none.json"), "{none}");
    let report = json(&repo.sopctl(&["import", "../refund.json", "-f", "json"]).run().success());
    assert_eq!(report["schema"], "sopctl.import.v1");
    assert_eq!(report["documents"][0]["id"], Value::from("WI-001"));
}
