//! Users of customers: create and list.

use super::{invite, search};
use crate::activity::{Object, record as log};
use crate::call::{Call, View, read_role};
use crate::cursor::Cursor;
use crate::customers::{self, Record};
use crate::error::{Denial, Error, Result};
use crate::policy::{Target, may};
use crate::sql::Values;
use crate::{Backend, path, random};
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::page::{MAX_LIMIT, Page};
use model::people::{CreatedUser, Credential, LinkBy, NewUser, Role, User, UserStatus};
use model::permissions::Action;
use model::time::Timestamp;
use sea_orm::{FromQueryResult, QueryResult};
use uuid::Uuid;

/// A new user whose password, if any, is hashed already: hashing has no place in a transaction.
#[derive(Clone, Debug)]
pub struct PreparedUser {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The role.
    pub role: Role,
    /// How they get in.
    pub secret: PreparedSecret,
}

/// How a prepared user gets in.
#[derive(Clone)]
pub enum PreparedSecret {
    /// By a password, of which this is the argon2id hash.
    Hash(String),
    /// By a link that is mailed, or that the creation returns.
    Link(LinkBy),
}

impl std::fmt::Debug for PreparedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hash(_) => f.write_str("Hash(…)"),
            Self::Link(by) => write!(f, "Link({by:?})"),
        }
    }
}

/// Addresses differ in more than case, or they are the same.
pub(crate) fn key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Hashes the password of a new user, off the runtime.
pub async fn prepare(backend: &Backend, new: NewUser) -> Result<PreparedUser> {
    let secret = match &new.credential {
        Credential::Password(password) => {
            PreparedSecret::Hash(backend.0.hasher.hash(password, &[&new.name, new.email.as_str()]).await?)
        }
        Credential::Link(by) => PreparedSecret::Link(*by),
    };
    Ok(PreparedUser { name: new.name, email: new.email.as_str().to_owned(), role: new.role, secret })
}

/// A stored user with the place of its customer.
#[derive(Debug, FromQueryResult)]
pub(super) struct UserRecord {
    pub id: i64,
    pub public_id: Uuid,
    pub customer_row: i64,
    pub customer_id: Uuid,
    pub customer_name: String,
    pub path: String,
    pub name: String,
    pub email: String,
    pub role: String,
    pub password_hash: Option<String>,
    pub disabled_at: Option<i64>,
    pub last_sign_in_at: Option<i64>,
    pub invited_until: Option<i64>,
    pub created_at: i64,
    pub version: i64,
    pub lang: Option<String>,
    pub name_key: String,
    pub email_key: String,
}

const SELECT: &str = "SELECT u.id, u.public_id, u.customer_id AS customer_row, c.public_id AS customer_id,
    c.name AS customer_name, n.path, u.name,
    u.email, u.role, u.password_hash, u.disabled_at, u.last_sign_in_at, u.created_at, u.version, u.lang,
    u.name_key, u.email_key,
    CASE WHEN u.password_hash IS NULL THEN (SELECT max(l.expires_at) FROM links l
        WHERE l.user_id = u.id AND l.purpose = 'activate' AND l.ended IS NULL) END AS invited_until
    FROM users u JOIN customers c ON c.id = u.customer_id JOIN nodes n ON n.id = c.id";

impl UserRecord {
    /// As it is now: an invitation that is past is none.
    fn read(view: &View, row: &QueryResult) -> Result<Self> {
        let mut record = Self::from_query_result(row, "")?;
        record.invited_until = record.invited_until.filter(|until| *until > view.now.0);
        Ok(record)
    }

    /// Refuses a version that is not the current one.
    pub fn check_version(&self, version: Option<u32>) -> Result<()> {
        let user = self.to_user();
        if version.is_none_or(|version| version == user.version) {
            return Ok(());
        }
        let current = serde_json::to_value(&user).map_err(|_| Error::internal("a user as JSON"))?;
        Err(Error::Stale(Box::new(current)))
    }

    /// What the policy asks of a user's own state.
    pub fn facts(&self) -> Target {
        Target { activated: self.password_hash.is_some(), disabled: self.disabled_at.is_some(), ..Target::default() }
    }

    /// What the caller receives.
    pub fn to_user(&self) -> User {
        User {
            id: UserId(self.public_id.as_u128()),
            customer_id: CustomerId(self.customer_id.as_u128()),
            name: self.name.clone(),
            email: self.email.clone(),
            // A role that this version does not know must not grant anything.
            role: read_role(&self.role).unwrap_or(Role::Viewer),
            status: match (self.disabled_at, &self.password_hash) {
                (Some(_), _) => UserStatus::Disabled,
                (None, None) => UserStatus::Invited,
                (None, Some(_)) => UserStatus::Active,
            },
            last_sign_in_at: self.last_sign_in_at.map(Timestamp),
            invited_until: self.invited_until.map(Timestamp),
            created_at: Timestamp(self.created_at),
            version: u32::try_from(self.version).unwrap_or(u32::MAX),
        }
    }
}

/// The living user of an id within the caller's scope.
pub(super) async fn visible(view: &View, id: UserId) -> Result<UserRecord> {
    let query = format!("{SELECT} WHERE u.public_id = $1 AND u.trash_id IS NULL AND n.trash = 0");
    let row = view.one(&query, vec![Uuid::from_u128(id.0).into()]).await?.ok_or(Error::NotFound)?;
    let record = UserRecord::read(view, &row)?;
    let going = view.going.iter().any(|subtree| path::is_within(&record.path, subtree));
    if path::is_within(&record.path, &view.actor()?.scope) && !going { Ok(record) } else { Err(Error::NotFound) }
}

/// Users by row id, in no order.
pub(super) async fn by_rows(view: &View, ids: &[i64]) -> Result<Vec<UserRecord>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Values::default();
    let list = ids.iter().map(|&id| values.add(id)).collect::<Vec<_>>().join(",");
    let rows = view.all(&format!("{SELECT} WHERE u.id IN ({list})"), values.0).await?;
    rows.iter().map(|row| UserRecord::read(view, row)).collect()
}

/// The user of a row, wherever it is.
pub(super) async fn by_row(view: &View, row: i64) -> Result<UserRecord> {
    by_rows(view, &[row]).await?.pop().ok_or(Error::NotFound)
}

/// Adds a user to a customer. Only admins in scope do, and no role above their own is given.
pub async fn create(call: &mut Call, customer: CustomerId, new: PreparedUser) -> Result<CreatedUser> {
    call.lock_tree().await?;
    let place = customers::place_of_users(call, customer).await?;
    insert(call, &place, new).await
}

/// Adds a user to a customer that the caller has just created or found.
pub(crate) async fn insert(call: &mut Call, place: &Record, new: PreparedUser) -> Result<CreatedUser> {
    Ok(insert_allowed(call, place, new).await?.0)
}

/// The same; gives the user with its row id.
pub(super) async fn insert_allowed(call: &Call, place: &Record, new: PreparedUser) -> Result<(CreatedUser, i64)> {
    let actor = call.actor()?;
    may(actor, Action::UserCreate, &place.path)?;
    if new.role > actor.role {
        return Err(Error::Forbidden(Denial::Role));
    }
    insert_at(call, place.id, new).await
}

/// Inserts a user; gives it with its row id.
pub(crate) async fn insert_at(call: &Call, customer: i64, new: PreparedUser) -> Result<(CreatedUser, i64)> {
    let account = key(&new.email);
    let query = "SELECT 1 FROM users WHERE email_key = $1 AND trash_id IS NULL";
    if call.one(query, vec![account.clone().into()]).await?.is_some() {
        return Err(Error::field("email", Problem::Taken));
    }
    let hash = match &new.secret {
        PreparedSecret::Hash(hash) => Some(hash.clone()),
        PreparedSecret::Link(_) => None,
    };
    let (name_key, search_text) = search::keys(&new.name, &new.email);
    let row = call.one(
        "INSERT INTO users (public_id, customer_id, name, email, email_key, role, password_hash, created_at, version,
            name_key, search_text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10) RETURNING id",
        vec![
            Uuid::from_u128(random::uuid_v7(call.now)).into(),
            customer.into(),
            new.name.into(),
            new.email.clone().into(),
            account.into(),
            new.role.as_str().into(),
            hash.into(),
            call.now.0.into(),
            name_key.into(),
            search_text.clone().into(),
        ],
    );
    let id: i64 = row.await?.ok_or_else(|| Error::internal("an insert returns its row"))?.try_get_by_index(0)?;
    customers::index_user_email(call, customer, id, &new.email).await?;
    search::write_trigrams(call, id, &search_text).await?;
    let mut record = by_row(call, id).await?;
    let activation_link = match new.secret {
        PreparedSecret::Hash(_) => None,
        PreparedSecret::Link(by) => invite::activate(call, &mut record, by).await?,
    };
    let user = record.to_user();
    log(call, "user.create", Object::User(user.id.0), customer, None::<()>, Some(&user)).await?;
    Ok((CreatedUser { user, activation_link }, id))
}

/// A page of a customer's own users, by address.
pub async fn list(view: &View, customer: CustomerId, cursor: Option<&str>, limit: u32) -> Result<Page<User>> {
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Error::field("limit", Problem::Choice { allowed: "1 to 200".into() }));
    }
    let place = customers::place_of_users(view, customer).await?;
    let bound = Cursor::bind(&("users", &view.actor()?.scope, customer));
    let mut values = Values::default();
    let condition = format!("u.customer_id = {} AND u.trash_id IS NULL", values.add(place.id));
    let counted = format!("SELECT count(*) FROM users u WHERE {condition}");
    let total = view.number(&counted, values.0.clone()).await?;
    let mut query = format!("{SELECT} WHERE {condition}");
    if let Some(cursor) = cursor {
        let (key, id): (String, i64) = bound.read(cursor)?;
        let (key, id) = (values.add(key), values.add(id));
        query.push_str(&format!(" AND (u.email_key > {key} OR (u.email_key = {key} AND u.id > {id}))"));
    }
    let wanted = limit as usize;
    query.push_str(&format!(" ORDER BY u.email_key, u.id LIMIT {}", values.add(i64::from(limit) + 1)));
    let rows = view.all(&query, values.0).await?;
    let mut records = rows.iter().map(|row| UserRecord::read(view, row)).collect::<Result<Vec<_>>>()?;
    let next = records.len() > wanted;
    records.truncate(wanted);
    let next_cursor = match records.last().filter(|_| next) {
        Some(last) => Some(bound.write(&(key(&last.email), last.id))?),
        None => None,
    };
    let items = records.iter().map(UserRecord::to_user).collect();
    Ok(Page { items, next_cursor, total: total as u32, more: false })
}
