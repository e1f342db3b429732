//! Sessions written by hand, one for each way in which commands are found.

use super::{told, told_with};
use crate::recording::Settings;

/// A recording of version 2 with these events.
fn cast(events: &[(&str, &str)]) -> String {
    let mut cast = String::from("{\"version\": 2, \"width\": 80, \"height\": 24}\n");
    for (code, data) in events {
        cast.push_str(&format!("[0.1, \"{code}\", {}]\n", json(data)));
    }
    cast
}

fn json(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn prints(text: &str) -> String {
    format!("The command prints:\n\n```text\n{text}\n```")
}

#[test]
fn the_marks_of_a_shell_tell_commands_and_how_they_ended() {
    let output = "\x1b]133;A\x07me in app\r\n❯ \x1b]133;B\x07make tset\x08\x08\x08\x1b[Kest\r\n\x1b]133;C\x07\
        3 passed in 0.42s\r\n\x1b]133;D;0\x07\x1b]133;A\x07❯ \x1b]133;B\x07false\r\n\x1b]133;C\x07\x1b]133;D;1\x07\
        \x1b]133;A\x07❯ \x1b]133;B\x07# done\r\n\x1b]133;D;0\x07\x1b]133;A\x07❯ \x1b]133;B\x07date\r\n\x1b]133;C\x07\x1b]133;D;0\x07";
    assert_eq!(
        told(&cast(&[("o", output)])),
        [
            "make test => The command ends without an error, and prints:\n\n```text\n3 passed in …\n```",
            "false ? is this command needed? It failed when it was recorded, with exit status 1.",
            "Done: date => The command ends without an error.",
        ]
    );
}

#[test]
fn what_a_shell_states_is_taken_before_what_is_shown() {
    let output = "\x1b]633;A\x07$ \x1b]633;B\x07echo a\x1b[90m ghost text\x1b[0m\r\n\x1b]633;E;echo a\\x3b echo b;7f\x07\x1b]633;C\x07a\r\nb\r\n\x1b]633;D;0\x07";
    assert_eq!(
        told(&cast(&[("o", output)])),
        ["echo a; echo b => The command ends without an error, and prints:\n\n```text\na\nb\n```"]
    );
}

#[test]
fn a_line_that_is_edited_is_told_by_its_mode() {
    // bash says that it edits before its prompt, zsh behind it.
    let bash = "\x1b[?2004hjo@web:~$ ";
    let events = [
        ("o", bash),
        ("o", "l"),
        ("o", "\r\x1b[Kjo@web:~$ cat notes\r\n\x1b[?2004l\r"),
        ("o", "first\r\nsecond\r\n"),
        ("o", bash),
        ("o", "for n in 1 2; do\r\n\x1b[?2004l\r\x1b[?2004h> "),
        ("o", "echo $n; done\r\n\x1b[?2004l\r1\r\n2\r\n"),
        ("o", bash),
    ];
    let steps = told(&cast(&events));
    assert_eq!(
        steps,
        [
            format!("cat notes => {}", prints("first\nsecond")),
            format!("for n in 1 2; do\necho $n; done => {}", prints("1\n2")),
        ]
    );
    let zsh = "%                                                                               \r \r\rjo@web ~ % \x1b[K\x1b[?2004h";
    let events =
        [("o", zsh), ("o", "d"), ("o", "\x08date +%A\x1b[?2004l\r\r\nSunday\r\n"), ("o", zsh)];
    assert_eq!(told(&cast(&events)), [format!("date +%A => {}", prints("Sunday"))]);
}

#[test]
fn a_prompt_of_several_lines_is_no_output() {
    let blanks = " ".repeat(79);
    let prompt = format!("%{blanks}\r \r\r\n~/app main\r\n❯ \x1b[?2004h");
    let events =
        [("o", prompt.as_str()), ("o", "date\x1b[?2004l\r\r\nSunday\r\n"), ("o", prompt.as_str())];
    assert_eq!(told(&cast(&events)), [format!("date => {}", prints("Sunday"))]);
}

#[test]
fn keys_tell_what_was_typed_and_what_was_answered() {
    let events = [
        ("o", "jo@web:~$ "),
        ("i", "./setup\r"),
        ("o", "./setup\r\nName: "),
        ("i", "web"),
        ("o", "web"),
        ("i", "\r"),
        ("o", "\r\nPassword: "),
        ("i", "hunter2\r"),
        ("o", "\r\nset up, not hunter2\r\njo@web:~$ "),
    ];
    assert_eq!(
        told(&cast(&events)),
        [
            "./setup => “Name” is shown.",
            "Enter `web` in **Name** and press **Enter**. => “Password” is shown.",
            &format!(
                "Enter your password in **Password** and press **Enter**. => {}",
                prints("set up, not (masked)")
            ),
        ]
    );
}

#[test]
fn a_prompt_is_learned_where_nothing_else_is_known() {
    let session = "jo@web:~$ cd app\r\njo@web:~/app$ make\r\nbuilt\r\njo@web:~/app$ vi notes\r\n\
        \x1b[?1049hwhatever\x1b[?1049ljo@web:~/app$ ";
    assert_eq!(
        told(&cast(&[("o", session)])),
        [
            "cd app".to_owned(),
            format!("make => {}", prints("built")),
            "vi notes ? what is done in this program, and how is it left? It takes the whole screen, \
             and the recording does not say."
                .to_owned(),
        ]
    );
    let settings = Settings { prompt: Some(": ".to_owned()), ..Settings::default() };
    let session = cast(&[("o", "deploy: make\r\nbuilt\r\ndeploy: ")]);
    assert_eq!(told_with(session.as_bytes(), &settings), [format!("make => {}", prints("built"))]);
    assert_eq!(
        told(&session),
        ["it is an asciinema recording in which no prompt of a shell is found"]
    );
}

#[test]
fn an_editor_that_edits_lines_itself_is_one_step() {
    // An old vim switches on bracketed paste before it takes the screen.
    let events = [
        ("o", "\x1b[?2004h~/notes (main) "),
        ("i", "vim"),
        ("o", "vim"),
        ("i", "\r"),
        ("o", "\x1b[K\r\n\x1b[?2004l"),
        ("o", "\r\x1b[?1000h\x1b[?2004h\x1b[?1049h\x1b[?2004h~ VIM\x1b[6n"),
        ("i", "\x1b[2;2R"),
        ("i", ":q\r"),
        ("o", "\r\x1b[?2004l\x1b[?1049l"),
        ("o", "\x1b[?2004h~/notes (main) "),
        ("i", "\x04"),
        ("o", "\r\n\x1b[?2004l"),
    ];
    let steps = told(&cast(&events));
    assert_eq!(steps.len(), 1, "{steps:?}");
    assert!(steps[0].starts_with("vim ? what is done in this program"), "{steps:?}");
}

#[test]
fn a_failed_try_goes_when_it_was_put_right() {
    let session = "$ gti status\r\nbash: gti: command not found\r\n$ git status\r\nclean\r\n\
        $ make isntall\r\nmake: *** No rule\r\nerror: stop\r\n$ vi x\r\n$ ./run\r\nerror: no config\r\n$ ";
    let steps = told(&cast(&[("o", session)]));
    assert_eq!(steps[0], format!("git status => {}", prints("clean")));
    assert_eq!(
        steps[1],
        "make isntall ? is this command needed? It seems to have failed when it was recorded."
    );
    assert_eq!(steps.len(), 4, "{steps:?}");
}

#[test]
fn comments_are_the_words_of_the_step_behind_them() {
    let session = "$ # now restart the service\r\n$ ls -la\r\nx\r\n$ systemctl restart web\r\n$ ";
    assert_eq!(
        told(&cast(&[("o", session)])),
        ["Now restart the service: systemctl restart web => The command prints nothing."]
    );
}

#[test]
fn a_line_for_another_program_is_no_command_of_the_shell() {
    let shell = "\x1b[?2004hjo@web:~$ ";
    let events = [
        ("o", shell),
        ("o", "python3\r\n\x1b[?2004l\rPython 3\r\n\x1b[?2004h>>> "),
        ("o", "1 + 1\r\n\x1b[?2004l\r2\r\n\x1b[?2004h>>> "),
        ("o", "exit()\r\n\x1b[?2004l\r"),
        ("o", shell),
    ];
    let steps = told(&cast(&events));
    assert_eq!(steps[0], "python3 => “\\>\\>\\>” is shown.");
    assert_eq!(steps[1], "Enter `1 + 1` in **\\>\\>\\>** and press **Enter**.", "{steps:?}");
}

#[test]
fn a_stopped_command_says_how_it_is_stopped() {
    let session = "$ tail -f log\r\none\r\n^C\r\n$ ls log\r\nlog\r\n$ ";
    let steps = told(&cast(&[("o", session)]));
    assert_eq!(steps[1], "Press **Ctrl+C**. => The command stops.");
    assert_eq!(steps[2], format!("ls log => {}", prints("log")));
}

#[test]
fn a_prompt_behind_an_output_without_an_end_is_a_prompt() {
    // bash, which says that it edits and then writes its prompt where the cursor is.
    let bash = "\x1b[?2004hjo@web:~$ ";
    let events = [
        ("o", bash),
        ("o", "read -s -p \"New key: \" KEY\r\n\x1b[?2004l\rNew key: "),
        ("o", bash),
        ("o", "export API_TOKEN=hunter2\r\n\x1b[?2004l\r"),
        ("o", bash),
        ("o", "printf x\r\n\x1b[?2004l\rx"),
        ("o", bash),
    ];
    assert_eq!(
        told(&cast(&events)),
        [
            "read -s -p \"New key: \" KEY => “New key” is shown.",
            "Enter your password in **New key** and press **Enter**. => The command prints nothing.",
            "export API_TOKEN=(masked)",
            &format!("printf x => {}", prints("x")),
        ]
    );
    // fish, which clears the line; its mark wraps the line that it stands on.
    let blanks = " ".repeat(79);
    let fish = format!("\x1b[2m⏎\x1b[m{blanks}\r⏎ \r\x1b[K\x1b[?2004hjo@web ~> \x1b[K\r\x1b[10C");
    let events = [
        ("o", fish.as_str()),
        ("o", "sleep 9\r\n\x1b[?2004l\r^C"),
        ("o", fish.as_str()),
        ("o", "set -x API_TOKEN hunter2\r\n\x1b[?2004l\r"),
        ("o", fish.as_str()),
    ];
    assert_eq!(
        told(&cast(&events)),
        ["sleep 9", "Press **Ctrl+C**. => The command stops.", "set -x API_TOKEN (masked)"]
    );
}

#[test]
fn a_line_that_was_given_up_is_not_run() {
    // zsh shows no ^C; it gives the cursor keys back when a line is sent.
    let blanks = " ".repeat(79);
    let zsh = format!("%{blanks}\r \r\rjo@web ~ % \x1b[K\x1b[?1h\x1b=\x1b[?2004h");
    let events = [
        ("o", zsh.as_str()),
        ("o", "rm -rf lo"),
        ("o", "\x1b[?2004l\r\r\n"),
        ("o", zsh.as_str()),
        ("o", "date"),
        ("o", "\x1b[?1l\x1b>\x1b[?2004l\r\r\n8 May\r\n"),
        ("o", zsh.as_str()),
    ];
    assert_eq!(told(&cast(&events)), [format!("date => {}", prints("8 May"))]);
    // Keys alone say it as well.
    let events = [
        ("o", "$ "),
        ("i", "make\r"),
        ("o", "make\r\nmade\r\n$ "),
        ("i", "rm -rf lo\u{3}"),
        ("o", "rm -rf lo^C\r\n$ "),
        ("i", "date\r"),
        ("o", "date\r\n8 May\r\n$ "),
    ];
    assert_eq!(
        told(&cast(&events)),
        [format!("make => {}", prints("made")), format!("date => {}", prints("8 May"))]
    );
}

#[test]
fn a_command_that_was_found_in_the_history_is_whole() {
    // bash draws over what it has, the marks of its prompt among it.
    let prompt = "\x1b]133;D;0\x07\x1b]133;A\x07jo@web:~$ \x1b]133;B\x07";
    let again =
        "\r\x1b[14P\x1b]133;A\x07jo@web:~$ \x1b]133;B\x07df\x08\x08\r\n\x1b]133;C\x07all\r\n";
    let events = [
        ("o", prompt),
        ("o", "\r(reverse-i-search)`': \x1b[K"),
        ("o", "\x08\x08\x08df': df -h ."),
        ("o", again),
        ("o", prompt),
    ];
    assert_eq!(
        told(&cast(&events)),
        ["df -h . => The command ends without an error, and prints:\n\n```text\nall\n```"]
    );
}

#[test]
fn what_comes_behind_the_last_answer_is_the_result() {
    let events = [
        ("o", "\x1b]133;A\x07$ \x1b]133;B\x07"),
        ("o", "tidy\r\n\x1b]133;C\x07Remove 3 files? [y/N] "),
        ("i", "y\r"),
        ("o", "y\r\nremoved 3 files\r\n\x1b]133;D;0\x07\x1b]133;A\x07$ \x1b]133;B\x07"),
    ];
    let steps = told(&cast(&events));
    assert_eq!(
        steps[1],
        "Enter `y` in **Remove 3 files? \\[y/N\\]** and press **Enter**. => The command ends without an error, and prints:\n\n```text\nremoved 3 files\n```"
    );
}

#[test]
fn a_shell_that_edits_inside_of_one_that_does_not_hides_nothing() {
    let events = [
        ("o", "$ cd app\r\n$ make\r\nmade\r\n$ make test\r\nok\r\n$ ssh db1\r\n"),
        ("o", "\x1b[?2004hjo@db1:~$ "),
        ("o", "uptime\r\n\x1b[?2004l\rup\r\n"),
        ("o", "\x1b[?2004hjo@db1:~$ "),
        ("o", "exit\r\n\x1b[?2004l\rexit\r\n$ ls app\r\nbuild\r\n$ "),
    ];
    let steps = told(&cast(&events)).join("\n");
    for command in ["cd app", "make test", "ssh db1", "ls app"] {
        assert!(steps.contains(command), "{steps}");
    }
}

#[test]
fn what_is_run_on_another_computer_is_told_step_by_step() {
    let prompt = "\x1b]133;D;0\x07\x1b]133;A\x07jo@web:~$ \x1b]133;B\x07";
    for has_keys in [true, false] {
        let mut events = vec![
            ("o", prompt),
            ("o", "ssh db1\r\n\x1b]133;C\x07jo@db1's password: "),
            ("i", "hunter2\r"),
            ("o", "\r\nWelcome to db1\r\njo@db1:~$ "),
            ("i", "sudo fsck\r"),
            ("o", "sudo fsck\r\n[sudo] password for jo: "),
            ("i", "geheim77\r"),
            ("o", "\r\nclean\r\njo@db1:~$ "),
            ("i", "exit\r"),
            ("o", "exit\r\nlogout\r\n"),
            ("o", prompt),
            ("o", "echo hunter2 geheim77\r\n\x1b]133;C\x07ok\r\n"),
            ("o", prompt),
        ];
        events.retain(|(code, _)| has_keys || *code == "o");
        let steps = told(&cast(&events));
        assert_eq!(
            steps[..5],
            [
                "ssh db1 => “jo@db1's password” is shown.".to_owned(),
                format!(
                    "Enter your password in **jo@db1's password** and press **Enter**. => {}",
                    prints("Welcome to db1")
                ),
                "sudo fsck => “\\[sudo\\] password for jo” is shown.".to_owned(),
                format!(
                    "Enter your password in **\\[sudo\\] password for jo** and press **Enter**. => {}",
                    prints("clean")
                ),
                format!("exit => {}", prints("logout")),
            ]
        );
        assert_eq!(steps[5].contains("(masked) (masked)"), has_keys, "{steps:?}");
    }
}
