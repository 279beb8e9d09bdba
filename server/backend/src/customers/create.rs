//! A new customer, with its first user: both or nothing.

use super::record::{self, Record};
use super::{index, policy, tree};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::drafts;
use crate::error::{Error, Result};
use crate::fold::name_key;
use crate::people::{self, PreparedUser};
use crate::policy::may;
use crate::{path, random, rankings};
use model::customers::{Customer, CustomerData, CustomerForm, NewCustomer, Status};
use model::form::Problem;
use model::people::CreatedUser;
use model::permissions::Action;
use model::time::Timestamp;
use sea_orm::Value;
use serde::Serialize;
use uuid::Uuid;

/// What a creation answers.
#[derive(Clone, Debug, Serialize)]
pub struct CreatedCustomer {
    /// The customer.
    #[serde(flatten)]
    pub customer: Customer,
    /// Its first user, with the activation link if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_user: Option<CreatedUser>,
}

/// Creates a customer below another, by default the caller's own. Editors may, without a first user; admins with one.
pub async fn create(call: &mut Call, new: NewCustomer, first_user: Option<PreparedUser>) -> Result<CreatedCustomer> {
    let now = call.now;
    create_dated(call, new, first_user, now).await
}

/// The same with a date of creation in the past, for imports.
pub async fn create_dated(
    call: &mut Call,
    new: NewCustomer,
    first_user: Option<PreparedUser>,
    created_at: Timestamp,
) -> Result<CreatedCustomer> {
    call.lock_tree().await?;
    let (parent, ranking) = fits(call, &new, first_user.is_some()).await?;
    let id = insert(call, Some(&parent), &new.data, new.status, ranking, created_at).await?;
    let record = record::by_rows(call, &[id]).await?.pop().ok_or_else(|| Error::internal("created, then gone"))?;
    let customer = record.to_customer(call)?;
    let object = Object::Customer(customer.id.0);
    log(call, "customer.create", object, id, None::<()>, Some(&customer)).await?;
    let first_user = match first_user {
        Some(user) => Some(people::insert(call, &record, user).await.map_err(below_first_user)?),
        None => None,
    };
    Ok(CreatedCustomer { customer, first_user })
}

/// The same for the form that keeps a draft, which goes with the creation.
pub async fn create_from_draft(
    call: &mut Call,
    new: NewCustomer,
    first_user: Option<PreparedUser>,
) -> Result<CreatedCustomer> {
    let created = create(call, new, first_user).await?;
    drafts::discard(call, drafts::Kind::Customer).await?;
    Ok(created)
}

/// Refuses what a creation would be refused for, as things are now.
pub async fn check_new(view: &View, new: &NewCustomer) -> Result<()> {
    fits(view, new, false).await.map(drop)
}

/// Where a new customer goes and the row of its ranking, if it may be created there.
async fn fits(view: &View, new: &NewCustomer, with_user: bool) -> Result<(Record, Option<i64>)> {
    let actor = view.actor()?;
    let parent = match policy::visible(view, new.parent_id.unwrap_or(actor.home)).await {
        Err(Error::NotFound) => return Err(Error::field("parent_id", Problem::NotFound)),
        parent => parent?,
    };
    may(actor, Action::CustomerCreateBelow, &parent.path)?;
    if with_user {
        may(actor, Action::CustomerCreateBelowWithUser, &parent.path)?;
    }
    tree::check_depth(&parent.path, 0)?;
    refuse_taken_ref_id(view, new.data.ref_id.as_deref(), None).await?;
    let ranking = rankings::row_of(view, new.data.ranking_id).await?;
    Ok((parent, ranking))
}

fn below_first_user(error: Error) -> Error {
    match error {
        Error::Invalid(inner) => {
            let mut errors = model::form::FieldErrors::default();
            errors.nest("first_user", inner);
            Error::Invalid(errors)
        }
        error => error,
    }
}

/// Refuses a ref ID that another customer has that is not deleted.
pub(super) async fn refuse_taken_ref_id(view: &View, ref_id: Option<&str>, except: Option<i64>) -> Result<()> {
    let Some(ref_id) = ref_id else { return Ok(()) };
    let taken = view.one(
        "SELECT 1 FROM customers WHERE provider_id = 1 AND ref_id = $1 AND trash_id IS NULL AND id <> $2",
        vec![ref_id.into(), except.unwrap_or(0).into()],
    );
    if taken.await?.is_some() { Err(Error::field("ref_id", Problem::Taken)) } else { Ok(()) }
}

/// Inserts a customer with its node and trigrams; gives its row id.
pub(super) async fn insert(
    call: &Call,
    parent: Option<&Record>,
    data: &CustomerData,
    status: Status,
    ranking: Option<i64>,
    created_at: Timestamp,
) -> Result<i64> {
    let form = CustomerForm::from(data);
    let text = |value: &String| -> Value { Some(value.clone()).filter(|value| !value.is_empty()).into() };
    let key = name_key(&data.name);
    let values = vec![
        Uuid::from_u128(random::uuid_v7(call.now)).into(),
        parent.map(|parent| parent.id).into(),
        data.name.clone().into(),
        key.clone().into(),
        data.kind.as_str().into(),
        text(&form.ref_id),
        text(&form.vat_number),
        text(&form.fiscal_code),
        ranking.into(),
        status.as_str().into(),
        form.country.clone().into(),
        text(&form.street),
        text(&form.city),
        text(&form.province),
        text(&form.postal_code),
        text(&form.phone),
        text(&form.email),
        text(&form.website),
        text(&form.notes),
        created_at.0.into(),
        call.now.0.into(),
    ];
    let row = call.one("INSERT INTO customers (provider_id, public_id, parent_id, name, name_key, kind, ref_id, vat_number, fiscal_code,
            ranking_id, status, country, street, city, province, postal_code, phone, email, website, notes,
            created_at, updated_at, version)
         VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)
         RETURNING id",
        values,
    );
    let id: i64 = row.await?.ok_or_else(|| Error::internal("an insert returns its row"))?.try_get_by_index(0)?;
    let search_text = index::search_text(
        &data.name,
        data.ref_id.as_deref(),
        data.vat_number.as_ref().map(|code| code.as_str()),
        data.fiscal_code.as_ref().map(|code| code.as_str()),
        data.city.as_deref(),
    );
    let path = path::child(parent.map_or("/", |parent| parent.path.as_str()), id);
    call.execute(
        "INSERT INTO nodes (id, provider_id, trash, path, name_key, search_text) VALUES ($1, 1, 0, $2, $3, $4)",
        vec![id.into(), path.into(), key.into(), search_text.clone().into()],
    )
    .await?;
    index::write_trigrams(call, id, &search_text).await?;
    Ok(id)
}
