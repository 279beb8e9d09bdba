//! What the authenticator vouches for (§6.1).

use super::cbor::Value;
use super::{ID_MAX, Refusal, RelyingParty};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const SYNCABLE: u8 = 0x08;
const SYNCED: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// It, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuthenticatorData<'a> {
    rp_id_hash: &'a [u8],
    flags: u8,
    /// How often the key was used, as far as the authenticator counts that; else 0.
    pub count: u32,
    /// A new credential: its id and its key.
    pub credential: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> AuthenticatorData<'a> {
    pub fn read(input: &'a [u8]) -> Result<Self, Refusal> {
        Self::parts(input).ok_or(Refusal::Garbled)
    }

    fn parts(input: &'a [u8]) -> Option<Self> {
        let (rp_id_hash, rest) = input.split_at_checked(32)?;
        let (&[flags], rest) = rest.split_first_chunk::<1>()?;
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        let mut credential = None;
        if flags & HAS_CREDENTIAL != 0 {
            // Which make of authenticator it is doesn't matter here.
            let (_make, behind) = rest.split_at_checked(16)?;
            let (length, behind) = behind.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (id, key) = behind.split_at_checked(length).filter(|_| (1..=ID_MAX).contains(&length))?;
            let (_, behind) = Value::read(key)?;
            credential = Some((id, &key[..key.len() - behind.len()]));
            rest = behind;
        }
        if flags & HAS_EXTENSIONS != 0 {
            let (extensions, behind) = Value::read(rest)?;
            matches!(extensions, Value::Map(_)).then_some(())?;
            rest = behind;
        }
        // What is not to be synced isn't.
        let sound = rest.is_empty() && (flags & SYNCABLE != 0 || flags & SYNCED == 0);
        sound.then_some(Self { rp_id_hash, flags, count: u32::from_be_bytes(*count), credential })
    }

    /// Whether it is for this relying party, and by someone who was there and has shown who they are.
    pub fn check(&self, rp: &RelyingParty) -> Result<(), Refusal> {
        rp.check(self.rp_id_hash)?;
        let asked = PRESENT | VERIFIED;
        if self.flags & asked == asked { Ok(()) } else { Err(Refusal::Unverified) }
    }

    /// Whether the passkey may be on several devices; that never changes.
    pub fn is_syncable(&self) -> bool {
        self.flags & SYNCABLE != 0
    }

    /// Whether it is kept on more than one device at the moment.
    pub fn is_synced(&self) -> bool {
        self.flags & SYNCED != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn data(flags: u8, behind: &[u8]) -> Vec<u8> {
        [&[0; 32], [flags].as_slice(), &[0, 0, 1, 2], behind].concat()
    }

    #[test]
    fn its_length_is_what_its_flags_say() {
        assert_eq!(AuthenticatorData::read(&data(5, &[])).unwrap().count, 258);
        assert_eq!(AuthenticatorData::read(&data(5, &[0])), Err(Refusal::Garbled), "more behind it");
        assert_eq!(AuthenticatorData::read(&data(0x45, &[0; 18])), Err(Refusal::Garbled), "no id, no key");
        assert!(AuthenticatorData::read(&data(0x85, &[0xa0])).is_ok(), "extensions");
        assert_eq!(AuthenticatorData::read(&data(0x85, &[0x80])), Err(Refusal::Garbled), "extensions are a map");
        assert_eq!(AuthenticatorData::read(&data(0x15, &[])), Err(Refusal::Garbled), "synced, but not to be synced");
        assert!(AuthenticatorData::read(&data(0x1d, &[])).unwrap().is_synced());
        assert_eq!(AuthenticatorData::read(&[0; 36]), Err(Refusal::Garbled));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(input: Vec<u8>, flags: u8) {
            let _ = AuthenticatorData::read(&input);
            let _ = AuthenticatorData::read(&data(flags, &input));
        }
    }
}
