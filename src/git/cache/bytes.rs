//! Writing values one behind the other, and reading them back without trust.

use super::super::ObjectId;

/// Writes values one behind the other.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

/// Reads what a [`Writer`] wrote, in the same order. Every method gives `None` where the
/// bytes are at an end or cannot be such a value; none of them panics.
#[derive(Debug)]
pub struct Reader<'b> {
    rest: &'b [u8],
}

impl Writer {
    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A number, shorter where it is small.
    pub fn number(&mut self, number: usize) {
        let mut rest = number as u64;
        while rest >= 0x80 {
            self.bytes.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest.to_le_bytes()[0]);
    }

    /// A number that may be negative, in eight bytes.
    pub fn signed(&mut self, number: i64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// Bytes of any length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// The name of an object.
    pub fn id(&mut self, id: ObjectId) {
        self.bytes(id.as_bytes());
    }

    /// A value that may be absent.
    pub fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Any number of values of one kind.
    pub fn list<T>(
        &mut self,
        values: impl ExactSizeIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.number(values.len());
        values.for_each(|value| write(self, value));
    }

    /// All that was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl<'b> Reader<'b> {
    /// Reads from the beginning.
    #[must_use]
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number.
    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part.leading_zeros() < shift {
                return None;
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    /// Any number of values of one kind, each of which takes at least one byte: more than
    /// there are bytes left cannot be true, and no room is made for them.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number().filter(|count| *count <= self.rest.len())?;
        let mut values = Vec::with_capacity(count);
        for _ in 0..count {
            values.push(read(self)?);
        }
        Some(values)
    }

    /// A number that may be negative.
    pub fn signed(&mut self) -> Option<i64> {
        Some(i64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// Bytes of any length.
    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    /// Text.
    pub fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// The name of an object.
    pub fn id(&mut self) -> Option<ObjectId> {
        ObjectId::from_bytes(self.bytes()?)
    }

    /// A value that may be absent: none inside where it is.
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    /// Whether all has been read.
    #[must_use]
    pub const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_are_read_as_they_were_written() {
        let id = ObjectId::from_bytes(&[7; 20]).unwrap();
        let mut writer = Writer::default();
        writer.byte(9);
        writer.signed(-5);
        writer.text("sops/ä.md");
        writer.id(id);
        writer.optional(Some(3), Writer::number);
        writer.optional(None, Writer::number);
        writer.list([1, 300].into_iter(), Writer::number);
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.byte(), Some(9));
        assert_eq!(reader.signed(), Some(-5));
        assert_eq!(reader.text(), Some("sops/ä.md"));
        assert_eq!(reader.id(), Some(id));
        assert_eq!(reader.optional(Reader::number), Some(Some(3)));
        assert_eq!(reader.optional(Reader::number), Some(None));
        assert_eq!(reader.list(Reader::number), Some(vec![1, 300]));
        assert!(reader.is_at_end());
        assert_eq!(reader.byte(), None);
    }

    proptest! {
        #[test]
        fn every_number_survives(number in any::<usize>()) {
            let mut writer = Writer::default();
            writer.number(number);
            let bytes = writer.into_bytes();
            prop_assert_eq!(Reader::new(&bytes).number(), Some(number));
        }

        #[test]
        fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = Reader::new(&bytes);
            while !reader.is_at_end() {
                let read = [
                    reader.number().is_some(),
                    reader.list(Reader::byte).is_some_and(|values| values.len() <= bytes.len()),
                    reader.text().is_some(),
                    reader.id().is_some(),
                    reader.signed().is_some(),
                    reader.optional(Reader::byte).is_some(),
                ];
                if !read.contains(&true) {
                    break;
                }
            }
        }
    }
}
