//! API tokens: made by a person for a program, with at most that person's role and reach.

use crate::activity::{Object, record as log};
use crate::call::{Actor, Call, View, read_role};
use crate::customers;
use crate::error::{Denial, Error, Result};
use crate::path;
use crate::people::email_key;
use crate::policy;
use crate::random::{self, Secret};
use model::codes::Email;
use model::form::Problem;
use model::ids::{CustomerId, TokenId};
use model::people::Role;
use model::permissions::Action;
use model::time::{DAY, Timestamp};
use model::tokens::{ApiToken, CreatedToken, NewToken};
use sea_orm::QueryResult;
use uuid::Uuid;

/// What every token begins with, so that scanners for leaked secrets know it.
const PREFIX: &str = "cnp_";
/// Most tokens of one person; a list of tokens has no pages.
const MOST: i64 = 200;

const SELECT: &str = "SELECT t.id, t.public_id, t.name, t.role, c.public_id AS customer_id, t.created_at, t.expires_at,
    t.last_used_at FROM tokens t JOIN customers c ON c.id = t.customer_id JOIN nodes n ON n.id = c.id";

fn read(row: &QueryResult) -> Result<ApiToken> {
    Ok(ApiToken {
        id: TokenId(row.try_get::<Uuid>("", "public_id")?.as_u128()),
        name: row.try_get("", "name")?,
        role: read_role(&row.try_get::<String>("", "role")?)?,
        customer_id: CustomerId(row.try_get::<Uuid>("", "customer_id")?.as_u128()),
        created_at: Timestamp(row.try_get("", "created_at")?),
        expires_at: row.try_get::<Option<i64>>("", "expires_at")?.map(Timestamp),
        last_used_at: row.try_get::<Option<i64>>("", "last_used_at")?.map(Timestamp),
    })
}

/// The person whose tokens these are.
fn owner(actor: &Actor) -> Result<i64> {
    actor.person().ok_or(Error::Forbidden(Denial::Role))
}

/// Whether the caller may make and revoke tokens: a person their own; a token, whose holder may be someone else, only
/// as an admin.
pub fn may_manage(actor: &Actor) -> Result<()> {
    actor.in_person()?;
    policy::may_here(actor, Action::TokensManage)
}

/// The caller's own tokens within the caller's reach, the latest first. A token made for a part of its maker's reach
/// learns nothing of tokens for the rest.
pub async fn list(view: &View) -> Result<Vec<ApiToken>> {
    let actor = view.actor()?;
    actor.in_person()?;
    let query = format!("{SELECT} WHERE t.user_id = $1 AND n.path >= $2 AND n.path < $3 ORDER BY t.id DESC");
    let values = vec![owner(actor)?.into(), actor.scope.clone().into(), path::end(&actor.scope).into()];
    view.all(&query, values).await?.iter().map(read).collect()
}

/// Makes a token for the caller; the secret is in the answer and nowhere else.
pub async fn create(call: &mut Call, new: NewToken) -> Result<CreatedToken> {
    call.lock_tree().await?;
    let actor = call.actor()?;
    may_manage(actor)?;
    let (user, role, home) = (owner(actor)?, actor.role, actor.home);
    insert(call, user, role, home, new).await
}

/// Makes a token for the person of this address, for the command line.
pub async fn create_for(call: &mut Call, email: &Email, new: NewToken) -> Result<CreatedToken> {
    call.lock_tree().await?;
    let row = call.one(
        "SELECT u.id, u.role, c.public_id FROM users u JOIN customers c ON c.id = u.customer_id
         WHERE u.email_key = $1 AND u.trash_id IS NULL AND u.disabled_at IS NULL
            AND u.password_hash IS NOT NULL",
        vec![email_key(email.as_str()).into()],
    );
    let row = row.await?.ok_or_else(|| Error::field("email", Problem::NotFound))?;
    let role = read_role(&row.try_get_by_index::<String>(1)?)?;
    let home = CustomerId(row.try_get_by_index::<Uuid>(2)?.as_u128());
    insert(call, row.try_get_by_index(0)?, role, home, new).await
}

async fn insert(call: &mut Call, user: i64, most: Role, home: CustomerId, new: NewToken) -> Result<CreatedToken> {
    let role = new.role.unwrap_or(most);
    if role > most {
        return Err(Error::field("role", Problem::RoleTooHigh));
    }
    let place = match customers::place_of_users(call, new.customer_id.unwrap_or(home)).await {
        Err(Error::NotFound) => return Err(Error::field("customer_id", Problem::NotFound)),
        place => place?,
    };
    if call.number("SELECT count(*) FROM tokens WHERE user_id = $1", vec![user.into()]).await? >= MOST {
        return Err(Error::field("name", Problem::TooLong { max: MOST as u32 }));
    }
    let secret = format!("{PREFIX}{}", Secret::generate().expose());
    let id = random::uuid_v7(call.now);
    let expires_at = new.expires_in_days.map(|days| call.now.plus(i64::from(days) * DAY).0);
    call.execute(
        "INSERT INTO tokens (public_id, token_hash, user_id, customer_id, name, role, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            Uuid::from_u128(id).into(),
            random::hash(&secret).into(),
            user.into(),
            place.id.into(),
            new.name.into(),
            role.as_str().into(),
            call.now.0.into(),
            expires_at.into(),
        ],
    )
    .await?;
    let row = call.one(&format!("{SELECT} WHERE t.public_id = $1"), vec![Uuid::from_u128(id).into()]);
    let token = read(&row.await?.ok_or_else(|| Error::internal("created, then gone"))?)?;
    log(call, "token.create", Object::Token(id), place.id, None::<()>, Some(&token)).await?;
    Ok(CreatedToken { token, secret })
}

/// Ends a token of the caller.
pub async fn revoke(call: &mut Call, id: TokenId) -> Result<()> {
    if !list(call).await?.iter().any(|token| token.id == id) {
        return Err(Error::NotFound);
    }
    may_manage(call.actor()?)?;
    call.execute("DELETE FROM tokens WHERE public_id = $1", vec![Uuid::from_u128(id.0).into()]).await?;
    let home = call.actor()?.home_row;
    log(call, "token.revoke", Object::Token(id.0), home, None::<()>, None::<()>).await
}
