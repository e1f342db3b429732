//! The tutorial is done from an empty folder to its end, and what it shows is what came out.
//!
//! `SOPCTL_UPDATE=1` writes what came out into the page. In the page,
//! `<!-- day: 2026-11-22 -->` sets the day, `<!-- body: PATH -->` says where the next block
//! goes below the front matter, and `<!-- edit: PATH -->` that the next block names lines to
//! take out (`-`) and to put in (`+`).

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::sandbox::Sandbox;

/// A reader who does what the page says.
struct Reader<'s> {
    sandbox: &'s Sandbox,
    folder: PathBuf,
    day: String,
    /// Seconds since that day began, so that commits have an order.
    clock: usize,
}

impl Reader<'_> {
    /// What a command prints, both streams together as a terminal shows them.
    fn type_in(&mut self, command: &str) -> String {
        if let Some(folder) = command.strip_prefix("mkdir ").and_then(|rest| rest.split(' ').next())
        {
            self.folder.push(folder);
            fs::create_dir(&self.folder).unwrap();
            return String::new();
        }
        self.clock += 60;
        let moment = format!("{}T09:{:02}:{:02}Z", self.day, self.clock / 60 % 60, self.clock % 60);
        let program = Path::new(env!("CARGO_BIN_EXE_sopctl")).parent().unwrap();
        let mut shell = self.sandbox.command(Path::new("/bin/sh"), &self.folder);
        let path = shell.get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap();
        let path = env::join_paths(env::split_paths(path).chain([program.to_owned()])).unwrap();
        let output = shell
            .args(["-c", &format!("{command} 2>&1")])
            .env("PATH", path)
            .env("COLUMNS", "90")
            .env("SOPCTL_AS_OF", &self.day)
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", "init.defaultBranch")
            .env("GIT_CONFIG_VALUE_0", "main")
            .env("GIT_AUTHOR_NAME", "Mara Lind")
            .env("GIT_AUTHOR_EMAIL", "mara@example.com")
            .env("GIT_COMMITTER_NAME", "Mara Lind")
            .env("GIT_COMMITTER_EMAIL", "mara@example.com")
            .env("GIT_AUTHOR_DATE", &moment)
            .env("GIT_COMMITTER_DATE", &moment)
            .output()
            .unwrap();
        let status = output.status.code();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(matches!(status, Some(0 | 1)), "$ {command}\n{said}");
        said
    }

    fn replace_body(&self, path: &str, body: &str) {
        let file = self.folder.join(path);
        let text = fs::read_to_string(&file).unwrap();
        let end = text[3..].find("\n+++\n").unwrap() + 3 + "\n+++\n".len();
        fs::write(&file, format!("{}\n{body}", &text[..end])).unwrap();
    }

    fn edit(&self, path: &str, lines: &str) {
        let file = self.folder.join(path);
        let mut text = fs::read_to_string(&file).unwrap();
        let mut place = None;
        for line in lines.lines() {
            if let Some(out) = line.strip_prefix('-') {
                let at = text.find(&format!("{out}\n")).unwrap_or_else(|| panic!("{path}: {out}"));
                text.replace_range(at..=at + out.len(), "");
                place = Some(at);
            } else if let Some(new) = line.strip_prefix('+') {
                let at = place.expect("what is put in stands after what is taken out");
                text.insert_str(at, &format!("{new}\n"));
                place = Some(at + new.len() + 1);
            }
        }
        fs::write(&file, text).unwrap();
    }

    /// Does what a session shows, and answers with the session as it went.
    fn follow(&mut self, session: &str) -> String {
        let mut went = String::new();
        let commands = session.lines().filter_map(|line| line.strip_prefix("$ "));
        for command in commands {
            let said = self.type_in(command);
            went.push_str(&format!("$ {command}\n{said}"));
            if !said.is_empty() && !said.ends_with('\n') {
                went.push('\n');
            }
        }
        went
    }
}

#[test]
fn the_tutorial_shows_what_comes_out() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md");
    let written = fs::read_to_string(&page).unwrap();
    let sandbox = Sandbox::new();
    let mut reader =
        Reader { sandbox: &sandbox, folder: sandbox.work(), day: String::new(), clock: 0 };
    let mut came_out = String::new();
    let mut told: Option<(&str, &str)> = None;
    let mut lines = written.lines();
    while let Some(line) = lines.next() {
        came_out.push_str(line);
        came_out.push('\n');
        if let Some(note) = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")) {
            match note.split_once(": ").unwrap() {
                ("day", day) => (reader.day, reader.clock) = (day.to_owned(), 0),
                other => told = Some(other),
            }
        }
        let (fence, language) = line.split_at(line.len() - line.trim_start_matches('`').len());
        if fence.len() < 3 {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|inner| *inner != fence).collect();
        let text = block.iter().map(|inner| format!("{inner}\n")).collect::<String>();
        let text = match (language, told.take()) {
            ("console", None) => reader.follow(&text),
            ("markdown", Some(("body", path))) => {
                reader.replace_body(path, &text);
                text
            }
            ("diff", Some(("edit", path))) => {
                reader.edit(path, &text);
                text
            }
            _ => text,
        };
        came_out.push_str(&format!("{text}{fence}\n"));
    }
    if env::var_os("SOPCTL_UPDATE").is_some() {
        fs::write(&page, &came_out).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&page).unwrap(),
        came_out,
        "the page shows something else: SOPCTL_UPDATE=1 cargo test --test cli tutorial"
    );
}
