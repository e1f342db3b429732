//! The events of a whole library: which dates changed alone together with many others.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::calendar::{Date, TimeZone};
use crate::evolution::Evolution;
use crate::git::{CommitId, GitError, Landing, Timeline};
use crate::paths::RepoPath;

use super::{BULK, Chronicle, DateField, Event, Kind};

/// Reads the reviews of the documents of a library, each document once and only where it is
/// asked about, or shares a landing with one that is.
pub struct Census<'a> {
    timelines: &'a HashMap<RepoPath, Timeline>,
    evolution: &'a Evolution<'a>,
    landing: &'a Landing,
    zone: &'a TimeZone,
    /// The documents that each landing touched; only asked for where a date changed alone.
    touched: OnceCell<HashMap<CommitId, BTreeSet<&'a RepoPath>>>,
    chronicles: RefCell<HashMap<&'a RepoPath, Rc<Chronicle<'a>>>>,
    together: RefCell<HashMap<CommitId, usize>>,
}

impl<'a> Census<'a> {
    /// Of the documents whose histories these are, by path. Days are those of `zone`.
    #[must_use]
    pub fn of(
        timelines: &'a HashMap<RepoPath, Timeline>,
        evolution: &'a Evolution<'a>,
        landing: &'a Landing,
        zone: &'a TimeZone,
    ) -> Self {
        let (chronicles, together) = (RefCell::default(), RefCell::default());
        let touched = OnceCell::new();
        Self { timelines, evolution, landing, zone, touched, chronicles, together }
    }

    fn touched(&self, unit: CommitId) -> impl Iterator<Item = &'a RepoPath> {
        let all = self.touched.get_or_init(|| {
            let mut touched: HashMap<CommitId, BTreeSet<&RepoPath>> = HashMap::new();
            for (path, timeline) in self.timelines {
                for revision in &timeline.revisions {
                    let unit = self.landing.of(revision.commit).unwrap_or(revision.commit);
                    touched.entry(unit).or_default().insert(path);
                }
            }
            touched
        });
        all.get(&unit).into_iter().flatten().copied()
    }

    /// The reviews of a document; none where it has no history.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn chronicle(&self, path: &RepoPath) -> Result<Option<Rc<Chronicle<'a>>>, GitError> {
        if let Some(known) = self.chronicles.borrow().get(path) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some((path, timeline)) = self.timelines.get_key_value(path) else { return Ok(None) };
        let field = DateField::LastReviewed;
        let chronicle = Chronicle::read(field, timeline, self.evolution, self.landing, self.zone)?;
        let chronicle = Rc::new(chronicle);
        self.chronicles.borrow_mut().insert(path, Rc::clone(&chronicle));
        Ok(Some(chronicle))
    }

    /// Every event of a document, newest first, with mass edits told apart.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn events(&self, path: &RepoPath) -> Result<Vec<Event>, GitError> {
        let Some(chronicle) = self.chronicle(path)? else { return Ok(Vec::new()) };
        chronicle.events()?.into_iter().map(|event| self.counted(event)).collect()
    }

    /// The newest review of a document that set a date in one of some commits, with mass edits
    /// told apart; none where the document has no history here.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn review(
        &self,
        path: &RepoPath,
        date: Date,
        is_among: impl Fn(CommitId) -> bool,
    ) -> Result<Option<Event>, GitError> {
        let Some(chronicle) = self.chronicle(path)? else { return Ok(None) };
        chronicle.review(date, is_among)?.map(|event| self.counted(event)).transpose()
    }

    /// The event, told apart from a mass edit: a date that changed alone is one of a mass
    /// edit where the same landing did that to at least [`BULK`] documents.
    ///
    /// # Errors
    /// When an object is damaged.
    pub fn counted(&self, event: Event) -> Result<Event, GitError> {
        if event.kind != Kind::DateOnly {
            return Ok(event);
        }
        let together = self.together(event.landing.unwrap_or(event.commit))?;
        let kind = if together >= BULK { Kind::BulkDateOnly } else { Kind::DateOnly };
        Ok(Event { kind, together, ..event })
    }

    /// How many documents had nothing but their date changed in a landing.
    fn together(&self, unit: CommitId) -> Result<usize, GitError> {
        if let Some(known) = self.together.borrow().get(&unit) {
            return Ok(*known);
        }
        let mut together = 0;
        for path in self.touched(unit) {
            let Some(chronicle) = self.chronicle(path)? else { continue };
            let events = chronicle.events_in(unit)?;
            together += usize::from(events.iter().any(|event| event.kind == Kind::DateOnly));
        }
        // What another document lacks makes this one no less certain.
        self.evolution.take_missing();
        self.together.borrow_mut().insert(unit, together);
        Ok(together)
    }
}
