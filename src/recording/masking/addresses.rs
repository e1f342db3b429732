//! Secrets in addresses: credentials before the host, tokens in path, query and fragment.

use crate::recording::model::SecretKind;

use super::fields;
use super::found::{Found, pieces};
use super::values;

/// The secrets of an address, absolute or not.
pub(super) fn found(url: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = if host == 0 { 0 } else { host + until(&url[host..], &['/', '?', '#']) };
    if let Some(at) = url[host..path].rfind('@') {
        found.push(Found::new(host, host + at, SecretKind::Password));
    }
    let query = path + until(&url[path..], &['?', '#']);
    in_path(url, path, query, &mut found);
    let fragment = query + until(&url[query..], &['#']);
    in_query(url, query, fragment, &mut found);
    if url[fragment..].contains('=') {
        in_query(url, fragment, url.len(), &mut found);
    } else {
        in_path(url, fragment, url.len(), &mut found);
    }
    found
}

fn until(text: &str, ends: &[char]) -> usize {
    text.find(ends).unwrap_or(text.len())
}

fn in_path(url: &str, start: usize, end: usize, found: &mut Vec<Found>) {
    for (at, part) in pieces(&url[start..end], |c| "/#;".contains(c)) {
        let decoded = decoded(part);
        if let Some(kind) = values::word(&decoded).or_else(|| values::number(&decoded)) {
            found.push(Found::new(start + at, start + at + part.len(), kind));
        }
    }
}

/// `?name=value&name=value`; the values may again be addresses.
fn in_query(url: &str, start: usize, end: usize, found: &mut Vec<Found>) {
    for (at, pair) in pieces(&url[start..end], |c| "?#&;".contains(c)) {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let decoded = decoded(value);
        let kind = fields::kind_of(&self::decoded(name))
            .or_else(|| values::kind_of(&decoded))
            .or_else(|| fields::phone(name, &decoded));
        let nested = || self::found(&decoded).first().map(|inside| inside.kind);
        let kind = kind.or_else(|| if decoded.contains("://") { nested() } else { None });
        if let Some(kind) = kind.filter(|_| !value.is_empty()) {
            let at = start + at + name.len() + 1;
            found.push(Found::new(at, at + value.len(), kind));
        }
    }
}

/// Without `%41` and `+`.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match (byte, digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (_, Some(escaped)) => {
                decoded.push(escaped);
                at += 3;
            }
            (b'+', None) => {
                decoded.push(b' ');
                at += 1;
            }
            (byte, None) => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// With `%41` for all that is neither letter nor digit nor one of `-_.~`.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::masking::found::without;

    fn masked(url: &str) -> String {
        without(url, &found(url))
    }

    #[test]
    fn credentials_and_tokens_leave_an_address() {
        for (url, shown) in [
            ("https://jo:hunter2@shop.example/a", "https://(masked)@shop.example/a"),
            (
                "https://shop.example/login?token=abc&tab=2",
                "https://shop.example/login?token=(masked)&tab=2",
            ),
            ("/cb#access_token=abc&state=1", "/cb#access_token=(masked)&state=1"),
            ("https://a.example/reset/q7Rk2ZpL9xVb4NwT", "https://a.example/reset/(masked)"),
            ("https://a.example/?mail=jo%40example.org", "https://a.example/?mail=(masked)"),
            (
                "https://a.example/?next=https%3A%2F%2Fb.example%2F%3Fapi_key%3D1",
                "https://a.example/?next=(masked)",
            ),
        ] {
            assert_eq!(masked(url), shown);
        }
    }

    #[test]
    fn an_ordinary_address_stays() {
        for url in [
            "https://shop.example/orders/4711?tab=open#summary",
            "http://localhost:8080/check.html",
            "/dynamic_loading/2",
            "about:blank",
            "https://a.example/?q=selenium+ide",
            "",
        ] {
            assert_eq!(masked(url), url);
        }
    }

    #[test]
    fn what_is_encoded_can_be_decoded() {
        assert_eq!(decoded(&encoded("p@ss wörd/1%")), "p@ss wörd/1%");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%é"), "%é");
    }
}
