//! Server functions: the contacts of a company.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::contacts::{Contact, ContactField, ContactForm, ContactRow};
use model::customers::Status;
use model::ids::{ContactId, CustomerId};
use model::page::Page;
use model::people::{CreatedUser, NewUserForm};

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::people::{self, contacts};
#[cfg(feature = "ssr")]
use model::contacts::ContactQuery;

/// A page of a customer's contacts, by name.
#[server(protocol = Wire)]
pub async fn list_contacts(customer: CustomerId, cursor: Option<String>) -> Result<Page<ContactRow>, AppError> {
    let view = request::view().await?;
    let query = ContactQuery { cursor, ..ContactQuery::default() };
    contacts::list(&view, customer, &query).await.map_err(request::refuse)
}

/// Adds a contact; a company's first becomes its default.
#[server(protocol = Wire)]
pub async fn add_contact(customer: CustomerId, form: ContactForm) -> Result<Contact, AppError> {
    let data = form.parse().map_err(request::invalid)?;
    let contact = request::write(move |call| Box::pin(contacts::create(call, customer, data))).await?;
    request::then(&routes::customer_contacts(customer));
    Ok(contact)
}

/// Changes one field; `base` is what the page showed before.
#[server(protocol = Wire)]
pub async fn edit_contact(
    contact: ContactId,
    field: ContactField,
    #[server(default)] base: String,
    #[server(default)] value: String,
) -> Result<Contact, AppError> {
    let change = contacts::ContactChange { field, base: Some(base), value };
    let edit = contacts::ContactEdit { version: None, changes: vec![change] };
    let edited = request::write(move |call| Box::pin(contacts::edit(call, contact, edit))).await?;
    request::stay();
    Ok(edited)
}

/// Enables or disables a contact, and with it the user that it signs in as.
#[server(protocol = Wire)]
pub async fn set_contact_status(contact: ContactId, status: Status) -> Result<Contact, AppError> {
    let changed = request::write(move |call| Box::pin(contacts::set_status(call, contact, status, None))).await?;
    request::stay();
    Ok(changed)
}

/// Makes it its customer's default.
#[server(protocol = Wire)]
pub async fn set_default_contact(contact: ContactId) -> Result<Contact, AppError> {
    let changed = request::write(move |call| Box::pin(contacts::set_default(call, contact, None))).await?;
    request::stay();
    Ok(changed)
}

/// Deletes a contact for good, with the user that it signs in as.
#[server(protocol = Wire)]
pub async fn delete_contact(contact: ContactId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(contacts::delete(call, contact, None))).await?;
    request::stay();
    Ok(())
}

/// Lets a contact sign in: adds the user that stands behind it.
#[server(protocol = Wire)]
pub async fn give_contact_sign_in(contact: ContactId, form: NewUserForm) -> Result<CreatedUser, AppError> {
    let new = form.parse().map_err(request::invalid)?;
    let user = people::prepare(&request::incoming()?.backend, new).await.map_err(request::refuse)?;
    let created = request::write(move |call| Box::pin(contacts::give_sign_in(call, contact, user, None))).await?;
    if created.activation_link.is_none() {
        request::stay();
    }
    Ok(created)
}

/// Deletes the user that a contact signs in as; the contact stays.
#[server(protocol = Wire)]
pub async fn take_contact_sign_in(contact: ContactId) -> Result<Contact, AppError> {
    let changed = request::write(move |call| Box::pin(contacts::take_sign_in(call, contact, None))).await?;
    request::stay();
    Ok(changed)
}
