//! What a command answers: a value that every renderer can show.
//!
//! A command computes a [`Report`]. People see its [`View`], machines its data in
//! an [`Envelope`]; nothing here prints, and nothing here knows a format's syntax.

mod catalogue;
mod chart;
mod baseline;
mod envelope;
mod finding;
mod fix;
mod format;
mod graph;
mod listing;
mod manuscript;
mod passage;
mod subject;
mod text;
mod view;

pub use baseline::{Acceptance, Baseline, BaselineData, Ledger, Reach, RewriteError, Rewriting};
pub use catalogue::{Catalogue, CatalogueColumn, CatalogueEntry, CellKind, Total};
pub use chart::{Category, Chart, Scale, Series};
pub use envelope::{Completeness, Context, DayDoubt, Envelope, LineDoubt, RepositoryFacts, Tool};
pub use finding::{Criterion, Finding, Location, Repeat, Severity};
pub use fix::{Edit, Fix};
pub use format::Format;
pub use graph::{Bond, Edge, Graph, Holds, Level, Node};
pub use listing::Listing;
pub use manuscript::{Align, Element, Image, Manuscript, Part, Picture};
pub use passage::{Journey, Leg, Passage, PassageKind};
pub use subject::{Event, Subject};
pub use text::Text;
pub use view::{
    Block, ChangeRow, Column, Entry, Fact, Fit, Label, Line, Piece, Row, Section, Sign, Table,
    Tone, View,
};

/// An answer, ready for every renderer.
pub trait Report {
    /// The report's name in its schema: `sopctl.<NAME>.v1`.
    const NAME: &'static str;
    /// The formats that make sense for it; the first is what people get by default.
    const FORMATS: &'static [Format];
    /// The body of the JSON answer, below the envelope.
    type Data<'a>: serde::Serialize + schemars::JsonSchema
    where
        Self: 'a;

    /// For people.
    fn view(&self) -> View;
    /// For people, in formats that have room for whole documents.
    fn page(&self) -> View {
        self.view()
    }
    /// The rows for spreadsheets, every value whole. A report that is about more than one
    /// table says which rows it is made of; by default they are those of its first one.
    fn sheet(&self) -> Table {
        self.page().into_first_table()
    }
    /// The faults in single documents, for formats that show nothing else.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
    /// All that findings can be about, for formats that describe it.
    fn criteria(&self) -> Vec<Criterion> {
        Vec::new()
    }
    /// Every document that was judged or left out, for formats that show what is well, too.
    fn subjects(&self) -> Vec<Subject> {
        Vec::new()
    }
    /// What falls on a day, for calendars.
    fn events(&self) -> Vec<Event> {
        Vec::new()
    }
    /// What hangs together how, for formats that draw it.
    fn graph(&self) -> Graph {
        Graph::default()
    }
    /// What a baseline came to, where one was given.
    fn ledger(&self) -> Option<&Ledger> {
        None
    }
    /// For machines.
    fn data(&self) -> Self::Data<'_>;
    /// What the answer is about and how it ended.
    fn context(&self) -> &Context;
}
