//! What fields are called into which secrets are typed: data, and how names are matched.

use crate::recording::model::SecretKind;
use crate::text::lower;

use SecretKind::{
    AccountNumber, CardNumber, OneTimeCode, Password, PhoneNumber, Pin, SecurityCode,
    SocialSecurityNumber, Token,
};

/// Words that stand one behind the other in the name of a field; the first line that fits
/// says what is typed there.
const PHRASES: &[(SecretKind, &[&str])] = &[
    (
        OneTimeCode,
        &[
            "otp",
            "totp",
            "mfa",
            "2 fa",
            "two factor",
            "one time",
            "onetime",
            "authenticator",
            "verification code",
            "sms code",
            "auth code",
            "login code",
            "backup code",
            "recovery code",
            "confirmation code",
            "tan",
        ],
    ),
    (
        Password,
        &[
            "password",
            "passwords",
            "passwd",
            "passphrase",
            "passcode",
            "pass",
            "pwd",
            "pw",
            "passwort",
            "kennwort",
            "losungswort",
            "mot de passe",
            "mdp",
            "contraseña",
            "contrasena",
            "clave",
            "senha",
            "palavra passe",
            "wachtwoord",
            "lösenord",
            "adgangskode",
            "passord",
            "salasana",
            "hasło",
            "haslo",
            "heslo",
            "jelszó",
            "parola",
            "parolă",
            "şifre",
            "sifre",
            "пароль",
            "κωδικός",
            "סיסמה",
        ],
    ),
    (
        SecurityCode,
        &["cvv", "cvv 2", "cvc", "cvc 2", "cvn", "csc", "cid", "security code", "prüfziffer"],
    ),
    (Pin, &["pin", "pincode", "pin code"]),
    (
        CardNumber,
        &[
            "card number",
            "cardnumber",
            "card no",
            "card num",
            "cardnum",
            "cc number",
            "ccnumber",
            "ccnum",
            "cc num",
            "credit card",
            "creditcard",
            "debit card",
            "kartennummer",
            "kreditkarte",
            "numéro de carte",
            "número de tarjeta",
            "pan",
        ],
    ),
    (
        SocialSecurityNumber,
        &[
            "ssn",
            "social security",
            "social insurance",
            "national insurance",
            "nino",
            "tax id",
            "tin",
            "sozialversicherungsnummer",
            "steuernummer",
            "steuer id",
            "passport number",
        ],
    ),
    (
        AccountNumber,
        &[
            "iban",
            "bic",
            "account number",
            "accountnumber",
            "bank account",
            "routing number",
            "sort code",
            "kontonummer",
        ],
    ),
    (
        Token,
        &[
            "token",
            "tokens",
            "secret",
            "secrets",
            "api key",
            "apikey",
            "access key",
            "accesskey",
            "private key",
            "privatekey",
            "client secret",
            "secret key",
            "license key",
            "licence key",
            "product key",
            "encryption key",
            "signing key",
            "ssh key",
            "auth",
            "authorization",
            "authentication",
            "bearer",
            "credential",
            "credentials",
            "jwt",
            "session id",
            "sessionid",
            "sid",
            "sig",
            "signature",
            "hmac",
            "webhook url",
        ],
    ),
];

/// What stands for a password wherever it stands in a word: names that are joined, and scripts
/// that do not divide words.
const INSIDE: &[(SecretKind, &[&str])] = &[
    (
        Password,
        &[
            "password",
            "passwd",
            "passphrase",
            "passwort",
            "kennwort",
            "密码",
            "密碼",
            "口令",
            "パスワード",
            "暗証番号",
            "비밀번호",
            "암호",
            "รหัสผ่าน",
            "كلمة المرور",
            "كلمة السر",
        ],
    ),
    (Token, &["apikey", "accesstoken", "authtoken", "secretkey", "clientsecret", "privatekey"]),
    (CardNumber, &["creditcard", "cardnumber"]),
];

/// Fields whose values are phone numbers where they have digits enough.
const PHONES: &[&str] = &[
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "fax",
    "telefon",
    "handy",
    "téléphone",
    "teléfono",
    "telefone",
    "celular",
    "msisdn",
];

/// What is typed into a field of this name, selector or label.
pub(super) fn kind_of(name: &str) -> Option<SecretKind> {
    let words = words(name);
    let by_words = PHRASES.iter().find(|(_, phrases)| phrases.iter().any(|p| has(&words, p)));
    let joined = lower(name);
    let inside = || INSIDE.iter().find(|(_, parts)| parts.iter().any(|part| joined.contains(part)));
    by_words.or_else(inside).map(|(kind, _)| *kind)
}

/// Whether the name is that of a field for phone numbers.
pub(super) fn is_phone(name: &str) -> bool {
    let words = words(name);
    PHONES.iter().any(|phrase| has(&words, phrase))
}

/// The kind for a field of phone numbers that holds this value.
pub(super) fn phone(name: &str, value: &str) -> Option<SecretKind> {
    /// Shorter ones are extensions.
    const FEWEST: usize = 5;
    let digits = value.chars().filter(char::is_ascii_digit).count();
    (digits >= FEWEST && is_phone(name)).then_some(PhoneNumber)
}

fn has(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(a, b)| a == b))
}

/// The words of a name in lower case: `#newPassword_2` is `new`, `password`, `2`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in name.chars() {
        let starts = match before {
            Some(last) if last.is_alphanumeric() => {
                (last.is_lowercase() && c.is_uppercase())
                    || last.is_ascii_digit() != c.is_ascii_digit()
            }
            _ => true,
        };
        if c.is_alphanumeric() {
            if starts || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = Some(c);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_says_by_its_name_what_is_typed_into_it() {
        for (name, kind) in [
            ("Password", Password),
            ("#newPassword_2", Password),
            ("input[name='user_pass']", Password),
            ("Passwort bestätigen", Password),
            ("Mot de passe", Password),
            ("ログインパスワード", Password),
            ("userpassword1", Password),
            ("API key", Token),
            ("clientSecret", Token),
            ("//input[@id='auth']", Token),
            ("One-time code", OneTimeCode),
            ("2FA", OneTimeCode),
            ("card-pin", Pin),
            ("CVV", SecurityCode),
            ("cardNumber", CardNumber),
            ("SSN", SocialSecurityNumber),
            ("IBAN", AccountNumber),
        ] {
            assert_eq!(kind_of(name), Some(kind), "{name}");
        }
    }

    #[test]
    fn words_that_only_hold_such_a_word_say_nothing() {
        for name in
            ["Author", "Shopping cart", "Passenger", "Secretary", "Compass", "Spinner", "Company"]
        {
            assert_eq!(kind_of(name), None, "{name}");
        }
    }

    #[test]
    fn a_phone_field_is_one_with_a_number_in_it() {
        assert_eq!(phone("Mobile phone", "0171 5554433"), Some(PhoneNumber));
        assert_eq!(phone("Phone extension", "12"), None);
        assert_eq!(phone("Microphone", "0171 5554433"), None);
    }
}
