//! What a browser says about a passkey, and whether it holds (W3C Web Authentication, level 3): no IO, no database.
//!
//! Only what passkeys need: credentials that the authenticator keeps and for which it has verified its user. Who made the
//! authenticator isn't asked, so attestation statements are read over. Signatures are checked by `ring`, which TLS brings along.

mod assertion;
mod cbor;
mod data;
mod key;
mod registration;
mod rp;

pub(crate) use assertion::Assertion;
pub(crate) use key::{ALGORITHMS, PublicKey};
pub(crate) use registration::Registration;
pub(crate) use rp::RelyingParty;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};

/// Most bytes of a credential's id (§4, "Credential ID").
pub(crate) const ID_MAX: usize = 1023;
/// Most bytes of what a browser says; RSA keys and long ids take one or two thousand.
const ANSWER_MAX: usize = 16_384;

/// Why something does not hold. For the log and the tests: who asks is told nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It can't be read, or its parts contradict each other.
    Garbled,
    /// It says that it was made for something else.
    Purpose,
    /// It was made on another site, or in a frame of one.
    Origin,
    /// It was made for another relying party.
    RelyingParty,
    /// The authenticator has not verified its user.
    Unverified,
    /// A kind of key that was not asked for.
    Algorithm,
    /// The signature is another's.
    Signature,
}

/// Bytes as browsers write them in JSON.
#[derive(Clone, Debug, Default)]
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        URL_SAFE_NO_PAD.decode(text.as_bytes()).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Reads an answer of a browser that is no longer than one can be.
fn read<'de, T: Deserialize<'de>>(answer: &'de str) -> Option<T> {
    if answer.len() > ANSWER_MAX { None } else { serde_json::from_str(answer).ok() }
}

/// What the browser vouches for (§5.8.1), as far as it is looked at; members may be added to it at any time.
#[derive(Clone, Debug, Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    purpose: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    in_a_frame: bool,
}

impl ClientData {
    fn check(&self, purpose: &str, rp: &RelyingParty) -> Result<(), Refusal> {
        if self.purpose != purpose {
            return Err(Refusal::Purpose);
        }
        if self.origin != rp.origin || self.in_a_frame {
            return Err(Refusal::Origin);
        }
        Ok(())
    }
}
