//! The mail server, as `CANOPY_SMTP_URL` names it.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// What one answer of the mail server may take; the answer to the whole text may take longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// When the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// Never.
    None,
    /// As soon as the server offers it.
    Offered,
    /// By STARTTLS, or nothing is sent.
    Required,
    /// From the first byte (`smtps://`).
    Wrapped,
}

/// A mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    /// Certificates that are trusted besides the public ones.
    pub(super) ca: Option<PathBuf>,
    pub(super) login: Option<(String, String)>,
    pub(super) patience: Duration,
}

/// The text was not the address of a mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSmtp;

/// The password is never shown.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({self})")
    }
}

impl std::fmt::Display for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Smtp {
    /// How long one answer may take.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Whether a password travels unencrypted through a network.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        self.login.is_some() && !is_here(&self.host) && matches!(self.tls, Tls::None | Tls::Offered)
    }
}

impl FromStr for Smtp {
    type Err = InvalidSmtp;

    /// Reads `smtp(s)://user:pass@host:port`, user and password percent-encoded. `smtps` is encrypted from the start
    /// (port 465). `smtp` (port 587) turns to encryption: with a password always, without one when the server offers
    /// it, on this very machine never; `?tls=required`, `?tls=offered` and `?tls=none` say otherwise. `?ca=/a/file.pem`
    /// names certificates that are trusted besides the public ones.
    fn from_str(text: &str) -> Result<Self, InvalidSmtp> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(InvalidSmtp)?;
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (login, server) = match rest.rsplit_once('@') {
            Some((login, server)) => (Some(read_login(login)?), server),
            None => (None, rest),
        };
        let wrapped = match scheme.to_ascii_lowercase().as_str() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(InvalidSmtp),
        };
        let (host, port) = read_server(server, if wrapped { 465 } else { 587 })?;
        let (mut said, mut ca) = (None, None);
        for part in query.into_iter().flat_map(|query| query.split('&')) {
            match part.split_once('=') {
                Some(("tls", value)) if said.is_none() => said = Some(value),
                Some(("ca", value)) if ca.is_none() && !value.is_empty() => ca = Some(PathBuf::from(decoded(value)?)),
                _ => return Err(InvalidSmtp),
            }
        }
        let tls = match (wrapped, said) {
            (true, None) => Tls::Wrapped,
            (false, Some("required")) => Tls::Required,
            (false, Some("offered")) => Tls::Offered,
            (false, Some("none")) => Tls::None,
            (false, None) if is_here(&host) => Tls::None,
            (false, None) if login.is_some() => Tls::Required,
            (false, None) => Tls::Offered,
            _ => return Err(InvalidSmtp),
        };
        Ok(Self { host, port, tls, ca, login, patience: PATIENCE })
    }
}

fn read_login(text: &str) -> Result<(String, String), InvalidSmtp> {
    let (user, password) = text.split_once(':').ok_or(InvalidSmtp)?;
    Ok((decoded(user)?, decoded(password)?))
}

fn read_server(text: &str, port: u16) -> Result<(String, u16), InvalidSmtp> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(literal) => literal.split_once(']').ok_or(InvalidSmtp)?,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let port = match rest.strip_prefix(':') {
        Some(port) => port.parse().map_err(|_| InvalidSmtp)?,
        None if rest.is_empty() => port,
        None => return Err(InvalidSmtp),
    };
    let allowed = |c: char| c.is_alphanumeric() || ".-_:".contains(c);
    if host.is_empty() || port == 0 || !host.chars().all(allowed) {
        return Err(InvalidSmtp);
    }
    Ok((host.to_owned(), port))
}

/// Percent-encoding of RFC 3986.
fn decoded(text: &str) -> Result<String, InvalidSmtp> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next(), rest.next()].map(|digit| (digit.unwrap_or_default() as char).to_digit(16));
        let [Some(high), Some(low)] = digits else { return Err(InvalidSmtp) };
        bytes.push((high * 16 + low) as u8);
    }
    let text = String::from_utf8(bytes).map_err(|_| InvalidSmtp)?;
    if text.chars().any(char::is_control) { Err(InvalidSmtp) } else { Ok(text) }
}

fn is_here(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Smtp, InvalidSmtp> {
        text.parse()
    }

    #[test]
    fn addresses_of_mail_servers() {
        let smtp = read("smtps://crm%40example.com:p%3Ass%2F@mail.example.com").unwrap();
        assert_eq!((smtp.host.as_str(), smtp.port, smtp.tls), ("mail.example.com", 465, Tls::Wrapped));
        assert_eq!(smtp.login, Some(("crm@example.com".to_owned(), "p:ss/".to_owned())));
        let tls = |text: &str| read(text).unwrap().tls;
        assert_eq!(tls("smtp://u:p@mail.example.com"), Tls::Required, "no password in the clear");
        assert_eq!(tls("smtp://mail.example.com:25/"), Tls::Offered);
        assert_eq!(tls("smtp://u:p@localhost:1025"), Tls::None);
        assert_eq!(tls("smtp://[::1]:1025"), Tls::None);
        assert_eq!(tls("SMTP://u:p@mail.example.com?tls=none"), Tls::None);
        assert!(read("smtp://u:p@mail.example.com?tls=none").unwrap().is_exposed());
        assert!(!read("smtp://u:p@mail.example.com").unwrap().is_exposed());
        assert_eq!(read("smtp://10.0.0.1").unwrap().port, 587);
        let own = read("smtp://mail.example.com?tls=required&ca=/etc/our%20ca.pem").unwrap();
        assert_eq!((own.tls, own.ca), (Tls::Required, Some(PathBuf::from("/etc/our ca.pem"))));
        for wrong in [
            "mail.example.com",
            "http://mail.example.com",
            "smtp://",
            "smtp://:25",
            "smtp://user@host",
            "smtp://u:%zz@host",
            "smtp://u:%0a@host",
            "smtp://host:0",
            "smtp://host:x",
            "smtp://host/path",
            "smtp://host?tls=maybe",
            "smtps://host?tls=none",
            "smtp://host?tls=none&tls=none",
            "smtp://host?ca=",
            "smtp://host?x=y",
            "smtp://ho st",
            "smtp://[::1",
        ] {
            assert_eq!(read(wrong), Err(InvalidSmtp), "{wrong}");
        }
    }

    #[test]
    fn the_password_is_never_printed() {
        let smtp = read("smtp://anna:hunter2@mail.example.com:25").unwrap();
        assert_eq!(format!("{smtp:?} {smtp}"), "Smtp(mail.example.com:25) mail.example.com:25");
    }
}
