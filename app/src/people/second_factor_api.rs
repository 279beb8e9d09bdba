//! Server functions of the second factor: one's own, and the second step of signing in.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::ids::UserId;
use model::second_factor::{CodeForm, FactorDuty, ProofForm, SecondFactor, SetUpCode};

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::people;

/// How it stands with one's own second factor.
#[server(protocol = Wire)]
pub async fn my_second_factor() -> Result<SecondFactor, AppError> {
    let (backend, caller) = request::setting_up()?;
    let view = backend.read(&caller).await.map_err(request::refuse)?;
    people::second_factor(&view, &caller).await.map_err(request::refuse)
}

/// Whether a second factor is required of oneself, by whom, and whether one has it.
#[server(protocol = Wire)]
pub async fn my_factor_duty() -> Result<FactorDuty, AppError> {
    let (backend, caller) = request::setting_up()?;
    let view = backend.read(&caller).await.map_err(request::refuse)?;
    people::factor_duty(&view, &caller).await.map_err(request::refuse)
}

/// Begins to set it up, for who knows the password.
#[server(protocol = Wire)]
pub async fn begin_second_factor(begin: ProofForm) -> Result<SetUpCode, AppError> {
    let incoming = request::incoming()?;
    let (backend, caller) = (&incoming.backend, &incoming.caller);
    let begun = people::begin_second_factor(backend, caller, &begin.password, incoming.origin()).await;
    let begun = begun.map_err(request::refuse)?;
    request::back_to_factor();
    Ok(begun)
}

/// Turns it on by its first code; gives the recovery codes.
#[server(protocol = Wire)]
pub async fn confirm_second_factor(form: CodeForm) -> Result<Vec<String>, AppError> {
    let incoming = request::incoming()?;
    let (backend, caller) = (&incoming.backend, &incoming.caller);
    people::confirm_second_factor(backend, caller, &form, incoming.origin()).await.map_err(request::refuse)
}

/// New recovery codes, for who knows the password.
#[server(protocol = Wire)]
pub async fn new_recovery_codes(fresh: ProofForm) -> Result<Vec<String>, AppError> {
    let incoming = request::incoming()?;
    let (backend, caller) = (&incoming.backend, &incoming.caller);
    people::new_recovery_codes(backend, caller, &fresh.password, incoming.origin()).await.map_err(request::refuse)
}

/// Turns it off, for who knows the password.
#[server(protocol = Wire)]
pub async fn turn_off_second_factor(off: ProofForm) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let (backend, caller) = (&incoming.backend, &incoming.caller);
    let turned = people::turn_off_second_factor(backend, caller, &off.password, incoming.origin()).await;
    turned.map_err(request::refuse)?;
    request::then(&routes::account_after(routes::FACTOR_OFF));
    Ok(())
}

/// Takes the second factor off someone else who has lost it; whether they had one.
#[server(protocol = Wire)]
pub async fn reset_second_factor(user: UserId) -> Result<bool, AppError> {
    let had_one = request::write(move |call| Box::pin(people::reset_second_factor(call, user, None))).await?;
    request::stay();
    Ok(had_one)
}

/// Whether the browser has half a session, which a code makes whole.
#[server(protocol = Wire)]
pub async fn awaits_code() -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let half = incoming.half.as_deref().unwrap_or_default();
    people::awaits_code(&incoming.backend, half).await.map_err(request::refuse)
}

/// The second step of signing in; goes on to `next`.
#[server(protocol = Wire)]
pub async fn enter_code(form: CodeForm, #[server(default)] next: String) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let half = incoming.half.as_deref().unwrap_or_default();
    let session = people::enter_code(&incoming.backend, half, &form, incoming.origin()).await;
    request::go_on(&session.map_err(request::refuse)?, &next);
    Ok(())
}
