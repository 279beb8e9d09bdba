//! The first start: a one-time link creates the provider and its first admin. There is no default password.

use super::sessions::{self, SignedIn};
use super::sign_in::SignInFrom;
use super::users::{self, PreparedUser};
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller, View, Via};
use crate::customers;
use crate::error::{Error, Result};
use crate::random::{self, Secret};
use crate::Backend;
use model::codes::{Country, Email};
use model::form::Problem;
use model::ids::CustomerId;
use model::people::{CreatedUser, Credential, NewUser, Password, Role, Setup};
use model::time::DAY;
use uuid::Uuid;

/// How long the set-up link is good for; every start of an empty installation prints a new one.
const GOOD_FOR: i64 = 7 * DAY;
/// The provider's country when the command line does not tell: changed in the browser.
const COUNTRY: &str = "IT";

async fn is_empty(view: &View) -> Result<bool> {
    let provider = view.one("SELECT 1 FROM customers WHERE provider_id = 1 AND parent_id IS NULL", vec![]);
    Ok(provider.await?.is_none())
}

/// A new set-up link while there is no provider; the one before is revoked.
pub async fn setup_link(backend: &Backend) -> Result<Option<String>> {
    backend.write(&Caller::Anonymous, move |call| Box::pin(issue(call))).await
}

async fn issue(call: &mut Call) -> Result<Option<String>> {
    call.lock_tree().await?;
    if !is_empty(call).await? {
        return Ok(None);
    }
    void(call).await?;
    let secret = Secret::generate();
    call.execute("INSERT INTO links (token_hash, purpose, created_at, expires_at) VALUES ($1, 'setup', $2, $3)",
        vec![random::hash(secret.expose()).into(), call.now.0.into(), call.now.plus(GOOD_FOR).0.into()],
    )
    .await?;
    Ok(Some(format!("{}/setup/{}", call.backend().public_url(), secret.expose())))
}

async fn void(call: &Call) -> Result<u64> {
    call.execute("DELETE FROM links WHERE purpose = 'setup'", vec![]).await
}

/// Refuses a link that is not the set-up link of an empty installation; consumes nothing.
pub async fn setup_open(backend: &Backend, token: &str) -> Result<()> {
    let view = backend.read(&Caller::Anonymous).await?;
    check(&view, token).await
}

async fn check(view: &View, token: &str) -> Result<()> {
    let link = view.one("SELECT 1 FROM links WHERE token_hash = $1 AND purpose = 'setup' AND expires_at > $2",
        vec![random::hash(token).into(), view.now.0.into()],
    );
    if link.await?.is_some() && is_empty(view).await? { Ok(()) } else { Err(Error::LinkInvalid) }
}

/// Creates the provider and its first admin, and signs them in.
pub async fn setup(backend: &Backend, token: &str, setup: Setup, from: SignInFrom) -> Result<SignedIn> {
    setup_open(backend, token).await?;
    let admin = users::prepare(backend, setup.admin).await?;
    let (token, provider, country) = (token.to_owned(), setup.provider, setup.country);
    backend
        .write(&Caller::Anonymous, move |call| {
            Box::pin(async move {
                call.lock_tree().await?;
                check(call, &token).await?;
                let (_, user) = found(call, &provider, country, admin).await?;
                sessions::begin(call, user, false, &from.user_agent).await
            })
        })
        .await
}

/// Creates the provider with a first admin; the set-up link is void from now on.
async fn found(call: &mut Call, provider: &str, country: Country, admin: PreparedUser) -> Result<(CreatedUser, i64)> {
    void(call).await?;
    let row = customers::insert_provider(call, provider, country).await?;
    let created = users::insert_at(call, row, admin).await?;
    let id = call.one("SELECT public_id FROM customers WHERE id = $1", vec![row.into()]);
    let id: Uuid = id.await?.ok_or(Error::NotFound)?.try_get_by_index(0)?;
    let object = Object::Customer(id.as_u128());
    log(call, "provider.create", object, row, None::<()>, Some(provider)).await?;
    Ok(created)
}

/// An admin of the provider, for the command line; also creates the provider in an empty database. The user's name
/// is the local part of the address. Without a password the answer holds an activation link.
pub async fn create_admin(
    backend: &Backend,
    email: Email,
    provider: &str,
    password: Option<Password>,
) -> Result<CreatedUser> {
    let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
    let credential = password.map_or(Credential::Link, Credential::Password);
    let admin = users::prepare(backend, NewUser { name, email, role: Role::Admin, credential }).await?;
    let provider = model::text::required(provider, model::text::NAME).map_err(|problem| Error::field("provider", problem))?;
    let view = backend.read(&Caller::Anonymous).await?;
    let empty = is_empty(&view).await?;
    drop(view);
    if empty {
        let country = Country::parse(COUNTRY).map_err(|_: Problem| Error::internal("a country"))?;
        let founding = admin.clone();
        let created = backend.write(&Caller::Anonymous, move |call| {
            Box::pin(async move {
                call.lock_tree().await?;
                if is_empty(call).await? {
                    Ok(Some(found(call, &provider, country, founding).await?.0))
                } else {
                    Ok(None)
                }
            })
        });
        if let Some(created) = created.await? {
            return Ok(created);
        }
    }
    backend
        .write(&Caller::system(Via::Cli), move |call| {
            Box::pin(async move {
                let provider: CustomerId = call.actor()?.home;
                users::create(call, provider, admin).await
            })
        })
        .await
}
