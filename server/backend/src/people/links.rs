//! Links that activate a user: single use, one live per user, only the hash stored. Looking at one consumes nothing,
//! since mail scanners look at links; setting the password does.

use super::sessions::{self, SignedIn};
use super::sign_in::SignInFrom;
use super::users;
use crate::activity::{Object, record as log};
use crate::bulk::{Kind, Rows, Table};
use crate::call::{Call, Caller, View, closed_among};
use crate::customers;
use crate::error::{Error, Result};
use crate::random::{self, Secret, SecretHash};
use crate::{Backend, path};
use model::ids::UserId;
use model::people::{CreatedUser, Password};
use model::time::HOUR;
use sea_orm::QueryResult;
use uuid::Uuid;

/// How long an invitation is good for.
const INVITATION: i64 = 72 * HOUR;

/// Whom a link activates.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The customer's name.
    pub customer: String,
}

/// Makes a link for a user and revokes the one before.
pub(super) async fn issue(call: &Call, user: i64) -> Result<String> {
    let secret = Secret::generate();
    call.execute("DELETE FROM links WHERE user_id = $1 AND purpose = 'activate'", vec![user.into()]).await?;
    let mut links = Rows::of(TABLE);
    push(&mut links, call, &random::hash(secret.expose()), user);
    links.insert(call).await?;
    Ok(url(call, &secret))
}

/// Links that activate.
pub(super) const TABLE: Table = Table {
    name: "links",
    columns: &[
        ("token_hash", Kind::Bytes),
        ("user_id", Kind::Int),
        ("purpose", Kind::Text),
        ("created_at", Kind::Int),
        ("expires_at", Kind::Int),
    ],
};

/// Adds the row of a link that activates a user.
pub(super) fn push(links: &mut Rows, call: &Call, hash: &SecretHash, user: i64) {
    let hash: &[u8] = hash;
    links.push(&[&hash, &user, &"activate", &call.now.0, &call.now.plus(INVITATION).0]);
}

/// The link itself.
pub(super) fn url(call: &Call, secret: &Secret) -> String {
    format!("{}/activate/{}", call.backend().public_url(), secret.expose())
}

/// A new link for a user who has not activated yet; the former is revoked.
pub async fn new_link(call: &mut Call, id: UserId) -> Result<CreatedUser> {
    let record = users::visible(call, id).await?;
    customers::may_manage_users(call.actor()?, &record.path)?;
    if record.password_hash.is_some() {
        return Err(Error::field("activation", model::form::Problem::ReadOnly));
    }
    let link = issue(call, record.id).await?;
    log(call, "user.invite", Object::User(id.0), record.customer_row, None::<()>, None::<()>).await?;
    Ok(CreatedUser { user: record.to_user(), activation_link: Some(link) })
}

async fn find(view: &View, token: &str) -> Result<QueryResult> {
    let row = view.one(
        "SELECT l.id AS link, u.id AS user_row, u.public_id, u.name, u.email, u.customer_id, c.name AS customer, n.path
         FROM links l JOIN users u ON u.id = l.user_id JOIN customers c ON c.id = u.customer_id
         JOIN nodes n ON n.id = c.id
         WHERE l.token_hash = $1 AND l.purpose = 'activate' AND l.expires_at > $2
            AND u.trash_id IS NULL AND u.disabled_at IS NULL",
        vec![random::hash(token).into(), view.now.0.into()],
    );
    row.await?.ok_or(Error::LinkInvalid)
}

/// Whom a link activates; the link stays good.
pub async fn activation(backend: &Backend, token: &str) -> Result<Activation> {
    let view = backend.read(&Caller::Anonymous).await?;
    let row = find(&view, token).await?;
    Ok(Activation {
        name: row.try_get("", "name")?,
        email: row.try_get("", "email")?,
        customer: row.try_get("", "customer")?,
    })
}

/// Sets the password, consumes the link, ends other sessions and begins one.
pub async fn activate(backend: &Backend, token: &str, password: Password, from: SignInFrom) -> Result<SignedIn> {
    // A garbled link must not cost a hash.
    let known = activation(backend, token).await?;
    let hash = backend.0.hasher.hash(&password, &[&known.name, &known.email]).await?;
    let token = token.to_owned();
    backend.write(&Caller::Anonymous, move |call| Box::pin(consume(call, token, hash, from))).await
}

async fn consume(call: &mut Call, token: String, hash: String, from: SignInFrom) -> Result<SignedIn> {
    let row = find(call, &token).await?;
    let (link, user): (i64, i64) = (row.try_get("", "link")?, row.try_get("", "user_row")?);
    // Whoever deletes the row has used the link: two at the same moment can't both.
    if call.execute("DELETE FROM links WHERE id = $1", vec![link.into()]).await? == 0 {
        return Err(Error::LinkInvalid);
    }
    let place: String = row.try_get("", "path")?;
    let above: Vec<i64> = path::ids(&place).collect();
    if closed_among(call, &above).await? {
        return Err(Error::LinkInvalid);
    }
    let query = "UPDATE users SET password_hash = $1, version = version + 1 WHERE id = $2";
    call.execute(query, vec![hash.into(), user.into()]).await?;
    call.execute("DELETE FROM sessions WHERE user_id = $1", vec![user.into()]).await?;
    let id: Uuid = row.try_get("", "public_id")?;
    let customer: i64 = row.try_get("", "customer_id")?;
    log(call, "user.activate", Object::User(id.as_u128()), customer, None::<()>, None::<()>).await?;
    sessions::begin(call, user, false, &from.user_agent).await
}
