//! The contacts of a company, and one of them.

use super::record::{self, ContactRecord, SELECT};
use crate::call::View;
use crate::cursor::Cursor;
use crate::customers::{self, Term, all_marks};
use crate::error::{Error, Result};
use crate::people::users;
use crate::sql::Values;
use model::contacts::{ContactQuery, ContactRow};
use model::form::Problem;
use model::ids::{ContactId, CustomerId};
use model::page::{MAX_LIMIT, MAX_TOTAL, Page};

/// One contact.
pub async fn find(view: &View, id: ContactId) -> Result<ContactRow> {
    let contact = record::visible(view, id).await?;
    rows(view, vec![contact], &[]).await?.pop().ok_or(Error::NotFound)
}

/// A page of a customer's contacts, by name. They are few beside all customers: their customer's index holds them.
pub async fn list(view: &View, customer: CustomerId, query: &ContactQuery) -> Result<Page<ContactRow>> {
    if !(1..=MAX_LIMIT).contains(&query.limit) {
        return Err(Error::field("limit", Problem::Choice { allowed: "1 to 200".into() }));
    }
    let place = customers::visible(view, customer).await?;
    let unpaged = ContactQuery { cursor: None, limit: 0, ..query.clone() };
    let bound = Cursor::bind(&("contacts", &view.actor()?.scope, customer, unpaged));
    let mut values = Values::default();
    let mut condition = format!("k.customer_id = {} AND k.trash_id IS NULL", values.add(place.id));
    let terms = Term::of(&query.q);
    for term in &terms {
        condition.push_str(&format!(" AND k.search_text LIKE {}", values.add(term.pattern())));
    }
    if let Some(status) = query.status {
        condition.push_str(&format!(" AND k.status = {}", values.add(status.as_str())));
    }
    let most = MAX_TOTAL + 1;
    let counted =
        format!("SELECT count(*) FROM (SELECT 1 AS one FROM contacts k WHERE {condition} LIMIT {most}) AS counted");
    let total = view.number(&counted, values.0.clone()).await? as u32;
    if let Some(cursor) = &query.cursor {
        let (key, id): (String, i64) = bound.read(cursor)?;
        condition.push_str(&format!(" AND (k.name_key, k.id) > ({}, {})", values.add(key), values.add(id)));
    }
    let wanted = query.limit as usize;
    let limit = values.add(i64::from(query.limit) + 1);
    let paged = format!("{SELECT} WHERE {condition} ORDER BY k.name_key, k.id LIMIT {limit}");
    let found = view.all(&paged, values.0).await?;
    let mut records = found.iter().map(ContactRecord::read).collect::<Result<Vec<_>>>()?;
    let next = records.len() > wanted;
    records.truncate(wanted);
    let next_cursor = match records.last().filter(|_| next) {
        Some(last) => Some(bound.write(&(&last.name_key, last.id))?),
        None => None,
    };
    let items = rows(view, records, &terms).await?;
    Ok(Page { items, next_cursor, total: total.min(MAX_TOTAL), more: total > MAX_TOTAL })
}

/// Contacts with those whom they sign in as, who are asked for together.
async fn rows(view: &View, records: Vec<ContactRecord>, terms: &[Term]) -> Result<Vec<ContactRow>> {
    let ids: Vec<i64> = records.iter().filter_map(|record| record.user_row).collect();
    let users = users::by_rows(view, &ids).await?;
    let row = |record: ContactRecord| {
        let user = users.iter().find(|user| Some(user.id) == record.user_row);
        Ok(ContactRow {
            name_marks: all_marks(&record.name, terms),
            sign_in: user.map(users::UserRecord::to_user),
            contact: record.to_contact()?,
        })
    };
    records.into_iter().map(row).collect()
}
