//! Server functions: signing in and out, links, and what the browser remembers.
#![expect(missing_docs, reason = "the arguments of a server function become fields, which have its documentation")]

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::people::{AskResetForm, Me, PasswordForm, SetupForm, SignInForm};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::people;

/// Whom a link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The address to sign in with.
    pub email: String,
    /// The customer that the person belongs to.
    pub customer: String,
}

/// Who is signed in.
#[server(protocol = Wire)]
pub async fn signed_in_person() -> Result<Me, AppError> {
    let view = request::view().await?;
    people::me(&view).await.map_err(request::refuse)
}

/// Who is signed in, if anybody: for pages that are there for everyone.
#[server(protocol = Wire)]
pub async fn person_if_any() -> Result<Option<Me>, AppError> {
    let incoming = request::incoming()?;
    let me = match incoming.backend.read(&incoming.caller).await {
        Ok(view) => people::me(&view).await,
        Err(error) => Err(error),
    };
    match me {
        Ok(me) => Ok(Some(me)),
        // Who has yet to set up a second factor sees no more than who isn't signed in.
        Err(backend::Error::Unauthenticated | backend::Error::Forbidden(backend::Denial::SecondFactor)) => Ok(None),
        Err(error) => Err(request::refuse(error)),
    }
}

/// Signs in and goes on to `next`.
#[server(protocol = Wire)]
pub async fn sign_in(form: SignInForm, #[server(default)] next: String) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let session = people::sign_in(&incoming.backend, &form, incoming.origin()).await.map_err(request::refuse)?;
    request::go_on(&session, &next);
    Ok(())
}

/// Signs out.
#[server(protocol = Wire)]
pub async fn sign_out() -> Result<(), AppError> {
    let incoming = request::incoming()?;
    people::sign_out(&incoming.backend, &incoming.caller).await.map_err(request::refuse)?;
    request::signed_out();
    request::then(routes::SIGN_IN);
    Ok(())
}

/// Whether nobody can sign in yet, because the set-up link was not used.
#[server(protocol = Wire)]
pub async fn awaits_setup() -> Result<bool, AppError> {
    people::awaits_setup(&request::incoming()?.backend).await.map_err(request::refuse)
}

/// Whom an activation link is for; does not consume it.
#[server(protocol = Wire)]
pub async fn activation(token: String) -> Result<Invitation, AppError> {
    let incoming = request::incoming()?;
    let link = people::activation(&incoming.backend, &token).await.map_err(request::refuse)?;
    Ok(Invitation { email: link.email, customer: link.customer })
}

/// Sets the password that an activation link is for, and signs in.
#[server(protocol = Wire)]
pub async fn activate(token: String, form: PasswordForm) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let password = form.parse().map_err(request::invalid)?;
    let session = people::activate(&incoming.backend, &token, password, incoming.origin()).await;
    request::signed_in(&session.map_err(request::refuse)?);
    request::then(routes::HOME);
    Ok(())
}

/// Sends a link for a new password, if there is an account with this address; the answer is the same if there is none.
#[server(protocol = Wire)]
pub async fn ask_reset(form: AskResetForm) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let email = form.parse().map_err(request::invalid)?;
    people::ask_reset(&incoming.backend, email.as_str(), incoming.origin()).await.map_err(request::refuse)
}

/// Whose password a link sets anew; does not consume it.
#[server(protocol = Wire)]
pub async fn reset_link(token: String) -> Result<Invitation, AppError> {
    let incoming = request::incoming()?;
    let link = people::reset_link(&incoming.backend, &token).await.map_err(request::refuse)?;
    Ok(Invitation { email: link.email, customer: link.customer })
}

/// Sets another password, ends all sessions of the person, and signs in.
#[server(protocol = Wire)]
pub async fn reset(token: String, form: PasswordForm) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let password = form.parse().map_err(request::invalid)?;
    let session = people::reset(&incoming.backend, &token, password, incoming.origin()).await;
    request::go_on(&session.map_err(request::refuse)?, routes::HOME);
    Ok(())
}

/// Whether a set-up link still works; does not consume it.
#[server(protocol = Wire)]
pub async fn setup_open(token: String) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    people::setup_open(&incoming.backend, &token).await.map_err(request::refuse)
}

/// Creates the provider and its first admin, and signs in.
#[server(protocol = Wire)]
pub async fn set_up(token: String, form: SetupForm) -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let setup = form.parse().map_err(request::invalid)?;
    let session = people::setup(&incoming.backend, &token, setup, incoming.origin()).await;
    request::signed_in(&session.map_err(request::refuse)?);
    request::then(routes::HOME);
    Ok(())
}

/// Remembers language, theme, density or the rail in the browser; what is empty or unknown stays as it is.
#[server(protocol = Wire)]
pub async fn prefer(
    #[server(default)] lang: String,
    #[server(default)] theme: String,
    #[server(default)] density: String,
    #[server(default)] rail: String,
) -> Result<(), AppError> {
    use crate::prefs::{Density, NARROW, Theme, WIDE};
    if let Ok(lang) = lang.parse::<model::lang::Lang>() {
        request::remember("lang", lang.tag());
        // Who is signed in gets mail in it, too; the cookie alone is enough for the others.
        match request::incoming()? {
            incoming if matches!(incoming.caller, backend::Caller::Session(_)) => {
                let caller = incoming.caller.setting_up();
                let kept = incoming.backend.write(&caller, move |call| Box::pin(people::speak(call, lang)));
                if let Err(error) = kept.await
                    // Who views as someone else keeps the cookie and leaves that person's language alone.
                    && !matches!(
                        error,
                        backend::Error::Unauthenticated | backend::Error::Forbidden(backend::Denial::Viewing)
                    )
                {
                    return Err(request::refuse(error));
                }
            }
            _ => {}
        }
    }
    if let Some(theme) = Theme::ALL.into_iter().find(|known| known.as_str() == theme) {
        request::remember("theme", theme.as_str());
    }
    if let Some(density) = Density::ALL.into_iter().find(|known| known.as_str() == density) {
        request::remember("density", density.as_str());
    }
    if let Some(rail) = [NARROW, WIDE].into_iter().find(|known| *known == rail) {
        request::remember("rail", rail);
    }
    request::stay();
    Ok(())
}
