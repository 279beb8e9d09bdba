//! Many new users in few statements: the same rows that creating them one by one leaves.

use super::{links, search};
use crate::Engine;
use crate::activity::{self, Entry, Object};
use crate::bulk::{Id, Kind, Rows, Table};
use crate::call::Call;
use crate::error::Result;
use crate::fold::fold;
use crate::random::{self, Secret, SecretHash};
use model::ids::{CustomerId, UserId};
use model::people::{NewUser, User, UserStatus};

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
    pub link: Option<NewLink>,
    /// Id of their entry in the log.
    pub entry: u128,
}

/// A link that activates a user.
#[derive(Clone, Debug)]
pub(crate) struct NewLink {
    /// Its row.
    pub row: i64,
    /// Its address, which nothing stores.
    pub url: String,
    /// The hash under which it is stored.
    hash: SecretHash,
}

impl NewUserRow {
    /// A user who is invited by a link. `rows` are those of user, search term and link, `customer` is row and id.
    pub fn invited(call: &Call, rows: [i64; 3], customer: (i64, CustomerId), new: &NewUser) -> Self {
        let secret = Secret::generate();
        let user = User {
            id: UserId(random::uuid_v7(call.now)),
            customer_id: customer.1,
            name: new.name.clone(),
            email: new.email.to_string(),
            role: new.role,
            status: UserStatus::Invited,
            last_sign_in_at: None,
            invited_until: Some(call.now.plus(links::HANDED_OVER)),
            created_at: call.now,
            version: 1,
        };
        Self {
            id: rows[0],
            term: rows[1],
            customer: customer.0,
            user,
            link: Some(NewLink { row: rows[2], url: links::url(call, &secret), hash: random::hash(secret.expose()) }),
            entry: random::uuid_v7(call.now),
        }
    }
}

const USERS: Table = Table {
    name: "users",
    columns: &[
        ("id", Kind::Int),
        ("public_id", Kind::Id),
        ("customer_id", Kind::Int),
        ("name", Kind::Text),
        ("email", Kind::Text),
        ("email_key", Kind::Text),
        ("role", Kind::Text),
        ("created_at", Kind::Int),
        ("version", Kind::Int),
        ("name_key", Kind::Text),
        ("search_text", Kind::Text),
    ],
};

pub(super) const TERMS: Table = Table {
    name: "search_terms",
    columns: &[
        ("id", Kind::Int),
        ("customer_id", Kind::Int),
        ("kind", Kind::Text),
        ("source_id", Kind::Int),
        ("text", Kind::Text),
    ],
};

pub(super) const TRIGRAMS: Table =
    Table { name: "terms_trigrams", columns: &[("rowid", Kind::Int), ("text", Kind::Text)] };

/// Inserts users with search terms, trigrams, links and log entries; nobody has their addresses.
pub(crate) async fn insert_many(call: &Call, rows: Vec<NewUserRow>) -> Result<()> {
    let (mut users, mut terms, mut trigrams) = (Rows::of(USERS), Rows::of(TERMS), Rows::of(TRIGRAMS));
    let mut user_trigrams = Rows::of(search::TRIGRAMS);
    let (mut links, mut entries) = (Rows::of(links::TABLE), Vec::with_capacity(rows.len()));
    let sqlite = call.backend.engine() == Engine::Sqlite;
    for NewUserRow { id, term, customer, user, link, entry } in rows {
        let text = format!(" {}", fold(&user.email));
        let (name_key, search_text) = search::keys(&user.name, &user.email);
        if sqlite {
            trigrams.push(&[&term, &text]);
            user_trigrams.push(&[&id, &search_text]);
        }
        terms.push(&[&term, &customer, &"user_email", &id, &text]);
        users.push(&[
            &id,
            &Id(user.id.0),
            &customer,
            &user.name,
            &user.email,
            &super::email_key(&user.email),
            &user.role.as_str(),
            &user.created_at.0,
            &i64::from(user.version),
            &name_key,
            &search_text,
        ]);
        if let Some(link) = link {
            links::push(&mut links, call, link.row, &link.hash, id);
        }
        entries.push(Entry {
            id: entry,
            at: user.created_at,
            verb: "user.create",
            object: Object::User(user.id.0),
            customer_row: customer,
            before: None,
            after: Some(activity::json(&user)?),
        });
    }
    users.insert(call).await?;
    terms.insert(call).await?;
    trigrams.insert(call).await?;
    user_trigrams.insert(call).await?;
    links.insert(call).await?;
    activity::record_many(call, entries).await
}
