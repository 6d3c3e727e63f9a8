//! Addresses of repositories as people and git write them.

/// A repository at a git host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    host: String,
    /// `example/playbook`
    path: String,
}

impl Repository {
    /// Reads `https://github.com/example/playbook`, `git@github.com:example/playbook.git` and the like, or
    /// `example/playbook`, which is on GitHub. Names and passwords in an address are dropped: they are nobody's
    /// business. None for anything else, such as a folder.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (host, path) = match text.split_once("://") {
            Some(("https" | "http" | "ssh" | "git", rest)) => rest.split_once('/')?,
            Some(_) => return None,
            None if text.contains(['@', ':']) => text.split_once(':')?,
            None if text.starts_with("github.com/") => text.split_once('/')?,
            None => ("github.com", text),
        };
        let host = host.rsplit('@').next().unwrap_or(host);
        // A port is that of SSH, or of a server that people find at another address.
        let host = host.split(':').next().unwrap_or(host).to_lowercase();
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let is_plain = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.chars().all(|c| c.is_alphanumeric() || "-._~".contains(c))
        };
        let parts: Vec<&str> = path.split('/').collect();
        // Other hosts have groups within groups.
        let is_long_enough = if host == "github.com" { parts.len() == 2 } else { parts.len() > 1 };
        let is_path = is_long_enough && !text.starts_with('/') && parts.iter().all(|part| is_plain(part));
        let is_host = host.contains('.') && host.split('.').all(is_plain);
        (is_host && is_path).then(|| Self { host, path: path.to_owned() })
    }

    /// Its address in a browser.
    pub fn address(&self) -> String {
        format!("https://{}/{}", self.host, self.path)
    }

    /// Where GitHub Pages publishes it unless told otherwise; none on another host.
    pub fn site(&self) -> Option<String> {
        let (owner, name) = self.path.split_once('/').filter(|_| self.host == "github.com")?;
        let host = format!("{}.github.io", owner.to_lowercase());
        // The repository of that name is the owner's own site.
        Some(if name.to_lowercase() == host {
            format!("https://{host}/")
        } else {
            format!("https://{host}/{name}/")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<String>)> {
        Repository::parse(text).map(|repository| (repository.address(), repository.site()))
    }

    #[test]
    fn addresses_of_people_and_of_git_are_the_same_repository() {
        let known = Some((
            "https://github.com/Example/playbook".to_owned(),
            Some("https://example.github.io/playbook/".to_owned()),
        ));
        for text in [
            "Example/playbook",
            "github.com/Example/playbook",
            "https://github.com/Example/playbook/",
            "https://github.com/Example/playbook.git",
            "https://ann:secret@github.com/Example/playbook.git",
            "git@github.com:Example/playbook.git",
            "ssh://git@github.com:22/Example/playbook",
        ] {
            assert_eq!(read(text), known, "{text}");
        }
    }

    #[test]
    fn the_repository_of_an_owners_own_site_is_published_at_its_root() {
        let site = read("Example/Example.github.io").and_then(|(_, site)| site);
        assert_eq!(site.as_deref(), Some("https://example.github.io/"));
    }

    #[test]
    fn another_host_has_no_address_of_a_site_that_is_known() {
        let address = "https://git.example.gov.uk/team/group/book";
        assert_eq!(read(address), Some((address.to_owned(), None)));
    }

    #[test]
    fn what_is_no_repository_is_none() {
        for text in
            ["", "book", "/srv/git/book.git", "../book", "file:///srv/book.git", "a/..", "a b/c", "C:\\a\\b"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
