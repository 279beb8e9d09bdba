//! People to try a sample with: one of each role at the provider, at a customer with others below it, and at one of those.

use crate::error::{Error, Result};
use crate::{Backend, Caller, Via, people};
use model::codes::Email;
use model::ids::CustomerId;
use model::people::{Credential, NewUser, Password, Role};
use sea_orm::Value;
use uuid::Uuid;

/// Someone who can sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The address to sign in with.
    pub email: String,
    /// What they may.
    pub role: Role,
    /// Where.
    pub customer: String,
}

/// A place in the sample, and what its people are called.
struct Place {
    row: i64,
    id: CustomerId,
    name: String,
    /// The host of their addresses.
    host: &'static str,
}

/// Creates the people; all have this password. Fails with `email: taken` where they are already, and with
/// [`Error::NotFound`] in a sample that is too small to have a customer below another.
pub async fn sign_ins(backend: &Backend, password: &Password) -> Result<Vec<SignIn>> {
    let (mut made, operator) = (Vec::new(), Caller::system(Via::Cli));
    for place in places(backend).await? {
        for role in [Role::Admin, Role::Editor, Role::Viewer] {
            let email =
                Email::parse(&format!("{}@{}", role.as_str(), place.host)).map_err(|p| Error::field("email", p))?;
            let new = NewUser {
                name: role.as_str().to_owned(),
                email,
                role,
                credential: Credential::Password(password.clone()),
            };
            let prepared = people::prepare(backend, new).await?;
            let customer = place.id;
            let user = backend
                .write(&operator, move |call| Box::pin(async move { people::create(call, customer, prepared).await }));
            made.push(SignIn { email: user.await?.user.email, role, customer: place.name.clone() });
        }
    }
    Ok(made)
}

/// The provider, the enabled company below it with most children, and the first of those that is enabled.
async fn places(backend: &Backend) -> Result<Vec<Place>> {
    let provider = "c.parent_id IS NULL";
    let reseller = "c.parent_id = $1 AND c.status = 'enabled' AND c.kind = 'company'";
    let customer = "c.parent_id = $1 AND c.status = 'enabled'";
    let view = backend.read(&Caller::system(Via::Cli)).await?;
    let mut places: Vec<Place> = Vec::new();
    for (which, host) in
        [(provider, "provider.example"), (reseller, "reseller.example"), (customer, "customer.example")]
    {
        let query = format!(
            "SELECT c.id, c.public_id, c.name FROM customers c WHERE {which} AND c.trash_id IS NULL
             ORDER BY (SELECT count(*) FROM customers below WHERE below.parent_id = c.id) DESC, c.id LIMIT 1"
        );
        let above: Vec<Value> = places.last().map(|place| place.row.into()).into_iter().collect();
        let row = view.one(&query, above).await?.ok_or(Error::NotFound)?;
        let id: Uuid = row.try_get_by_index(1)?;
        places.push(Place {
            row: row.try_get_by_index(0)?,
            id: CustomerId(id.as_u128()),
            name: row.try_get_by_index(2)?,
            host,
        });
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;
    use crate::testing::TestBackend;
    use rstest::rstest;

    #[rstest]
    #[case::sqlite(Engine::Sqlite)]
    #[case::postgres(Engine::Postgres)]
    #[tokio::test]
    async fn each_role_signs_in_at_three_places(#[case] engine: Engine) {
        let test = TestBackend::new(engine).await;
        super::super::seed(&test.backend, 400, 1, |_| {}).await.unwrap();
        let password = Password::parse("to try the sample with").unwrap();
        let made = sign_ins(&test.backend, &password).await.unwrap();
        assert_eq!(made.len(), 9);
        let places: std::collections::BTreeSet<_> = made.iter().map(|one| one.customer.clone()).collect();
        assert_eq!(places.len(), 3, "{made:?}");
        for one in &made {
            let session = test.session(&one.email).await;
            assert!(!session.is_empty());
        }
        assert!(crate::doctor::check(&test.backend).await.unwrap().is_empty());
    }
}
