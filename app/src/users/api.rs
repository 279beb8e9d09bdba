//! Server functions: users wherever they are.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::customers::Status;
use model::ids::UserId;
use model::page::Page;
use model::people::User;
use model::users::{UserDetail, UserField, UserQuery, UserRow};

#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use backend::people;

/// A page of the users in the caller's reach.
#[server(protocol = Wire)]
pub async fn list_all_users(query: UserQuery) -> Result<Page<UserRow>, AppError> {
    let view = request::view().await?;
    people::all(&view, &query).await.map_err(request::refuse)
}

/// One user.
#[server(protocol = Wire)]
pub async fn find_user(user: UserId) -> Result<User, AppError> {
    let view = request::view().await?;
    people::find(&view, user).await.map(|found| found.user).map_err(request::refuse)
}

/// One user with what their page shows. What can't be an id is no user, as an unknown one isn't.
#[server(protocol = Wire)]
pub async fn open_user(user: String) -> Result<UserDetail, AppError> {
    let view = request::view().await?;
    let found = match user.parse() {
        Ok(id) => people::user(&view, id).await,
        Err(_) => Err(backend::Error::NotFound),
    };
    found.map_err(request::refuse)
}

/// Changes one field; `base` is what the page showed before.
#[server(protocol = Wire)]
pub async fn edit_user(
    user: UserId,
    field: UserField,
    #[server(default)] base: String,
    #[server(default)] value: String,
) -> Result<User, AppError> {
    let change = people::UserChange { field, base: Some(base), value };
    let edit = people::UserEdit { version: None, changes: vec![change] };
    let edited = request::write(move |call| Box::pin(people::edit(call, user, edit))).await?;
    request::stay();
    Ok(edited)
}

/// Enables or disables; a disabled user's sessions end.
#[server(protocol = Wire)]
pub async fn set_user_status(user: UserId, status: Status) -> Result<User, AppError> {
    let changed = request::write(move |call| Box::pin(people::set_status(call, user, status, None))).await?;
    request::stay();
    Ok(changed)
}

/// Takes an invitation back: its link no longer works.
#[server(protocol = Wire)]
pub async fn revoke_invitation(user: UserId) -> Result<User, AppError> {
    let revoked = request::write(move |call| Box::pin(people::revoke_invitation(call, user, None))).await?;
    request::stay();
    Ok(revoked)
}

/// Ends all sessions of a user; tells how many there were.
#[server(protocol = Wire)]
pub async fn end_user_sessions(user: UserId) -> Result<u64, AppError> {
    let ended = request::write(move |call| Box::pin(people::end_sessions(call, user, None))).await?;
    request::stay();
    Ok(ended)
}

/// Deletes a user for good.
#[server(protocol = Wire)]
pub async fn delete_user(user: UserId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(people::delete(call, user, None))).await?;
    request::stay_unless_at(&crate::routes::user(user), crate::routes::USERS);
    Ok(())
}
