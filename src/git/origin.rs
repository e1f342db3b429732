//! Where the repository can be fetched from, as far as that may be told to others.

use super::open::Repository;

/// How addresses begin that others can reach, too.
const SCHEMES: [&str; 4] = ["https", "http", "ssh", "git"];

impl Repository {
    /// What the repository is called: as `origin` is, so that every clone calls it the same;
    /// without that, as the folder of its main working tree. A usual `.git` at the end is left
    /// out. None where neither has a name.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let url = self.inner.config_snapshot().string("remote.origin.url");
        let url = url.as_deref().and_then(|url| std::str::from_utf8(url).ok());
        url.and_then(last_name).or_else(|| {
            let folder = match self.inner.workdir() {
                Some(folder) if self.inner.git_dir() == self.inner.common_dir() => folder,
                // A linked working tree, or a bare repository.
                _ => self.inner.common_dir(),
            };
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
            last_name(&folder.to_string_lossy())
        })
    }

    /// The address of the remote `origin`, without anybody's name, password or token; none
    /// where there is no such remote, or it is a folder of this machine.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        let url = self.inner.config_snapshot().string("remote.origin.url")?;
        public(std::str::from_utf8(&url).ok()?)
    }
}

/// The last name in an address or in the path of a folder.
fn last_name(url: &str) -> Option<String> {
    let shown = match public(url) {
        Some(address) => address,
        // What looks like an address and is none that may be told has no name either.
        None if url.contains("://") && !url.starts_with("file://") => return None,
        None => url.to_owned(),
    };
    let mut names = shown.split(['/', '\\']).filter(|name| !matches!(*name, "" | "." | ".git"));
    let last = names.next_back()?;
    let name = last.strip_suffix(".git").unwrap_or(last);
    (name != ".." && !name.contains([':', '@'])).then(|| name.to_owned())
}

/// An address without what may be a secret: all before the host, and all behind the path.
fn public(url: &str) -> Option<String> {
    let is_written = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    if !url.chars().all(is_written) {
        return None;
    }
    let (scheme, rest) = if let Some((scheme, rest)) = url.split_once("://") {
        (scheme.to_ascii_lowercase(), rest.to_owned())
    } else {
        // `git@host:path`; a single letter before the colon is a drive.
        let (host, path) = url.split_once(':')?;
        if host.contains('/') || host.rsplit('@').next()?.len() < 2 {
            return None;
        }
        ("ssh".to_owned(), format!("{host}/{}", path.trim_start_matches('/')))
    };
    if !SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let rest = rest.split(['?', '#']).next()?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next()?;
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    // A password with a slash in it would be cut there, and its end be taken for a path.
    let is_plain = !path.contains('@') && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && !host.is_empty()).then(|| format!("{scheme}://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    #[test]
    fn an_address_is_told_without_secrets() {
        let told = |url: &str| public(url).unwrap_or_default();
        let address = "https://example.org/shop/library.git";
        assert_eq!(told(address), address);
        assert_eq!(told("https://t0ken@example.org/shop/library.git"), address);
        assert_eq!(told("HTTPS://ana:pa@ss@example.org/shop/library.git?private=1#x"), address);
        assert_eq!(told("git@example.org:shop/library.git"), "ssh://example.org/shop/library.git");
        assert_eq!(told("ssh://git@example.org:2222/library"), "ssh://example.org:2222/library");
    }

    #[test]
    fn an_address_that_cannot_be_taken_apart_is_not_told() {
        for url in ["https://ana:pa/ss@example.org/l", "https://ana:pass/@x", "https:///l"] {
            assert_eq!(public(url), None, "{url}");
        }
    }

    #[test]
    fn a_repository_is_called_as_its_origin_is() {
        let named = |url: &str| last_name(url).unwrap_or_default();
        for url in [
            "https://t0ken@example.org/shop/library.git",
            "git@example.org:shop/library",
            "/srv/library.git/",
            "file:///srv/library",
            "../library/.git",
            "C:\\work\\library",
        ] {
            assert_eq!(named(url), "library", "{url}");
        }
        for url in ["https://ana:pa/ss@example.org/l", "..", "", "ext::a", "/"] {
            assert_eq!(last_name(url), None, "{url}");
        }
    }

    #[test]
    fn without_an_origin_it_is_the_folder_of_the_main_working_tree() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        let folder = sandbox.root().canonicalize().unwrap();
        let own = folder.file_name().unwrap().to_string_lossy().into_owned();
        let linked = folder.parent().unwrap().join(format!("{own}-linked"));
        sandbox.git(&["worktree", "add", "--quiet", "--detach", linked.to_str().unwrap()]);
        let there = Repository::discover(&linked).unwrap();
        assert_eq!([sandbox.open().name(), there.name()], [Some(own.clone()), Some(own)]);
        std::fs::remove_dir_all(linked).unwrap();
        sandbox.git(&["remote", "add", "origin", "https://example.org/shop/library.git"]);
        assert_eq!(sandbox.open().name().as_deref(), Some("library"));
    }

    #[test]
    fn a_folder_of_this_machine_is_nobody_elses() {
        for url in
            ["/srv/library", "file:///srv/library", "../library", "C:\\library", "C:/l", "a b:c"]
        {
            assert_eq!(public(url), None, "{url}");
        }
    }
}
