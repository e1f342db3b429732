//! How a prompt is told from what is typed behind it, and from the questions of programs.

/// Characters in which a prompt of a shell ends.
const MARKS: [char; 10] = ['$', '#', '%', '>', '❯', '➜', 'λ', '»', '›', '▶'];

/// The longest prompt, in characters.
const LONGEST: usize = 200;

/// The most different beginnings that are counted; a session has a few.
const MOST_LEARNED: usize = 64;

/// Whether what stands before the cursor is the prompt of a shell, not of another program.
pub(super) fn is_shell(before: &str) -> bool {
    let bare = before.trim_end();
    let Some(last) = bare.chars().next_back() else { return false };
    let has_place = bare.contains(['@', '~', '/', '\\']) || bare.starts_with("PS ");
    let is_alone = bare.chars().count() == 1;
    match last {
        '>' => has_place,
        // `bash-5.2#` is one, and `shop=#` that of a database.
        '#' => has_place || is_alone || is_bare_word(bare),
        // `50 %` ends what a progress bar says.
        '%' => !bare.trim_end_matches('%').trim_end().ends_with(|c: char| c.is_ascii_digit()),
        last if MARKS.contains(&last) => true,
        ':' | '?' => false,
        // Some end in no mark at all.
        _ => bare.starts_with(['~', '/', '➜']) || bare.contains('@'),
    }
}

fn is_bare_word(prompt: &str) -> bool {
    let is_database = prompt.ends_with("=#") || prompt.ends_with("-#");
    !prompt.contains(' ') && !is_database
}

/// Where in a line the prompt of a shell ends, in bytes, by its first mark.
pub(super) fn end(line: &str) -> Option<usize> {
    ends(line).next()
}

/// All places at which a prompt may end.
fn ends(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.char_indices().take(LONGEST).filter_map(|(at, c)| {
        let behind = at + c.len_utf8();
        let rest = line.get(behind..)?;
        let is_apart = rest.is_empty() || rest.starts_with([' ', '\u{a0}']);
        let is_prompt = MARKS.contains(&c) && is_apart && is_shell(line.get(..behind)?);
        let blank = rest.chars().next().map_or(0, char::len_utf8);
        is_prompt.then_some(behind + blank)
    })
}

/// Where a prompt ends that somebody described by its end, such as `$ `.
pub(super) fn end_as_given(line: &str, given: &str) -> Option<usize> {
    let given = if line.contains(given) { given } else { given.trim_end() };
    if given.is_empty() {
        return None;
    }
    line.find(given).map(|at| at + given.len())
}

/// A prompt that was learned: how it begins and in what it ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Learned {
    head: String,
    mark: char,
}

impl Learned {
    /// The prompt that lines begin with most often; of an output that has only one, the most
    /// telling one.
    pub(super) fn from<'l>(lines: impl Iterator<Item = &'l str>) -> Option<Self> {
        let mut counts: Vec<(Self, usize)> = Vec::new();
        for line in lines {
            let Some(found) = Self::of(line) else { continue };
            if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == found) {
                *count += 1;
            } else if counts.len() < MOST_LEARNED {
                counts.push((found, 1));
            }
        }
        let best = counts
            .into_iter()
            .max_by_key(|(one, count)| (count * one.weight(), std::cmp::Reverse(one.clone())));
        best.filter(|(one, count)| one.weight() > 1 || *count > 1).map(|(one, _)| one)
    }

    /// Where the prompt ends in a line that begins with it, in bytes.
    pub(super) fn end_in(&self, line: &str) -> Option<usize> {
        let end = end(line)?;
        let found = Self::of(line)?;
        let is_same =
            found.head == self.head && (found.mark == self.mark || self.head.contains('@'));
        is_same.then_some(end)
    }

    fn of(line: &str) -> Option<Self> {
        let prompt = line.get(..end(line)?)?.trim_end();
        let mark = prompt.chars().next_back()?;
        let bare = prompt.trim_end_matches(mark);
        // The folder changes, and the time.
        let head = bare.split([':', '~', '/', ' ', '\\']).next().unwrap_or_default();
        let head = head.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        Some(Self { head, mark })
    }

    /// Quotations begin with `>`, comments with `#`, and neither has a name.
    fn weight(&self) -> usize {
        match (self.head.as_str(), self.mark) {
            (head, _) if head.contains('@') => 8,
            ("", '>' | '#') => 1,
            _ => 3,
        }
    }
}

/// The lines of a command behind its first, without the prompts that a shell puts before them.
pub(super) fn continued(lines: &[String], indent: usize) -> Vec<String> {
    let bare = |line: &String| {
        let (word, rest) = line.split_once('>')?;
        let is_prompt = word.chars().all(|c| c.is_ascii_lowercase() || c == ' ');
        is_prompt.then(|| rest.strip_prefix(' ').unwrap_or(rest).to_owned())
    };
    let prompted: Option<Vec<String>> = lines.iter().map(bare).collect();
    prompted.unwrap_or_else(|| {
        let is_blank = |line: &String| line.chars().take(indent).all(|c| c == ' ');
        // fish sets them under the first one.
        let skipped = if lines.iter().all(is_blank) { indent } else { 0 };
        lines.iter().map(|line| line.chars().skip(skipped).collect()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_of_shells_are_told_from_those_of_programs() {
        for prompt in [
            "$ ",
            "jo@web:~$ ",
            "[root@web etc]# ",
            "# ",
            "host% ",
            "❯ ",
            "~/src (main) ",
            "➜  ~ ",
            "PS C:\\Users> ",
            "jo@web ~> ",
            "bash-5.2$ ",
            "bash-5.2# ",
            "/srv/app> ",
        ] {
            assert!(is_shell(prompt), "{prompt}");
        }
        for prompt in [
            "",
            ">>> ",
            "mysql> ",
            "postgres=# ",
            "Password: ",
            "Continue? ",
            "[y/N] ",
            "(y/n) ",
            "50% ",
            "irb(main):001:0> ",
        ] {
            assert!(!is_shell(prompt), "{prompt}");
        }
    }

    #[test]
    fn a_prompt_is_learned_from_repetition() {
        let session = [
            "Welcome",
            "jo@web:~$ cd app",
            "jo@web:~/app$ cat notes",
            "> quoted",
            "> quoted",
            "> quoted",
            "# heading",
            "jo@web:~/app$ echo $ 5",
        ];
        let learned = Learned::from(session.into_iter()).unwrap();
        let typed: Vec<&str> =
            session.iter().filter_map(|line| line.get(learned.end_in(line)?..)).collect();
        assert_eq!(typed, ["cd app", "cat notes", "echo $ 5"]);
        assert_eq!(Learned::from(["> one", "text"].into_iter()), None);
    }

    #[test]
    fn a_prompt_may_be_given_by_its_end() {
        assert_eq!(end_as_given("deploy: make", ": "), Some(8));
        assert_eq!(end_as_given("deploy:", ": "), Some(7));
        assert_eq!(end_as_given("deploy", ": "), None);
    }

    #[test]
    fn further_lines_lose_their_prompts() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(continued(&lines("> echo\n> done"), 2), ["echo", "done"]);
        assert_eq!(continued(&lines("for> echo\nfor> done"), 2), ["echo", "done"]);
        assert_eq!(continued(&lines("    echo\n  end"), 2), ["  echo", "end"]);
        assert_eq!(continued(&lines("echo"), 2), ["echo"]);
    }
}
