//! Creating many customers by one call: the rules of creating one, checked set by set.

use super::many::{NewRow, Prepared, insert_many};
use super::tree;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::people::{self, Invitations, NewUserRow};
use crate::policy::may;
use crate::sql::Values;
use crate::{bulk, path, random, rankings};
use futures::future::BoxFuture;
use model::customers::{Customer, NewCustomer};
use model::form::{FieldErrors, Problem};
use model::ids::{CustomerId, RankingId};
use model::people::{Credential, LinkBy};
use model::permissions::Action;
use model::time::Timestamp;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A customer of a batch. Its first user, if any, is invited: by mail, or by a link that the outcome holds.
#[derive(Clone, Debug)]
pub struct BatchItem {
    /// The customer.
    pub new: NewCustomer,
    /// Whether a second factor is required of its people, and of those of all below.
    pub require_two_factor: bool,
    /// When it was created elsewhere; `None` = now.
    pub created_at: Option<Timestamp>,
}

/// A customer that a batch created.
#[derive(Clone, Debug)]
pub struct BatchOutcome {
    /// Its id.
    pub id: CustomerId,
    /// Its first user's address, and the activation link unless that is mailed.
    pub invited: Option<(String, Option<String>)>,
}

/// What came of each item: the customer, or what is wrong with it.
pub type BatchOutcomes = Vec<std::result::Result<BatchOutcome, FieldErrors>>;

/// Creates customers below others that exist already; what is wrong with one keeps none of the others out.
/// The outcomes are in the order of the items.
pub fn create_batch(call: &mut Call, items: Arc<[BatchItem]>) -> BoxFuture<'_, Result<BatchOutcomes>> {
    Box::pin(async move { create_all(call, &items).await })
}

async fn create_all(call: &mut Call, items: &[BatchItem]) -> Result<BatchOutcomes> {
    call.lock_tree().await?;
    let mut errors = vec![FieldErrors::default(); items.len()];
    let parents = parents(call, items, &mut errors).await?;
    let rankings = rankings(call, items, &mut errors).await?;
    refuse_taken(call, items, &mut errors).await?;

    let good: Vec<usize> = (0..items.len()).filter(|&item| errors[item].is_empty()).collect();
    let ids = bulk::reserve_ids(call, "customers", good.len()).await?;
    let users = good.iter().filter(|&&item| items[item].new.first_user.is_some()).count();
    let mut user_ids = bulk::reserve_ids(call, "users", users).await?.into_iter();
    let mut term_ids = bulk::reserve_ids(call, "search_terms", users).await?.into_iter();
    let mut link_ids = bulk::reserve_ids(call, "links", users).await?.into_iter();
    let mut letters = Invitations::of(call).await?;
    let (mut rows, mut people) = (Vec::with_capacity(good.len()), Vec::with_capacity(users));
    let mut outcomes: BatchOutcomes = errors.into_iter().map(Err).collect();
    for (&item, id) in good.iter().zip(ids) {
        let BatchItem { new, created_at, require_two_factor } = &items[item];
        let Some((parent_id, parent)) = parents[item].as_ref() else { continue };
        let ranking = new.data.ranking_id.and_then(|ranking| rankings.get(&ranking).copied());
        let created_at = created_at.unwrap_or(call.now);
        let customer =
            Customer { require_two_factor: *require_two_factor, ..customer(call, new, *parent_id, created_at) };
        let mut invited = None;
        if let Some(user) = &new.first_user {
            let (Some(row), Some(term), Some(link)) = (user_ids.next(), term_ids.next(), link_ids.next()) else {
                return Err(Error::internal("every user has an id"));
            };
            let row = NewUserRow::invited(call, [row, term, link], (id, customer.id), user);
            if let Some(link) = &row.link {
                let mailed = matches!(user.credential, Credential::Link(LinkBy::Email));
                if mailed {
                    letters.push(call, &row, link, &customer.name)?;
                }
                invited = Some((row.user.email.clone(), (!mailed).then(|| link.url.clone())));
            }
            people.push(row);
        }
        outcomes[item] = Ok(BatchOutcome { id: customer.id, invited });
        let path = path::child(&parent.path, id);
        let (prepared, entry) = (Prepared::of(customer)?, random::uuid_v7(call.now));
        rows.push(NewRow { id, parent: parent.id, ranking, path, prepared, entry });
    }
    insert_many(call, rows).await?;
    people::insert_many(call, people).await?;
    letters.insert(call).await?;
    Ok(outcomes)
}

/// What the creation of one would answer.
fn customer(call: &Call, new: &NewCustomer, parent_id: CustomerId, created_at: Timestamp) -> Customer {
    let data = new.data.clone();
    Customer {
        id: CustomerId(random::uuid_v7(call.now)),
        parent_id: Some(parent_id),
        name: data.name,
        kind: data.kind,
        ref_id: data.ref_id,
        vat_number: data.vat_number.map(|code| code.to_string()),
        fiscal_code: data.fiscal_code.map(|code| code.to_string()),
        ranking_id: data.ranking_id,
        status: new.status,
        country: data.country,
        street: data.street,
        city: data.city,
        province: data.province,
        postal_code: data.postal_code,
        phone: data.phone.map(|phone| phone.to_string()),
        email: data.email.map(|email| email.to_string()),
        website: data.website.map(|website| website.to_string()),
        notes: data.notes,
        home_dashboard_id: None,
        default_contact_id: None,
        require_two_factor: false,
        created_at,
        updated_at: call.now,
        version: 1,
        deletion: None,
    }
}

/// Where a parent stands.
struct Parent {
    id: i64,
    path: String,
}

/// Each item's parent, by the rules of [`super::create`].
async fn parents(
    call: &Call,
    items: &[BatchItem],
    errors: &mut [FieldErrors],
) -> Result<Vec<Option<(CustomerId, Arc<Parent>)>>> {
    let actor = call.actor()?;
    let asked: HashSet<CustomerId> = items.iter().map(|item| item.new.parent_id.unwrap_or(actor.home)).collect();
    let mut values = Values::default();
    let list: Vec<_> = asked.iter().map(|id| values.add(Uuid::from_u128(id.0))).collect();
    let query = format!(
        "SELECT c.id, c.public_id, n.path FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.trash_id IS NULL AND c.public_id IN ({})",
        list.join(",")
    );
    let mut found = HashMap::new();
    for row in if list.is_empty() { Vec::new() } else { call.all(&query, values.0).await? } {
        let (id, public, path): (i64, Uuid, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let going = call.going.iter().any(|subtree| path::is_within(&path, subtree));
        if path::is_within(&path, &actor.scope) && !going {
            found.insert(CustomerId(public.as_u128()), Arc::new(Parent { id, path }));
        }
    }
    let mut parents = Vec::with_capacity(items.len());
    for (item, errors) in items.iter().zip(errors) {
        let id = item.new.parent_id.unwrap_or(actor.home);
        let parent = found.get(&id).map(|parent| (id, parent.clone()));
        match &parent {
            None => errors.add("parent_id", Problem::NotFound),
            Some((_, parent)) => {
                may(actor, Action::CustomerCreateBelow, &parent.path)?;
                if item.require_two_factor {
                    may(actor, Action::CustomerRequireTwoFactor, &parent.path)?;
                }
                if let Some(user) = &item.new.first_user {
                    may(actor, Action::CustomerCreateBelowWithUser, &parent.path)?;
                    if user.role > actor.role {
                        errors.add("first_user.role", Problem::RoleTooHigh);
                    }
                }
                if let Err(Error::Invalid(deep)) = tree::check_depth(&parent.path, 0) {
                    deep.0.into_iter().for_each(|error| errors.add(error.field, error.problem));
                }
            }
        }
        parents.push(parent);
    }
    Ok(parents)
}

/// The rows of the tiers that the items name.
async fn rankings(call: &Call, items: &[BatchItem], errors: &mut [FieldErrors]) -> Result<HashMap<RankingId, i64>> {
    let mut rows = HashMap::new();
    for (item, errors) in items.iter().zip(errors) {
        let Some(id) = item.new.data.ranking_id.filter(|id| !rows.contains_key(id)) else { continue };
        match rankings::row_of(call, Some(id)).await {
            Ok(Some(row)) => _ = rows.insert(id, row),
            Ok(None) => {}
            Err(Error::Invalid(_)) => errors.add("ranking_id", Problem::NotFound),
            Err(error) => return Err(error),
        }
    }
    Ok(rows)
}

/// Refuses ref IDs and addresses that others have, stored or earlier in the batch.
async fn refuse_taken(call: &Call, items: &[BatchItem], errors: &mut [FieldErrors]) -> Result<()> {
    let ref_ids = items.iter().map(|item| item.new.data.ref_id.clone());
    let query = "SELECT ref_id FROM customers WHERE provider_id = 1 AND trash_id IS NULL AND ref_id IN ({})";
    refuse(call, query, "ref_id", ref_ids, errors).await?;
    let keys = items.iter().map(|item| item.new.first_user.as_ref().map(|user| user.email.key()));
    let query = "SELECT email_key FROM users WHERE trash_id IS NULL AND email_key IN ({})";
    refuse(call, query, "first_user.email", keys, errors).await
}

async fn refuse(
    call: &Call,
    query: &str,
    field: &'static str,
    texts: impl Iterator<Item = Option<String>> + Clone + Send,
    errors: &mut [FieldErrors],
) -> Result<()> {
    let mut values = Values::default();
    let list: Vec<_> = texts.clone().flatten().map(|text| values.add(text)).collect();
    if list.is_empty() {
        return Ok(());
    }
    let mut taken = HashSet::new();
    for row in call.all(&query.replace("{}", &list.join(",")), values.0).await? {
        taken.insert(row.try_get_by_index::<String>(0)?);
    }
    for (text, errors) in texts.zip(errors) {
        if text.is_some_and(|text| !taken.insert(text)) {
            errors.add(field, Problem::Taken);
        }
    }
    Ok(())
}
