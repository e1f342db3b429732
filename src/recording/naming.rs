//! What people call the thing that a selector finds.
//!
//! A selector that names what is seen or heard gives a name; one that names an identifier of
//! the program gives a guess, and says so; one that only counts gives nothing.

use super::model::{NameSource, Role};

/// A name and what it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) found: NameSource,
}

/// Attributes whose values people see or hear.
const SEEN: [&str; 6] = ["aria-label", "placeholder", "title", "alt", "label", "data-label"];

/// Attributes whose values programs are for: the ones that are meant for tests first.
const IDENTIFIERS: [&str; 8] = [
    "data-testid",
    "data-test",
    "data-test-id",
    "data-cy",
    "data-qa",
    "formcontrolname",
    "name",
    "id",
];

/// Words at the end of an identifier that say what it is and not what it is called.
const KINDS: [(&str, Role); 17] = [
    ("btn", Role::Button),
    ("button", Role::Button),
    ("submit", Role::Button),
    ("link", Role::Link),
    ("input", Role::Field),
    ("field", Role::Field),
    ("textbox", Role::Field),
    ("textarea", Role::Field),
    ("txt", Role::Field),
    ("select", Role::List),
    ("dropdown", Role::List),
    ("combobox", Role::List),
    ("checkbox", Role::CheckBox),
    ("chk", Role::CheckBox),
    ("radio", Role::RadioButton),
    ("tab", Role::Tab),
    ("menuitem", Role::MenuItem),
];

/// Abbreviations at the beginning of an identifier that say the same.
const PREFIXES: [(&str, Role); 6] = [
    ("btn", Role::Button),
    ("tab", Role::Tab),
    ("txt", Role::Field),
    ("chk", Role::CheckBox),
    ("ddl", Role::List),
    ("lnk", Role::Link),
];

/// The role that ARIA calls so.
pub(super) fn role_named(role: &str) -> Role {
    match role {
        "button" => Role::Button,
        "link" => Role::Link,
        "textbox" | "searchbox" | "spinbutton" => Role::Field,
        "combobox" | "listbox" => Role::List,
        "checkbox" | "switch" | "menuitemcheckbox" => Role::CheckBox,
        "radio" | "menuitemradio" => Role::RadioButton,
        "tab" => Role::Tab,
        "menuitem" => Role::MenuItem,
        _ => Role::Other,
    }
}

/// A name from an identifier such as `submit-order_btn`, and what it says about its kind.
pub(super) fn of_identifier(identifier: &str) -> Option<(Named, Option<Role>)> {
    let mut words = words(identifier);
    let mut role = None;
    if let Some(last) = words.last()
        && let Some((_, kind)) = KINDS.iter().find(|(word, _)| word == last)
    {
        role = Some(*kind);
        if words.len() > 1 {
            words.pop();
        }
    }
    if let (Some(first), None, true) = (words.first(), role, words.len() > 1)
        && let Some((_, kind)) = PREFIXES.iter().find(|(word, _)| word == first)
    {
        role = Some(*kind);
        words.remove(0);
    }
    if words.is_empty() || is_generated(identifier, &words) {
        return None;
    }
    let joined = words.join(" ");
    let mut letters = joined.chars();
    let first = letters.next()?.to_uppercase();
    let name = first.chain(letters).collect();
    Some((Named { name, found: NameSource::Identifier }, role))
}

/// `ember423`, `:r1f:`, `input-7`, and what was drawn by lot: made by a program for itself.
fn is_generated(identifier: &str, words: &[String]) -> bool {
    const PROGRAMS: [&str; 10] =
        ["ember", "react", "mui", "radix", "headlessui", "ng", "ext", "gwt", "yui", "vaadin"];
    let letters = words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let named_so = words.first().is_some_and(|first| PROGRAMS.contains(&first.as_str()));
    let is_hex = |word: &String| {
        word.len() >= 6
            && word.chars().all(|c| c.is_ascii_hexdigit())
            && word.chars().any(|c| c.is_ascii_digit())
    };
    let has_number = words.iter().any(|word| word.chars().all(|c| c.is_ascii_digit()));
    let shortest = words.iter().map(|word| word.chars().count()).max().unwrap_or(0);
    letters == 0
        || shortest < 2
        || identifier.starts_with(':')
        || named_so && has_number
        || words.iter().any(is_hex)
        || words.iter().filter(|word| word.chars().count() == 1).count() > 2
}

/// The words of an identifier in lower case.
fn words(identifier: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in identifier.chars() {
        let starts = match before {
            Some(last) if last.is_alphanumeric() => {
                (last.is_lowercase() && c.is_uppercase())
                    || (last.is_ascii_digit() != c.is_ascii_digit())
            }
            _ => true,
        };
        if c.is_alphanumeric() {
            if starts {
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

/// A name and a role from a CSS selector: from its last part, which is what is acted on.
pub(super) fn of_css(css: &str) -> (Option<Named>, Option<Role>) {
    let part = last_part(css);
    let attributes = attributes(part);
    let value = |names: &[&str]| {
        let mut names = names.iter();
        names.find_map(|name| attributes.iter().find(|(known, _)| known == name))
    };
    let tag: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
    let kind = attributes.iter().find(|(name, _)| *name == "type").map(|(_, kind)| *kind);
    let role =
        attributes.iter().find(|(name, _)| *name == "role").map(|(_, role)| role_named(role));
    let role = role.or_else(|| role_of_tag(&tag, kind));
    if let Some((_, seen)) = value(&SEEN) {
        let named = Named { name: (*seen).to_owned(), found: NameSource::Seen };
        return (Some(named), role);
    }
    let id = || {
        let (_, rest) = part.split_once('#')?;
        Some(rest.split(['.', '[', ':', '#']).next().unwrap_or(rest))
    };
    let identifier = value(&IDENTIFIERS).map(|(_, value)| *value).or_else(id);
    let (named, said) = identifier.and_then(of_identifier).unzip();
    (named, role.or(said.flatten()))
}

/// What a tag is.
pub(super) fn role_of_tag(tag: &str, kind: Option<&str>) -> Option<Role> {
    Some(match (tag.to_ascii_lowercase().as_str(), kind) {
        ("input", Some("checkbox")) => Role::CheckBox,
        ("input", Some("radio")) => Role::RadioButton,
        ("input", Some("submit" | "button" | "reset" | "image")) | ("button", _) => Role::Button,
        ("input" | "textarea", _) => Role::Field,
        ("select", _) => Role::List,
        ("a", _) => Role::Link,
        _ => return None,
    })
}

/// The last compound of a selector: what stands behind its last combinator.
fn last_part(css: &str) -> &str {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut start = 0;
    let css = css.trim();
    for (at, c) in css.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, ' ' | '>' | '+' | '~' | ',') if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    css.get(start..).unwrap_or_default()
}

/// `[name="value" i]` as pairs.
fn attributes(part: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = part;
    while let Some((_, behind)) = rest.split_once('[') {
        let Some((name, value)) = behind.split_once('=') else { break };
        let name = name.trim_end_matches(['^', '$', '*', '~', '|']).trim();
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => {
                let inside = value.get(1..).unwrap_or_default();
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            None => value.split_once(']').unwrap_or((value, "")),
        };
        if !value.is_empty() {
            found.push((name, value));
        }
        rest = behind;
    }
    found
}

/// A name and a role from an `XPath`: from the text or the attributes that it asks for.
pub(super) fn of_xpath(xpath: &str) -> (Option<Named>, Option<Role>) {
    let last = xpath.rsplit('/').next().unwrap_or(xpath);
    let tag: String = last.chars().take_while(char::is_ascii_alphanumeric).collect();
    let role = role_of_tag(&tag, None);
    for mark in [
        "text()",
        "normalize-space(.)",
        "normalize-space()",
        "contains(.",
        "contains(string(.)",
        ".=",
    ] {
        if let Some((_, behind)) = xpath.rsplit_once(mark)
            && let Some(text) = quoted(behind)
        {
            let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !name.is_empty() {
                return (Some(Named { name, found: NameSource::Seen }), role);
            }
        }
    }
    let attribute = |name: &&str| {
        let (_, behind) = last.split_once(&format!("@{name}"))?;
        quoted(behind)
    };
    if let Some(seen) = SEEN.iter().find_map(attribute) {
        return (Some(Named { name: seen.to_owned(), found: NameSource::Seen }), role);
    }
    let (named, said) = IDENTIFIERS.iter().find_map(attribute).and_then(of_identifier).unzip();
    (named, role.or(said.flatten()))
}

/// The first text in quotes.
fn quoted(text: &str) -> Option<&str> {
    let start = text.find(['"', '\''])?;
    let quote = text.get(start..)?.chars().next()?;
    let inside = text.get(start + 1..)?;
    inside.split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn css(selector: &str) -> String {
        told(of_css(selector))
    }

    fn told((named, role): (Option<Named>, Option<Role>)) -> String {
        match named {
            Some(Named { name, found }) => format!("{name} {found:?} {role:?}"),
            None => format!("- {role:?}"),
        }
    }

    #[test]
    fn a_css_selector_names_what_people_see_else_an_identifier() {
        assert_eq!(css("form > button[aria-label=\"Save all\"]"), "Save all Seen Some(Button)");
        assert_eq!(css("input[placeholder='Your name'] "), "Your name Seen Some(Field)");
        assert_eq!(css("#submit-order_btn"), "Submit order Identifier Some(Button)");
        assert_eq!(css("[data-testid=orderTotal]"), "Order total Identifier None");
        assert_eq!(css("input[name='agree'][type=checkbox]"), "Agree Identifier Some(CheckBox)");
        assert_eq!(css("#login button"), "- Some(Button)");
        assert_eq!(css("div:nth-child(3) > a"), "- Some(Link)");
    }

    #[test]
    fn what_a_program_made_for_itself_is_no_name() {
        for id in ["#ember423", "#\\:r1f\\:", "#a7f3c2d9", "#x", "[id=':r1:']", "#react-select-3"] {
            assert_eq!(of_css(id).0, None, "{id}");
        }
    }

    #[test]
    fn an_xpath_names_the_text_it_looks_for() {
        assert_eq!(told(of_xpath("//button[contains(.,' Log in')]")), "Log in Seen Some(Button)");
        assert_eq!(told(of_xpath("//a[text()='Open orders']")), "Open orders Seen Some(Link)");
        assert_eq!(told(of_xpath("//input[@id='user_name']")), "User name Identifier Some(Field)");
        assert_eq!(told(of_xpath("//form/div[2]/input")), "- Some(Field)");
    }

    #[test]
    fn no_selector_makes_it_stumble() {
        for odd in ["[", "[=", "[a='", "]['\"", "#", "é[ü=\"ß", "//[@id=", "text()", "'"] {
            let _ = (of_css(odd), of_xpath(odd), of_identifier(odd));
        }
    }
}
