//! Adding and editing customers.

use crate::rest::answer;
use crate::rest::ask::Ask;
use crate::rest::checks::{Gate, Reach};
use crate::rest::id::Id;
use crate::rest::json::Object;
use crate::rest::patch;
use crate::rest::problem::Fault;
use crate::rest::schema::{CreatedCustomer, CustomerPatch, NewCustomerBody};
use crate::rest::users::{First, user_form};
use crate::rest::wrong;
use axum::response::Response;
use backend::customers::{self, Change, Edit};
use backend::people;
use model::customers::{Customer, CustomerField, CustomerForm, NewCustomer, NewCustomerForm};
use model::form::FieldErrors;
use model::ids::CustomerId;

/// Members of a customer that are never set by writing them: some have verbs of their own, the rest follow from others.
const READ_ONLY: [&str; 8] =
    ["id", "status", "home_dashboard_id", "default_contact_id", "created_at", "updated_at", "version", "deletion"];

/// The member that takes an admin.
const TWO_FACTOR: &str = "require_two_factor";

/// Add a customer
///
/// Under `parent_id`, by default the token's own customer, with its first user if one is given: both or nothing.
#[utoipa::path(post, path = "/customers", tag = "Customers", request_body = NewCustomerBody,
    responses((status = 201, description = "The new customer.", body = CreatedCustomer, headers(
        ("Location" = String, description = "Its path."), ("ETag" = String, description = "The version in quotes.")))))]
pub async fn create(ask: Ask) -> Result<Response, Fault> {
    let first_user = ask.body.object().is_ok_and(|body| body.has("first_user"));
    let (_, mut new) = ask.read(Gate::NewCustomer { first_user }, read_new).await?;
    let user = match new.first_user.take() {
        Some(user) => Some(people::prepare(&ask.backend, user).await.map_err(below_first_user)?),
        None => None,
    };
    ask.write(answer::created_customer, move |call| Box::pin(customers::create(call, new, user))).await
}

/// Edit a customer
///
/// A merge patch (RFC 7396): members that are absent stay as they are, null takes a value away. `If-Match` says which
/// version is changed.
#[utoipa::path(patch, path = "/customers/{id}", tag = "Customers",
    request_body(content = CustomerPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The customer as it is now.", body = Customer, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn edit(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let reach = if names_governed(&ask) { Reach::GovernedFields } else { Reach::Own };
    let gate = match names_two_factor(&ask) {
        Some(on) => Gate::TwoFactor(id, reach, on),
        None => Gate::Customer(id, reach),
    };
    let (version, patch) = ask.read(gate, read_patch).await?;
    if !patch.wrong.is_empty() {
        let customer = customers::find(ask.view(), id).await?;
        return Err(all_wrong(&customer, patch).into());
    }
    let (edit, two_factor) = (Edit { version, changes: patch.changes }, patch.two_factor);
    ask.write(answer::customer, move |call| {
        Box::pin(async move {
            let customer = customers::edit(call, id, edit).await?;
            match two_factor {
                Some(on) => customers::require_two_factor(call, id, on, None).await,
                None => Ok(customer),
            }
        })
    })
    .await
}

fn read_new(ask: &Ask) -> Result<NewCustomer, Fault> {
    let mut body = ask.body.object()?;
    let mut customer = CustomerForm::default();
    for field in CustomerField::ALL {
        *customer.get_mut(field) = body.text(field.as_str());
    }
    let parent_id = body.text("parent_id");
    let mut inner = FieldErrors::default();
    let first_user = body.object("first_user").map(|user| user_form(user, First::Yes, &mut inner));
    body.wrong.nest("first_user", inner);
    body.read_only(&READ_ONLY);
    body.read_only(&[TWO_FACTOR]);
    let form = NewCustomerForm { customer, parent_id, status: String::new(), first_user };
    Ok(wrong::settle(wrong::with_params(body.finish(), ask.params.clone()), form.parse())?)
}

/// What a patch says, right or wrong.
struct Patch {
    changes: Vec<Change>,
    two_factor: Option<bool>,
    wrong: FieldErrors,
}

fn read_patch(ask: &Ask) -> Result<Patch, Fault> {
    let mut body = ask.body.object()?;
    let changes = patch::changes(&mut body, &CustomerField::ALL, CustomerField::as_str);
    let two_factor = body.flag(TWO_FACTOR);
    body.read_only(&READ_ONLY);
    body.read_only(&["parent_id", "first_user"]);
    Ok(Patch { changes, two_factor, wrong: wrong::with_params(body.finish(), ask.params.clone()) })
}

fn names_governed(ask: &Ask) -> bool {
    let governed = |body: &Object| CustomerField::ALL.iter().any(|f| f.is_governed() && body.has(f.as_str()));
    ask.body.object().is_ok_and(|body| governed(&body))
}

/// Whether a second factor is to be required, if the patch names that; what can't be read is taken for yes until the body's turn
/// comes.
fn names_two_factor(ask: &Ask) -> Option<bool> {
    let mut body = ask.body.object().ok()?;
    body.has(TWO_FACTOR).then(|| body.flag(TWO_FACTOR).unwrap_or(true))
}

/// What a patch has wrong in its form, and what is wrong with the values that could be read.
fn all_wrong(customer: &Customer, patch: Patch) -> FieldErrors {
    let mut form = customer.form();
    for change in patch.changes {
        *form.get_mut(change.field) = change.value;
    }
    wrong::settle(patch.wrong, form.parse()).err().unwrap_or_default()
}

fn below_first_user(error: backend::Error) -> backend::Error {
    match error {
        backend::Error::Invalid(inner) => {
            let mut errors = FieldErrors::default();
            errors.nest("first_user", inner);
            backend::Error::Invalid(errors)
        }
        error => error,
    }
}
