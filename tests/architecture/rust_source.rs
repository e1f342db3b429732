//! Reads Rust source as far as the architecture test needs it: which names code
//! uses, and on which line. Comments, strings and test code do not count.
//!
//! Not a parser: it trusts that the compiler and rustfmt have seen the file.

/// A path (`std::env::var`), a macro (`println!`) or a method (`.untrusted`).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As written, with the prefix of the `use` group it stands in.
    pub(crate) path: String,
    /// Line, from 1.
    pub(crate) line: usize,
}

/// The names that `source` uses, in order.
pub(crate) fn names(source: &str) -> Vec<Name> {
    let code = shipped_code(source);
    let mut names = Vec::new();
    let mut open_groups: Vec<String> = Vec::new();
    let mut line = 1;
    let mut previous = "";
    let mut rest = code.as_str();
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|c: char| !is_word(c) && c != ':').unwrap_or(rest.len());
        let (run, after) = rest.split_at(length.max(first.len_utf8()));
        let path = run.trim_matches(':');
        let prefix = open_groups.last().map_or("", String::as_str);
        match first {
            '\n' => line += 1,
            '{' => open_groups.push(String::new()),
            '}' => drop(open_groups.pop()),
            _ if !path.starts_with(|c: char| c.is_alphabetic() || c == '_') => {}
            _ if run.ends_with("::") && after.starts_with('{') => {
                open_groups.push(format!("{prefix}{run}"));
                rest = &after[1..];
                previous = "{";
                continue;
            }
            _ => {
                let macro_call = after.starts_with('!') && !after.starts_with("!=");
                let path = match previous {
                    _ if macro_call => format!("{path}!"),
                    "." => format!(".{path}"),
                    "use" if !path.contains("::") => format!("{path}::self"),
                    _ => format!("{prefix}{path}"),
                };
                names.push(Name { path, line });
            }
        }
        if previous == "." && run == "." {
            previous = "..";
        } else if !run.trim().is_empty() {
            previous = run;
        }
        rest = after;
    }
    names
}

/// The modules in other files that `source` declares for tests only.
pub(crate) fn test_modules(source: &str) -> Vec<String> {
    let code = code_and_tests(source);
    let items = code.split("#[cfg(test)]").skip(1).map(|rest| &rest[..item_end(rest)]);
    let declared = items.filter_map(|item| {
        let (_, module) = item.strip_suffix(';')?.rsplit_once("mod ")?;
        Some(module.to_owned())
    });
    declared.collect()
}

/// `source` with everything blanked that is not code of the shipped program.
pub(crate) fn shipped_code(source: &str) -> String {
    without_tests(&code_and_tests(source))
}

fn code_and_tests(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let inside_word = code.ends_with(is_word);
        let blanked = not_code(rest, inside_word);
        let (taken, after) = rest.split_at(blanked.max(next.len_utf8()));
        if blanked > 0 {
            blank(&mut code, taken);
        } else {
            code.push(next);
        }
        rest = after;
    }
    code
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Keeps the line breaks of `taken`, so that lines stay true.
fn blank(code: &mut String, taken: &str) {
    code.push(' ');
    code.extend(taken.chars().filter(|c| *c == '\n'));
}

/// The length of the comment, string or character that `rest` begins with, or 0.
fn not_code(rest: &str, inside_word: bool) -> usize {
    let through = |at: Option<usize>, closing: usize| at.map_or(rest.len(), |at| at + closing);
    if rest.starts_with("//") {
        return through(rest.find('\n'), 0);
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(text) = rest.strip_prefix('"') {
        let mut escaped = false;
        return through(
            text.find(|c| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            }),
            2,
        );
    }
    let marked = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    if let Some(hashed) = marked.strip_prefix('r').filter(|_| !inside_word) {
        let body = hashed.trim_start_matches('#');
        if let Some(text) = body.strip_prefix('"') {
            let closing = format!("\"{}", "#".repeat(hashed.len() - body.len()));
            let start = rest.len() - text.len();
            return through(text.find(&closing).map(|at| at + start), closing.len());
        }
    }
    if let Some(character) = rest.strip_prefix('\'') {
        if character.starts_with('\\') {
            return through(character[2..].find('\''), 4);
        }
        // Anything else without a closing quote behind one character is a lifetime.
        let width = character.chars().next().map_or(0, char::len_utf8);
        return if character[width..].starts_with('\'') { width + 2 } else { 0 };
    }
    0
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let tail = &rest[at..];
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            match tail.chars().next() {
                Some(c) => at += c.len_utf8(),
                None => return at,
            }
        }
    }
}

/// Blanks every item under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..start]);
        let item = &rest[start..];
        let end = item_end(item);
        blank(&mut kept, &item[..end]);
        rest = &item[end..];
    }
    kept.push_str(rest);
    kept
}

/// Behind the `;` or the brace that closes the item at the start of `code`.
fn item_end(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}
