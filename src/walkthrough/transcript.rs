//! The transcript: everything that is shown and said, to be read.

use crate::report::{Block, Line, Listing, Section, View};

use super::{Role, Scene, SceneKind, Script};

impl Script {
    /// The walkthrough as a text, scene by scene with the time at which each begins.
    #[must_use]
    pub fn transcript(&self) -> View {
        let mut blocks = vec![Block::Title(Line::new().text(self.card.title.clone()))];
        for scene in &self.scenes {
            if scene.kind == SceneKind::Card {
                blocks.extend(told(scene));
                continue;
            }
            blocks.push(Block::Section(Section {
                heading: scene.title.clone(),
                aside: clock(scene.start).into(),
                blocks: told(scene),
                ..Section::default()
            }));
        }
        View { blocks }
    }
}

/// What is told in a scene. Its heading is not said twice.
fn told(scene: &Scene) -> Vec<Block> {
    let mut blocks = Vec::new();
    for sentence in scene.sentences.iter().filter(|sentence| !scene.is_headed_by(sentence)) {
        match (&sentence.code, sentence.role) {
            (Some(code), _) => {
                blocks.push(Block::Listing(Listing { language: "text", text: code.clone() }));
            }
            (None, Role::Heading) => {
                blocks.push(Block::Prose(Line::new().strong(sentence.shown.words())));
            }
            (None, _) => blocks.push(Block::Prose(sentence.announced())),
        }
    }
    for picture in scene.pictures.iter().filter(|picture| !picture.description.is_empty()) {
        let shown = Line::new().text("Picture: ").text(picture.description.clone());
        blocks.push(Block::Prose(shown));
    }
    blocks
}

/// A time as people read it: `1:05`.
fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
