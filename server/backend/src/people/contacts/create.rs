//! A new contact of a company.

use super::record;
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::customers::{self, TermKind};
use crate::error::{Error, Result};
use crate::fold::name_key;
use crate::policy::{Target, decision};
use crate::random;
use model::contacts::{Contact, ContactData};
use model::customers::{Kind, Status};
use model::form::Problem;
use model::ids::CustomerId;
use model::permissions::Action;
use uuid::Uuid;

/// What a contact is found by: its sort key, the text of the list of contacts, and the text of the search for customers.
pub(crate) fn search_keys(
    name: &str,
    email: Option<&str>,
    phone: Option<&str>,
    job_title: Option<&str>,
) -> (String, String, String) {
    let email = email.unwrap_or_default();
    let list = customers::lines_of(&[name, email, job_title.unwrap_or_default(), phone.unwrap_or_default()]);
    (name_key(name), list, customers::lines_of(&[name, email]))
}

/// The same of what a form holds.
pub(super) fn keys_of(data: &ContactData) -> (String, String, String) {
    let (email, phone) = (data.email.as_ref().map(|e| e.as_str()), data.phone.as_ref().map(|p| p.as_str()));
    search_keys(&data.name, email, phone, data.job_title.as_deref())
}

/// Adds a contact to a company; its first becomes the default.
pub async fn create(call: &mut Call, customer: CustomerId, data: ContactData) -> Result<Contact> {
    call.lock_tree().await?;
    let place = customers::visible(call, customer).await?;
    let object = Target { individual: place.kind != Kind::Company.as_str(), ..Target::default() };
    let decision = decision(call.actor()?, Action::ContactCreate, &place.path, object);
    decision.permitted()?;
    if decision.obstacle().is_some() {
        return Err(Error::field("kind", Problem::CompaniesOnly));
    }
    let (key, list_text, term) = keys_of(&data);
    let row = call.one(
        "INSERT INTO contacts (public_id, customer_id, name, name_key, email, phone, job_title, search_text, status,
            created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1) RETURNING id",
        vec![
            Uuid::from_u128(random::uuid_v7(call.now)).into(),
            place.id.into(),
            data.name.into(),
            key.into(),
            data.email.map(|email| email.to_string()).into(),
            data.phone.map(|phone| phone.to_string()).into(),
            data.job_title.into(),
            list_text.into(),
            Status::Enabled.as_str().into(),
            call.now.0.into(),
        ],
    );
    let id: i64 = row.await?.ok_or_else(|| Error::internal("an insert returns its row"))?.try_get_by_index(0)?;
    customers::index_term(call, place.id, TermKind::Contact, id, term).await?;
    if place.default_contact.is_none() {
        // Whoever makes it an individual at this moment raises its version or waits for ours.
        let first = call.execute(
            "UPDATE customers SET default_contact_id = $1, updated_at = $2, version = version + 1
             WHERE id = $3 AND default_contact_id IS NULL AND kind = 'company'",
            vec![id.into(), call.now.0.into(), place.id.into()],
        );
        if first.await? == 0 {
            return Err(Error::Internal("40001: the customer changed meanwhile".into()));
        }
    }
    let contact = record::by_row(call, id).await?.to_contact()?;
    log(call, "contact.create", Object::Contact(contact.id.0), place.id, None::<()>, Some(&contact)).await?;
    Ok(contact)
}
