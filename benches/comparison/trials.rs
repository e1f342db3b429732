//! Edits made in documents, one or several at once, and what the comparison says of them.

use std::collections::BTreeMap;

use sopctl::comparison::{Class, compare};

use super::Options;
use super::draft::{Draft, Plan};
use super::edits::EditKind;
use super::judge::{Judgement, Told, Verdict, judge};
use super::page::Page;
use super::random::Random;
use super::spoil::misjudged;
use super::stock::Stock;
use super::tally::{Table, Tally, share};
use super::typing::TYPINGS;

/// So many edits of a quarter are made before the text is read again: reading after each
/// takes long, and one that is no edit of units spoils those made with it.
const BATCH: usize = 6;

/// What trials are made apart by, so that no two of them draw the same numbers.
const SEVERAL: u64 = 1_000;
const QUARTER: u64 = 2_000;

/// Measures all that is asked for and prints the tables.
pub(crate) fn measure(pages: &[Page], options: &Options) {
    let units: usize = pages.iter().map(|page| page.units().len()).sum();
    let placed = pages.iter().flat_map(|page| &page.places).filter(|place| place.is_some()).count();
    println!("{} documents, {units} units, of which {placed} can be edited", pages.len());
    let mut run = Run { options, stock: Stock::of(pages), shown: 0, spoilt: 0, taken: 0 };
    let mut sum = Tally::default();
    if options.measures("singles") {
        let table = run.singles(pages);
        println!("{}", table.lines("one edit").join("\n"));
        sum.add(&table.sum());
    }
    if options.measures("several") {
        let table = run.several(pages);
        println!("\n{}", table.lines("several at once").join("\n"));
        sum.add(&table.sum());
    }
    if options.measures("quarter") {
        let table = run.quarter(pages);
        println!("\n{}", table.lines("a quarter of all units").join("\n"));
        let quarter = table.sum();
        println!(
            "changes of units: {} made, {} reported, precision {}, recall {}",
            quarter.done,
            quarter.reported,
            share(quarter.hits, quarter.reported),
            share(quarter.hits, quarter.done),
        );
    }
    println!("\n{}", sum.line("one, two and three edits"));
    println!("spoilt reports taken for right: {} of {}", run.taken, run.spoilt);
    if options.measures("typing") {
        typings(pages, options.failures);
    }
}

struct Run<'o> {
    options: &'o Options,
    stock: Stock,
    shown: usize,
    /// Right reports in which a mistake was put, and those of them that the judge took.
    spoilt: usize,
    taken: usize,
}

impl Run<'_> {
    fn kinds(&self) -> Vec<EditKind> {
        EditKind::ALL.into_iter().filter(|kind| self.options.takes(*kind)).collect()
    }

    fn singles(&mut self, pages: &[Page]) -> Table {
        let mut table = Table::default();
        for (order, kind) in EditKind::ALL.into_iter().enumerate() {
            if !self.options.takes(kind) {
                continue;
            }
            for (number, page) in pages.iter().enumerate() {
                for trial in 0..self.options.each {
                    let about = [order as u64, number as u64, trial as u64];
                    let mut random = Random::of(self.options.seed, &about);
                    let mut draft = Draft::of(page);
                    let Some(unit) = kind.make(&mut draft, number, &self.stock, &mut random) else {
                        continue;
                    };
                    let judgement = match draft.plan() {
                        Ok(plan) => Some(self.judged(page, &plan, kind.name())),
                        Err(why) => {
                            self.tell_no_edit(page, kind, &why);
                            None
                        }
                    };
                    count(table.row(order, kind.name()), judgement.as_ref());
                    count(table.kind(unit), judgement.as_ref());
                }
            }
        }
        table
    }

    fn several(&mut self, pages: &[Page]) -> Table {
        let mut table = Table::default();
        let kinds = self.kinds();
        for (count, name) in [(2, "two at once"), (3, "three at once")] {
            for (number, page) in pages.iter().enumerate() {
                for trial in 0..self.options.each * 2 {
                    let about = [SEVERAL + count as u64, number as u64, trial as u64];
                    let mut random = Random::of(self.options.seed, &about);
                    let mut draft = Draft::of(page);
                    let mut made = Vec::new();
                    let (mut rejected, mut missed) = (0, 0);
                    while made.len() < count && rejected < 6 {
                        let Some(kind) = random.pick(&kinds) else { break };
                        match self.one_more(&mut draft, *kind, number, &mut random) {
                            Made::Yes => made.push(kind.name()),
                            Made::NoPlace => rejected += 1,
                            Made::NotOfUnits => {
                                rejected += 1;
                                missed += 1;
                            }
                        }
                    }
                    table.row(count, name).build(made.len(), missed);
                    if made.len() == count
                        && let Ok(plan) = draft.plan()
                    {
                        let judgement = self.judged(page, &plan, &made.join(" + "));
                        table.row(count, name).count(&judgement);
                    }
                }
            }
        }
        table
    }

    /// As many edits as a quarter of the units.
    fn quarter(&mut self, pages: &[Page]) -> Table {
        let mut table = Table::default();
        let kinds = self.kinds();
        for (number, page) in pages.iter().enumerate() {
            let wanted = page.units().len() / 4;
            let mut random = Random::of(self.options.seed, &[QUARTER, number as u64]);
            let mut draft = Draft::of(page);
            let (mut done, mut tried, mut missed) = (0, 0, 0);
            while done < wanted && tried < wanted * 3 {
                let before = draft.clone();
                let seed = random.clone();
                let mut made = 0;
                for _ in 0..BATCH.min(wanted - done) {
                    let Some(kind) = random.pick(&kinds) else { break };
                    tried += 1;
                    made += usize::from(
                        kind.make(&mut draft, number, &self.stock, &mut random).is_some(),
                    );
                }
                if draft.plan().is_err() {
                    // The same edits again, one by one, without those that are not of units.
                    draft = before;
                    random = seed;
                    made = 0;
                    for _ in 0..BATCH.min(wanted - done) {
                        let Some(kind) = random.pick(&kinds) else { break };
                        match self.one_more(&mut draft, *kind, number, &mut random) {
                            Made::Yes => made += 1,
                            Made::NoPlace => {}
                            Made::NotOfUnits => missed += 1,
                        }
                    }
                }
                done += made;
            }
            table.row(0, "a quarter").build(done, missed);
            if done > 0
                && let Ok(plan) = draft.plan()
            {
                let judgement = self.judged(page, &plan, "a quarter of all units");
                table.row(0, "a quarter").count(&judgement);
            }
        }
        table
    }

    /// Makes one more edit and keeps it where all edits together are still of units.
    fn one_more(
        &self,
        draft: &mut Draft<'_>,
        kind: EditKind,
        page: usize,
        random: &mut Random,
    ) -> Made {
        let before = draft.clone();
        if kind.make(draft, page, &self.stock, random).is_none() {
            return Made::NoPlace;
        }
        if draft.plan().is_err() {
            *draft = before;
            return Made::NotOfUnits;
        }
        Made::Yes
    }

    fn judged(&mut self, page: &Page, plan: &Plan, name: &str) -> Judgement {
        let comparison = compare(&page.document, &plan.document);
        let judgement = judge(page, plan, &comparison);
        let has_silent = judgement.meanings.iter().any(|named| !named);
        if judgement.verdict == Verdict::Wrong || has_silent {
            if self.shown < self.options.failures {
                self.shown += 1;
                println!("{}", failure(page, plan, name, &judgement));
            }
        } else {
            let (taken, spoilt) = misjudged(page, plan, &comparison);
            self.taken += taken;
            self.spoilt += spoilt;
        }
        judgement
    }

    fn tell_no_edit(&mut self, page: &Page, kind: EditKind, why: &str) {
        if self.options.kind.is_some() && self.shown < self.options.failures {
            self.shown += 1;
            println!("no edit of units: {}: {}: {why}", kind.name(), page.name);
        }
    }
}

enum Made {
    Yes,
    NoPlace,
    NotOfUnits,
}

fn count(tally: &mut Tally, judgement: Option<&Judgement>) {
    match judgement {
        Some(judgement) => tally.count(judgement),
        None => tally.miss(),
    }
}

/// A failure in words.
fn failure(page: &Page, plan: &Plan, name: &str, judgement: &Judgement) -> String {
    let told = |told: &Told| in_words(page, plan, told);
    let (done, said) = (&judgement.done, &judgement.reported);
    if judgement.verdict != Verdict::Wrong {
        let named = plan.meanings.iter().zip(&judgement.meanings);
        let silent: Vec<usize> =
            named.filter(|(_, named)| !**named).map(|((unit, _), _)| *unit).collect();
        let is_silent =
            |told: &&Told| matches!(told, Told::Changed { old, .. } if silent.contains(old));
        let changes = done.iter().filter(is_silent).map(|done| format!("    {}", told(done)));
        let title = format!("meaning not named: {name}: {}", page.name);
        return std::iter::once(title).chain(changes).collect::<Vec<_>>().join("\n");
    }
    let mut lines = vec![format!("wrong: {name}: {}: {}", page.name, judgement.why)];
    // Of many changes only what differs helps.
    let is_shown = |one: &&Told, others: &[Told]| done.len() < 4 || !others.contains(one);
    lines.extend(
        done.iter().filter(|d| is_shown(d, said)).map(|done| format!("    done: {}", told(done))),
    );
    lines.extend(plan.sections.iter().map(|section| format!("    done: section {section:?}")));
    lines.extend(
        said.iter().filter(|s| is_shown(s, done)).map(|said| format!("    said: {}", told(said))),
    );
    lines.join("\n")
}

fn in_words(page: &Page, plan: &Plan, told: &Told) -> String {
    let new = &plan.document.outline().units;
    let short = |text: &str| text.chars().take(160).collect::<String>();
    let was = |unit: &usize| {
        format!("{unit} {:?} {:?}", page.unit(*unit).kind, short(&page.unit(*unit).text))
    };
    let is = |unit: &usize| format!("{unit} {:?} {:?}", new[*unit].kind, short(&new[*unit].text));
    match told {
        Told::Added(new) => format!("added {}", is(new)),
        Told::Removed(old) => format!("removed {}", was(old)),
        Told::Moved(old, new) => format!("moved {} to {new}", was(old)),
        Told::Changed { old, new, moved } => {
            let also = if *moved { " and moved" } else { "" };
            format!("changed{also} {}\n       -> {}", was(old), is(new))
        }
        Told::Split { old, news, moved } => {
            let parts: Vec<String> = news.iter().map(is).collect();
            let also = if *moved { " and moved" } else { "" };
            format!("split{also} {}\n       -> {}", was(old), parts.join("\n        + "))
        }
        Told::Merged { olds, new, moved } => {
            let parts: Vec<String> = olds.iter().map(was).collect();
            let also = if *moved { " and moved" } else { "" };
            format!("merged{also} {}\n       -> {}", parts.join("\n        + "), is(new))
        }
    }
}

/// Types every document in other ways; none of them is a change.
fn typings(pages: &[Page], failures: usize) {
    println!("\n{:<34} {:>6} {:>7}", "typed in another way", "n", "class none");
    let mut all = (0, 0);
    let mut shown = 0;
    for (name, typing) in TYPINGS {
        let (mut typed, mut silent) = (0, 0);
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for page in pages {
            let body = typing(page.body());
            if body == page.body() {
                continue;
            }
            typed += 1;
            let document = page.reread(&body);
            let comparison = compare(&page.document, &document);
            if comparison.class == Class::None && comparison.changes.is_empty() {
                silent += 1;
            } else {
                *others.entry(comparison.class.name()).or_default() += 1;
                if shown < failures {
                    shown += 1;
                    println!("wrong: {name}: {}: {}", page.name, comparison.summary());
                }
            }
        }
        println!("{name:<34} {typed:>6} {}  {others:?}", share(silent, typed));
        all = (all.0 + typed, all.1 + silent);
    }
    println!("{:<34} {:>6} {}", "all", all.0, share(all.1, all.0));
}
