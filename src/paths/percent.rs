//! Addresses in which characters are written by their numbers.

/// The bytes that an address stands for: `%20` is a blank. What is no such escape stays.
#[must_use]
pub fn percent_decoded(address: &str) -> Vec<u8> {
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = address.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(*byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_escape_stays() {
        assert_eq!(percent_decoded("a%20b%c3%A9"), "a bé".as_bytes());
        assert_eq!(percent_decoded("100% %2 %zz"), b"100% %2 %zz");
    }
}
