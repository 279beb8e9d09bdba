//! Server functions of one's own account.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::account::{Everywhere, OwnNameForm, OwnSession, PasswordChangeForm};

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::people;

/// Where one is signed in.
#[server(protocol = Wire)]
pub async fn list_my_sessions() -> Result<Vec<OwnSession>, AppError> {
    let view = request::view().await?;
    people::my_sessions(&view, &request::incoming()?.caller).await.map_err(request::refuse)
}

/// Changes one's own name.
#[server(protocol = Wire)]
pub async fn rename_myself(form: OwnNameForm) -> Result<(), AppError> {
    let name = form.parse().map_err(request::invalid)?;
    request::write(move |call| Box::pin(people::rename(call, name))).await?;
    request::then(&routes::account_after(routes::NAME_SAVED));
    Ok(())
}

/// Sets another password, for who knows the one until now.
#[server(protocol = Wire)]
pub async fn change_my_password(form: PasswordChangeForm) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let session = people::change_password(&incoming.backend, &incoming.caller, &form, incoming.origin()).await;
    request::signed_in(&session.map_err(request::refuse)?);
    request::then(&routes::account_after(routes::PASSWORD_CHANGED));
    Ok(())
}

/// Ends one of one's own sessions; whether that was the one that asks.
#[server(protocol = Wire)]
pub async fn end_my_session(id: String) -> Result<bool, AppError> {
    let here = request::write(move |call| Box::pin(people::end_my_session(call, id))).await?;
    over(here);
    Ok(here)
}

/// Ends all of one's own sessions but the one that asks, or that one too; how many those were.
#[server(protocol = Wire)]
pub async fn sign_out_everywhere(which: Everywhere) -> Result<u64, AppError> {
    let ended = request::write(move |call| Box::pin(people::sign_out_everywhere(call, which))).await?;
    over(which == Everywhere::Here);
    Ok(ended)
}

/// Where a form without wasm goes on, after sessions have ended.
#[cfg(feature = "ssr")]
fn over(here: bool) {
    if here {
        request::signed_out();
        request::then(routes::SIGN_IN);
    } else {
        request::then(&routes::account_after(routes::SESSIONS_ENDED));
    }
}

/// How strong a password would be, from 0 to 4, for who knows what `about` says of the person. Kept nowhere.
#[server(protocol = Wire)]
pub async fn weigh_password(password: String, #[server(default)] about: String) -> Result<u8, AppError> {
    let incoming = request::incoming()?;
    people::weigh_password(&incoming.backend, &password, &about, incoming.address).await.map_err(request::refuse)
}
