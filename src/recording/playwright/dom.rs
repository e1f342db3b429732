//! A page as it stood in a snapshot: what it is called, what it announces, and what people
//! call the thing that was acted on.
//!
//! Names follow the order of the accessible name computation of ARIA (`aria-labelledby`,
//! `aria-label`, a label, the content, `placeholder`, `title`) as far as instructions need it:
//! style sheets are not looked at.

use crate::recording::model::Role;
use crate::recording::naming::{role_named, role_of_tag};

/// A page.
#[derive(Default)]
pub(super) struct Dom<'t> {
    elements: Vec<Element<'t>>,
}

/// An element, by its index in [`Dom`].
pub(super) type Index = usize;

/// The attributes of an element with their values.
pub(super) type Attributes<'t> = Vec<(&'t str, &'t str)>;

struct Element<'t> {
    tag: &'t str,
    attributes: Attributes<'t>,
    parent: Option<Index>,
    children: Vec<Child<'t>>,
    /// Whether it is written in the snapshot itself, and not in an earlier one.
    is_new: bool,
}

enum Child<'t> {
    Element(Index),
    Text(&'t str),
}

/// What is known of the thing that was acted on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// What people call it.
    pub(super) name: Option<String>,
    pub(super) role: Option<Role>,
    /// Its type, identifiers and the like, which say what kind of value belongs there.
    pub(super) clues: Vec<String>,
    /// The entries of a list: the value that programs use, and what stands there.
    pub(super) options: Vec<(String, String)>,
}

/// Longer texts are no names, in characters.
const LONGEST_NAME: usize = 80;

/// Longer announcements are told by their beginning, in characters.
const LONGEST_NOTICE: usize = 160;

/// Attributes that say what kind of value belongs into a field.
const CLUES: [&str; 7] =
    ["type", "id", "name", "autocomplete", "placeholder", "aria-label", "data-testid"];

/// Elements whose words go on with those around them.
const INLINE: [&str; 14] = [
    "a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup",
    "u",
];

/// Roles of what appears by itself and is read aloud then.
const ANNOUNCING: [&str; 4] = ["alert", "status", "dialog", "alertdialog"];

impl<'t> Dom<'t> {
    pub(super) fn add(
        &mut self,
        tag: &'t str,
        attributes: Attributes<'t>,
        parent: Option<Index>,
        is_new: bool,
    ) -> Index {
        let index = self.elements.len();
        self.elements.push(Element { tag, attributes, parent, children: Vec::new(), is_new });
        if let Some(parent) = parent.and_then(|parent| self.elements.get_mut(parent)) {
            parent.children.push(Child::Element(index));
        }
        index
    }

    pub(super) fn add_text(&mut self, parent: Index, text: &'t str) {
        if let Some(parent) = self.elements.get_mut(parent) {
            parent.children.push(Child::Text(text));
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.elements.len()
    }

    pub(super) fn title(&self) -> Option<String> {
        let in_head = |at: Index| self.outwards(at).any(|one| self.is(one, "head"));
        let found = (0..self.len()).find(|at| self.is(*at, "title") && in_head(*at));
        found.map(|title| self.text(title)).filter(|title| !title.is_empty())
    }

    /// What the page announces: messages, and dialogues by their titles or first words.
    pub(super) fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        for at in 0..self.len() {
            let role = self.attribute(at, "role");
            let is_dialog = self.is(at, "dialog") && self.is_open(at);
            let announces = role.is_some_and(|role| ANNOUNCING.contains(&role));
            if !(announces || is_dialog) || self.outwards(at).any(|one| self.hides(one)) {
                continue;
            }
            let is_dialog = is_dialog || role.is_some_and(|role| role.ends_with("dialog"));
            let text = if is_dialog { self.heading(at) } else { self.text(at) };
            let text: String = text.chars().take(LONGEST_NOTICE).collect();
            if !text.is_empty() {
                notices.push(text);
            }
        }
        notices
    }

    /// Since version 10 the recorder tells of dialogues by an attribute of its own.
    fn is_open(&self, at: Index) -> bool {
        ["open", "__playwright_dialog_open_"].iter().any(|name| self.attribute(at, name).is_some())
    }

    /// What a dialogue is called; else its first paragraph, else all of it.
    fn heading(&self, at: Index) -> String {
        let first = |tags: &[&str]| {
            let inside = (at + 1..self.len()).take_while(|one| self.is_inside(*one, at));
            let mut found = inside.filter(|one| tags.iter().any(|tag| self.is(*one, tag)));
            found.next().map(|one| self.text(one)).filter(|text| !text.is_empty())
        };
        self.labelled(at)
            .or_else(|| first(&["h1", "h2", "h3", "h4", "legend"]))
            .or_else(|| first(&["p"]))
            .unwrap_or_else(|| self.text(at))
    }

    /// The element that a call acted on, as the recorder marked it.
    pub(super) fn target(&self, call: &str) -> Option<Index> {
        let mark = |at: Index| self.attribute(at, "__playwright_target__");
        let named = (0..self.len()).find(|at| mark(*at).is_some_and(|mark| mark.ends_with(call)));
        // Since version 10 the mark has no value: an old one may still stand in what has not
        // changed, and two that are new are none.
        let is_marked = |at: &Index| mark(*at) == Some("");
        let is_new = |at: &Index| self.elements.get(*at).is_some_and(|element| element.is_new);
        let only = |found: Vec<Index>| found.first().copied().filter(|_| found.len() == 1);
        named.or_else(|| only((0..self.len()).filter(|at| is_marked(at) && is_new(at)).collect()))
    }

    /// What is known of an element; of what stands around it where that is what people see.
    pub(super) fn seen(&self, at: Index) -> Seen {
        let acting = self.acting(at);
        let clues = CLUES.iter().filter_map(|name| self.attribute(acting, name));
        Seen {
            name: self.name(acting),
            role: self.role(acting),
            clues: clues.map(str::to_owned).collect(),
            options: self.options(acting),
        }
    }

    /// The button around a picture, the link around a word.
    fn acting(&self, at: Index) -> Index {
        let acts = |one: &Index| self.role(*one).is_some_and(|role| role != Role::Other);
        self.outwards(at).find(acts).unwrap_or(at)
    }

    fn role(&self, at: Index) -> Option<Role> {
        let tag = self.elements.get(at).map(|element| element.tag).unwrap_or_default();
        let said = self.attribute(at, "role").map(role_named);
        said.or_else(|| role_of_tag(tag, self.attribute(at, "type")))
    }

    fn name(&self, at: Index) -> Option<String> {
        let role = self.role(at);
        let is_entered =
            matches!(role, Some(Role::Field | Role::List | Role::CheckBox | Role::RadioButton));
        let attribute = |name: &str| self.attribute(at, name).map(joined);
        let is_submit = matches!(self.attribute(at, "type"), Some("submit" | "button" | "reset"));
        self.labelled(at)
            .or_else(|| self.label(at))
            .or_else(|| attribute("value").filter(|_| is_submit && self.is(at, "input")))
            .or_else(|| Some(self.text(at)).filter(|_| !is_entered))
            .filter(|name| !name.is_empty())
            .or_else(|| attribute("placeholder"))
            .or_else(|| attribute("title"))
            .or_else(|| attribute("alt"))
            .filter(|name| !name.is_empty() && name.chars().count() <= LONGEST_NAME)
    }

    /// The name that the attributes of ARIA give.
    fn labelled(&self, at: Index) -> Option<String> {
        let by = self.attribute(at, "aria-labelledby").map(|ids| {
            let ids = ids.split_whitespace();
            let texts = ids.filter_map(|id| {
                let found = (0..self.len()).find(|one| self.attribute(*one, "id") == Some(id));
                found.map(|found| self.text(found))
            });
            texts.collect::<Vec<_>>().join(" ")
        });
        let own = || self.attribute(at, "aria-label").map(joined);
        by.filter(|text| !text.is_empty()).or_else(own).filter(|text| !text.is_empty())
    }

    /// The text of the label that stands for a field, or around it.
    fn label(&self, at: Index) -> Option<String> {
        let id = self.attribute(at, "id").filter(|id| !id.is_empty());
        let is_for = |one: &Index| self.is(*one, "label") && self.attribute(*one, "for") == id;
        let found = id
            .and_then(|_| (0..self.len()).find(is_for))
            .or_else(|| self.outwards(at).find(|one| self.is(*one, "label")));
        let text = found.map(|label| self.text(label));
        // Marks of what has to be filled in are no part of the name.
        let text = text.map(|text| text.trim_end_matches([':', '*', ' ']).to_owned());
        text.filter(|text| !text.is_empty())
    }

    fn options(&self, at: Index) -> Vec<(String, String)> {
        if !self.is(at, "select") {
            return Vec::new();
        }
        let inside = (at + 1..self.len()).take_while(|one| self.is_inside(*one, at));
        let options = inside.filter(|one| self.is(*one, "option")).map(|one| {
            let text = self.attribute(one, "label").map_or_else(|| self.text(one), joined);
            (self.attribute(one, "value").map_or_else(|| text.clone(), str::to_owned), text)
        });
        options.collect()
    }

    /// The words inside an element, without those that belong to fields in it.
    fn text(&self, at: Index) -> String {
        let mut text = String::new();
        self.words(at, true, &mut text);
        joined(&text)
    }

    fn words(&self, at: Index, is_outermost: bool, text: &mut String) {
        const SILENT: [&str; 5] = ["select", "textarea", "script", "style", "svg"];
        let Some(element) = self.elements.get(at) else { return };
        if !INLINE.iter().any(|tag| self.is(at, tag)) {
            text.push(' ');
        }
        let is_silent = SILENT.iter().any(|tag| self.is(at, tag)) || self.hides(at);
        if is_silent && !is_outermost {
            return;
        }
        for child in &element.children {
            match child {
                Child::Text(words) => text.push_str(words),
                Child::Element(inner) => self.words(*inner, false, text),
            }
        }
        if !INLINE.iter().any(|tag| self.is(at, tag)) {
            text.push(' ');
        }
    }

    fn is(&self, at: Index, tag: &str) -> bool {
        self.elements.get(at).is_some_and(|element| element.tag.eq_ignore_ascii_case(tag))
    }

    fn attribute(&self, at: Index, name: &str) -> Option<&'t str> {
        let mut attributes = self.elements.get(at)?.attributes.iter();
        attributes.find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn hides(&self, at: Index) -> bool {
        self.attribute(at, "hidden").is_some() || self.attribute(at, "aria-hidden") == Some("true")
    }

    /// The element and all around it, from the inside out.
    fn outwards(&self, at: Index) -> impl Iterator<Item = Index> {
        let parent = |one: &Index| self.elements.get(*one)?.parent;
        std::iter::successors(Some(at), parent)
    }

    fn is_inside(&self, at: Index, outer: Index) -> bool {
        self.outwards(at).skip(1).any(|one| one == outer)
    }
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
