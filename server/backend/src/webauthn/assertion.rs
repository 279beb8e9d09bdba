//! A sign-in by a passkey (§7.2).

use super::data::AuthenticatorData;
use super::key::PublicKey;
use super::{Bytes, ClientData, Refusal, RelyingParty, read};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What the browser says when a passkey was used.
#[derive(Clone, Debug)]
pub(crate) struct Assertion {
    /// Which passkey.
    pub id: Vec<u8>,
    /// Whose it is, as the authenticator was told when it was made.
    pub user: Vec<u8>,
    client: ClientData,
    client_hash: Vec<u8>,
    data: Vec<u8>,
    signature: Vec<u8>,
}

/// What the authenticator has told along with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    /// How often the passkey was used, if that is counted.
    pub count: u32,
    /// Whether it may be on several devices.
    pub syncable: bool,
    /// Whether it is.
    pub synced: bool,
}

#[derive(Deserialize)]
struct Answer {
    id: Bytes,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    authenticator_data: Bytes,
    signature: Bytes,
    #[serde(default)]
    user_handle: Option<Bytes>,
}

impl Assertion {
    /// Reads it; nothing is checked yet.
    pub fn read(answer: &str) -> Option<Self> {
        let Answer { id, response } = read(answer)?;
        let client = serde_json::from_slice(&response.client_data.0).ok()?;
        Some(Self {
            id: id.0,
            user: response.user_handle.unwrap_or_default().0,
            client,
            client_hash: Sha256::digest(&response.client_data.0).to_vec(),
            data: response.authenticator_data.0,
            signature: response.signature.0,
        })
    }

    /// The challenge that it answers: whether that was ever put is for who calls to find out.
    pub fn challenge(&self) -> &str {
        &self.client.challenge
    }

    /// Checks it against the key that belongs to its passkey.
    pub fn verify(&self, rp: &RelyingParty, key: &PublicKey) -> Result<Used, Refusal> {
        self.client.check("webauthn.get", rp)?;
        let data = AuthenticatorData::read(&self.data)?;
        data.check(rp)?;
        key.verify(&[self.data.as_slice(), &self.client_hash].concat(), &self.signature)?;
        Ok(Used { count: data.count, syncable: data.is_syncable(), synced: data.is_synced() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Registration;
    use super::*;
    use serde_json::Value;

    /// What Chromium 156 and its virtual authenticator said, for each algorithm that is asked for.
    const CHROMIUM: &str = include_str!("../../tests/data/passkeys-chromium.json");

    fn rp() -> RelyingParty {
        RelyingParty::of("http://localhost:4711").unwrap()
    }

    #[test]
    fn what_chromium_says_holds_for_every_algorithm() {
        let all: Vec<Value> = serde_json::from_str(CHROMIUM).unwrap();
        assert_eq!(all.len(), super::super::ALGORITHMS.len());
        let mut keys = Vec::new();
        for one in &all {
            let made = Registration::read(&one["made"].to_string()).unwrap();
            let registered = made.verify(&rp()).unwrap();
            let key = PublicKey::parse(&registered.key).unwrap();
            let got = Assertion::read(&one["got"].to_string()).unwrap();
            assert_eq!((got.id.as_slice(), got.user.as_slice()), (registered.id.as_slice(), [2; 16].as_slice()));
            assert_eq!(got.verify(&rp(), &key), Ok(Used { count: 2, syncable: false, synced: false }));

            for (url, why) in [
                ("http://localhost:4712", Refusal::Origin),
                ("https://localhost:4711", Refusal::Origin),
                ("https://canopy.example", Refusal::Origin),
            ] {
                let other = RelyingParty::of(url).unwrap();
                assert_eq!(got.verify(&other, &key), Err(why));
                assert_eq!(made.verify(&other), Err(why));
            }
            let other = RelyingParty { id: "canopy.example".to_owned(), ..rp() };
            assert_eq!(got.verify(&other, &key), Err(Refusal::RelyingParty));
            assert_eq!(made.verify(&other), Err(Refusal::RelyingParty));
            let counted = Assertion { data: [&got.data[..36], &[3]].concat(), ..got.clone() };
            assert_eq!(counted.verify(&rp(), &key), Err(Refusal::Signature));
            let unverified = Assertion { data: [&got.data[..32], &[1], &got.data[33..]].concat(), ..got.clone() };
            assert_eq!(unverified.verify(&rp(), &key), Err(Refusal::Unverified));
            keys.push((key, got));
        }
        for (at, (key, _)) in keys.iter().enumerate() {
            for (other, (_, got)) in keys.iter().enumerate() {
                assert_eq!(got.verify(&rp(), key).is_ok(), at == other, "each is signed by its own key alone");
            }
        }
    }

    #[test]
    fn what_one_is_for_the_other_is_not() {
        let all: Vec<Value> = serde_json::from_str(CHROMIUM).unwrap();
        let registered = Registration::read(&all[0]["made"].to_string()).unwrap().verify(&rp()).unwrap();
        let key = PublicKey::parse(&registered.key).unwrap();
        let mut got = all[0]["got"].clone();
        got["response"]["clientDataJSON"] = all[0]["made"]["response"]["clientDataJSON"].clone();
        assert_eq!(Assertion::read(&got.to_string()).unwrap().verify(&rp(), &key), Err(Refusal::Purpose));
        let mut made = all[0]["made"].clone();
        made["id"] = all[1]["made"]["id"].clone();
        assert_eq!(Registration::read(&made.to_string()).unwrap().verify(&rp()), Err(Refusal::Garbled));
    }

    #[test]
    fn what_cannot_be_read_is_nothing() {
        let long = format!("{{\"id\":\"{}\"}}", "A".repeat(20_000));
        for answer in ["", "{}", "[]", "null", r#"{"id":"a+/=","response":{}}"#, long.as_str()] {
            assert!(Assertion::read(answer).is_none() && Registration::read(answer).is_none(), "{answer}");
        }
    }
}
