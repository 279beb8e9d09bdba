//! Codes that change with time (RFC 6238: six digits, half a minute, HMAC-SHA-1, what every app knows), the picture by
//! which an app learns the secret, and recovery codes. No database.

use crate::error::{Error, Result};
use crate::random;
use model::second_factor::SetUpCode;
use model::time::Timestamp;
use qrcode::{Color, QrCode};
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret: as many as HMAC-SHA-1 gives (RFC 4226 §4).
pub(super) const SECRET: usize = 20;
/// How many recovery codes there are.
pub(super) const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code: 80 random bits, so that a fast hash is enough.
const RECOVERY: usize = 16;
/// Letters and digits that can't be taken for one another, 32 of them.
const ALPHABET: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

fn totp(secret: &[u8], issuer: &str, account: &str) -> Result<Totp> {
    // Names with a colon would end the issuer there.
    let plain = |text: &str| text.replace(':', " ");
    let builder = Builder::new().with_secret(Secret::from(secret.to_vec())).with_skew(1);
    let builder = builder.with_issuer(Some(plain(issuer))).with_account_name(plain(account));
    builder.build().map_err(|_| Error::internal("a secret for codes is not one"))
}

/// The step of time whose code this is: the present one, the one before or the one after.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.0 / model::time::SECOND).unwrap_or_default();
    let step = totp(secret, "", "")?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// What an app needs to know to make codes.
pub(super) fn set_up(secret: &[u8], issuer: &str, account: &str) -> Result<SetUpCode> {
    let url = totp(secret, issuer, account)?.to_url().map_err(|_| Error::internal("no address for an app"))?;
    let picture = QrCode::new(url.as_bytes()).map_err(|_| Error::internal("no picture for an app"))?;
    let text = Secret::from(secret.to_vec()).to_base32();
    Ok(SetUpCode { secret: text, side: picture.width() as u32, path: path(&picture) })
}

/// The dark modules, a run of a row at a time.
fn path(picture: &QrCode) -> String {
    let mut path = String::new();
    for (y, row) in picture.to_colors().chunks(picture.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                path.push_str(&format!("M{x} {y}h{0}v1h-{0}z", run.len()));
            }
            x += run.len();
        }
    }
    path
}

/// A new recovery code, in groups of four as it is shown.
pub(super) fn recovery_code() -> String {
    let random: [u8; RECOVERY] = random::bytes();
    let letters = random.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The hash of a recovery code as typed, without what stands between the groups; none if it can't be one.
pub(super) fn recovery_hash(code: &str) -> Option<random::SecretHash> {
    let code = code.replace('-', "");
    (code.len() == RECOVERY).then(|| random::hash(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, in six digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            let at = |seconds: i64| step_of(secret, code, Timestamp(seconds * 1_000)).unwrap();
            assert_eq!(at(seconds), Some(seconds / 30));
            assert_eq!(at(seconds + 30), Some(seconds / 30), "a step late");
            assert_eq!(at(seconds - 30), Some(seconds / 30), "a step early");
            assert_eq!(at(seconds + 60), None);
        }
        for garbled in ["", "28708", "2870822", "abcdef"] {
            assert_eq!(step_of(secret, garbled, Timestamp(59_000)).unwrap(), None, "{garbled}");
        }
    }

    #[test]
    fn an_app_learns_secret_and_names() {
        let made = set_up(b"12345678901234567890", "Northwind: Cloud", "ada@provider.example").unwrap();
        assert_eq!(made.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(made.side >= 21 && made.path.starts_with("M0 0h7v1h-7z"), "{made:?}");
        let url = totp(b"12345678901234567890", "Northwind: Cloud", "ada@provider.example").unwrap().to_url().unwrap();
        assert!(url.starts_with("otpauth://totp/") && url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{url}");
        assert!(url.contains("issuer=Northwind"), "{url}");
    }

    #[test]
    fn recovery_codes_are_long_and_read_without_their_dashes() {
        let code = recovery_code();
        assert_eq!(code.len(), 19, "{code}");
        assert_ne!(code, recovery_code());
        assert_eq!(recovery_hash(&code), recovery_hash(&code.replace('-', "")));
        assert!(recovery_hash("123456").is_none());
    }
}
