//! Signing in by a passkey. The authenticator has verified its user, so it stands for password and code together: who it is
//! follows from the passkey, and no second step is asked for. All that is wrong answers alike.

use super::{challenge, relying_party};
use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller};
use crate::error::{Error, Result};
use crate::people::second_factor::Proof;
use crate::people::sessions::{self, SignedIn};
use crate::people::sign_in::{self, SignInFrom};
use crate::webauthn::{Assertion, PublicKey, RelyingParty};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// What a browser is told to sign in by any of its passkeys for us, as JSON. `suggested`: the page asks by itself, so that a field
/// can suggest them. That is counted apart, so that many who look at the page don't keep those from signing in who press its button.
pub async fn begin_passkey_sign_in(backend: &Backend, suggested: bool, from: SignInFrom) -> Result<String> {
    let rp = relying_party(backend).ok_or(Error::NotFound)?;
    let limits = if suggested { &backend.0.passkey_suggestions } else { &backend.0.passkey_limits };
    limits.count_address(backend.now(), from.address)?;
    let challenge =
        backend.write(&Caller::Anonymous, move |call| Box::pin(async move { challenge::put(call, None).await }));
    let options = json!({
        "challenge": challenge.await?.expose(),
        "rpId": rp.id,
        "userVerification": "required",
        "timeout": challenge::LASTS,
    });
    Ok(options.to_string())
}

/// Begins a session for who has used a passkey. Unknown passkeys, wrong signatures, challenges that are over, users who may not
/// sign in answer alike.
pub async fn sign_in_by_passkey(backend: &Backend, answer: &str, remember: bool, from: SignInFrom) -> Result<SignedIn> {
    let rp = relying_party(backend).ok_or(Error::NotFound)?;
    let said = Assertion::read(answer);
    let account = said.as_ref().map(|said| URL_SAFE_NO_PAD.encode(&said.id)).unwrap_or_default();
    backend.0.passkey_limits.count(backend.now(), from.address, &account)?;
    let said = said.ok_or(Error::SignInFailed)?;
    let begun = backend.write(&Caller::Anonymous, move |call| Box::pin(begin(call, rp, said, remember, from)));
    begun.await?.ok_or(Error::SignInFailed)
}

/// A passkey and its owner.
#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    public_key: Vec<u8>,
    sign_count: i64,
    syncable: i64,
    user_row: i64,
    user_id: Uuid,
    customer_row: i64,
}

/// A sign-in that is refused is no error, which would give the challenge back and take what is logged of it.
async fn begin(
    call: &mut Call,
    rp: RelyingParty,
    said: Assertion,
    remember: bool,
    from: SignInFrom,
) -> Result<Option<SignedIn>> {
    let put = challenge::take(call, said.challenge(), None).await?;
    let row = call.one(
        "SELECT p.id, p.name, p.public_key, p.sign_count, p.syncable, u.id AS user_row, u.public_id AS user_id,
            u.customer_id AS customer_row
         FROM passkeys p JOIN users u ON u.id = p.user_id WHERE p.credential_id = $1",
        vec![said.id.clone().into()],
    );
    let row = row.await?.map(|row| Row::from_query_result(&row, "")).transpose()?;
    let key = match &row {
        Some(row) => {
            PublicKey::parse(&row.public_key).map_err(|_| Error::internal("a stored passkey can't be read"))?
        }
        None => PublicKey::nobodys(),
    };
    let used = said.verify(&rp, &key);
    let (Some(row), true) = (row, put) else { return Ok(None) };
    let used = match used {
        Ok(used) => used,
        Err(refusal) => {
            tracing::warn!(user = %row.user_id, ?refusal, "a sign-in by a passkey does not hold");
            return Ok(None);
        }
    };
    let its_own = said.user == row.user_id.as_bytes() && used.syncable == (row.syncable != 0);
    if !its_own || !sign_in::may_begin(call, row.user_row).await? {
        return Ok(None);
    }
    if !counts_up(row.sign_count, i64::from(used.count)) {
        return refuse_copy(call, &row, used.count).await;
    }
    let query = "UPDATE passkeys SET sign_count = $1, synced = $2, last_used_at = $3 WHERE id = $4";
    let noted = vec![i64::from(used.count).into(), i64::from(used.synced).into(), call.now.0.into(), row.id.into()];
    call.execute(query, noted).await?;
    let session = sessions::begin(call, row.user_row, remember, &from).await?;
    sign_in::tell(call, row.user_row, Some(Proof::Passkey)).await?;
    Ok(Some(session))
}

/// Whether a count can be the next one (§6.1.1). Passkeys that are synced don't count: theirs stays 0.
const fn counts_up(last: i64, next: i64) -> bool {
    next > last || (next == 0 && last == 0)
}

/// A count that doesn't rise tells that the key was copied: whoever uses it now may not be its owner.
async fn refuse_copy(call: &Call, row: &Row, count: u32) -> Result<Option<SignedIn>> {
    #[derive(Serialize)]
    struct Copied<'n> {
        name: &'n str,
        count: i64,
    }
    tracing::warn!(user = %row.user_id, "a passkey counts backwards: it may have been copied");
    let (before, after) =
        (Copied { name: &row.name, count: row.sign_count }, Copied { name: &row.name, count: i64::from(count) });
    let object = Object::User(row.user_id.as_u128());
    log(call, "user.refuse_passkey", object, row.customer_row, Some(before), Some(after)).await?;
    Ok(None)
}
