//! Where the repository can be fetched from, as far as that may be told to others.

use super::open::Repository;

/// How addresses begin that others can reach, too.
const SCHEMES: [&str; 4] = ["https", "http", "ssh", "git"];

impl Repository {
    /// The address of the remote `origin`, without anybody's name, password or token; none
    /// where there is no such remote, or it is a folder of this machine.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        let url = self.inner.config_snapshot().string("remote.origin.url")?;
        public(std::str::from_utf8(&url).ok()?)
    }
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
    fn a_folder_of_this_machine_is_nobody_elses() {
        for url in
            ["/srv/library", "file:///srv/library", "../library", "C:\\library", "C:/l", "a b:c"]
        {
            assert_eq!(public(url), None, "{url}");
        }
    }
}
