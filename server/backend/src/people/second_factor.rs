//! The second factor of a person: set up, confirmed by a first code, turned off, and its recovery codes. All of it needs the
//! password, so that who has taken a session can neither take the factor off nor lock the owner out.

use super::account::{confirm_password, person};
use super::sign_in::SignInFrom;
use super::{invite, passkeys, required, sessions, totp};
use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller, View};
use crate::error::{Denial, Error, Result};
use crate::random::{self, SecretHash};
use model::form::Problem;
use model::ids::UserId;
use model::permissions::Action;
use model::second_factor::{CodeForm, SecondFactor, SetUpCode};
use model::time::{SECOND, Timestamp};
use sea_orm::FromQueryResult;

/// How long a set-up waits for its first code.
const WAITS: i64 = 15 * 60 * SECOND;

#[derive(FromQueryResult)]
struct Row {
    key_id: String,
    sealed: Vec<u8>,
    set_up_by: SecretHash,
    created_at: i64,
    confirmed_at: Option<i64>,
}

impl Row {
    async fn of(view: &View, user: i64) -> Result<Option<Self>> {
        let query = "SELECT key_id, sealed, set_up_by, created_at, confirmed_at FROM second_factors WHERE user_id = $1";
        let row = view.one(query, vec![user.into()]).await?;
        Ok(row.map(|row| Self::from_query_result(&row, "")).transpose()?)
    }

    /// The secret; none when another key has sealed it.
    fn secret(&self, view: &View, user: i64) -> Result<Option<Vec<u8>>> {
        let vault = &view.backend.0.second_factors;
        if self.key_id == vault.id() { vault.open(&name(user), &self.sealed).map(Some) } else { Ok(None) }
    }

    /// The secret of a set-up that this session has begun and that still waits.
    fn awaited(&self, view: &View, user: i64, session: &SecretHash) -> Result<Option<Vec<u8>>> {
        let waits = self.confirmed_at.is_none() && &self.set_up_by == session && self.created_at > view.now.0 - WAITS;
        if waits { self.secret(view, user) } else { Ok(None) }
    }
}

/// The name under which a secret is sealed.
fn name(user: i64) -> String {
    format!("second factor {user}")
}

/// Whether a code is asked of this user.
pub(super) async fn is_on(view: &View, user: i64) -> Result<bool> {
    let query = "SELECT 1 FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL";
    Ok(view.one(query, vec![user.into()]).await?.is_some())
}

/// How it stands with the second factor of the person who asks. A set-up is shown to the session alone that began it.
pub async fn second_factor(view: &View, caller: &Caller) -> Result<SecondFactor> {
    let (user, session) = person(view, caller)?;
    let Some(row) = Row::of(view, user.row).await? else { return Ok(SecondFactor::Off) };
    if let Some(since) = row.confirmed_at {
        let query = "SELECT count(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL";
        let left = view.number(query, vec![user.row.into()]).await?;
        return Ok(SecondFactor::On { since: Timestamp(since), codes_left: u32::try_from(left).unwrap_or_default() });
    }
    Ok(match row.awaited(view, user.row, &session)? {
        Some(secret) => SecondFactor::Pending(set_up_code(view, &secret, &user.email).await?),
        None => SecondFactor::Off,
    })
}

/// An app shows the provider's name over its codes.
async fn set_up_code(view: &View, secret: &[u8], email: &str) -> Result<SetUpCode> {
    let query = "SELECT name FROM customers WHERE provider_id = 1 AND parent_id IS NULL";
    let row = view.one(query, vec![]).await?.ok_or_else(|| Error::internal("there is a provider"))?;
    let provider: String = row.try_get_by_index(0)?;
    totp::set_up(secret, &provider, email)
}

/// Begins a set-up, in place of one that was not confirmed.
pub async fn begin_second_factor(
    backend: &Backend,
    caller: &Caller,
    password: &str,
    from: SignInFrom,
) -> Result<SetUpCode> {
    let caller = &caller.setting_up();
    confirm_password(backend, caller, password, from.address, "password").await?;
    backend.write(caller, |call| Box::pin(begin(call))).await
}

async fn begin(call: &mut Call) -> Result<SetUpCode> {
    let (user, session) = person(call, call.caller())?;
    let secret: [u8; totp::SECRET] = random::bytes();
    let vault = &call.backend.0.second_factors;
    let stored = call.execute(
        "INSERT INTO second_factors (user_id, key_id, sealed, set_up_by, last_step, created_at)
         VALUES ($1, $2, $3, $4, 0, $5)
         ON CONFLICT (user_id) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed,
            set_up_by = excluded.set_up_by, created_at = excluded.created_at
         WHERE second_factors.confirmed_at IS NULL",
        vec![
            user.row.into(),
            vault.id().into(),
            vault.seal(&name(user.row), &secret)?.into(),
            session.into(),
            call.now.0.into(),
        ],
    );
    if stored.await? == 0 {
        return Err(Error::field("password", Problem::ReadOnly));
    }
    set_up_code(call, &secret, &user.email).await
}

/// Confirms a set-up by a first code. From then on a code is asked for; all other sessions of the person end, since they
/// began by the password alone. Gives the recovery codes, once.
pub async fn confirm_second_factor(
    backend: &Backend,
    caller: &Caller,
    form: &CodeForm,
    from: SignInFrom,
) -> Result<Vec<String>> {
    let code = form.parse()?;
    let caller = &caller.setting_up();
    let view = backend.read(caller).await?;
    let row = person(&view, caller)?.0.row;
    drop(view);
    backend.0.code_limits.count(backend.now(), from.address, &row.to_string())?;
    backend.write(caller, move |call| Box::pin(confirm(call, code))).await
}

async fn confirm(call: &mut Call, code: String) -> Result<Vec<String>> {
    let (user, session) = person(call, call.caller())?;
    let (row, object) = (user.row, Object::User(user.id.0));
    let secret = match Row::of(call, row).await? {
        Some(pending) => pending.awaited(call, row, &session)?,
        None => None,
    };
    let secret = secret.ok_or(Error::NotFound)?;
    let step = totp::step_of(&secret, &code, call.now)?.ok_or_else(|| Error::field("code", Problem::CodeWrong))?;
    let query =
        "UPDATE second_factors SET confirmed_at = $1, last_step = $2 WHERE user_id = $3 AND confirmed_at IS NULL";
    if call.execute(query, vec![call.now.0.into(), step.into(), row.into()]).await? == 0 {
        return Err(Error::NotFound);
    }
    let codes = write_codes(call, row).await?;
    sessions::end_others(call, row, Some(&session)).await?;
    let home = call.actor()?.home_row;
    log(call, "user.turn_on_second_factor", object, home, None::<()>, None::<()>).await?;
    Ok(codes)
}

/// New recovery codes in place of all before.
async fn write_codes(call: &Call, user: i64) -> Result<Vec<String>> {
    call.execute("DELETE FROM recovery_codes WHERE user_id = $1", vec![user.into()]).await?;
    let codes: Vec<String> = (0..totp::RECOVERY_CODES).map(|_| totp::recovery_code()).collect();
    for code in &codes {
        let hash = totp::recovery_hash(code).ok_or_else(|| Error::internal("a recovery code is not one"))?;
        let query = "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)";
        call.execute(query, vec![user.into(), hash.into()]).await?;
    }
    Ok(codes)
}

/// New recovery codes for who knows the password; those before are worth nothing.
pub async fn new_recovery_codes(
    backend: &Backend,
    caller: &Caller,
    password: &str,
    from: SignInFrom,
) -> Result<Vec<String>> {
    let (row, _) = confirm_password(backend, caller, password, from.address, "password").await?;
    backend
        .write(caller, move |call| {
            Box::pin(async move {
                if !is_on(call, row).await? {
                    return Err(Error::NotFound);
                }
                let codes = write_codes(call, row).await?;
                tell_own(call, "user.new_recovery_codes").await?;
                Ok(codes)
            })
        })
        .await
}

/// Turns the second factor off for who knows the password, unless it is required of them.
pub async fn turn_off_second_factor(
    backend: &Backend,
    caller: &Caller,
    password: &str,
    from: SignInFrom,
) -> Result<()> {
    let (row, _) = confirm_password(backend, caller, password, from.address, "password").await?;
    backend
        .write(caller, move |call| {
            Box::pin(async move {
                let scope = &call.actor()?.scope;
                if required::required_by(call, scope, scope).await?.is_some() {
                    return Err(Error::Forbidden(Denial::SecondFactor));
                }
                if forget(call, row).await? {
                    tell_own(call, "user.turn_off_second_factor").await?;
                }
                Ok(())
            })
        })
        .await
}

async fn tell_own(call: &Call, verb: &str) -> Result<()> {
    let (user, _) = person(call, call.caller())?;
    log(call, verb, Object::User(user.id.0), call.actor()?.home_row, None::<()>, None::<()>).await
}

/// Whether there was one that was confirmed.
async fn forget(call: &Call, user: i64) -> Result<bool> {
    let was_on = is_on(call, user).await?;
    for table in ["recovery_codes", "half_sessions", "second_factors"] {
        call.execute(&format!("DELETE FROM {table} WHERE user_id = $1"), vec![user.into()]).await?;
    }
    Ok(was_on)
}

/// Takes the second factor and all passkeys off a user who has lost them: an admin does that, of others alone. One's own needs
/// the password. Both go at once, since whoever has the lost phone would get in by its passkey without any code. Whether there
/// was any of it.
pub async fn reset_second_factor(call: &mut Call, id: UserId, version: Option<u32>) -> Result<bool> {
    let record = invite::managed(call, Action::UserResetSecondFactor, id, version).await?;
    let was_on = forget(call, record.id).await? | passkeys::forget(call, record.id).await?;
    if was_on {
        let object = Object::User(id.0);
        log(call, "user.reset_second_factor", object, record.customer_row, None::<()>, None::<()>).await?;
    }
    Ok(was_on)
}

/// By what someone has got in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Proof {
    App,
    RecoveryCode,
    /// Instead of the password, too.
    Passkey,
}

/// Takes a code of a user, if it is one and was not taken before.
pub(super) async fn take(call: &Call, user: i64, code: &str) -> Result<Option<Proof>> {
    if let Some(hash) = totp::recovery_hash(code) {
        let query = "UPDATE recovery_codes SET used_at = $1 WHERE user_id = $2 AND code_hash = $3 AND used_at IS NULL";
        let used = call.execute(query, vec![call.now.0.into(), user.into(), hash.into()]).await?;
        return Ok((used > 0).then_some(Proof::RecoveryCode));
    }
    let Some(row) = Row::of(call, user).await?.filter(|row| row.confirmed_at.is_some()) else { return Ok(None) };
    let Some(secret) = row.secret(call, user)? else { return Ok(None) };
    let Some(step) = totp::step_of(&secret, code, call.now)? else { return Ok(None) };
    let query = "UPDATE second_factors SET last_step = $1 WHERE user_id = $2 AND last_step < $1";
    let taken = call.execute(query, vec![step.into(), user.into()]).await?;
    Ok((taken > 0).then_some(Proof::App))
}
