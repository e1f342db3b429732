//! What nobody may read is nowhere in what becomes of a recording, in no format.

use super::super::{Recording, Settings, read, sentences};

/// A password that is typed unseen, and what is said in confidence in commands and output.
const SECRETS: [&str; 8] = [
    "hunter2",
    "topsecret1",
    "geheim77",
    "s3cr3tvalue",
    "bearer-abc",
    "q7Rk2ZpL9xVb4NwT",
    "flagvalue9",
    "initialpw",
];

/// Commands that hold secrets, and what they print.
const SESSION: [(&str, &str); 7] = [
    ("export DB_PASSWORD=topsecret1", ""),
    ("mysql -pgeheim77 shop", "connected"),
    ("curl -H 'Authorization: Bearer bearer-abc' https://jo:s3cr3tvalue@api.example/x", "ok"),
    ("deploy --password flagvalue9", "deployed with flagvalue9"),
    ("show token", "token: q7Rk2ZpL9xVb4NwT"),
    ("create admin", "Initial password: initialpw"),
    ("echo done", "done topsecret1"),
];

/// Everything that can be said or shown of a recording.
fn everything(recording: &Recording) -> String {
    let mut all = format!("{recording:?}");
    for take in &recording.takes {
        all.push_str(&format!("{:?}", sentences(take, recording.format)));
    }
    all
}

fn assert_secret(bytes: &[u8], settings: &Settings, steps: usize) {
    let recording = read(bytes, settings).expect("it is read");
    let count = recording.takes[0].actions.len();
    assert!(count >= steps, "{count} actions: {recording:?}");
    let all = everything(&recording);
    for secret in SECRETS {
        assert!(!all.contains(secret), "{secret}");
    }
}

fn json(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    escaped
        .replace('\r', "\\r")
        .replace('\n', "\\n")
        .replace('\u{1b}', "\\u001b")
        .replace('\u{7}', "\\u0007")
}

/// The session with a prompt, in pieces: output, and what was typed unseen. Where no keys were
/// recorded, nobody can know of a word in the output that it was typed.
fn pieces(prompt: &str, has_keys: bool) -> Vec<(char, String)> {
    let mut pieces = Vec::new();
    for (command, output) in SESSION {
        pieces.push(('o', format!("{prompt}{command}\r\n{output}\r\n")));
    }
    pieces.push(('o', format!("{prompt}sudo make\r\n[sudo] password for jo: ")));
    if has_keys {
        pieces.push(('i', "hunter2\r".to_owned()));
        pieces.push(('o', "\r\nmade by hunter2\r\n".to_owned()));
    } else {
        pieces.push(('o', "\r\nmade\r\n".to_owned()));
    }
    pieces.push(('o', prompt.to_owned()));
    pieces
}

#[test]
fn nothing_leaves_a_recording_of_asciinema() {
    for keys in [true, false] {
        let events: String = pieces("jo@web:~$ ", keys)
            .iter()
            .map(|(code, text)| format!("[0.1, \"{code}\", \"{}\"]\n", json(text)))
            .collect();
        let v2 = format!("{{\"version\": 2, \"width\": 80, \"height\": 24}}\n{events}");
        assert_secret(v2.as_bytes(), &Settings::default(), SESSION.len() + 1);
        let v3 = format!("{{\"version\": 3, \"term\": {{\"cols\": 80, \"rows\": 24}}}}\n{events}");
        assert_secret(v3.as_bytes(), &Settings::default(), SESSION.len() + 1);
    }
    let frames: Vec<String> = pieces("jo@web:~$ ", false)
        .iter()
        .map(|(_, text)| format!("[0.1, \"{}\"]", json(text)))
        .collect();
    let v1 = format!(
        "{{\"version\": 1, \"width\": 80, \"height\": 24, \"stdout\": [{}]}}",
        frames.join(",")
    );
    assert_secret(v1.as_bytes(), &Settings::default(), SESSION.len() + 1);
}

#[test]
fn nothing_leaves_a_recording_with_marks() {
    let mut output = String::new();
    for (command, printed) in SESSION {
        output.push_str(&format!(
            "\u{1b}]133;A\u{7}$ \u{1b}]133;B\u{7}{command}\r\n\u{1b}]633;E;{command}\u{7}\u{1b}]133;C\u{7}{printed}\r\n\u{1b}]133;D;0\u{7}"
        ));
    }
    let cast = format!(
        "{{\"version\": 2, \"width\": 80, \"height\": 24, \"title\": \"run topsecret1\"}}\n[0.1, \"m\", \"then hunter2\"]\n[0.1, \"o\", \"{}\"]\n[0.1, \"o\", \"\\u001b]133;A\\u0007$ \\u001b]133;B\\u0007sudo make\\r\\n\\u001b]133;C\\u0007Password: \"]\n[0.1, \"i\", \"hunter2\\r\"]\n[0.1, \"o\", \"\\r\\n\\u001b]133;D;0\\u0007\"]\n",
        json(&output)
    );
    assert_secret(cast.as_bytes(), &Settings::default(), SESSION.len() + 1);
}

#[test]
fn what_belongs_to_no_step_is_gone_from_all_of_them() {
    // A password for the login before the first prompt, one for a command that failed and was
    // run again, and a command with a secret that was put right.
    let events = [
        ("o", "jo@web's password: "),
        ("i", "hunter2\r"),
        ("o", "\r\nWelcome\r\njo@web:~$ "),
        ("i", "mysql -pgeheim77 shpo\r"),
        ("o", "mysql -pgeheim77 shpo\r\nerror: no shpo\r\njo@web:~$ "),
        ("i", "mysql shop\r"),
        ("o", "mysql shop\r\nfirst hunter2 then geheim77\r\njo@web:~$ "),
    ];
    let events: String = events
        .iter()
        .map(|(code, text)| format!("[0.1, \"{code}\", \"{}\"]\n", json(text)))
        .collect();
    let cast = format!("{{\"version\": 2, \"width\": 80, \"height\": 24}}\n{events}");
    assert_secret(cast.as_bytes(), &Settings::default(), 1);
}

#[test]
fn nothing_leaves_a_typescript() {
    let header = "Script started on 2024-05-08 12:30:05+00:00 [COLUMNS=\"80\" LINES=\"24\"]\n";
    let mut timing = String::new();
    let mut script = header.to_owned();
    for (code, text) in pieces("jo@web:~$ ", true) {
        timing.push_str(&format!("{} 0.1 {}\n", code.to_ascii_uppercase(), text.len()));
        script.push_str(&text);
    }
    let shown = pieces("jo@web:~$ ", false).into_iter().map(|(_, text)| text);
    let output: String = std::iter::once(header.to_owned()).chain(shown).collect();
    let timed = Settings { timing: Some(timing), ..Settings::default() };
    assert_secret(script.as_bytes(), &timed, SESSION.len() + 1);
    assert_secret(output.as_bytes(), &Settings::default(), SESSION.len() + 1);
}

#[test]
fn nothing_leaves_a_history() {
    let commands = || SESSION.iter().map(|(command, _)| *command);
    let bash: String = commands().map(|command| format!("#1700000000\n{command}\n")).collect();
    let zsh: String = commands().map(|command| format!(": 1700000000:0;{command}\n")).collect();
    let fish: String = commands().map(|command| format!("- cmd: {command}\n")).collect();
    for history in [bash, zsh, fish] {
        assert_secret(history.as_bytes(), &Settings::default(), SESSION.len());
    }
}
