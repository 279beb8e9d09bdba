//! E-mail addresses: the practical part of RFC 5321 and RFC 6531; no quoted local parts, no address literals.

use super::{code, host};
use crate::form::Problem;
use crate::text;

code!(
    /// An e-mail address, kept byte for byte. Compare and index by [`Email::key`].
    Email
);

impl Email {
    /// Reads an address: one `@`, a local part of at most 64 bytes, a domain with a dot.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let address = text::required(raw, text::OTHER)?;
        let (local, domain) = address.split_once('@').ok_or(Problem::Email)?;
        if is_local_part(local) && host::is_domain(domain) { Ok(Self(address)) } else { Err(Problem::Email) }
    }

    /// The address in lower case: what must be unique among users.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// A dot-string of RFC 5321 §4.1.2, with letters beyond ASCII as in RFC 6531 §3.3.
fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || host::is_foreign(c);
    local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(allowed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_kept_as_typed() {
        for good in ["anna@example.com", "A.B+c'd@Mail.Example.IT", "δοκιμή@παράδειγμα.gr", "o'neill@a.ie", "1@2.com"]
        {
            assert_eq!(Email::parse(&format!(" {good}\n")).expect(good).as_str(), good);
        }
        assert_eq!(Email::parse("Anna@Example.COM").expect("good").key(), "anna@example.com");
    }

    #[test]
    fn what_no_mail_server_takes_is_refused() {
        let (local, domain) = (format!("{}@a.it", "a".repeat(65)), format!("a@{}.it", "a".repeat(64)));
        for bad in [
            "nobody at example.com",
            "a@b@c.it",
            "@a.it",
            "a@",
            "a@localhost",
            "a b@c.it",
            ".a@b.it",
            "a.@b.it",
            "a..b@c.it",
            "a@b..it",
            "\"a\"@b.it",
            "a@[192.0.2.1]",
            "a@192.0.2.1",
            "<a@b.it>",
            "a@b.it,c@d.it",
            "a\u{202e}@b.it",
            "mailto:a@b.it",
            &local,
            &domain,
        ] {
            assert_eq!(Email::parse(bad), Err(Problem::Email), "{bad}");
        }
        assert_eq!(Email::parse("a\0@b.it"), Err(Problem::ControlCharacter));
        assert_eq!(Email::parse("a\r\nBcc: x@b.it"), Err(Problem::ControlCharacter));
        assert_eq!(Email::parse(&format!("{}@b.it", "a".repeat(10_000))), Err(Problem::TooLong { max: 200 }));
    }

    proptest! {
        #[test]
        fn what_parses_parses_again_to_the_same(text in "\\PC{0,12}@\\PC{0,12}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}
