//! Server functions: reading and changing customers. Each asks who calls, runs one verb, answers.
#![expect(missing_docs, reason = "the arguments of a server function become fields, which have its documentation")]

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::customers::{
    Customer, CustomerDetail, CustomerField, CustomerForm, CustomerQuery, CustomerRow, DeletionPlan, MovePlan,
    NewCustomerForm, Status,
};
use model::deletions::DeletionForm;
use model::ids::CustomerId;
use model::page::Page;
use model::people::CreatedUser;
use model::rankings::Ranking;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
#[cfg(feature = "ssr")]
use crate::customers::draft_api::keep;
#[cfg(feature = "ssr")]
use crate::{customers::Columns, prefs::Density, request, routes};
#[cfg(feature = "ssr")]
use backend::{Error, customers, people, rankings};
#[cfg(feature = "ssr")]
use model::drafts::CustomerDraft;

/// A new customer, and its first user if it got one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// The customer.
    pub customer: Customer,
    /// Its first user, with the link that activates it.
    pub first_user: Option<CreatedUser>,
}

/// What a deletion would take along, and for how long it could be brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedDeletion {
    /// What goes.
    pub plan: DeletionPlan,
    /// Days in the Trash; 0 = gone at once.
    pub days: u32,
}

/// A customer as it is to be, and as it was when the form was filled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerEditForm {
    /// As it is to be.
    pub customer: CustomerForm,
    /// As it was.
    pub base: CustomerForm,
}

/// A page of the list.
#[server(protocol = Wire)]
pub async fn list_customers(query: CustomerQuery) -> Result<Page<CustomerRow>, AppError> {
    let view = request::view().await?;
    customers::list(&view, &query).await.map_err(request::refuse)
}

/// Remembers which columns the list has and how high its rows are; what is unknown is left out.
#[server(protocol = Wire)]
pub async fn arrange_list(
    #[server(default)] columns: Vec<String>,
    #[server(default)] density: String,
) -> Result<(), AppError> {
    request::remember("columns", &Columns::named(&columns.join(".")).names());
    if let Some(density) = Density::ALL.into_iter().find(|known| known.as_str() == density) {
        request::remember("density", density.as_str());
    }
    request::stay();
    Ok(())
}

/// A customer with what stands around it. The id comes from the address, so it may be anything.
#[server(protocol = Wire)]
pub async fn open_customer(id: String) -> Result<CustomerDetail, AppError> {
    let view = request::view().await?;
    let id = id.parse().map_err(|_| request::refuse(Error::NotFound))?;
    customers::detail(&view, id).await.map_err(request::refuse)
}

/// One customer by itself.
#[server(protocol = Wire)]
pub async fn find_customer(id: CustomerId) -> Result<Customer, AppError> {
    let view = request::view().await?;
    customers::find(&view, id).await.map_err(request::refuse)
}

/// All tiers.
#[server(protocol = Wire)]
pub async fn list_rankings() -> Result<Vec<Ranking>, AppError> {
    let view = request::view().await?;
    rankings::list(&view).await.map_err(request::refuse)
}

/// Adds a customer and discards its draft. What is refused is kept as a draft: the way back to its fields loses nothing.
#[server(protocol = Wire)]
pub async fn create_customer(form: NewCustomerForm) -> Result<Created, AppError> {
    let draft = CustomerDraft::from(&form);
    let created = create(form).await;
    if created.is_err() {
        // Who may not keep one loses nothing by it.
        let _ = keep(draft).await;
    }
    created
}

#[cfg(feature = "ssr")]
async fn create(form: NewCustomerForm) -> Result<Created, AppError> {
    let mut new = form.now().parse().map_err(request::invalid)?;
    let incoming = request::incoming()?;
    let user = match new.first_user.take() {
        Some(user) => Some(people::prepare(&incoming.backend, user).await.map_err(at_first_user)?),
        None => None,
    };
    let created = request::write(move |call| Box::pin(customers::create_from_draft(call, new, user))).await?;
    let has_link = created.first_user.as_ref().is_some_and(|user| user.activation_link.is_some());
    if !has_link {
        request::then(&routes::customer(created.customer.id));
    }
    Ok(Created { customer: created.customer, first_user: created.first_user })
}

#[cfg(feature = "ssr")]
fn at_first_user(error: Error) -> AppError {
    let Error::Invalid(inner) = error else { return request::refuse(error) };
    let mut errors = model::form::FieldErrors::default();
    errors.nest("first_user", inner);
    request::invalid(errors)
}

/// Changes one field; `base` is what the page showed before.
#[server(protocol = Wire)]
pub async fn edit_customer(
    id: CustomerId,
    field: CustomerField,
    #[server(default)] base: String,
    #[server(default)] value: String,
) -> Result<Customer, AppError> {
    let change = customers::Change { field, base: Some(base), value };
    let edit = customers::Edit { version: None, changes: vec![change] };
    let customer = request::write(move |call| Box::pin(customers::edit(call, id, edit))).await?;
    request::stay();
    Ok(customer)
}

/// Changes what differs from `base`, which is what the page showed before.
#[server(protocol = Wire)]
pub async fn update_customer(id: CustomerId, form: CustomerEditForm) -> Result<Customer, AppError> {
    let CustomerEditForm { customer, base } = form;
    let changed = CustomerField::ALL.into_iter().filter(|field| customer.get(*field).trim() != base.get(*field).trim());
    let changes = changed.map(|field| customers::Change {
        field,
        base: Some(base.get(field).to_owned()),
        value: customer.get(field).to_owned(),
    });
    let edit = customers::Edit { version: None, changes: changes.collect() };
    let customer = request::write(move |call| Box::pin(customers::edit(call, id, edit))).await?;
    request::then(&routes::customer(customer.id));
    Ok(customer)
}

/// Enables or disables.
#[server(protocol = Wire)]
pub async fn set_customer_status(id: CustomerId, status: Status) -> Result<Customer, AppError> {
    let customer = request::write(move |call| Box::pin(customers::set_status(call, id, status, None))).await?;
    request::stay();
    Ok(customer)
}

/// What a move would change.
#[server(protocol = Wire)]
pub async fn customer_move_plan(id: CustomerId, parent: CustomerId) -> Result<MovePlan, AppError> {
    let view = request::view().await?;
    customers::move_plan(&view, id, parent).await.map_err(request::refuse)
}

/// Moves a customer, and all below it, under another.
#[server(protocol = Wire)]
pub async fn move_customer(id: CustomerId, parent: CustomerId) -> Result<Customer, AppError> {
    let customer = request::write(move |call| Box::pin(customers::relocate(call, id, parent, None))).await?;
    request::stay();
    Ok(customer)
}

/// What a deletion would take along.
#[server(protocol = Wire)]
pub async fn customer_deletion_plan(id: CustomerId) -> Result<PlannedDeletion, AppError> {
    let view = request::view().await?;
    let plan = customers::deletion_plan(&view, id).await.map_err(request::refuse)?;
    Ok(PlannedDeletion { plan, days: request::incoming()?.backend.trash_days() })
}

/// Deletes now or later. `when` is `now` or `at`; a time as a date input gives it, without a zone, is UTC.
#[server(protocol = Wire)]
pub async fn delete_customer(
    id: CustomerId,
    form: DeletionForm,
    #[server(default)] when: String,
) -> Result<Customer, AppError> {
    let mut form = form;
    match when.as_str() {
        "now" => form.at.clear(),
        "at" if form.at.trim().is_empty() => {
            return Err(request::invalid(model::form::FieldErrors::one("at", model::form::Problem::Required)));
        }
        _ if form.at.len() == "2026-11-21T09:14".len() => form.at.push_str(":00Z"),
        _ => {}
    }
    let deletion = form.parse().map_err(request::invalid)?;
    let later = deletion.at.is_some();
    let customer = request::write(move |call| Box::pin(customers::delete(call, id, deletion, None))).await?;
    if later {
        request::stay()
    } else {
        request::then(routes::CUSTOMERS)
    };
    Ok(customer)
}

/// Takes a scheduled deletion back.
#[server(protocol = Wire)]
pub async fn cancel_customer_deletion(id: CustomerId) -> Result<Customer, AppError> {
    let customer = request::write(move |call| Box::pin(customers::cancel_deletion(call, id, None))).await?;
    request::stay();
    Ok(customer)
}

/// Brings a deletion back from the Trash.
#[server(protocol = Wire)]
pub async fn restore_customer(id: CustomerId) -> Result<Customer, AppError> {
    let customer = request::write(move |call| Box::pin(customers::restore(call, id, None))).await?;
    request::stay();
    Ok(customer)
}
