//! Web addresses: an `http` or `https` URL (RFC 9110 §4.2), or a bare domain as on a business card.

use super::{code, host};
use crate::form::Problem;
use crate::text;
use std::borrow::Cow;

code!(
    /// A web address, kept as typed. Link to [`Website::href`].
    Website
);

impl Website {
    /// Reads an address: `http` or `https` if it has a scheme, a host with a dot, no user or password in it.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let address = text::required(raw, text::OTHER)?;
        let rest = without_scheme(&address).unwrap_or(&address);
        // Browsers read a backslash as a slash: what looks like a path could be the host.
        let visible = |c: char| (c.is_ascii_graphic() && !matches!(c, '\\' | '<' | '>' | '"')) || host::is_foreign(c);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (domain, port) = authority.split_once(':').unwrap_or((authority, "80"));
        if rest.chars().all(visible) && host::is_domain(domain) && is_port(port) {
            Ok(Self(address))
        } else {
            Err(Problem::Website)
        }
    }

    /// The address as the target of a link: always `http` or `https`, whatever was stored.
    #[must_use]
    pub fn href(&self) -> Cow<'_, str> {
        match without_scheme(&self.0) {
            Some(_) => Cow::Borrowed(&self.0),
            None => Cow::Owned(format!("https://{}", self.0)),
        }
    }
}

/// What follows `http://` or `https://`, in either case.
fn without_scheme(address: &str) -> Option<&str> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let (start, rest) = address.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_kept_and_linked() {
        for (typed, link) in [
            ("https://example.com", "https://example.com"),
            ("HTTP://Example.com:8080/a?b=c#d", "HTTP://Example.com:8080/a?b=c#d"),
            ("www.example.it", "https://www.example.it"),
            ("example.com/über?q=javascript:1", "https://example.com/über?q=javascript:1"),
            ("https://bücher.example/@anna", "https://bücher.example/@anna"),
        ] {
            let website = Website::parse(&format!(" {typed} ")).expect(typed);
            assert_eq!((website.as_str(), website.href().as_ref()), (typed, link));
        }
    }

    #[test]
    fn other_schemes_and_tricks_are_refused() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt://example.com/%0aalert(1)",
            "data:text/html,x",
            "ftp://example.com",
            "mailto:a@b.it",
            "//example.com",
            "https://",
            "https:///a.it",
            "https:example.com",
            "https://localhost",
            "https://user:pw@example.com",
            "https://example.com@evil.test",
            "https://example.com\\@evil.test",
            "https://example.com:0",
            "https://example.com:65536",
            "https://example.com:+80",
            "https://example.com:",
            "example",
            "https://a b.it",
            "https://a.it/b c",
            "https://-a.it",
            "https://a..it",
            "https://192.0.2.1",
            "https://a.it/\u{202e}",
            "https://a.it/\"onclick=\"x",
            "https://a.it/<script>",
            "vbscript.it:x",
        ] {
            assert_eq!(Website::parse(bad), Err(Problem::Website), "{bad}");
        }
        assert_eq!(Website::parse("java\tscript:x"), Err(Problem::ControlCharacter));
    }

    #[test]
    fn a_link_is_safe_even_if_the_stored_text_is_not() {
        assert_eq!(Website::from_stored("javascript:x".into()).href(), "https://javascript:x");
    }

    proptest! {
        #[test]
        fn what_parses_parses_again_and_links_to_the_web(text in "(https?://)?[a-z:@/\\\\.é]{0,12}|\\PC{0,12}") {
            if let Ok(website) = Website::parse(&text) {
                let href = website.href().to_lowercase();
                prop_assert!(href.starts_with("http://") || href.starts_with("https://"));
                prop_assert_eq!(Website::parse(website.as_str()), Ok(website));
            }
        }
    }
}
