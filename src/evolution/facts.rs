//! What is known of texts by their content alone: each worked out once in a run and, where
//! the repository has a cache, once at all.
//!
//! The content of a blob never changes, and neither does what one program reads in it by
//! one convention. So the key is the convention; the cache itself adds the program.

use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::document::fingerprint::Fingerprint;
use crate::document::profile::Profile;
use crate::git::cache::{Reader, Writer};
use crate::git::{BlobId, Repository};

use super::{Gist, VouchingRecord};

/// Beyond so many facts only those of the last run are kept: a repository of 100,000
/// revisions has about as many.
const MOST_FACTS: usize = 400_000;

const NAME: &str = "facts";

/// What is known of texts; `None` for what cannot be read as text.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) fingerprints: Known<BlobId, Option<Fingerprint>>,
    pub(super) records: Known<BlobId, Option<Rc<VouchingRecord>>>,
    pub(super) titles: Known<BlobId, Option<String>>,
    /// Of an older and a newer text; none where one of them cannot be read.
    pub(super) gists: Known<(BlobId, BlobId), Option<Rc<Gist>>>,
    /// An older and a newer text of which it is certain that their words differ, where nobody
    /// had to know how.
    pub(super) reworded: Known<(BlobId, BlobId), ()>,
}

/// Facts of one kind.
#[derive(Debug)]
pub(super) struct Known<K, V> {
    before: HashMap<K, V>,
    learnt: HashMap<K, V>,
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self { before: HashMap::new(), learnt: HashMap::new() }
    }
}

impl<K: Eq + Hash, V: Clone> Known<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<V> {
        self.learnt.get(key).or_else(|| self.before.get(key)).cloned()
    }

    pub(super) fn learn(&mut self, key: K, value: V) {
        if !self.before.contains_key(&key) {
            self.learnt.insert(key, value);
        }
    }

    fn of(before: HashMap<K, V>) -> Self {
        Self { before, learnt: HashMap::new() }
    }

    fn len(&self) -> usize {
        self.before.len() + self.learnt.len()
    }

    /// The facts to keep.
    fn kept(&self, with_older: bool) -> Vec<(&K, &V)> {
        let older = self.before.iter().filter(|_| with_older);
        self.learnt.iter().chain(older).collect()
    }
}

impl Facts {
    /// What earlier runs have learnt, if they have.
    pub(super) fn kept_by(repository: &Repository, profile: &Profile) -> Self {
        let kept = repository.kept(NAME, &key_of(profile));
        kept.and_then(|bytes| Self::read(&mut Reader::new(&bytes))).unwrap_or_default()
    }

    /// Keeps what was learnt, if anything was.
    pub(super) fn keep(&self, repository: &Repository, profile: &Profile) {
        let learnt = self.fingerprints.learnt.len()
            + self.records.learnt.len()
            + self.titles.learnt.len()
            + self.gists.learnt.len()
            + self.reworded.learnt.len();
        if learnt > 0 && repository.has_cache() {
            repository.keep(NAME, &key_of(profile), &self.bytes());
        }
    }

    pub(super) fn len(&self) -> usize {
        let of_one = self.fingerprints.len() + self.records.len() + self.titles.len();
        of_one + self.gists.len() + self.reworded.len()
    }

    fn bytes(&self) -> Vec<u8> {
        let with_older = self.len() <= MOST_FACTS;
        let mut writer = Writer::default();
        writer.list(self.fingerprints.kept(with_older).into_iter(), |writer, (blob, known)| {
            writer.id(*blob);
            writer.optional(*known, |writer, known| writer.bytes(&known.to_bytes()));
        });
        // Most versions of a document say the same of its reviews.
        let records = self.records.kept(with_older);
        let mut distinct: Vec<&VouchingRecord> = Vec::new();
        let mut numbers: HashMap<&VouchingRecord, usize> = HashMap::new();
        for record in records.iter().filter_map(|(_, record)| record.as_deref()) {
            numbers.entry(record).or_insert_with(|| {
                distinct.push(record);
                distinct.len() - 1
            });
        }
        writer.list(distinct.into_iter(), write_record);
        writer.list(records.into_iter(), |writer, (blob, record)| {
            writer.id(*blob);
            let number = record.as_deref().and_then(|record| numbers.get(record));
            writer.optional(number, |writer, number| writer.number(*number));
        });
        writer.list(self.titles.kept(with_older).into_iter(), |writer, (blob, title)| {
            writer.id(*blob);
            writer.optional(title.as_deref(), Writer::text);
        });
        writer.list(self.gists.kept(with_older).into_iter(), |writer, ((old, new), gist)| {
            writer.id(*old);
            writer.id(*new);
            writer.optional(gist.as_deref(), write_gist);
        });
        writer.list(self.reworded.kept(with_older).into_iter(), |writer, ((old, new), ())| {
            writer.id(*old);
            writer.id(*new);
        });
        writer.into_bytes()
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let fingerprints = reader.list(|reader| {
            let blob = reader.id()?;
            let known = reader.optional(|reader| reader.bytes()?.try_into().ok())?;
            Some((blob, known.map(Fingerprint::from_bytes)))
        })?;
        let distinct = reader.list(|reader| read_record(reader).map(Rc::new))?;
        let records = reader.list(|reader| {
            let blob = reader.id()?;
            let record = reader.optional(|reader| distinct.get(reader.number()?).cloned())?;
            Some((blob, record))
        })?;
        let titles = reader.list(|reader| {
            let blob = reader.id()?;
            Some((blob, reader.optional(Reader::text)?.map(str::to_owned)))
        })?;
        let gists = reader.list(|reader| {
            let pair = (reader.id()?, reader.id()?);
            Some((pair, reader.optional(read_gist)?.map(Rc::new)))
        })?;
        let reworded = reader.list(|reader| Some(((reader.id()?, reader.id()?), ())))?;
        reader.is_at_end().then(|| Self {
            fingerprints: Known::of(fingerprints.into_iter().collect()),
            records: Known::of(records.into_iter().collect()),
            titles: Known::of(titles.into_iter().collect()),
            gists: Known::of(gists.into_iter().collect()),
            reworded: Known::of(reworded.into_iter().collect()),
        })
    }
}

/// Whether what is read by one profile is what is read by the other.
pub(super) fn is_one_convention(one: &Profile, other: &Profile) -> bool {
    key_of(one) == key_of(other)
}

/// Everything that a profile is, whatever may be added to it.
fn key_of(profile: &Profile) -> Vec<u8> {
    format!("{profile:?}").into_bytes()
}

fn write_record(writer: &mut Writer, record: &VouchingRecord) {
    for date in [record.last_reviewed, record.approved_on] {
        writer.optional(date, |writer, date| writer.text(&date.to_string()));
    }
    for text in [&record.review_note, &record.reviewed_text, &record.approved_text] {
        writer.optional(text.as_deref(), Writer::text);
    }
}

fn read_record(reader: &mut Reader<'_>) -> Option<VouchingRecord> {
    let date = |reader: &mut Reader<'_>| Some(Date::read(reader.text()?).ok()?.date);
    Some(VouchingRecord {
        last_reviewed: reader.optional(date)?,
        approved_on: reader.optional(date)?,
        review_note: reader.optional(Reader::text)?.map(str::to_owned),
        reviewed_text: reader.optional(Reader::text)?.map(str::to_owned),
        approved_text: reader.optional(Reader::text)?.map(str::to_owned),
    })
}

const CLASSES: [Class; 5] =
    [Class::None, Class::Record, Class::Editorial, Class::Minor, Class::Major];

fn write_gist(writer: &mut Writer, gist: &Gist) {
    writer.text(gist.class.name());
    writer.number(gist.changes);
    writer.text(&gist.summary);
}

fn read_gist(reader: &mut Reader<'_>) -> Option<Gist> {
    let name = reader.text()?;
    let class = CLASSES.into_iter().find(|class| class.name() == name)?;
    Some(Gist { class, changes: reader.number()?, summary: reader.text()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(byte: u8) -> BlobId {
        BlobId::from_bytes(&[byte; 20]).unwrap()
    }

    fn facts() -> Facts {
        let mut facts = Facts::default();
        facts.fingerprints.learn(blob(1), Some(Fingerprint::from_bytes([3; 16])));
        facts.fingerprints.learn(blob(2), None);
        let record = Rc::new(VouchingRecord {
            last_reviewed: Date::new(2026, 1, 5),
            review_note: Some("read at the till".to_owned()),
            ..VouchingRecord::default()
        });
        facts.records.learn(blob(1), Some(Rc::clone(&record)));
        facts.records.learn(blob(2), Some(record));
        facts.records.learn(blob(3), None);
        facts.titles.learn(blob(1), Some("Count the till".to_owned()));
        for (at, class) in (0_u8..).zip(CLASSES) {
            let gist =
                Gist { class, changes: usize::from(at), summary: "1 step changed".to_owned() };
            facts.gists.learn((blob(at), blob(9)), Some(Rc::new(gist)));
        }
        facts.reworded.learn((blob(7), blob(8)), ());
        facts
    }

    #[test]
    fn facts_are_read_as_they_were_learnt() {
        let (learnt, bytes) = (facts(), facts().bytes());
        let read = Facts::read(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(read.fingerprints.before, learnt.fingerprints.learnt);
        assert_eq!(read.records.before, learnt.records.learnt);
        assert_eq!(read.titles.before, learnt.titles.learnt);
        assert_eq!(read.gists.before, learnt.gists.learnt);
        assert_eq!(read.reworded.before, learnt.reworded.learnt);
        assert_eq!(read.len(), learnt.len());
    }

    #[test]
    fn a_part_of_the_facts_is_none() {
        let bytes = facts().bytes();
        for length in 0..bytes.len() {
            assert!(Facts::read(&mut Reader::new(&bytes[..length])).is_none(), "{length} bytes");
        }
    }

    #[test]
    fn a_convention_that_differs_in_anything_has_another_key() {
        let keys: Vec<_> = Profile::built_in().iter().map(key_of).collect();
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key));
        }
        let mut renamed = Profile::sopctl().clone();
        renamed.headless = !renamed.headless;
        assert_ne!(key_of(&renamed), key_of(Profile::sopctl()));
        assert_eq!(key_of(&Profile::sopctl().clone()), key_of(Profile::sopctl()));
    }
}
