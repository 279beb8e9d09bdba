//! Server functions of passkeys: one's own, and signing in by one.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::ids::PasskeyId;
use model::passkeys::{PasskeyForm, Passkeys};
use model::second_factor::ProofForm;

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::people;

/// One's own passkeys.
#[server(protocol = Wire)]
pub async fn my_passkeys() -> Result<Passkeys, AppError> {
    let (view, incoming) = (request::view().await?, request::incoming()?);
    people::my_passkeys(&view, &incoming.caller, &incoming.origin()).await.map_err(request::refuse)
}

/// What the browser is told to make one, for who knows the password.
#[server(protocol = Wire)]
pub async fn begin_passkey(proof: ProofForm) -> Result<String, AppError> {
    let incoming = request::incoming()?;
    let (backend, caller) = (&incoming.backend, &incoming.caller);
    people::begin_passkey(backend, caller, &proof.password, incoming.origin()).await.map_err(request::refuse)
}

/// Adds one that the browser has made.
#[server(protocol = Wire)]
pub async fn add_passkey(passkey: PasskeyForm, answer: String) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    people::add_passkey(&incoming.backend, &incoming.caller, &passkey, &answer).await.map_err(request::refuse)
}

/// Gives one another name.
#[server(protocol = Wire)]
pub async fn rename_passkey(id: PasskeyId, passkey: PasskeyForm) -> Result<(), AppError> {
    let name = passkey.parse().map_err(request::invalid)?;
    request::write(move |call| Box::pin(people::rename_passkey(call, id, name))).await?;
    request::then(&routes::account_after(routes::PASSKEY_RENAMED));
    Ok(())
}

/// Removes one.
#[server(protocol = Wire)]
pub async fn remove_passkey(id: PasskeyId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(people::remove_passkey(call, id))).await?;
    request::then(&routes::account_after(routes::PASSKEY_REMOVED));
    Ok(())
}

/// Whether one can sign in by a passkey here.
#[server(protocol = Wire)]
pub async fn offers_passkeys() -> Result<bool, AppError> {
    Ok(people::offers_passkeys(&request::incoming()?.backend))
}

/// What the browser is told to sign in by one; `suggested` when nobody has pressed anything yet.
#[server(protocol = Wire)]
pub async fn begin_passkey_sign_in(#[server(default)] suggested: bool) -> Result<String, AppError> {
    let incoming = request::incoming()?;
    people::begin_passkey_sign_in(&incoming.backend, suggested, incoming.origin()).await.map_err(request::refuse)
}

/// Signs in by what the browser says; where to go from there is the page's to know.
#[server(protocol = Wire)]
pub async fn sign_in_by_passkey(answer: String, #[server(default)] remember: bool) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let session = people::sign_in_by_passkey(&incoming.backend, &answer, remember, incoming.origin()).await;
    request::go_on(&session.map_err(request::refuse)?, "");
    Ok(())
}
