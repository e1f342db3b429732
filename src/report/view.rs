//! The neutral picture of an answer: sections, tables, changes, notes.
//!
//! A view says what a thing *is* (a date, a commit, a deletion, a bad state) and
//! never how it looks; each renderer decides that.

use crate::calendar::Date;

use super::{Catalogue, Chart, Graph, Listing, Manuscript, Passage, Text, Total};

/// Everything that an answer shows to people, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
}

impl View {
    /// The first table, also where it stands in a section; an empty one where there is none.
    #[must_use]
    pub fn into_first_table(self) -> Table {
        first_table(self.blocks).unwrap_or_default()
    }
}

fn first_table(blocks: Vec<Block>) -> Option<Table> {
    blocks.into_iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Section(section) => first_table(section.blocks),
        _ => None,
    })
}

/// One part of a view.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The name of the whole.
    Title(Line),
    /// A paragraph.
    Prose(Line),
    /// A heading with what stands below it.
    Section(Section),
    /// Rows of cells.
    Table(Table),
    /// Names with values.
    Facts(Vec<Fact>),
    /// A plain list.
    Items(Vec<Line>),
    /// A list whose entries have labels and may nest: an outline.
    Entries(Vec<Entry>),
    /// What changed in a text.
    Changes(Vec<ChangeRow>),
    /// A text from its beginning to its end, with what changed in it.
    Flow(Vec<Passage>),
    /// A text from its beginning to its end, as it is written. For pages: formats of words
    /// alone leave it out.
    Manuscript(Manuscript),
    /// What every sheet of paper says of the text that it is part of. For pages.
    RunningHead(Line),
    /// A text as it stands, such as lines to copy.
    Listing(Listing),
    /// A remark that wants to be seen.
    Note(Tone, Line),
    /// What the whole comes to.
    Verdict(Tone, Line),
    /// A name by which programs find the answer again where it was posted, such as `sopctl:pr`;
    /// people do not see it. It holds no `--`.
    Marker(&'static str),
    /// How many are in which state.
    Totals(Vec<Total>),
    /// Numbers by category.
    Chart(Chart),
    /// Everything that was judged.
    Catalogue(Catalogue),
    /// What hangs together how. Formats of words alone leave it out: what it shows is said
    /// beside it.
    Graph(Graph),
}

/// How good or bad news is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Worth knowing.
    Notice,
    /// Misleads a reader.
    Warning,
    /// Broken.
    Bad,
}

/// A heading with its content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// The heading.
    pub heading: Line,
    /// What stands at the end of the heading's line, such as a class or a count.
    pub aside: Line,
    /// How bad the news below is.
    pub tone: Tone,
    /// What stands below.
    pub blocks: Vec<Block>,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The name, in the words of the program.
    pub name: &'static str,
    /// The value.
    pub value: Line,
}

/// A table; every row has a cell for each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether the names of the columns are shown where space is short.
    pub named: bool,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What becomes of its cells where space is short.
    pub fit: Fit,
}

/// How the cells of a column are fitted to their width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Shown whole.
    Fixed,
    /// Shortened where a line is full.
    Flexible,
    /// Numbers, aligned at the right.
    Numeric,
    /// Sentences, broken into several lines. Only the last column of a table can be so.
    Wrapping,
}

impl Column {
    /// A column whose cells are shown whole.
    #[must_use]
    pub const fn fixed(name: &'static str) -> Self {
        Self { name, fit: Fit::Fixed }
    }

    /// A column whose cells may be shortened.
    #[must_use]
    pub const fn flexible(name: &'static str) -> Self {
        Self { name, fit: Fit::Flexible }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn numeric(name: &'static str) -> Self {
        Self { name, fit: Fit::Numeric }
    }

    /// A last column of sentences.
    #[must_use]
    pub const fn wrapping(name: &'static str) -> Self {
        Self { name, fit: Fit::Wrapping }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Line>,
    /// What is said below the row.
    pub details: Vec<Line>,
}

/// An entry of a list, below the nearest entry before it of a lesser depth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// How many entries enclose it.
    pub depth: usize,
    /// What stands before its text.
    pub label: Label,
    /// Its text.
    pub text: Line,
    /// What is said below it.
    pub details: Vec<Line>,
}

/// What stands before the text of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Label {
    /// Nothing: the entry is a heading for those below it.
    #[default]
    None,
    /// A mark that says no more than that an entry begins.
    Point,
    /// A number or a name.
    Words(Text),
}

/// What happened to a unit of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its words changed.
    Changed,
    /// It stands elsewhere.
    Moved,
}

/// A changed unit of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRow {
    /// What happened.
    pub sign: Sign,
    /// Which unit: `step 3`.
    pub place: Text,
    /// Its text, with deletions and insertions.
    pub text: Line,
    /// What the change means: `limit 100 EUR → 250 EUR`.
    pub meaning: Line,
}

impl ChangeRow {
    /// The row as bare words, for programs: `step 3: Call within [-24-] {+48+} hours (limit
    /// 24 hours → 48 hours)`. Whoever shows them must escape them.
    #[must_use]
    pub fn words(&self) -> String {
        let meaning = self.meaning.words();
        let meaning = if meaning.is_empty() { meaning } else { format!(" ({meaning})") };
        let happened = match self.sign {
            Sign::Added => " added",
            Sign::Removed => " removed",
            // The text says where to, and which words.
            Sign::Moved | Sign::Changed => "",
        };
        format!("{}{happened}: {}{meaning}", self.place.untrusted(), self.text.words())
    }
}

/// A line of pieces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// The pieces from left to right.
    pub pieces: Vec<Piece>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words.
    Plain(Text),
    /// Words that matter most in their line.
    Strong(Text),
    /// Words of lesser weight.
    Faint(Text),
    /// Something to type, or a name of a file.
    Code(Text),
    /// Something to type, or the name of a field, within a sentence: where there is no other
    /// sign for it, it stands in code marks.
    Quoted(Text),
    /// A document's number or path.
    Document(Text),
    /// A person or a team.
    Person(Text),
    /// A day.
    Date(Date),
    /// A commit by its full name; shown short where people read.
    Commit(Text),
    /// Words that were taken out.
    Deleted(Text),
    /// Words that were put in.
    Inserted(Text),
    /// A verdict.
    Toned(Tone, Text),
}

impl Line {
    /// An empty line to build on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Its bare words, for programs: dates as they are, commits whole. Whoever shows them must
    /// escape them.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Plain(text)
                | Piece::Strong(text)
                | Piece::Faint(text)
                | Piece::Code(text)
                | Piece::Document(text)
                | Piece::Person(text)
                | Piece::Commit(text)
                | Piece::Toned(_, text) => words.push_str(text.untrusted()),
                Piece::Quoted(text) => words.push_str(&format!("`{}`", text.untrusted())),
                Piece::Date(date) => words.push_str(&date.to_string()),
                Piece::Deleted(text) => words.push_str(&format!("[-{}-]", text.untrusted())),
                Piece::Inserted(text) => words.push_str(&format!("{{+{}+}}", text.untrusted())),
            }
        }
        words
    }

    /// Whether nothing is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Adds a piece.
    #[must_use]
    pub fn with(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    /// Adds words.
    #[must_use]
    pub fn text(self, text: impl Into<Text>) -> Self {
        self.with(Piece::Plain(text.into()))
    }

    /// Adds a message, in which what stands between code marks is something to type or the
    /// name of a field. A mark without a second one is a character as any other.
    #[must_use]
    pub fn message(self, message: &Text) -> Self {
        let message = message.untrusted();
        if message.matches('`').count() % 2 == 1 {
            return self.text(message);
        }
        let parts = message.split('`').enumerate().filter(|(_, part)| !part.is_empty());
        parts.fold(self, |line, (index, part)| match index % 2 {
            0 => line.text(part),
            _ => line.with(Piece::Quoted(part.into())),
        })
    }

    /// Adds words that matter.
    #[must_use]
    pub fn strong(self, text: impl Into<Text>) -> Self {
        self.with(Piece::Strong(text.into()))
    }

    /// Adds words of lesser weight.
    #[must_use]
    pub fn faint(self, text: impl Into<Text>) -> Self {
        self.with(Piece::Faint(text.into()))
    }

    /// Adds something to type or the name of a file.
    #[must_use]
    pub fn code(self, text: impl Into<Text>) -> Self {
        self.with(Piece::Code(text.into()))
    }

    /// Adds a document's number or path.
    #[must_use]
    pub fn document(self, text: impl Into<Text>) -> Self {
        self.with(Piece::Document(text.into()))
    }

    /// Adds a person or a team.
    #[must_use]
    pub fn person(self, text: impl Into<Text>) -> Self {
        self.with(Piece::Person(text.into()))
    }

    /// Adds a day.
    #[must_use]
    pub fn date(self, date: Date) -> Self {
        self.with(Piece::Date(date))
    }

    /// Adds a commit by its full name.
    #[must_use]
    pub fn commit(self, id: impl ToString) -> Self {
        self.with(Piece::Commit(Text::new(id)))
    }

    /// Adds a revision as it was asked for, and the commit that it led to; of one that was
    /// asked for by the full name of a commit, the latter alone.
    #[must_use]
    pub fn revision(self, asked: &str, commit: impl ToString) -> Self {
        let is_hex = asked.chars().all(|c| c.is_ascii_hexdigit());
        if is_hex && matches!(asked.len(), 40 | 64) {
            return self.commit(commit);
        }
        self.code(asked).text(", ").commit(commit)
    }

    /// Adds a verdict.
    #[must_use]
    pub fn toned(self, tone: Tone, text: impl Into<Text>) -> Self {
        self.with(Piece::Toned(tone, text.into()))
    }

    /// Adds the pieces of another line.
    #[must_use]
    pub fn line(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Joins lines with a separator.
    #[must_use]
    pub fn joined(lines: Vec<Self>, separator: &'static str) -> Self {
        let mut joined = Self::new();
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                joined = joined.text(separator);
            }
            joined = joined.line(line);
        }
        joined
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::new().text(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::new().text(text)
    }
}
