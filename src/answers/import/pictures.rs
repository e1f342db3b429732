//! Where pictures go: a folder beside the documents, named by number and step, so that no name
//! carries anything that was typed.

use crate::paths::RepoPath;
use crate::recording::{Area, Picture, PictureKind, Sentence};
use crate::worktree::{ChangeKind, FileChange};

use super::{ImportError, has_place};

/// A picture that somebody took beside the recording.
#[derive(Debug, Clone)]
pub struct Screenshot {
    /// The step that its name says, counted from 1; by their order otherwise.
    pub step: Option<usize>,
    /// The picture.
    pub picture: Picture,
}

/// Where the pictures of a document stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Album<'a> {
    /// The document.
    pub(super) document: &'a RepoPath,
    /// The folder beside it, inside `images`.
    pub(super) name: &'a str,
    /// What their names begin with, before `step-01`.
    pub(super) prefix: &'a str,
}

/// A picture with its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// The sentence that it belongs to, counted from 0.
    pub(super) sentence: usize,
    pub(super) path: RepoPath,
    /// Where in it a frame shows what is acted on.
    highlight: Option<Area>,
    content: Vec<u8>,
}

impl Placed {
    /// The fragment of a link that says where to look (Media Fragments URI 1.0, in pixels);
    /// empty where all of it is meant.
    pub(super) fn fragment(&self) -> String {
        self.highlight.map_or_else(String::new, |area| {
            format!("#xywh={},{},{},{}", area.left, area.top, area.width, area.height)
        })
    }

    pub(super) fn file(&self) -> FileChange {
        let kind = ChangeKind::Create { content: self.content.clone() };
        FileChange { path: self.path.clone(), kind }
    }
}

/// The pictures of the steps.
pub(super) fn placed(
    sentences: &[Sentence<'_>],
    screenshots: &[Screenshot],
    album: Album<'_>,
) -> Result<Vec<Placed>, ImportError> {
    let steps: Vec<usize> = (0..sentences.len()).filter(|at| has_place(&sentences[*at])).collect();
    if screenshots.len() > steps.len() {
        let (pictures, steps) = (screenshots.len(), steps.len());
        return Err(ImportError::TooManyPictures { pictures, steps });
    }
    let mut placed = Vec::new();
    for (order, index) in steps.iter().enumerate() {
        let number = order + 1;
        let by_name = || screenshots.iter().find(|one| one.step == Some(number));
        let by_order = || screenshots.get(order).filter(|one| one.step.is_none());
        let given = by_name().or_else(by_order).map(|one| &one.picture);
        // The same picture as before shows nothing new.
        let seen = |picture: &&Picture| {
            let last: Option<&Placed> = placed.last();
            last.is_none_or(|last| last.content != picture.content)
        };
        let Some(picture) = given.or(sentences[*index].picture.filter(seen)) else { continue };
        let ending = match picture.kind {
            PictureKind::Jpeg => "jpg",
            PictureKind::Png => "png",
        };
        let Album { document, name, prefix } = album;
        let folder = document.folder();
        let separator = if folder.is_empty() { "" } else { "/" };
        let name = name.to_lowercase();
        let path = format!("{folder}{separator}images/{name}/{prefix}step-{number:02}.{ending}");
        let content = picture.content.clone();
        let highlight = sentences[*index].highlight.filter(|_| given.is_none());
        placed.push(Placed { sentence: *index, path: RepoPath::new(&path)?, highlight, content });
    }
    Ok(placed)
}
