//! Server functions: the users of a customer.
#![expect(missing_docs, reason = "the arguments of a server function become fields, which have its documentation")]

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::ids::{CustomerId, UserId};
use model::page::Page;
use model::people::{CreatedUser, NewUserForm, User};

#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use backend::people;
#[cfg(feature = "ssr")]
use model::people::LinkBy;

/// A page of a customer's users.
#[server(protocol = Wire)]
pub async fn list_users(customer: CustomerId, cursor: Option<String>) -> Result<Page<User>, AppError> {
    let view = request::view().await?;
    people::list(&view, customer, cursor.as_deref(), model::page::DEFAULT_LIMIT).await.map_err(request::refuse)
}

/// Adds a user, with a password or with a link that is shown once.
#[server(protocol = Wire)]
pub async fn add_user(customer: CustomerId, form: NewUserForm) -> Result<CreatedUser, AppError> {
    let new = form.parse().map_err(request::invalid)?;
    let user = people::prepare(&request::incoming()?.backend, new).await.map_err(request::refuse)?;
    let created = request::write(move |call| Box::pin(people::create(call, customer, user))).await?;
    if created.activation_link.is_none() {
        request::then(&crate::routes::customer_users(customer));
    }
    Ok(created)
}

/// Mails a new activation link; the one before no longer works.
#[server(protocol = Wire)]
pub async fn invite_again(user: UserId) -> Result<User, AppError> {
    let invited = request::write(move |call| Box::pin(people::invite(call, user, LinkBy::Email, None))).await?;
    Ok(invited.user)
}

/// Mails a link for a new password.
#[server(protocol = Wire)]
pub async fn mail_reset(user: UserId) -> Result<User, AppError> {
    request::write(move |call| {
        Box::pin(async move {
            people::reset_password(call, user, LinkBy::Email, None).await?;
            people::find(call, user).await.map(|found| found.user)
        })
    })
    .await
}

/// Makes a new activation link, shown once; the one before no longer works.
#[server(protocol = Wire)]
pub async fn new_activation_link(user: UserId) -> Result<CreatedUser, AppError> {
    request::write(move |call| Box::pin(people::new_link(call, user))).await
}
