//! How long a comparison takes, reading apart.

use std::time::Duration;

use sopctl::comparison::compare;
use sopctl::document::Document;
use sopctl::document::profile::Profile;

use super::processor_time::worked;
use super::random::Random;

/// A large document with many changes compares in so long.
const LARGE: Duration = Duration::from_millis(100);
/// And a hostile one in so long.
const HOSTILE: Duration = Duration::from_secs(1);

/// Words of which steps are made.
const WORDS: &[&str] = &[
    "open", "the", "valve", "of", "pump", "and", "wait", "until", "lamp", "turns", "green", "then",
    "record", "pressure", "in", "logbook", "before", "you", "close", "drawer", "count", "notes",
    "twice", "compare", "with", "ledger", "call", "shift", "lead", "if", "sum", "differs", "press",
    "button", "on", "panel", "remove", "filter", "rinse", "water", "dry", "cloth", "sign", "form",
];

/// Times large and hostile texts.
pub(crate) fn measure() {
    let mut random = Random::of(1, &[]);
    let heading =
        |number: usize| number.is_multiple_of(41).then(|| format!("\n## Part {number}\n"));
    let step = |number: usize| heading(number).unwrap_or_else(|| sentence(&mut random));
    let steps: Vec<String> = (0..2_050).map(step).collect();
    let mut changed = steps.clone();
    let mut change = 0;
    while change < 200 {
        let at = random.below(changed.len());
        if changed[at].starts_with('\n') {
            continue;
        }
        change += 1;
        match change % 4 {
            0 => changed[at] = format!("{} carefully", changed[at]),
            1 => {
                changed.remove(at);
            }
            2 => changed.insert(at, sentence(&mut random)),
            _ => {
                let step = changed.remove(at);
                let to = random.below(changed.len());
                changed.insert(to, step);
            }
        }
    }
    time("2,000 steps, 200 changes", &listed(&steps), &listed(&changed), LARGE);

    let many = 100_000;
    let same = "1. Press the green button.\n".repeat(many);
    let other = "1. Pull the red lever.\n".repeat(many);
    time("100,000 identical items, one more", &same, &format!("1. Stop.\n{same}"), HOSTILE);
    time("100,000 identical items, others", &same, &other, HOSTILE);
    time("identical items gone", &same, "1. Stop.\n", HOSTILE);
    let nearly = |word: &str| -> String {
        (0..many).map(|n| format!("1. Press the green button {n}{word}.\n")).collect()
    };
    time("100,000 nearly alike, all others", &nearly(""), &nearly("x"), HOSTILE);
    let tagged = |from: usize| -> String {
        (0..many)
            .map(|n| format!("1. Press button {} of panel {}.\n", n % 300, from + n % 7))
            .collect()
    };
    time("100,000 in few words, all others", &tagged(0), &tagged(7), HOSTILE);
    let numbered: Vec<String> = (0..many).map(|n| format!("Press button {n}.")).collect();
    let backwards: Vec<String> = numbered.iter().rev().cloned().collect();
    time("100,000 backwards", &listed(&numbered), &listed(&backwards), HOSTILE);
    let mixed = random.shuffled(numbered.clone());
    time("100,000 shuffled", &listed(&numbered), &listed(&mixed), HOSTILE);
    let sections = |word: &str| -> String {
        (0..20_000).map(|n| format!("## Part {n} {word}\n\nPress the button.\n\n")).collect()
    };
    time("20,000 sections renamed", &sections("one"), &sections("two"), HOSTILE);
    let words = |from: usize| -> String {
        (from..from + 100_000).map(|n| format!("word{} ", n % 40_000)).collect()
    };
    time("one paragraph of 100,000 words", &words(0), &words(20_000), HOSTILE);
    let parts: Vec<String> = (0..50_000).map(|n| format!("Press button {n}.")).collect();
    time("one paragraph becomes 50,000", &parts.join(" "), &parts.join("\n\n"), HOSTILE);
    let rows = |word: &str| -> String {
        let rows: String = (0..many).map(|n| format!("| {} | {word} |\n", n % 9)).collect();
        format!("| Key | Value |\n|---|---|\n{rows}")
    };
    time("100,000 rows, a column changed", &rows("open"), &rows("shut"), HOSTILE);
    let nested = |word: &str| -> String {
        (0..60).map(|n| format!("{}- {word} {n}\n", "  ".repeat(n))).collect::<String>().repeat(500)
    };
    time("30,000 nested items", &nested("open"), &nested("shut"), HOSTILE);
}

fn sentence(random: &mut Random) -> String {
    let count = 6 + random.below(10);
    let mut sentence = String::from("Then");
    for _ in 0..count {
        sentence.push(' ');
        sentence.push_str(random.pick(WORDS).copied().unwrap_or_default());
    }
    sentence
}

/// Steps, and headings where they begin with an empty line, as a procedure.
fn listed(steps: &[String]) -> String {
    let line = |step: &String| match step.strip_prefix('\n') {
        Some(heading) => format!("\n{heading}\n"),
        None => format!("1. {step}\n"),
    };
    format!("# Procedure\n\n{}", steps.iter().map(line).collect::<String>())
}

fn time(name: &str, old: &str, new: &str, most: Duration) {
    let read = |text: &str| {
        let front = "---\nid: SOP-001\ntitle: Pumps\ntype: SOP\n---\n\n";
        let document = Document::read(format!("{front}{text}"), Profile::sopctl());
        // What is computed when it is first asked for is not part of comparing.
        std::hint::black_box((document.fingerprint(), document.outline().units.len()));
        document
    };
    let (reading, (old, new)) = worked(|| (read(old), read(new)));
    let (took, comparison) = worked(|| compare(&old, &new));
    let verdict = if took <= most { "" } else { "  too slow" };
    println!(
        "{name:<34} {:>9.1} ms, {:>6} changes, read in {:>8.1} ms{verdict}",
        took.as_secs_f64() * 1_000.0,
        comparison.changes.len(),
        reading.as_secs_f64() * 1_000.0
    );
}
