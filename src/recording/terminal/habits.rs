//! What people do in a shell that no instruction tells, and how programs say that they failed:
//! data, and how it is asked.

/// Commands by which somebody looks where he is, or tidies up.
const LOOKS: [(&str, Looks); 14] = [
    ("clear", Looks::Always),
    ("reset", Looks::Always),
    ("history", Looks::Always),
    ("exit", Looks::Always),
    ("logout", Looks::Always),
    ("pwd", Looks::Always),
    ("man", Looks::Always),
    ("help", Looks::Always),
    ("tldr", Looks::Always),
    ("ls", Looks::WithoutPath),
    ("ll", Looks::WithoutPath),
    ("la", Looks::WithoutPath),
    ("l", Looks::WithoutPath),
    ("dir", Looks::WithoutPath),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Always,
    /// What is listed by name may be what the step is about.
    WithoutPath,
}

/// Commands that leave a shell.
const LEAVES: [&str; 2] = ["exit", "logout"];

/// Commands that change the shell itself: nothing is seen of them when they worked.
const SILENT: [&str; 11] =
    ["cd", "export", "pushd", "popd", "set", "unset", "source", "alias", "umask", "exit", "logout"];

/// An exit status that is an answer, not a failure, by the program.
const ANSWERS: [(&str, i32); 9] = [
    ("grep", 1),
    ("egrep", 1),
    ("rg", 1),
    ("diff", 1),
    ("cmp", 1),
    ("test", 1),
    ("[", 1),
    ("pgrep", 1),
    ("systemctl", 3),
];

/// How a line begins in which a program says that it failed.
const FAILS_WITH: [&str; 6] = ["error:", "error ", "error[", "fatal:", "usage:", "traceback "];

/// What stands in such a line.
const FAILS_SAYING: [&str; 10] = [
    "make: *** ",
    "command not found",
    ": not found",
    "no such file or directory",
    "permission denied",
    "unrecognized option",
    "invalid option",
    "unknown option",
    "is not recognized as",
    "unknown command",
];

/// The status of a command that was interrupted with Ctrl+C: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// Whether a command only looks around.
pub(super) fn looks_around(command: &str) -> bool {
    let mut words = command.split_whitespace();
    let Some(program) = words.next() else { return true };
    let known = LOOKS.iter().find(|(name, _)| *name == program);
    let is_alone = !command.contains([';', '|', '&', '>', '\n']);
    let asks_for_help = command.split_whitespace().skip(1).any(|word| word == "--help");
    is_alone
        && match known {
            Some((_, Looks::Always)) => true,
            Some((_, Looks::WithoutPath)) => words.all(|word| word.starts_with('-')),
            None => asks_for_help,
        }
}

/// Whether a command leaves a shell, and maybe the computer that it is on.
pub(super) fn leaves(command: &str) -> bool {
    LEAVES.contains(&command.split_whitespace().next().unwrap_or_default())
}

/// Whether nothing is seen of a command when it worked.
pub(in crate::recording) fn is_silent(command: &str) -> bool {
    command.split_whitespace().next().is_some_and(|first| SILENT.contains(&first))
}

/// Whether a command goes to a folder from wherever one is.
pub(super) fn goes_from_anywhere(command: &str) -> bool {
    let Some(folder) = folder(command) else { return false };
    folder.is_empty() || folder.starts_with(['/', '~', '$'])
}

/// The folder that a command goes to, if that is all that it does.
pub(super) fn folder(command: &str) -> Option<&str> {
    let rest = command.strip_prefix("cd")?;
    let is_whole = rest.is_empty() || rest.starts_with(' ');
    (is_whole && !rest.contains([';', '|', '&', '\n'])).then(|| rest.trim())
}

/// The name of the program that a command line runs, without its folder.
pub(super) fn program(command: &str) -> &str {
    let is_setting = |word: &&str| word.contains('=') || *word == "sudo";
    let word = command.split_whitespace().find(|word| !is_setting(word)).unwrap_or_default();
    word.rsplit('/').next().unwrap_or(word)
}

/// Whether a command ended badly, by its status where one is known, else by its last lines;
/// none where it was stopped by hand.
pub(super) fn failed(command: &str, status: Option<i32>, last_lines: &[String]) -> bool {
    match status {
        Some(0 | INTERRUPTED) => false,
        Some(status) => !ANSWERS.contains(&(program(command), status)),
        None => last_lines.iter().any(|line| says_failure(line)),
    }
}

/// Whether a command was stopped by hand.
pub(super) fn was_interrupted(status: Option<i32>, last_lines: &[String]) -> bool {
    status == Some(INTERRUPTED) || last_lines.last().is_some_and(|line| line.ends_with("^C"))
}

fn says_failure(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    FAILS_WITH.iter().any(|begins| line.starts_with(begins))
        || FAILS_SAYING.iter().any(|says| line.contains(says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_around_is_told_from_work() {
        for command in ["ls", "ls -la", "clear", "pwd", "man ls", "git --help", "history"] {
            assert!(looks_around(command), "{command}");
        }
        for command in ["ls build", "ls | wc -l", "clear; make", "git status", "exit_code", "cd x"]
        {
            assert!(!looks_around(command), "{command}");
        }
    }

    #[test]
    fn a_failure_is_told_by_the_status_or_by_what_is_printed() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert!(failed("make", Some(2), &[]));
        assert!(!failed("make", Some(0), &lines("error: none")));
        assert!(!failed("sudo grep x y", Some(1), &[]));
        assert!(failed("gti", None, &lines("bash: gti: command not found")));
        assert!(failed("cat x", None, &lines("cat: x: No such file or directory")));
        assert!(!failed("cargo test", None, &lines("test result: ok. 3 passed; 0 failed")));
        assert!(was_interrupted(None, &lines("listening\n^C")));
        assert!(!failed("tail -f log", Some(130), &[]));
    }

    #[test]
    fn the_program_is_named_without_its_folder() {
        assert_eq!(program("sudo A=b /usr/bin/make -j4"), "make");
        assert_eq!(folder("cd /srv/app"), Some("/srv/app"));
        assert_eq!(folder("cdrecord x"), None);
        assert!(goes_from_anywhere("cd") && !goes_from_anywhere("cd app"));
    }
}
