//! Queries and bodies as the OpenAPI document describes them. Handlers read them member by member, so that every wrong
//! one is told; a test holds the two together. What goes out is described where it is defined, in `model`.
#![expect(dead_code, reason = "described here, read by name")]

use model::codes::Country;
use model::customers::{Customer, Kind, MovePlan, Status};
use model::deletions::Children;
use model::ids::{CustomerId, RankingId};
use model::people::{Role, User, UserStatus};
use model::time::{Date, Timestamp};
use utoipa::{IntoParams, ToSchema};

/// Which customers, in which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomerFilter {
    /// Words, all of which have to match: name, ref ID, VAT number, fiscal code, city, a user's e-mail, a
    /// contact's name or e-mail.
    #[param(max_length = 200, example = "bianchi")]
    q: Option<String>,
    /// Only of this status.
    #[param(inline)]
    status: Option<Status>,
    /// Only of this kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only of this country.
    #[param(inline)]
    country: Option<Country>,
    /// Only with this ranking.
    #[param(inline)]
    ranking: Option<RankingId>,
    /// Only if created on this day or later, in UTC.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-01")]
    created_from: Option<Date>,
    /// Only if created on this day or before, in UTC.
    #[param(value_type = Option<String>, format = Date, example = "2026-12-31")]
    created_to: Option<Date>,
    /// The order; the id decides between equals.
    #[param(inline)]
    sort: Option<Sort>,
}

/// An order.
#[derive(ToSchema)]
enum Sort {
    #[schema(rename = "name")]
    Name,
    #[schema(rename = "-name")]
    NameDescending,
    #[schema(rename = "created_at")]
    CreatedAt,
    #[schema(rename = "-created_at")]
    CreatedAtDescending,
    #[schema(rename = "updated_at")]
    UpdatedAt,
    #[schema(rename = "-updated_at")]
    UpdatedAtDescending,
}

/// Which users, in which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// Words, all of which have to match: name, e-mail, the customer's name.
    #[param(max_length = 200, example = "anna")]
    q: Option<String>,
    /// Only with this role.
    #[param(inline)]
    role: Option<Role>,
    /// Only of this status.
    #[param(inline)]
    status: Option<UserStatus>,
    /// Only of this customer and all below it.
    #[param(inline)]
    under: Option<CustomerId>,
    /// The order; the id decides between equals.
    #[param(inline)]
    sort: Option<UserOrder>,
}

/// An order of users.
#[derive(ToSchema)]
enum UserOrder {
    #[schema(rename = "name")]
    Name,
    #[schema(rename = "-name")]
    NameDescending,
    #[schema(rename = "email")]
    Email,
    #[schema(rename = "-email")]
    EmailDescending,
    #[schema(rename = "created_at")]
    CreatedAt,
    #[schema(rename = "-created_at")]
    CreatedAtDescending,
    #[schema(rename = "last_sign_in_at")]
    LastSignIn,
    #[schema(rename = "-last_sign_in_at")]
    LastSignInDescending,
}

/// Which contacts of a customer.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContactFilter {
    /// Words, all of which have to match: name, e-mail, phone, job title.
    #[param(max_length = 200, example = "anna")]
    q: Option<String>,
    /// Only of this status.
    #[param(inline)]
    status: Option<Status>,
}

/// Where in the tree.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomerPlace {
    /// Only this customer and all below it.
    #[param(inline)]
    under: Option<CustomerId>,
    /// Only the direct children of this customer.
    #[param(inline)]
    parent: Option<CustomerId>,
}

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Rows of the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where the page begins: the former page's `next_cursor`, with the same filter and order.
    cursor: Option<String>,
}

/// How a CSV file is written.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CsvFormat {
    /// A byte order mark comes first, for Excel.
    bom: Option<bool>,
    /// Semicolons between cells, for Excel where the comma is in decimal numbers.
    semicolon: Option<bool>,
    /// Cells that a spreadsheet would take for a formula are not guarded by an apostrophe.
    raw: Option<bool>,
}

/// A new customer.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Rossi S.p.A.", "kind": "company", "country": "IT", "vat_number": "IT00743110157", "city": "Milano",
    "first_user": { "name": "Anna Rossi", "email": "anna@example.com", "activation": "email" }
}))]
pub struct NewCustomerBody {
    /// The managing customer; absent = the token's own.
    #[schema(inline)]
    parent_id: Option<CustomerId>,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    kind: Kind,
    /// The customer's id in another system; unique where given.
    #[schema(max_length = 64)]
    ref_id: Option<String>,
    /// Checked by the rules of its country; the prefix may be left out.
    vat_number: Option<String>,
    /// An Italian codice fiscale, of a person or an entity.
    fiscal_code: Option<String>,
    #[schema(inline)]
    ranking_id: Option<RankingId>,
    #[schema(inline)]
    country: Country,
    #[schema(max_length = 200)]
    street: Option<String>,
    #[schema(max_length = 200)]
    city: Option<String>,
    #[schema(max_length = 200)]
    province: Option<String>,
    #[schema(max_length = 200)]
    postal_code: Option<String>,
    /// E.164.
    phone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    /// For those who manage the customer; its own users don't see them.
    #[schema(max_length = 10_000)]
    notes: Option<String>,
    /// Someone who can sign in, made together with the customer. Takes an admin.
    first_user: Option<FirstUserBody>,
}

/// A merge patch: what is absent stays, null takes a value away.
#[derive(ToSchema)]
#[schema(example = json!({ "city": "Torino", "phone": null }))]
pub struct CustomerPatch {
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// Governed: only an editor or admin of an ancestor changes it.
    kind: Option<Kind>,
    /// Governed.
    #[schema(max_length = 64)]
    ref_id: Option<String>,
    /// Governed.
    vat_number: Option<String>,
    /// Governed.
    fiscal_code: Option<String>,
    /// Governed.
    #[schema(inline)]
    ranking_id: Option<RankingId>,
    #[schema(inline)]
    country: Option<Country>,
    #[schema(max_length = 200)]
    street: Option<String>,
    #[schema(max_length = 200)]
    city: Option<String>,
    #[schema(max_length = 200)]
    province: Option<String>,
    #[schema(max_length = 200)]
    postal_code: Option<String>,
    /// E.164.
    phone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    /// Governed.
    #[schema(max_length = 10_000)]
    notes: Option<String>,
    /// Takes an admin. What was required from above is released from above, and nowhere below who else requires it.
    require_two_factor: Option<bool>,
}

/// A new customer with its first user, if it got one.
#[derive(ToSchema)]
pub struct CreatedCustomer {
    #[schema(inline)]
    #[serde(flatten)]
    customer: Customer,
    first_user: Option<CreatedUser>,
}

/// A new user with, once, the link that activates it.
#[derive(ToSchema)]
pub struct CreatedUser {
    #[serde(flatten)]
    user: User,
    /// Shown once; only its hash is kept.
    activation_link: Option<String>,
}

/// A new customer's first user. It takes either `password` or `activation`.
#[derive(ToSchema)]
pub struct FirstUserBody {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Unique among all users.
    email: String,
    /// Absent = admin.
    role: Option<Role>,
    #[schema(min_length = 10, max_length = 200)]
    password: Option<String>,
    activation: Option<ActivationKind>,
}

/// A new user. It takes either `password` or `activation`.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Anna Rossi", "email": "anna@example.com", "role": "editor", "activation": "email" }))]
pub struct NewUserBody {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Unique among all users.
    email: String,
    /// At most the token's own.
    role: Role,
    #[schema(min_length = 10, max_length = 200)]
    password: Option<String>,
    activation: Option<ActivationKind>,
}

/// A merge patch of a user: what is absent stays.
#[derive(ToSchema)]
#[schema(example = json!({ "role": "viewer" }))]
pub struct UserPatch {
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// Unique among all users.
    email: Option<String>,
    /// At most the token's own.
    role: Option<Role>,
}

/// A new contact.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Anna Rossi", "email": "anna@example.com", "job_title": "Accounts" }))]
pub struct NewContactBody {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    email: Option<String>,
    /// E.164.
    phone: Option<String>,
    #[schema(max_length = 200)]
    job_title: Option<String>,
}

/// A merge patch of a contact: what is absent stays, null takes a value away.
#[derive(ToSchema)]
#[schema(example = json!({ "job_title": "Head of IT", "phone": null }))]
pub struct ContactPatch {
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    email: Option<String>,
    /// E.164.
    phone: Option<String>,
    #[schema(max_length = 200)]
    job_title: Option<String>,
}

/// The user that a contact signs in as. It takes either `password` or `activation`.
#[derive(ToSchema)]
#[schema(example = json!({ "role": "viewer", "activation": "link" }))]
pub struct SignInBody {
    /// Absent = the contact's.
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// Unique among all users; absent = the contact's.
    email: Option<String>,
    /// At most the token's own.
    role: Role,
    #[schema(min_length = 10, max_length = 200)]
    password: Option<String>,
    activation: Option<ActivationKind>,
}

/// How a user without a password gets in.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
enum ActivationKind {
    /// By a link that is mailed.
    Email,
    /// By a link that is shown once and handed over.
    Link,
}

/// How a user is invited again.
#[derive(ToSchema)]
#[schema(example = json!({ "activation": "email" }))]
pub struct InviteBody {
    /// Absent = by mail.
    activation: Option<ActivationKind>,
}

/// Where a customer moves.
#[derive(ToSchema)]
pub struct Move {
    /// The parent to be.
    #[schema(inline)]
    parent_id: CustomerId,
}

/// The customer that moved, or what would move.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum Moved {
    /// The customer in its new place.
    Customer(Box<Customer>),
    /// With `dry_run=true`.
    Plan(MovePlan),
}

/// A deletion.
#[derive(ToSchema)]
#[schema(example = json!({ "reason": "Contract ended", "children": "move_up" }))]
pub struct DeletionBody {
    /// When; absent = now.
    #[schema(inline)]
    at: Option<Timestamp>,
    /// Why.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// What happens to the customers below; required if there are any.
    children: Option<Children>,
}

/// A ranking.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Gold" }))]
pub struct RankingBody {
    /// Unique.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
}

/// A new token.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Nightly sync", "role": "viewer", "expires_in_days": 90 }))]
pub struct NewTokenBody {
    /// What it is for.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// At most the maker's, which it is when absent.
    role: Option<Role>,
    /// The top of what it reaches; absent = all that the maker does.
    #[schema(inline)]
    customer_id: Option<CustomerId>,
    /// Days until it expires; absent = never.
    #[schema(minimum = 1, maximum = 3650)]
    expires_in_days: Option<u32>,
}

/// What went wrong (RFC 9457).
#[derive(ToSchema)]
#[schema(example = json!({
    "type": "/api/v1/docs#problem-invalid", "title": "Some of this can't be taken", "status": 422,
    "detail": "Nothing was changed; `errors` says what is wrong where.",
    "errors": [{ "field": "country", "code": "required", "message": "Fill this in." }]
}))]
pub struct Problem {
    /// The kind of problem, stable.
    r#type: String,
    /// The kind in words.
    title: String,
    /// The status again.
    status: u16,
    /// What to do.
    detail: String,
    /// With 422: what is wrong where.
    errors: Option<Vec<ProblemField>>,
    /// With 409 for a stale version: the resource as it is now.
    current: Option<serde_json::Value>,
    /// With 409 where something stands in the way: what.
    blockers: Option<Vec<ProblemBlocker>>,
    /// With 5xx: what to look for in the server's log.
    request_id: Option<String>,
}

/// What is wrong at one field.
#[derive(ToSchema)]
pub struct ProblemField {
    /// The member or parameter, such as `first_user.email`.
    field: String,
    /// Stable.
    code: String,
    /// A sentence in the language of `Accept-Language`: English or Italian.
    message: String,
}

/// What stands in the way.
#[derive(ToSchema)]
pub struct ProblemBlocker {
    /// What is taken, such as `ref_id` or `email`, or what else stands in the way, such as `last_admin`.
    field: String,
    /// Its value.
    value: String,
}
