//! `/customers/{id}/contacts` and `/contacts`: the people at a company.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::checks::{Gate, Touch};
use super::id::Id;
use super::patch;
use super::problem::Fault;
use super::schema::{ContactFilter, ContactPatch, CreatedUser, NewContactBody, PageParams, SignInBody};
use super::users::{First, user_form};
use super::wrong;
use axum::response::Response;
use backend::people::contacts::{self, ContactEdit};
use backend::{customers, people};
use model::contacts::{Contact, ContactData, ContactField, ContactForm, ContactQuery};
use model::customers::Status;
use model::form::FieldErrors;
use model::ids::{ContactId, CustomerId};
use model::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Members of a contact that are never set by writing them.
const READ_ONLY: [&str; 8] =
    ["id", "customer_id", "status", "default", "user_id", "created_at", "updated_at", "version"];

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(find, edit, delete))
        .routes(routes!(set_default))
        .routes(routes!(enable))
        .routes(routes!(disable))
        .routes(routes!(give_sign_in, take_sign_in))
}

/// List a customer's contacts
#[utoipa::path(get, path = "/customers/{id}/contacts", tag = "Contacts", params(ContactFilter, PageParams),
    responses((status = 200, description = "A page of contacts.", body = Page<Contact>)))]
pub async fn list(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    customers::find(ask.view(), id).await?;
    let mut params = ask.params.clone();
    let mut query =
        ContactQuery { q: params.words("q"), status: params.take("status", Status::parse), ..ContactQuery::default() };
    (query.cursor, query.limit) = params.page();
    params.finish()?;
    let page = contacts::list(ask.view(), id, &query).await?;
    Ok(answer::response(answer::ok(&page.map(|row| row.contact))?)?)
}

/// Add a contact
///
/// Only companies have contacts. The first one is the customer's default.
#[utoipa::path(post, path = "/customers/{id}/contacts", tag = "Contacts", request_body = NewContactBody,
    responses((status = 201, description = "The new contact.", body = Contact, headers(
        ("Location" = String, description = "Its path."), ("ETag" = String, description = "The version in quotes.")))))]
pub async fn create(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let (_, new) = ask.read(Gate::Contacts(id), read_new).await?;
    ask.write(answer::created_contact, move |call| Box::pin(contacts::create(call, id, new))).await
}

fn read_new(ask: &Ask) -> Result<ContactData, Fault> {
    let mut body = ask.body.object()?;
    let mut form = ContactForm::default();
    for field in ContactField::ALL {
        *form.get_mut(field) = body.text(field.as_str());
    }
    body.read_only(&READ_ONLY);
    Ok(wrong::settle(wrong::with_params(body.finish(), ask.params.clone()), form.parse())?)
}

/// Read a contact
#[utoipa::path(get, path = "/contacts/{id}", tag = "Contacts",
    responses((status = 200, description = "The contact.", body = Contact, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn find(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    let found = contacts::find(ask.view(), id).await?;
    ask.params.finish()?;
    Ok(answer::response(answer::contact(&found.contact)?)?)
}

/// Edit a contact
///
/// A merge patch (RFC 7396). The address that the contact signs in with is its user's, and stays.
#[utoipa::path(patch, path = "/contacts/{id}", tag = "Contacts",
    request_body(content = ContactPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The contact as it is now.", body = Contact, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn edit(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    let said = |ask: &Ask| patch::read(ask, &ContactField::ALL, ContactField::as_str, &READ_ONLY);
    let (version, (changes, wrong)) = ask.read(Gate::Contact(id, Touch::Fields), said).await?;
    if !wrong.is_empty() {
        let mut form = contacts::find(ask.view(), id).await?.contact.form();
        for change in changes {
            *form.get_mut(change.field) = change.value;
        }
        return Err(wrong::settle(wrong, form.parse()).err().unwrap_or_default().into());
    }
    let edit = ContactEdit { version, changes };
    ask.write(answer::contact, move |call| Box::pin(contacts::edit(call, id, edit))).await
}

/// Delete a contact
///
/// With its sign-in. The default goes last: before that another one has to be set as default.
#[utoipa::path(delete, path = "/contacts/{id}", tag = "Contacts", responses((status = 204, description = "Deleted.")))]
pub async fn delete(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Contact(id, Touch::Being), Ask::nothing).await?;
    ask.write(answer::gone, move |call| Box::pin(contacts::delete(call, id, version))).await
}

/// Set a contact as default
///
/// The customer's default before is it no longer.
#[utoipa::path(post, path = "/contacts/{id}/default", tag = "Contacts",
    responses((status = 200, description = "The contact as it is now.", body = Contact)))]
pub async fn set_default(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Contact(id, Touch::Fields), Ask::nothing).await?;
    ask.write(answer::contact, move |call| Box::pin(contacts::set_default(call, id, version))).await
}

/// Enable a contact
///
/// It can sign in again, if it could before.
#[utoipa::path(post, path = "/contacts/{id}/enable", tag = "Contacts",
    responses((status = 200, description = "The contact as it is now.", body = Contact)))]
pub async fn enable(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    set_status(id, ask, Status::Enabled).await
}

/// Disable a contact
///
/// It can't sign in, and its sessions end at once.
#[utoipa::path(post, path = "/contacts/{id}/disable", tag = "Contacts",
    responses((status = 200, description = "The contact as it is now.", body = Contact)))]
pub async fn disable(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    set_status(id, ask, Status::Disabled).await
}

async fn set_status(id: ContactId, ask: Ask, status: Status) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Contact(id, Touch::Being), Ask::nothing).await?;
    ask.write(answer::contact, move |call| Box::pin(contacts::set_status(call, id, status, version))).await
}

/// Let a contact sign in
///
/// Makes the user that it signs in as, by default with its own name and address. Takes an admin.
#[utoipa::path(post, path = "/contacts/{id}/sign-in", tag = "Contacts", request_body = SignInBody,
    responses((status = 201, description = "The new user.", body = CreatedUser)))]
pub async fn give_sign_in(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    let (version, body) = ask.read(Gate::Contact(id, Touch::SignIn), |ask| ask.body.object()).await?;
    let own = contacts::find(ask.view(), id).await?.contact.sign_in_form();
    let mut wrong = FieldErrors::default();
    let mut form = user_form(body, First::No, &mut wrong);
    for (said, own) in [(&mut form.name, own.name), (&mut form.email, own.email)] {
        if said.trim().is_empty() {
            *said = own;
        }
    }
    let new = wrong::settle(wrong::with_params(wrong, ask.params.clone()), form.parse())?;
    let user = people::prepare(&ask.backend, new).await?;
    ask.write(answer::created_user, move |call| Box::pin(contacts::give_sign_in(call, id, user, version))).await
}

/// Take a contact's sign-in away
///
/// Deletes the user that it signs in as; the contact stays. Takes an admin.
#[utoipa::path(delete, path = "/contacts/{id}/sign-in", tag = "Contacts",
    responses((status = 200, description = "The contact as it is now.", body = Contact)))]
pub async fn take_sign_in(Id(id): Id<ContactId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Contact(id, Touch::SignIn), Ask::nothing).await?;
    ask.write(answer::contact, move |call| Box::pin(contacts::take_sign_in(call, id, version))).await
}
