//! What secrets look like: the patterns, as data.
//!
//! The forms of tokens are those that their issuers document for secret scanning.

/// A token that is told by how it begins and how long it is.
pub(super) struct Shape {
    /// What it is, with its article.
    pub(super) kind: &'static str,
    pub(super) prefix: &'static str,
    /// What may follow.
    pub(super) body: Alphabet,
    /// How many of these follow, at least.
    pub(super) least: usize,
    /// And at most.
    pub(super) most: usize,
}

/// The characters of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Capital letters and digits.
    Capitals,
    /// Letters and digits.
    Letters,
    /// The same, `-` and `_`.
    Words,
    /// The same and `.`.
    Dotted,
    /// The same and `/`.
    Path,
}

impl Alphabet {
    pub(super) const fn has(self, byte: u8) -> bool {
        match self {
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Letters => byte.is_ascii_alphanumeric(),
            Self::Words => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
            Self::Path => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'),
        }
    }
}

const fn shape(
    kind: &'static str,
    prefix: &'static str,
    body: Alphabet,
    least: usize,
    most: usize,
) -> Shape {
    Shape { kind, prefix, body, least, most }
}

use Alphabet::{Capitals, Dotted, Letters, Path, Words};

/// Tokens that say themselves what they are.
pub(super) const SHAPES: [Shape; 26] = [
    shape("an AWS access key", "AKIA", Capitals, 16, 16),
    shape("an AWS access key", "ASIA", Capitals, 16, 16),
    shape("a GitHub token", "ghp_", Letters, 36, 36),
    shape("a GitHub token", "gho_", Letters, 36, 36),
    shape("a GitHub token", "ghu_", Letters, 36, 36),
    shape("a GitHub token", "ghs_", Letters, 36, 36),
    shape("a GitHub token", "ghr_", Letters, 36, 76),
    shape("a GitHub token", "github_pat_", Words, 82, 82),
    shape("a GitLab token", "glpat-", Words, 20, 64),
    shape("a GitLab token", "gldt-", Words, 20, 64),
    shape("a GitLab token", "glrt-", Words, 20, 64),
    shape("a GitLab token", "glcbt-", Words, 20, 64),
    shape("a Slack token", "xoxb-", Words, 20, 256),
    shape("a Slack token", "xoxp-", Words, 20, 256),
    shape("a Slack token", "xoxa-", Words, 20, 256),
    shape("a Slack token", "xoxr-", Words, 20, 256),
    shape("a Slack token", "xoxs-", Words, 20, 256),
    shape("a Slack token", "xapp-", Words, 20, 256),
    shape("a Slack webhook", "https://hooks.slack.com/services/T", Path, 30, 80),
    shape("a Stripe key", "sk_live_", Letters, 24, 128),
    shape("a Stripe key", "rk_live_", Letters, 24, 128),
    shape("a Google API key", "AIza", Words, 35, 35),
    shape("an npm token", "npm_", Letters, 36, 36),
    shape("a PyPI token", "pypi-AgEIcHlwaS5vcmc", Words, 50, 256),
    shape("a SendGrid key", "SG.", Dotted, 60, 80),
    shape("an Anthropic key", "sk-ant-", Words, 60, 128),
];

/// What a name before `:` or `=` ends with where a password stands behind it; without `-`
/// and `_`, in lower case.
pub(super) const PASSWORDS: [&str; 5] = ["password", "passwd", "passphrase", "passcode", "pwd"];

/// The same for keys and tokens, which are longer than what people remember.
pub(super) const KEYS: [&str; 9] = [
    "apikey",
    "accesskey",
    "secretkey",
    "privatetoken",
    "accesstoken",
    "authtoken",
    "clientsecret",
    "apitoken",
    "secretaccesskey",
];

/// What a value says that is none: it stands for another one, or says where that is.
pub(super) const PLACEHOLDERS: [&str; 31] = [
    "example",
    "changeme",
    "change_me",
    "change-me",
    "placeholder",
    "xxx",
    "***",
    "...",
    "…",
    "your",
    "redacted",
    "dummy",
    "sample",
    "fake",
    "insert",
    "replace",
    "password",
    "passw0rd",
    "p@ssw",
    "secret",
    "token",
    "123456",
    "abcdef",
    "foobar",
    "todo",
    "vault:",
    "op://",
    "arn:",
    "enc[",
    "hidden",
    "removed",
];
