//! The first start: a one-time link creates the provider and its first admin. There is no default password.

use super::sessions::{self, SignedIn};
use super::sign_in::SignInFrom;
use super::users::{self, PreparedUser};
use crate::Backend;
use crate::call::{Call, Caller, Via, View};
use crate::customers;
use crate::error::{Error, LinkEnd, Result};
use crate::random::{self, Secret};
use model::codes::{Country, Email};
use model::ids::CustomerId;
use model::people::{CreatedUser, Credential, LinkBy, NewUser, Password, Role, Setup};
use model::time::DAY;

/// How long the set-up link is good for; every start of an empty installation prints a new one.
const GOOD_FOR: i64 = 7 * DAY;

/// Whether nobody can sign in for the provider yet. It may exist without people: an import creates it.
async fn is_unclaimed(view: &View) -> Result<bool> {
    let query = "SELECT 1 FROM users u JOIN customers c ON c.id = u.customer_id
                 WHERE c.provider_id = 1 AND c.parent_id IS NULL LIMIT 1";
    Ok(view.one(query, vec![]).await?.is_none())
}

/// Whether the installation still waits for its first admin.
pub async fn awaits_setup(backend: &Backend) -> Result<bool> {
    is_unclaimed(&backend.read(&Caller::Anonymous).await?).await
}

/// A new set-up link while the provider has no admin; the one before is revoked.
pub async fn setup_link(backend: &Backend) -> Result<Option<String>> {
    backend.write(&Caller::Anonymous, move |call| Box::pin(issue(call))).await
}

async fn issue(call: &mut Call) -> Result<Option<String>> {
    call.lock_tree().await?;
    if !is_unclaimed(call).await? {
        return Ok(None);
    }
    void(call).await?;
    let secret = Secret::generate();
    call.execute(
        "INSERT INTO links (token_hash, purpose, created_at, expires_at) VALUES ($1, 'setup', $2, $3)",
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
    let link = view.one(
        "SELECT 1 FROM links WHERE token_hash = $1 AND purpose = 'setup' AND expires_at > $2",
        vec![random::hash(token).into(), view.now.0.into()],
    );
    if link.await?.is_some() && is_unclaimed(view).await? { Ok(()) } else { Err(Error::LinkInvalid(LinkEnd::Unknown)) }
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
                sessions::begin(call, user, false, &from).await
            })
        })
        .await
}

/// The provider with its first admin; the set-up link is void from now on.
async fn found(call: &Call, provider: &str, country: Country, admin: PreparedUser) -> Result<(CreatedUser, i64)> {
    void(call).await?;
    let row = match customers::provider(call).await? {
        Some(row) => {
            customers::name_provider(call, row, provider, country).await?;
            row
        }
        None => customers::create_provider(call, provider, country).await?,
    };
    users::insert_at(call, row, admin).await
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
    let credential = password.map_or(Credential::Link(LinkBy::Link), Credential::Password);
    let admin = users::prepare(backend, NewUser { name, email, role: Role::Admin, credential }).await?;
    let provider =
        model::text::required(provider, model::text::NAME).map_err(|problem| Error::field("provider", problem))?;
    let founding = admin.clone();
    let founded = backend.write(&Caller::Anonymous, move |call| {
        Box::pin(async move {
            call.lock_tree().await?;
            if customers::provider(call).await?.is_some() {
                return Ok(None);
            }
            Ok(Some(found(call, &provider, Country::IT, founding).await?.0))
        })
    });
    if let Some(created) = founded.await? {
        return Ok(created);
    }
    backend
        .write(&Caller::system(Via::Cli), move |call| {
            Box::pin(async move {
                let provider: CustomerId = call.actor()?.home;
                let created = users::create(call, provider, admin).await?;
                void(call).await?;
                Ok(created)
            })
        })
        .await
}
