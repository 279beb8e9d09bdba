//! Passkeys of a person: added, named, removed, and signing in by one. Adding one takes the password, so that who has taken a
//! session can't make a way in of their own. What browsers say is checked in `webauthn/`.

mod challenge;
mod sign_in;

pub use sign_in::{begin_passkey_sign_in, sign_in_by_passkey};

use super::account::{confirm_password, person};
use super::device;
use super::sign_in::SignInFrom;
use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{ActorUser, Call, Caller, View};
use crate::error::{Error, Result};
use crate::random;
use crate::webauthn::{ALGORITHMS, Registration, RelyingParty};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::form::Problem;
use model::ids::PasskeyId;
use model::passkeys::{MOST, Passkey, PasskeyForm, Passkeys};
use model::time::Timestamp;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// For whom this server's passkeys are; none where its address is one for which browsers have none.
fn relying_party(backend: &Backend) -> Option<RelyingParty> {
    RelyingParty::of(backend.public_url())
}

/// Whether one can sign in by a passkey here.
#[must_use]
pub fn offers_passkeys(backend: &Backend) -> bool {
    relying_party(backend).is_some()
}

#[derive(FromQueryResult)]
struct Row {
    public_id: Uuid,
    name: String,
    synced: i64,
    created_at: i64,
    last_used_at: Option<i64>,
}

/// The passkeys of the person who asks. `from` tells the device that they are at.
pub async fn my_passkeys(view: &View, caller: &Caller, from: &SignInFrom) -> Result<Passkeys> {
    let (user, _) = person(view, caller)?;
    let query = "SELECT public_id, name, synced, created_at, last_used_at FROM passkeys WHERE user_id = $1 ORDER BY id";
    let rows = view.all(query, vec![user.row.into()]).await?;
    let rows = rows.iter().map(|row| Row::from_query_result(row, "")).collect::<std::result::Result<Vec<_>, _>>()?;
    let all = rows.into_iter().map(|row| Passkey {
        id: PasskeyId(row.public_id.as_u128()),
        name: row.name,
        synced: row.synced != 0,
        created_at: Timestamp(row.created_at),
        last_used_at: row.last_used_at.map(Timestamp),
    });
    let device = device::of(&from.user_agent);
    Ok(Passkeys {
        available: offers_passkeys(view.backend()),
        all: all.collect(),
        browser: device.browser.map(str::to_owned),
        system: device.system.map(str::to_owned),
    })
}

/// What a browser is told to make a passkey, as JSON, for who knows the password.
pub async fn begin_passkey(backend: &Backend, caller: &Caller, password: &str, from: SignInFrom) -> Result<String> {
    let rp = relying_party(backend).ok_or(Error::NotFound)?;
    confirm_password(backend, caller, password, from.address, "password").await?;
    backend.write(caller, move |call| Box::pin(begin(call, rp))).await
}

async fn begin(call: &mut Call, rp: RelyingParty) -> Result<String> {
    let (user, session) = person(call, call.caller())?;
    let known = call.all("SELECT credential_id FROM passkeys WHERE user_id = $1", vec![user.row.into()]).await?;
    if known.len() >= MOST as usize {
        return Err(full());
    }
    let known = known.iter().map(|row| {
        let id: Vec<u8> = row.try_get_by_index(0)?;
        Ok(json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) }))
    });
    let known: Vec<_> = known.collect::<Result<_>>()?;
    let query = "SELECT name FROM customers WHERE provider_id = 1 AND parent_id IS NULL";
    let row = call.one(query, vec![]).await?.ok_or_else(|| Error::internal("there is a provider"))?;
    let provider: String = row.try_get_by_index(0)?;
    let challenge = challenge::put(call, Some((user.row, &session))).await?;
    let options = json!({
        "challenge": challenge.expose(),
        "rp": { "id": rp.id, "name": provider },
        "user": {
            "id": URL_SAFE_NO_PAD.encode(user.id.0.to_be_bytes()),
            "name": user.email,
            "displayName": call.actor()?.name,
        },
        "pubKeyCredParams": ALGORITHMS.map(|algorithm| json!({ "type": "public-key", "alg": algorithm })),
        "excludeCredentials": known,
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        },
        "attestation": "none",
        "timeout": challenge::LASTS,
    });
    Ok(options.to_string())
}

fn full() -> Error {
    Error::field("name", Problem::Full { max: MOST })
}

/// Adds a passkey that the browser of the person who asks has made.
pub async fn add_passkey(backend: &Backend, caller: &Caller, form: &PasskeyForm, answer: &str) -> Result<()> {
    let name = form.parse()?;
    let rp = relying_party(backend).ok_or(Error::NotFound)?;
    let refused = || Error::field("name", Problem::Passkey);
    let made = Registration::read(answer);
    let added = backend.write(caller, move |call| Box::pin(add(call, rp, name, made)));
    if added.await? { Ok(()) } else { Err(refused()) }
}

/// Whether it holds. If not it is no error, which would give the challenge back.
async fn add(call: &mut Call, rp: RelyingParty, name: String, made: Option<Registration>) -> Result<bool> {
    let (user, session) = person(call, call.caller())?;
    let user = user.clone();
    let Some(made) = made else { return Ok(false) };
    if !challenge::take(call, made.challenge(), Some((user.row, &session))).await? {
        return Ok(false);
    }
    let made = match made.verify(&rp) {
        Ok(made) => made,
        Err(refusal) => {
            tracing::warn!(user = %user.id, ?refusal, "a new passkey does not hold");
            return Ok(false);
        }
    };
    // Two that are added at one moment are counted one after the other.
    call.lock_tree().await?;
    let count = call.number("SELECT count(*) FROM passkeys WHERE user_id = $1", vec![user.row.into()]).await?;
    if count >= i64::from(MOST) {
        return Err(full());
    }
    let stored = call.execute(
        "INSERT INTO passkeys (public_id, user_id, credential_id, public_key, sign_count, syncable, synced, name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING",
        vec![
            Uuid::from_u128(random::uuid_v7(call.now)).into(),
            user.row.into(),
            made.id.into(),
            made.key.into(),
            i64::from(made.count).into(),
            i64::from(made.syncable).into(),
            i64::from(made.synced).into(),
            name.clone().into(),
            call.now.0.into(),
        ],
    );
    if stored.await? == 0 {
        return Ok(false);
    }
    tell(call, &user, "user.add_passkey", None, Some(Named { name: &name })).await?;
    Ok(true)
}

#[derive(Serialize)]
struct Named<'n> {
    name: &'n str,
}

async fn tell(
    call: &Call,
    user: &ActorUser,
    verb: &str,
    before: Option<Named<'_>>,
    after: Option<Named<'_>>,
) -> Result<()> {
    log(call, verb, Object::User(user.id.0), call.actor()?.home_row, before, after).await
}

/// The name of a passkey of the person who asks; another's doesn't exist.
async fn own(call: &Call, id: PasskeyId) -> Result<(ActorUser, String)> {
    let user = person(call, call.caller())?.0.clone();
    let query = "SELECT name FROM passkeys WHERE public_id = $1 AND user_id = $2";
    let row = call.one(query, vec![Uuid::from_u128(id.0).into(), user.row.into()]).await?;
    Ok((user, row.ok_or(Error::NotFound)?.try_get_by_index(0)?))
}

/// Gives one of one's passkeys another name.
pub async fn rename_passkey(call: &mut Call, id: PasskeyId, name: String) -> Result<()> {
    let (user, before) = own(call, id).await?;
    if before == name {
        return Ok(());
    }
    let query = "UPDATE passkeys SET name = $1 WHERE public_id = $2";
    call.execute(query, vec![name.clone().into(), Uuid::from_u128(id.0).into()]).await?;
    tell(call, &user, "user.rename_passkey", Some(Named { name: &before }), Some(Named { name: &name })).await
}

/// Removes one of one's passkeys: it signs nobody in any more. Sessions that it has begun stay; whoever doubts a device ends
/// its session too.
pub async fn remove_passkey(call: &mut Call, id: PasskeyId) -> Result<()> {
    let (user, name) = own(call, id).await?;
    call.execute("DELETE FROM passkeys WHERE public_id = $1", vec![Uuid::from_u128(id.0).into()]).await?;
    tell(call, &user, "user.remove_passkey", Some(Named { name: &name }), None).await
}

/// Takes all passkeys off a user; whether there were any.
pub(super) async fn forget(call: &Call, user: i64) -> Result<bool> {
    call.execute("DELETE FROM passkey_challenges WHERE user_id = $1", vec![user.into()]).await?;
    Ok(call.execute("DELETE FROM passkeys WHERE user_id = $1", vec![user.into()]).await? > 0)
}
