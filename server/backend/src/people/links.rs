//! Links that set a password: single use, one live per user and purpose, only the hash stored. Looking at one consumes
//! nothing, since mail scanners look at links; setting the password does. A link that has ended says how, to who holds
//! it.

use super::code_step;
use super::sessions::{self, SignedIn};
use super::sign_in::SignInFrom;
use crate::activity::{Object, record as log};
use crate::bulk::{Kind, Rows, Table};
use crate::call::{Call, Caller, View, closed_among};
use crate::error::{Error, LinkEnd, Result};
use crate::random::{self, Secret, SecretHash};
use crate::{Backend, Engine, mail, path};
use model::people::Password;
use model::time::{DAY, HOUR, Timestamp};
use sea_orm::{FromQueryResult, QueryResult};
use uuid::Uuid;

/// How long an invitation is good for, and a link that an admin hands over.
pub(super) const HANDED_OVER: i64 = 72 * HOUR;
/// How long a link is good for that a person has asked for: it is used at once or not at all.
pub(super) const ASKED_FOR: i64 = HOUR;
/// How long after its time a link still says how it ended.
const REMEMBERED: i64 = 30 * DAY;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To choose the first password.
    Activate,
    /// To choose another one.
    Reset,
}

impl Purpose {
    /// The name in the database and in the link's address.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Reset => "reset",
        }
    }
}

/// Whom a link is for.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The customer's name.
    pub customer: String,
}

/// A link that has just been made.
pub(super) struct Issued {
    pub row: i64,
    pub url: String,
    pub expires_at: Timestamp,
}

/// Makes a link for a user and revokes the one before, with the mail that it waits in. Without a user a link that does
/// nothing is made, by the same work.
pub(super) async fn issue(call: &Call, user: Option<i64>, purpose: Purpose, lasts: i64) -> Result<Issued> {
    let row = user.unwrap_or_default();
    // Two links at the same moment: the second waits for the first, and revokes it.
    let lock = if call.backend.engine() == Engine::Postgres { "FOR UPDATE" } else { "" };
    call.one(&format!("SELECT id FROM users WHERE id = $1 {lock}"), vec![row.into()]).await?;
    revoke(call, row, Some(purpose)).await?;
    let forgotten = call.now.plus(-REMEMBERED).0;
    let query = "DELETE FROM links WHERE user_id = $1 AND expires_at <= $2";
    call.execute(query, vec![row.into(), forgotten.into()]).await?;
    let secret = Secret::generate();
    let expires_at = call.now.plus(lasts);
    let inserted = call.one(
        "INSERT INTO links (token_hash, user_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
         RETURNING id",
        vec![
            random::hash(secret.expose()).into(),
            user.into(),
            user.map_or("decoy", |_| purpose.as_str()).into(),
            call.now.0.into(),
            expires_at.0.into(),
        ],
    );
    let inserted = inserted.await?.ok_or_else(|| Error::internal("an insert returns its row"))?;
    Ok(Issued { row: inserted.try_get_by_index(0)?, url: url_of(call, purpose, &secret), expires_at })
}

/// Revokes a user's live links, of one purpose or all, and discards the mail that they wait in. Whatever takes a
/// user's access or address away does this.
pub(crate) async fn revoke(call: &Call, user: i64, purpose: Option<Purpose>) -> Result<()> {
    let purpose = purpose.map(Purpose::as_str);
    mail::discard_of_link(call, user, purpose).await?;
    call.execute(
        "UPDATE links SET ended = 'revoked' WHERE user_id = $1 AND ended IS NULL AND ($2 = '' OR purpose = $2)",
        vec![user.into(), purpose.unwrap_or_default().into()],
    )
    .await?;
    Ok(())
}

/// Links that activate, many at a time.
pub(super) const TABLE: Table = Table {
    name: "links",
    columns: &[
        ("id", Kind::Int),
        ("token_hash", Kind::Bytes),
        ("user_id", Kind::Int),
        ("purpose", Kind::Text),
        ("created_at", Kind::Int),
        ("expires_at", Kind::Int),
    ],
};

/// Adds the row of a link that activates a user.
pub(super) fn push(links: &mut Rows, call: &Call, id: i64, hash: &SecretHash, user: i64) {
    let hash: &[u8] = hash;
    links.push(&[&id, &hash, &user, &Purpose::Activate.as_str(), &call.now.0, &call.now.plus(HANDED_OVER).0]);
}

/// A link that activates, for a secret.
pub(super) fn url(call: &Call, secret: &Secret) -> String {
    url_of(call, Purpose::Activate, secret)
}

fn url_of(call: &Call, purpose: Purpose, secret: &Secret) -> String {
    format!("{}/{}/{}", call.backend().public_url(), purpose.as_str(), secret.expose())
}

#[derive(FromQueryResult)]
struct Found {
    link: i64,
    ended: Option<String>,
    expires_at: i64,
    user_row: i64,
    public_id: Uuid,
    name: String,
    email: String,
    customer_id: i64,
    customer: String,
    path: String,
    out: i32,
}

/// The link of a token, if it still works.
async fn find(view: &View, purpose: Purpose, token: &str) -> Result<Found> {
    let row = view.one(
        "SELECT l.id AS link, l.ended, l.expires_at, u.id AS user_row, u.public_id, u.name, u.email, u.customer_id,
            c.name AS customer, n.path,
            CASE WHEN u.trash_id IS NULL AND u.disabled_at IS NULL THEN 0 ELSE 1 END AS out
         FROM links l JOIN users u ON u.id = l.user_id JOIN customers c ON c.id = u.customer_id
         JOIN nodes n ON n.id = c.id
         WHERE l.token_hash = $1 AND l.purpose = $2",
        vec![random::hash(token).into(), purpose.as_str().into()],
    );
    let row: QueryResult = row.await?.ok_or(Error::LinkInvalid(LinkEnd::Unknown))?;
    let found = Found::from_query_result(&row, "")?;
    let end = match found.ended.as_deref() {
        Some("used") => Some(LinkEnd::Used),
        Some(_) => Some(LinkEnd::Revoked),
        None if found.expires_at <= view.now.0 => Some(LinkEnd::Expired),
        None if found.out != 0 => Some(LinkEnd::Revoked),
        None => {
            let above: Vec<i64> = path::ids(&found.path).collect();
            closed_among(view, &above).await?.then_some(LinkEnd::Revoked)
        }
    };
    end.map_or(Ok(found), |end| Err(Error::LinkInvalid(end)))
}

async fn look(backend: &Backend, purpose: Purpose, token: &str) -> Result<Activation> {
    let view = backend.read(&Caller::Anonymous).await?;
    let Found { name, email, customer, .. } = find(&view, purpose, token).await?;
    Ok(Activation { name, email, customer })
}

/// Whom a link activates; the link stays good.
pub async fn activation(backend: &Backend, token: &str) -> Result<Activation> {
    look(backend, Purpose::Activate, token).await
}

/// Whose password a link sets anew; the link stays good.
pub async fn reset_link(backend: &Backend, token: &str) -> Result<Activation> {
    look(backend, Purpose::Reset, token).await
}

/// Sets the first password, consumes the link and begins a session.
pub async fn activate(backend: &Backend, token: &str, password: Password, from: SignInFrom) -> Result<SignedIn> {
    set_password(backend, Purpose::Activate, token, password, from).await
}

/// Sets another password, consumes the link, ends all sessions and begins one.
pub async fn reset(backend: &Backend, token: &str, password: Password, from: SignInFrom) -> Result<SignedIn> {
    set_password(backend, Purpose::Reset, token, password, from).await
}

async fn set_password(
    backend: &Backend,
    purpose: Purpose,
    token: &str,
    password: Password,
    from: SignInFrom,
) -> Result<SignedIn> {
    // A garbled link must not cost a hash.
    let known = look(backend, purpose, token).await?;
    let hash = backend.0.hasher.hash(&password, &[&known.name, &known.email]).await?;
    let token = token.to_owned();
    backend.write(&Caller::Anonymous, move |call| Box::pin(consume(call, purpose, token, hash, from))).await
}

async fn consume(call: &mut Call, purpose: Purpose, token: String, hash: String, from: SignInFrom) -> Result<SignedIn> {
    let found = find(call, purpose, &token).await?;
    let user = found.user_row;
    // Before it ends, since what waits with it is found by live links: nobody needs that mail any more.
    mail::discard_of_link(call, user, None).await?;
    // Whoever ends the link has used it: two at the same moment can't both.
    let query = "UPDATE links SET ended = 'used' WHERE id = $1 AND ended IS NULL";
    if call.execute(query, vec![found.link.into()]).await? == 0 {
        return Err(Error::LinkInvalid(LinkEnd::Used));
    }
    revoke(call, user, None).await?;
    let query = "UPDATE users SET password_hash = $1, version = version + 1 WHERE id = $2";
    call.execute(query, vec![hash.into(), user.into()]).await?;
    sessions::end_others(call, user, None).await?;
    let verb = match purpose {
        Purpose::Activate => "user.activate",
        Purpose::Reset => "user.reset_password",
    };
    let object = Object::User(found.public_id.as_u128());
    log(call, verb, object, found.customer_id, None::<()>, None::<()>).await?;
    // Who can read someone's mail has not their second factor.
    code_step::begin(call, user, false, &from).await
}
