//! For whom passkeys are made: the host of the public address, and nothing that a request says.

use super::Refusal;
use sha2::{Digest, Sha256};

/// Whose passkeys these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelyingParty {
    /// The host, to which a browser binds a passkey for good.
    pub id: String,
    /// Where one has to be when it is used.
    pub origin: String,
}

impl RelyingParty {
    /// Of a public address in the form of an origin. There is none where browsers have no passkeys: where a number stands in the
    /// place of a name, and without https, but for the machine itself.
    pub fn of(public_url: &str) -> Option<Self> {
        let (scheme, authority) = public_url.split_once("://")?;
        let port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        let host = authority.rsplit_once(':').filter(|(_, end)| port(end)).map_or(authority, |(host, _)| host);
        // As URLs are read: what ends in a number is an IPv4 address, also `0x7f.1`.
        let last = host.rsplit('.').next().unwrap_or_default();
        let number = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
        let local = host == "localhost" || host.ends_with(".localhost");
        let named = !host.is_empty() && !host.starts_with('[') && !number;
        (named && (scheme == "https" || local)).then(|| Self { id: host.to_owned(), origin: public_url.to_owned() })
    }

    /// Whether an authenticator means this one.
    pub fn check(&self, hash: &[u8]) -> Result<(), Refusal> {
        if Sha256::digest(self.id.as_bytes()).as_slice() == hash { Ok(()) } else { Err(Refusal::RelyingParty) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_under_https_or_the_machine_itself_has_passkeys() {
        let id = |url: &str| RelyingParty::of(url).map(|rp| rp.id);
        assert_eq!(id("https://crm.example.com").as_deref(), Some("crm.example.com"));
        assert_eq!(id("https://crm.example.com:8443").as_deref(), Some("crm.example.com"));
        assert_eq!(id("http://localhost:3000").as_deref(), Some("localhost"));
        assert_eq!(id("http://canopy.localhost").as_deref(), Some("canopy.localhost"));
        for url in [
            "http://127.0.0.1:3000",
            "https://10.0.0.1",
            "https://[::1]:3000",
            "https://127.1",
            "https://0x7f.0x1",
            "http://crm.example.com",
            "https://",
            "crm.example.com",
        ] {
            assert_eq!(id(url), None, "{url}");
        }
    }
}
