//! Sealing what must not be read in the database: keys that are derived for one purpose each, XChaCha20-Poly1305.

use crate::error::{Error, Result};
use crate::random;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of the nonce that what is sealed begins with.
const NONCE: usize = 24;

/// A key for one purpose, derived from a secret; the secret itself is not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Vault([u8; 32]);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// The vault of an API token, for the answers that are kept for it.
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self::derive(token, "canopy idempotency")
    }

    fn derive(secret: &str, purpose: &str) -> Self {
        Self(keyed(secret.as_bytes(), purpose.as_bytes()))
    }

    /// Seals a text under a name: it opens under that name alone, so that rows can't be exchanged.
    pub(crate) fn seal(&self, name: &str, text: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE] = random::bytes();
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), Payload { msg: text, aad: name.as_bytes() });
        let sealed = sealed.map_err(|_| Error::internal("something could not be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed under this name.
    pub(crate) fn open(&self, name: &str, stored: &[u8]) -> Result<Vec<u8>> {
        let unreadable = || Error::internal("something sealed could not be opened");
        let (nonce, sealed) = stored.split_first_chunk::<NONCE>().ok_or_else(unreadable)?;
        let payload = Payload { msg: sealed, aad: name.as_bytes() };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| unreadable())
    }

    /// A fingerprint of a text that can't be tried against guesses without the key.
    pub(crate) fn fingerprint(&self, text: &[u8]) -> Vec<u8> {
        keyed(&self.0, text).to_vec()
    }

    /// A name for the key itself: servers that share a database may have different keys, and a key may be changed.
    pub(crate) fn id(&self) -> String {
        URL_SAFE_NO_PAD.encode(&keyed(&self.0, b"canopy key id")[..9])
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

fn keyed(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// The installation's own secret (`CANOPY_SECRET_KEY`), from which the key of each purpose is derived.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

/// Fewest characters of a secret key: one that is shorter can be guessed.
pub const SECRET_KEY_MIN: usize = 32;

impl SecretKey {
    /// Reads one; `None` when it is too short.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.chars().count() >= SECRET_KEY_MIN).then(|| Self(text.to_owned()))
    }

    /// A new one: 256 random bits as text.
    #[must_use]
    pub fn generate() -> Self {
        Self(random::Secret::generate().expose().to_owned())
    }

    /// The text itself, to be kept where nobody else reads it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The key that seals mail in the outbox.
    pub(crate) fn outbox(&self) -> Vault {
        Vault::derive(&self.0, "canopy outbox")
    }

    /// The key that seals the secrets of second factors.
    pub(crate) fn second_factors(&self) -> Vault {
        Vault::derive(&self.0, "canopy second factors")
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_under_its_name_alone() {
        let mine = SecretKey::generate();
        let sealed = mine.outbox().seal("a", b"a live link").unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("link"));
        assert_eq!(mine.outbox().open("a", &sealed).unwrap(), b"a live link");
        assert!(mine.outbox().open("b", &sealed).is_err(), "another row");
        assert!(SecretKey::generate().outbox().open("a", &sealed).is_err(), "another installation");
        assert!(Vault::of(mine.expose()).open("a", &sealed).is_err(), "another purpose");
        assert!(mine.outbox().open("a", &sealed[..10]).is_err());
        assert_ne!(sealed, mine.outbox().seal("a", b"a live link").unwrap(), "a nonce of its own");
    }

    #[test]
    fn keys_have_names_and_are_never_printed() {
        let key = SecretKey::parse("0123456789abcdef0123456789abcdef\n").unwrap();
        assert_eq!(key.outbox().id(), key.clone().outbox().id());
        assert_ne!(key.outbox().id(), SecretKey::generate().outbox().id());
        assert!(!format!("{key:?} {:?}", key.outbox()).contains("0123"));
        assert_eq!(SecretKey::parse("too short"), None);
    }
}
