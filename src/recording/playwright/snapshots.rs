//! The snapshots of a trace: pages as they stood before, at and after each call.
//!
//! A snapshot is a tree in which what has not changed is a reference to an earlier snapshot of
//! the same frame, `[[snapshots ago, index of the node]]`. A tree that is put together may be
//! larger than the file by far, so that there are bounds. Whatever is wrong with a snapshot,
//! less is known; nothing fails.

use std::collections::BTreeMap;

use crate::data::{Entry, Node};
use crate::recording::tree::{Object, list, object, text};

use super::dom::{Attributes, Dom, Index, Seen};

/// The most text of snapshots that is read, in bytes.
const MOST_TEXT: usize = 32 * 1024 * 1024;

/// The most elements and texts of a page, and of all pages of a trace.
const MOST_NODES: usize = 50_000;
const MOST_NODES_IN_ALL: usize = 5_000_000;

/// The deepest page, in elements.
const DEEPEST: usize = 200;

/// When in a call a snapshot was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Before,
    /// Right before the target is used, which is marked.
    Use,
    After,
}

/// What a snapshot says.
#[derive(Debug)]
pub(super) struct Scene<'t> {
    pub(super) call: &'t str,
    pub(super) phase: Phase,
    pub(super) page: Option<&'t str>,
    /// Of the frame.
    pub(super) url: Option<&'t str>,
    /// Whether it is of a page, and not of a frame in one.
    pub(super) is_page: bool,
    pub(super) title: Option<String>,
    pub(super) notices: Vec<String>,
    pub(super) target: Option<Seen>,
    /// How far the page and things in it are scrolled.
    pub(super) scrolled: Vec<&'t str>,
}

/// The nodes of a snapshot in the order in which references count them.
type Nodes<'t> = Vec<&'t Node>;

/// Reads the snapshots of events, in their order.
pub(super) fn scenes(events: &[Vec<Entry>]) -> Vec<Scene<'_>> {
    let mut frames: BTreeMap<&str, Vec<Nodes<'_>>> = BTreeMap::new();
    let mut budget = MOST_NODES_IN_ALL;
    let mut scenes = Vec::new();
    for event in events {
        let Some(snapshot) = Object::of(event).object("snapshot") else { continue };
        let (Some(frame), Some(html)) = (snapshot.text("frameId"), snapshot.node("html")) else {
            continue;
        };
        let earlier = frames.entry(frame).or_default();
        let mut nodes = Vec::new();
        count(html, &mut nodes);
        earlier.push(nodes);
        let Some((call, phase)) = moment(snapshot) else { continue };
        let mut builder = Builder {
            earlier,
            dom: Dom::default(),
            scrolled: Vec::new(),
            left: budget.min(MOST_NODES),
        };
        let newest = builder.earlier.len() - 1;
        builder.add(html, newest, None, 0);
        budget = budget.saturating_sub(builder.dom.len());
        let Builder { dom, scrolled, .. } = builder;
        let target = dom.target(call).filter(|_| phase == Phase::Use);
        scenes.push(Scene {
            call,
            phase,
            page: snapshot.text("pageId"),
            url: snapshot.text("frameUrl"),
            is_page: snapshot.text("isMainFrame") == Some("true"),
            title: dom.title(),
            notices: dom.notices(),
            target: target.map(|target| dom.seen(target)),
            scrolled,
        });
    }
    scenes
}

/// How much more text of snapshots may be read behind so many bytes of it.
pub(super) const fn has_room(read: usize, more: usize) -> bool {
    read.saturating_add(more) <= MOST_TEXT
}

/// The call and its phase: `before@call@7`, or two keys since version 10.
fn moment(snapshot: Object<'_>) -> Option<(&str, Phase)> {
    let (phase, call) = match snapshot.text("phase") {
        Some(phase) => (phase, snapshot.text("callId")?),
        None => snapshot.text("snapshotName")?.split_once('@')?,
    };
    let phase = match phase {
        "before" => Phase::Before,
        "after" => Phase::After,
        _ => Phase::Use,
    };
    Some((call, phase))
}

/// The children of an element, if a node is one: `["TAG", {attributes}, child, …]`.
fn element(node: &Node) -> Option<(&str, Attributes<'_>, &[Node])> {
    let parts = list(node);
    let tag = text(parts.first()?)?;
    let attributes = parts.get(1).and_then(object).map(Object::texts).unwrap_or_default();
    Some((tag, attributes, parts.get(2..).unwrap_or_default()))
}

/// `[[2, 14]]` as 2 and 14.
fn reference(node: &Node) -> Option<(usize, usize)> {
    let pair = list(list(node).first()?);
    let number = |at: usize| pair.get(at).and_then(text).and_then(|text| text.parse().ok());
    Some((number(0)?, number(1)?))
}

/// Children are counted before what holds them; references are not counted.
fn count<'t>(node: &'t Node, nodes: &mut Nodes<'t>) {
    if text(node).is_some() {
        nodes.push(node);
    } else if let Some((_, _, children)) = element(node) {
        for child in children {
            count(child, nodes);
        }
        nodes.push(node);
    }
}

struct Builder<'f, 't> {
    /// The snapshots of the frame up to this one.
    earlier: &'f [Nodes<'t>],
    dom: Dom<'t>,
    scrolled: Vec<&'t str>,
    left: usize,
}

impl<'t> Builder<'_, 't> {
    /// Adds a node of the snapshot with that number.
    fn add(&mut self, node: &'t Node, snapshot: usize, parent: Option<Index>, depth: usize) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        if depth > DEEPEST {
            return;
        }
        if let Some(words) = text(node) {
            if let Some(parent) = parent {
                self.dom.add_text(parent, words);
            }
        } else if let Some((ago, index)) = reference(node) {
            let at = snapshot.checked_sub(ago).filter(|_| ago > 0);
            let nodes = at.and_then(|at| self.earlier.get(at));
            if let (Some(at), Some(node)) = (at, nodes.and_then(|nodes| nodes.get(index))) {
                self.add(node, at, parent, depth + 1);
            }
        } else if let Some((tag, attributes, children)) = element(node) {
            let is_scrolled = |name: &str| name.starts_with("__playwright_scroll_");
            let far = attributes.iter().filter(|(name, _)| is_scrolled(name));
            self.scrolled.extend(far.map(|(_, far)| *far));
            let here = self.dom.add(tag, attributes, parent, snapshot + 1 == self.earlier.len());
            for child in children {
                self.add(child, snapshot, Some(here), depth + 1);
            }
        }
    }
}
