//! Public keys of passkeys as authenticators write them (COSE, RFC 9053), and signatures by them.

use super::Refusal;
use super::cbor::Value;
use ring::signature::{self, ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

/// The algorithms that are asked for, the best first: ES256, which all have; EdDSA; RS256, which Windows has.
pub(crate) const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// Bytes of an RSA modulus: from 2048 bits to 8192.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=1024;

#[rustfmt::skip]
const NOBODYS: [u8; 65] = [
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40,
    0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2,
    0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e,
    0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// ECDSA on P-256 with SHA-256: the point, uncompressed.
    Es256(Vec<u8>),
    /// Ed25519.
    EdDsa(Vec<u8>),
    /// RSASSA-PKCS1-v1_5 with SHA-256: modulus and exponent.
    Rs256(Vec<u8>, Vec<u8>),
}

impl PublicKey {
    /// Reads a key of an algorithm that was asked for.
    pub fn parse(cose: &[u8]) -> Result<Self, Refusal> {
        let map = Value::read_all(cose).ok_or(Refusal::Garbled)?;
        let number = |label| map.at(label).and_then(Value::number);
        let bytes = |label, length: &dyn Fn(usize) -> bool| {
            map.at(label).and_then(Value::bytes).filter(|bytes| length(bytes.len())).ok_or(Refusal::Garbled)
        };
        let coordinate = |length: usize| length == 32;
        // Kind of key (1), algorithm (3), curve (-1).
        match (number(1), number(3)) {
            (Some(2), Some(-7)) if number(-1) == Some(1) => {
                Ok(Self::Es256([&[4], bytes(-2, &coordinate)?, bytes(-3, &coordinate)?].concat()))
            }
            (Some(1), Some(-8)) if number(-1) == Some(6) => Ok(Self::EdDsa(bytes(-2, &coordinate)?.to_vec())),
            (Some(3), Some(-257)) => {
                let modulus = bytes(-1, &|length| MODULUS.contains(&length))?;
                Ok(Self::Rs256(modulus.to_vec(), bytes(-2, &|length| length > 0 && length <= 8)?.to_vec()))
            }
            _ => Err(Refusal::Algorithm),
        }
    }

    /// A key for the work of checking a passkey that is not there: the point that P-256 begins with.
    pub fn nobodys() -> Self {
        Self::Es256(NOBODYS.to_vec())
    }

    /// Whether who has the other half of the key has signed this.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refusal> {
        let checked = match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature),
            Self::EdDsa(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Self::Rs256(n, e) => {
                signature::RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        };
        checked.map_err(|_| Refusal::Signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A COSE key for Ed25519 with one member changed.
    fn cose(kind: u8, algorithm: u8, curve: u8, length: u8) -> Vec<u8> {
        let head = [0xa4, 1, kind, 3, algorithm, 0x20, curve, 0x21, 0x58, length];
        [head.as_slice(), &vec![7; usize::from(length)]].concat()
    }

    #[test]
    fn only_keys_that_were_asked_for_are_read() {
        assert_eq!(PublicKey::parse(&cose(1, 0x27, 6, 32)), Ok(PublicKey::EdDsa(vec![7; 32])));
        assert_eq!(PublicKey::parse(&cose(1, 0x27, 6, 31)), Err(Refusal::Garbled), "too short");
        assert_eq!(PublicKey::parse(&cose(1, 0x27, 7, 32)), Err(Refusal::Algorithm), "another curve");
        assert_eq!(PublicKey::parse(&cose(1, 0x26, 6, 32)), Err(Refusal::Algorithm), "another algorithm's key");
        assert_eq!(PublicKey::parse(&cose(4, 0x27, 6, 32)), Err(Refusal::Algorithm), "a secret of both");
        assert_eq!(
            PublicKey::parse(&[cose(1, 0x27, 6, 32), vec![0]].concat()),
            Err(Refusal::Garbled),
            "more behind it"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(cose: Vec<u8>, signature: Vec<u8>) {
            if let Ok(key) = PublicKey::parse(&cose) {
                let _ = key.verify(b"message", &signature);
            }
            prop_assert_eq!(PublicKey::nobodys().verify(b"message", &signature), Err(Refusal::Signature));
        }
    }
}
