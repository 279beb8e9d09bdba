//! A new passkey (§7.1).

use super::cbor::Value;
use super::data::AuthenticatorData;
use super::key::PublicKey;
use super::{Bytes, ClientData, Refusal, RelyingParty, read};
use serde::Deserialize;

/// What the browser says when a passkey was made.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    id: Vec<u8>,
    client: ClientData,
    attestation: Vec<u8>,
}

/// A passkey that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    /// What it is called by the authenticator.
    pub id: Vec<u8>,
    /// Its public key, as the authenticator wrote it.
    pub key: Vec<u8>,
    /// How often it was used, if that is counted.
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
    attestation_object: Bytes,
}

impl Registration {
    /// Reads it; nothing is checked yet.
    pub fn read(answer: &str) -> Option<Self> {
        let Answer { id, response } = read(answer)?;
        let client = serde_json::from_slice(&response.client_data.0).ok()?;
        Some(Self { id: id.0, client, attestation: response.attestation_object.0 })
    }

    /// The challenge that it answers: whether that was ever put, and to whom, is for who calls to find out.
    pub fn challenge(&self) -> &str {
        &self.client.challenge
    }

    /// Checks it.
    pub fn verify(&self, rp: &RelyingParty) -> Result<Registered, Refusal> {
        self.client.check("webauthn.create", rp)?;
        let attestation = Value::read_all(&self.attestation).ok_or(Refusal::Garbled)?;
        let data = attestation.member(&Value::Text("authData")).and_then(Value::bytes).ok_or(Refusal::Garbled)?;
        let data = AuthenticatorData::read(data)?;
        data.check(rp)?;
        let (id, key) = data.credential.filter(|(id, _)| *id == self.id).ok_or(Refusal::Garbled)?;
        PublicKey::parse(key)?;
        let (syncable, synced) = (data.is_syncable(), data.is_synced());
        Ok(Registered { id: id.to_vec(), key: key.to_vec(), count: data.count, syncable, synced })
    }
}
