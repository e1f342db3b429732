//! Addresses as documents write them, as paths of the repository.

use super::{RepoPath, percent_decoded};

/// The path from the root that a path leads to from a folder; `None` where it leaves the
/// repository, or is the root itself.
#[must_use]
pub fn resolved(folder: &str, path: &str) -> Option<RepoPath> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    RepoPath::new(&parts.join("/")).ok()
}

/// `%20` as a blank; what is no such escape stays, and what is no UTF-8 is replaced.
#[must_use]
pub fn unescaped(address: &str) -> String {
    String::from_utf8_lossy(&percent_decoded(address)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_resolved_from_the_folder_of_the_document() {
        let resolved = |folder: &str, path: &str| {
            resolved(folder, path).map_or("outside".to_owned(), |path| path.to_string())
        };
        assert_eq!(resolved("sops/till", "close.md"), "sops/till/close.md");
        assert_eq!(resolved("sops/till", "../../img/./a.png"), "img/a.png");
        assert_eq!(resolved("sops", "../../a.md"), "outside");
        assert_eq!(resolved("sops", "till/"), "sops/till");
    }
}
