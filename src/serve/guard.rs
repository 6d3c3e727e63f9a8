//! Who may read the preview: browsers that asked for this machine by name, and nobody through a page of another site.
//!
//! A page of a foreign site can let a browser ask this server (DNS rebinding, `fetch`, an event stream). The `Host`
//! tells for which name the browser asked, port included; it is looked at before anything else.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::{Method, Uri};

/// The names under which the preview answers.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// What was asked for with `--host`, in lower case.
    own: String,
    port: u16,
    /// Whether it listens on every address of the machine, each of which is then a name of it.
    any_address: bool,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It asks for another host.
    Host,
    /// Something else than reading.
    Method,
    /// A page of another site asks for the event stream.
    Origin,
}

impl Hosts {
    /// The names of a server that was asked to listen on `host` and does so at `address`.
    pub fn of(host: &str, address: SocketAddr) -> Self {
        Self {
            own: host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase(),
            port: address.port(),
            any_address: address.ip().is_unspecified(),
        }
    }

    /// Host and port for people to open.
    pub fn shown(&self) -> String {
        let host = if self.any_address { "127.0.0.1" } else { &self.own };
        if host.contains(':') { format!("[{host}]:{}", self.port) } else { format!("{host}:{}", self.port) }
    }

    /// Whether `authority`, a host with its port as browsers write it, is one of these.
    pub fn allow(&self, authority: &str) -> bool {
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let expected = self.port.to_string();
        // Browsers leave the port out when it is that of the scheme.
        if port.unwrap_or("80") != expected {
            return false;
        }
        let host = host.to_ascii_lowercase();
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let address: Option<IpAddr> = match bare {
            Some(bare) => bare.parse().ok().filter(IpAddr::is_ipv6),
            None => host.parse().ok().filter(IpAddr::is_ipv4),
        };
        let is_own = host == self.own || bare == Some(&*self.own);
        let is_local = host == "localhost" || ["127.0.0.1", "[::1]"].contains(&&*host);
        is_own || is_local || self.any_address && address.is_some()
    }

    /// Looks at a request before anything is done for it.
    pub(super) fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        let is_ours = hosts.next().is_none() && host.is_some_and(|host| self.allow(host));
        // A request in absolute form names its host twice (RFC 9112 §3.2.2).
        let named = uri.authority().is_none_or(|authority| self.allow(authority.as_str()));
        if !is_ours || !named {
            return Err(Refusal::Host);
        }
        if method != Method::GET && method != Method::HEAD {
            return Err(Refusal::Method);
        }
        Ok(())
    }

    /// Whether the page that asks, if it says which, is one of the preview's own.
    pub(super) fn check_origin(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let origins = headers.get_all(ORIGIN).iter();
        let is_own = |origin: &hyper::header::HeaderValue| {
            let authority = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
            authority.is_some_and(|authority| self.allow(authority))
        };
        if origins.into_iter().all(is_own) { Ok(()) } else { Err(Refusal::Origin) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local() -> Hosts {
        Hosts::of("127.0.0.1", SocketAddr::from(([127, 0, 0, 1], 4000)))
    }

    #[test]
    fn only_this_machine_is_answered_and_only_with_the_port() {
        for host in ["127.0.0.1:4000", "localhost:4000", "LocalHost:4000", "[::1]:4000"] {
            assert!(local().allow(host), "{host}");
        }
        let foreign = [
            "",
            "127.0.0.1",
            "localhost",
            "localhost:80",
            "localhost:40000",
            "evil.example:4000",
            ":4000",
            "127.0.0.1.evil.example:4000",
            "localhost.evil.example:4000",
            "localhost:4000.evil.example",
            "evil.example",
            "127.0.0.1:4000@evil.example",
            "user@127.0.0.1:4000",
            "127.0.0.2:4000",
            "[::1]",
            "0.0.0.0:4000",
            "127.1:4000",
            "2130706433:4000",
            "localhost.:4000",
            "localhost:04000",
            "[::]:4000",
            "10.0.0.1:4000",
            "127.0.0.1:4000 ",
            "127.0.0.1:4000,evil.example",
        ];
        for host in foreign {
            assert!(!local().allow(host), "{host}");
        }
    }

    #[test]
    fn on_every_address_the_addresses_of_the_machine_are_names_and_domains_are_not() {
        let hosts = Hosts::of("0.0.0.0", SocketAddr::from(([0, 0, 0, 0], 4000)));
        assert!(
            hosts.allow("192.168.1.7:4000") && hosts.allow("[fe80::1]:4000") && hosts.allow("localhost:4000")
        );
        assert!(!hosts.allow("evil.example:4000") && !hosts.allow("192.168.1.7:80"));
        assert_eq!(hosts.shown(), "127.0.0.1:4000");
    }

    #[test]
    fn a_name_that_was_asked_for_is_allowed() {
        let hosts = Hosts::of("laptop.local", SocketAddr::from(([192, 168, 1, 7], 80)));
        assert!(hosts.allow("laptop.local") && hosts.allow("Laptop.Local:80"));
        assert!(!hosts.allow("other.local") && !hosts.allow("192.168.1.7"));
    }
}
