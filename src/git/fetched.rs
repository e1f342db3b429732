//! When what is known of other clones was last asked for.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::calendar::Moment;

use super::Repository;

impl Repository {
    /// When branches were last fetched from elsewhere: the file that every fetch writes says
    /// so, and in a clone that has never fetched since it was made the log of its references
    /// does. None where neither is there, as in a repository that was never cloned.
    #[must_use]
    pub fn last_fetched(&self) -> Option<Moment> {
        let folders = [self.inner.git_dir(), self.inner.common_dir()];
        let fetched = folders.iter().filter_map(|folder| written(&folder.join("FETCH_HEAD"))).max();
        let seconds =
            fetched.or_else(|| newest_entry(&self.inner.common_dir().join("logs/refs/remotes")))?;
        Some(Moment { seconds, offset: 0 })
    }
}

/// When a file was written, in seconds since 1970. An empty one says that a fetch had nothing
/// to tell or did not get through.
fn written(file: &Path) -> Option<i64> {
    let known = fs::metadata(file).ok().filter(|known| known.len() > 0)?;
    let since = known.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// The newest entry of the logs below a folder, in seconds since 1970.
fn newest_entry(folder: &Path) -> Option<i64> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let newest = entries.filter_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => newest_entry(&entry.path()),
        Ok(kind) if kind.is_file() => last_entry(&fs::read_to_string(entry.path()).ok()?),
        _ => None,
    });
    newest.max()
}

/// `old new Name <mail> 1770000000 +0100`, a tab, and what was done.
fn last_entry(log: &str) -> Option<i64> {
    let (who, _) = log.lines().last()?.split_once('\t')?;
    who.rsplit_once("> ")?.1.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    #[test]
    fn a_clone_knows_when_it_was_made_and_when_it_last_fetched() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        assert_eq!(sandbox.open().last_fetched(), None);
        let clone = sandbox.clone_with("clone", &[]);
        let open = || Repository::discover_isolated(&clone).unwrap();
        let made = open().last_fetched().unwrap();
        let log = fs::read_to_string(clone.join(".git/logs/refs/remotes/origin/HEAD")).unwrap();
        assert!(log.contains(&format!("> {} ", made.seconds)), "{log}");
        sandbox.git_in(&clone, &["fetch", "--quiet"]);
        let file = fs::File::open(clone.join(".git/FETCH_HEAD")).unwrap();
        file.set_modified(UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000)).unwrap();
        assert_eq!(open().last_fetched().unwrap().seconds, 1_700_000_000);
    }

    #[test]
    fn a_log_that_is_none_says_nothing() {
        let entry = "0 1 A B <a@b> 1770000000 +0100\tclone: from x";
        assert_eq!(last_entry(entry), Some(1_770_000_000));
        for log in ["", "\n", "0 1 A B <a@b>\tx", "no tab", "0 1 a> b +0\tx"] {
            assert_eq!(last_entry(log), None, "{log}");
        }
    }
}
