//! Many new users in few statements: the same rows that creating them one by one leaves.

use super::links;
use crate::activity::{self, Entry, Object};
use crate::call::Call;
use crate::error::Result;
use crate::fold::fold;
use crate::random::{self, Secret};
use crate::{Engine, bulk};
use model::ids::{CustomerId, UserId};
use model::people::{NewUser, User, UserStatus};
use uuid::Uuid;

/// A user with the rows that they will have.
#[derive(Clone, Debug)]
pub(crate) struct NewUserRow {
    /// Their row.
    pub id: i64,
    /// The row of their search term.
    pub term: i64,
    /// Their customer's row.
    pub customer: i64,
    /// The user, as whoever creates them receives them.
    pub user: User,
    /// The link that activates them, if they get one.
    pub link: Option<String>,
    /// The hash under which that link is stored.
    pub link_hash: Option<random::SecretHash>,
    /// Id of their entry in the log.
    pub entry: u128,
}

impl NewUserRow {
    /// A user who is invited by a link. `rows` are those of user and search term, `customer` is row and id.
    pub fn invited(call: &Call, rows: (i64, i64), customer: (i64, CustomerId), new: &NewUser) -> Self {
        let secret = Secret::generate();
        let user = User {
            id: UserId(random::uuid_v7(call.now)),
            customer_id: customer.1,
            name: new.name.clone(),
            email: new.email.to_string(),
            role: new.role,
            status: UserStatus::Invited,
            last_sign_in_at: None,
            created_at: call.now,
            version: 1,
        };
        Self {
            id: rows.0,
            term: rows.1,
            customer: customer.0,
            user,
            link: Some(links::url(call, &secret)),
            link_hash: Some(random::hash(secret.expose())),
            entry: random::uuid_v7(call.now),
        }
    }
}

const USERS: &str = "users (id, public_id, customer_id, name, email, email_key, role, created_at, version)";

/// Inserts users with search terms, trigrams, links and log entries; nobody has their addresses.
pub(crate) async fn insert_many(call: &Call, rows: &[NewUserRow]) -> Result<()> {
    let (mut users, mut terms, mut trigrams, mut links) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut entries = Vec::with_capacity(rows.len());
    let sqlite = call.backend.engine() == Engine::Sqlite;
    for row in rows {
        let user = &row.user;
        let text = format!(" {}", fold(&user.email));
        if sqlite {
            trigrams.push(vec![row.term.into(), text.clone().into()]);
        }
        terms.push(vec![row.term.into(), row.customer.into(), "user_email".into(), row.id.into(), text.into()]);
        users.push(vec![
            row.id.into(),
            Uuid::from_u128(user.id.0).into(),
            row.customer.into(),
            user.name.clone().into(),
            user.email.clone().into(),
            super::email_key(&user.email).into(),
            user.role.as_str().into(),
            user.created_at.0.into(),
            i64::from(user.version).into(),
        ]);
        if let Some(hash) = &row.link_hash {
            links.push(links::values(call, hash.clone(), row.id));
        }
        entries.push(Entry {
            id: row.entry,
            at: user.created_at,
            verb: "user.create",
            object: Object::User(user.id.0),
            customer_row: row.customer,
            before: None,
            after: Some(activity::json(user)?),
        });
    }
    bulk::insert(call, USERS, users).await?;
    bulk::insert(call, "search_terms (id, customer_id, kind, source_id, text)", terms).await?;
    bulk::insert(call, "terms_trigrams (rowid, text)", trigrams).await?;
    bulk::insert(call, links::COLUMNS, links).await?;
    activity::record_many(call, entries).await
}
