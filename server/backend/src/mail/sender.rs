//! Whom mail is from.

use lettre::Address;
use lettre::message::Mailbox;
use std::net::IpAddr;
use std::str::FromStr;

/// The name that mail has when none is configured.
const NAME: &str = "Canopy";

/// Name and address that mail is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

/// The text was neither an address nor a name with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSender;

impl FromStr for Sender {
    type Err = InvalidSender;

    /// Reads `canopy@example.com` or `Example CRM <canopy@example.com>`.
    fn from_str(text: &str) -> Result<Self, InvalidSender> {
        if text.chars().any(char::is_control) {
            return Err(InvalidSender);
        }
        let mut mailbox: Mailbox = text.trim().parse().map_err(|_| InvalidSender)?;
        mailbox.name.get_or_insert_with(|| NAME.to_owned());
        Ok(Self(mailbox))
    }
}

impl Sender {
    /// What is used when nothing else is configured: `no-reply` at the host of the public address. An address on a
    /// bare machine has no host that mail could come from.
    #[must_use]
    pub fn at(public_url: &str) -> Self {
        let host = host(public_url);
        let domain = if is_domain(host) { host } else { "localhost" };
        let address = Address::new("no-reply", domain).or_else(|_| Address::new("no-reply", "localhost"));
        Self(Mailbox::new(Some(NAME.to_owned()), address.expect("localhost is a domain")))
    }

    /// Whether other servers are likely to take mail from this address.
    #[must_use]
    pub fn is_public(&self) -> bool {
        is_domain(self.0.email.domain())
    }

    pub(super) const fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

impl std::fmt::Display for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The host of an address such as `https://crm.example.com:8443`.
pub(super) fn host(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    match rest.strip_prefix('[') {
        Some(literal) => literal.split(']').next().unwrap_or_default(),
        None => rest.split([':', '/']).next().unwrap_or_default(),
    }
}

fn is_domain(host: &str) -> bool {
    host.contains('.') && host.parse::<IpAddr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_have_a_name_and_an_address() {
        let read = |text: &str| text.parse::<Sender>().map(|sender| sender.to_string());
        assert_eq!(read("crm@example.com").unwrap(), "Canopy <crm@example.com>");
        assert_eq!(read(" Rossi CRM <crm@example.com> ").unwrap(), "Rossi CRM <crm@example.com>");
        for wrong in ["", "crm", "<>", "a@b.it, c@d.it", "a@b.it\r\nBcc: x@y.it", "X <a@b.it"] {
            assert_eq!(read(wrong), Err(InvalidSender), "{wrong}");
        }
    }

    #[test]
    fn without_one_the_public_host_counts() {
        for (url, address) in [
            ("https://crm.example.com", "no-reply@crm.example.com"),
            ("https://crm.example.com:8443", "no-reply@crm.example.com"),
            ("http://127.0.0.1:3000", "no-reply@localhost"),
            ("http://[::1]:3000", "no-reply@localhost"),
            ("http://localhost:3000", "no-reply@localhost"),
        ] {
            let sender = Sender::at(url);
            assert_eq!(sender.to_string(), format!("Canopy <{address}>"), "{url}");
            assert_eq!(sender.is_public(), address.contains("example"), "{url}");
        }
    }
}
