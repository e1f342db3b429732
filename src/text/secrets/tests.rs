use proptest::prelude::*;

use super::*;

/// Characters that look as if they were drawn by lot; put together here so that no tool that
/// looks for secrets takes this file for a leak.
fn drawn(length: usize) -> String {
    let all = b"q7Zk2mX9bT4wR8nL5vC1yH6dJ3sF0gPa";
    (0..length).map(|at| char::from(all[(at * 7 + at / 32) % all.len()])).collect()
}

fn kinds(text: &str) -> Vec<&'static str> {
    secrets(text).into_iter().map(|secret| secret.kind).collect()
}

#[test]
fn tokens_are_told_by_how_they_begin_and_how_long_they_are() {
    for (kind, token) in [
        ("a GitHub token", format!("ghp_{}", drawn(36))),
        ("a GitLab token", format!("glpat-{}", drawn(20))),
        ("a Slack token", format!("xoxb-{}", drawn(40))),
        ("an AWS access key", format!("AKIA{}", drawn(16).to_uppercase())),
        ("a Google API key", format!("AIza{}", drawn(35))),
        ("a Stripe key", format!("sk_live_{}", drawn(24))),
        ("a SendGrid key", format!("SG.a{}.b{}", drawn(21), drawn(42))),
    ] {
        let text = format!("Use `{token}` here.");
        let found = secrets(&text);
        assert_eq!(found, [Secret { kind, span: Span::new(5, 5 + token.len()) }], "{kind}");
    }
    for none in [
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".to_owned(),
        "AKIAIOSFODNN7EXAMPLE".to_owned(),
        format!("ghp_{}", drawn(30)),
        format!("my_ghp_{}", drawn(36)),
        "xoxb-your-token-goes-here-please".to_owned(),
        "glpat-<your token>".to_owned(),
    ] {
        assert_eq!(kinds(&none), [""; 0], "{none}");
    }
}

#[test]
fn a_private_key_is_one_only_with_the_key() {
    let key = [drawn(64), drawn(64), drawn(20)].join("\n");
    let block = |body: &str| {
        format!("-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\n")
    };
    assert_eq!(kinds(&block(&key)), ["a private key"]);
    assert_eq!(kinds(&block(&key).replace('\n', "\\n")), ["a private key"]);
    assert_eq!(kinds(&block(&key).replace("PRIVATE", "PUBLIC")), [""; 0]);
    for sketch in ["...", "", "MIIEpAIBAAKCAQEA...", "<paste the key here>"] {
        assert_eq!(kinds(&block(sketch)), [""; 0], "{sketch}");
    }
}

#[test]
fn a_web_token_has_three_parts_and_is_not_that_of_tutorials() {
    let token = |payload: &str| format!("eyJhbGciOiJIUzI1NiJ9.{payload}.{}", drawn(43));
    assert_eq!(kinds(&token("eyJzdWIiOiJ0aWxsLTE3In0")), ["a JSON web token"]);
    assert_eq!(kinds(&token("eyJzdWIiOiIxMjM0NTY3ODkwIn0")), [""; 0]);
    assert_eq!(kinds("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0aWxsLTE3In0"), [""; 0]);
}

#[test]
fn a_password_is_real_unless_it_says_otherwise() {
    for real in [
        "password: Kx7-plum9",
        "Password = \"tR4ctor!feld\"",
        "**Password:** `Winter-2024`",
        "db_passwd=hG7pl0wQ",
        "- Default passphrase: Nine4Tills",
        "| Password | Kx7-plum9 |",
        "The password is hG7pl0wQ.",
        "postgres://till:hG7pl0wQ@db.internal:5432/till",
    ] {
        assert_eq!(kinds(real).len(), 1, "{real}");
    }
    for none in [
        "password: changeme",
        "password: <your password>",
        "password: $DB_PASSWORD",
        "password: ${{ secrets.DB1 }}",
        "password: must have 12 characters",
        "Password: at least 8 letters",
        "password: xxxx1234X",
        "password = os.environ[\"DB1\"]",
        "password = get_secret(\"Db1\")",
        "password: P@ssw0rd1",
        "password = \"MyPickles1\"",
        "password: correcthorse",
        "The password is 12-character and has 1Digit",
        "Password: SOP-IT-012",
        "| Password | Owner |",
        "password = user_input_1",
        "password: it-help1@shop.eu",
        "password: config/db1.yml",
        "password policy: see POL-001",
        "password: [see 1Password](https://a.b/C1)",
        "postgres://user:password@localhost/db",
        "postgres://till:hG7pl0wQ@db.example.com/till",
        "reset your password: https://a.example/Reset1",
        "password:\n  minLength: 12",
    ] {
        assert_eq!(kinds(none), [""; 0], "{none}");
    }
}

#[test]
fn keys_by_name_have_to_look_drawn() {
    assert_eq!(kinds(&format!("api_key = \"{}\"", drawn(32))), ["an access key"]);
    assert_eq!(kinds(&format!("AWS_SECRET_ACCESS_KEY={}", drawn(40))), ["an access key"]);
    for none in ["api_key = \"the-key-of-the-till\"", "access token: see the vault of the team"] {
        assert_eq!(kinds(none), [""; 0], "{none}");
    }
}

#[test]
fn secrets_stand_in_order_and_apart() {
    let text = format!("password: ghp_{}\napi_key: {}", drawn(36), drawn(32));
    let found = secrets(&text);
    assert_eq!(found.len(), 2);
    assert!(found[0].span.end <= found[1].span.start);
}

proptest! {
    #[test]
    fn every_secret_lies_in_the_text(
        text in "(password|api_key|-----BEGIN |PRIVATE KEY-----|eyJ|://|[a-zA-Z0-9:=@ \\n\"é.]){0,30}"
    ) {
        for secret in secrets(&text) {
            prop_assert!(text.get(secret.span.start..secret.span.end).is_some());
        }
    }
}
