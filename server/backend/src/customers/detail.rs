//! One customer: its JSON, its path, and what its page shows around it.

use super::record::{self, Record};
use super::{policy, two_factor};
use crate::call::View;
use crate::error::Result;
use crate::path;
use model::customers::{Crumb, Customer, CustomerDetail, Status};
use model::ids::CustomerId;

/// A customer; a deleted one only for who may restore it.
pub async fn find(view: &View, id: CustomerId) -> Result<Customer> {
    policy::reachable(view, id).await?.to_customer(view)
}

/// The customers above one, from the top of the caller's scope, the provider and the customer itself left out.
pub async fn ancestors(view: &View, id: CustomerId) -> Result<Vec<Customer>> {
    let record = policy::reachable(view, id).await?;
    above(view, &record).await?.iter().map(|record| record.to_customer(view)).collect()
}

async fn above(view: &View, record: &Record) -> Result<Vec<Record>> {
    let actor = view.actor()?;
    if record.path == actor.scope {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = actor.reach(path::parent(&record.path)).collect();
    record::by_rows(view, &ids).await
}

/// A customer with ancestors, counts and what the caller may do.
pub async fn detail(view: &View, id: CustomerId) -> Result<CustomerDetail> {
    let record = policy::reachable(view, id).await?;
    let above = above(view, &record).await?;
    let mut disabled_above = None;
    for ancestor in &above {
        if ancestor.status()? == Status::Disabled {
            disabled_above = Some(ancestor.name.clone());
        }
    }
    let trash: i64 = record.trash_id.unwrap_or(0);
    let children = view.number(
        "SELECT count(*) FROM (SELECT 1 AS one FROM customers
            WHERE provider_id = 1 AND parent_id = $1 AND COALESCE(trash_id, 0) = $2 LIMIT 10001) AS counted",
        vec![record.id.into(), trash.into()],
    );
    let users = view.number(
        "SELECT count(*) FROM users WHERE customer_id = $1 AND COALESCE(trash_id, 0) = $2",
        vec![record.id.into(), trash.into()],
    );
    let contacts = view.number(
        "SELECT count(*) FROM contacts WHERE customer_id = $1 AND COALESCE(trash_id, 0) = $2",
        vec![record.id.into(), trash.into()],
    );
    let query = "SELECT k.name FROM contacts k JOIN customers c ON c.default_contact_id = k.id WHERE c.id = $1";
    let default_contact = view.one(query, vec![record.id.into()]).await?;
    Ok(CustomerDetail {
        customer: record.to_customer(view)?,
        ancestors: above.iter().map(Record::crumb).collect::<Vec<Crumb>>(),
        ranking: record.ranking_name.clone(),
        disabled_above,
        children: children.await? as u32,
        users: users.await? as u32,
        contacts: contacts.await? as u32,
        default_contact: default_contact.map(|row| row.try_get_by_index(0)).transpose()?,
        two_factor: two_factor::rule(view, &record).await?,
        rights: policy::rights(view.actor()?, &record),
    })
}
