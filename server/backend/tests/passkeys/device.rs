//! A device that keeps a passkey, and the browser before it: what they say, and every lie that they could tell.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Present and verified.
pub const VERIFIED: u8 = 0x05;
/// May be on several devices, and is.
pub const SYNCED: u8 = 0x18;

/// What a device and its browser believe; public, so that a test changes what it likes.
pub struct Device {
    pub id: Vec<u8>,
    pub user: Vec<u8>,
    pub origin: String,
    pub rp: String,
    pub flags: u8,
    pub count: u32,
    key: EcdsaKeyPair,
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn text(options: &str, pointer: &str) -> String {
    let options: Value = serde_json::from_str(options).unwrap();
    options.pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
}

impl Device {
    /// One that makes a passkey as it is told.
    pub fn new(options: &str, id: &[u8]) -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        Self {
            id: id.to_vec(),
            user: URL_SAFE_NO_PAD.decode(text(options, "/user/id")).unwrap(),
            origin: "https://canopy.example".to_owned(),
            rp: text(options, "/rp/id"),
            flags: VERIFIED,
            count: 0,
            key: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref(), &random).unwrap(),
        }
    }

    fn client(&self, purpose: &str, options: &str) -> Vec<u8> {
        let (challenge, origin) = (text(options, "/challenge"), &self.origin);
        json!({ "type": purpose, "challenge": challenge, "origin": origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let flags = [self.flags | more];
        [Sha256::digest(self.rp.as_bytes()).as_slice(), &flags, &self.count.to_be_bytes()].concat()
    }

    /// What is said when the passkey is made.
    pub fn make(&self, options: &str) -> String {
        // An uncompressed point: 4, then both coordinates.
        let point = self.key.public_key().as_ref();
        let key =
            [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]].concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let data = [self.data(0x40).as_slice(), &[0; 16], &length, &self.id, &key].concat();
        let size = u16::try_from(data.len()).unwrap().to_be_bytes();
        let head = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".as_slice(), &size].concat();
        let response = json!({
            "clientDataJSON": encode(&self.client("webauthn.create", options)),
            "attestationObject": encode(&[head, data].concat()),
        });
        json!({ "id": encode(&self.id), "type": "public-key", "response": response }).to_string()
    }

    /// What is said when it is used; it is counted.
    pub fn sign(&mut self, options: &str) -> String {
        self.count += 1;
        self.sign_as_counted(options)
    }

    /// The same without being counted.
    pub fn sign_as_counted(&self, options: &str) -> String {
        let (client, data) = (self.client("webauthn.get", options), self.data(0));
        let message = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).unwrap();
        let response = json!({
            "clientDataJSON": encode(&client),
            "authenticatorData": encode(&data),
            "signature": encode(signature.as_ref()),
            "userHandle": encode(&self.user),
        });
        json!({ "id": encode(&self.id), "type": "public-key", "response": response }).to_string()
    }
}
