//! Randomness: secrets, their hashes, and time-ordered ids.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::time::Timestamp;
use sha2::{Digest, Sha256};

/// A 256-bit secret for a session, a link or a token, as text safe in URLs and cookies.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The SHA-256 of a secret: what is stored. A fast hash is enough for 256 random bits.
pub type SecretHash = Vec<u8>;

impl Secret {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes::<32>()))
    }

    /// The text itself, to be shown or sent once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The hash under which a secret is stored.
#[must_use]
pub fn hash(secret: &str) -> SecretHash {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Random bytes from the operating system.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut buffer = [0; N];
    #[expect(clippy::disallowed_methods, reason = "the one place that asks for randomness")]
    getrandom::fill(&mut buffer).expect("the operating system gives random bytes");
    buffer
}

/// A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits.
#[must_use]
pub fn uuid_v7(now: Timestamp) -> u128 {
    let time = (now.0.max(0) as u128 & 0xffff_ffff_ffff) << 80;
    let random = u128::from_be_bytes(bytes());
    let version = 0x7u128 << 76;
    let variant = 0b10u128 << 62;
    time | version | ((random >> 64 & 0xfff) << 64) | variant | (random & 0x3fff_ffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_v7_id_carries_its_time_version_and_variant() {
        let id = model::ids::CustomerId(uuid_v7(Timestamp(0x0198_c0de_7a2b))).to_string();
        assert!(id.starts_with("0198c0de-7a2b-7"), "{id}");
        assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{id}");
    }

    #[test]
    fn secrets_are_long_and_never_printed() {
        let secret = Secret::generate();
        assert_eq!(secret.expose().len(), 43);
        assert_ne!(secret.expose(), Secret::generate().expose());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
