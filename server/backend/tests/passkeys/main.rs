//! Passkeys, on SQLite and PostgreSQL alike: by a device that signs what it is told to, and by devices that lie.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod device;
mod lies;
mod many;
mod own;

use backend::people::{self, SignInFrom, SignedIn};
use backend::testing::TestBackend;
use backend::{Caller, Engine, Error, Result, doctor};
use device::Device;
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::passkeys::{PasskeyForm, Passkeys};
use model::people::{LinkBy, Password, Role};
use rstest::rstest;
use rstest_reuse::template;
use sea_orm::{ConnectionTrait, Statement};
use std::net::IpAddr;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

const EMAIL: &str = "eve@acme.example";
const PASSWORD: &str = "walnut crate sings low";
const AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

fn from() -> SignInFrom {
    SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: AGENT.to_owned(), lang: None }
}

struct World {
    test: TestBackend,
    admin: Caller,
    home: CustomerId,
    id: UserId,
    session: Caller,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let test = TestBackend::new(engine).await;
        let admin = test.provider().await;
        let home = test.customer("Acme", None).await.id;
        let id = test.user(home, EMAIL, Role::Admin).await.user.id;
        let session = Caller::Anonymous;
        let mut world = Self { test, admin, home, id, session };
        world.reset().await;
        world.session = world.test.sign_in(EMAIL).await;
        world
    }

    /// Sets the password by a link.
    async fn reset(&self) -> SignedIn {
        let id = self.id;
        let link = self
            .test
            .backend
            .write(&self.admin, move |call| Box::pin(people::reset_password(call, id, LinkBy::Link, None)));
        let link = link.await.unwrap().unwrap();
        let password = Password::parse(PASSWORD).unwrap();
        people::reset(&self.test.backend, link.rsplit('/').next().unwrap(), password, from()).await.unwrap()
    }

    async fn begin(&self) -> Result<String> {
        people::begin_passkey(&self.test.backend, &self.session, PASSWORD, from()).await
    }

    async fn add(&self, answer: &str) -> Result<()> {
        let form = PasskeyForm { name: "Blue phone".to_owned() };
        people::add_passkey(&self.test.backend, &self.session, &form, answer).await
    }

    /// A device whose passkey is added.
    async fn device(&self, id: &[u8]) -> Device {
        let options = self.begin().await.unwrap();
        let device = Device::new(&options, id);
        self.add(&device.make(&options)).await.unwrap();
        device
    }

    async fn own(&self) -> Passkeys {
        people::my_passkeys(&self.test.backend.read(&self.session).await.unwrap(), &self.session, &from())
            .await
            .unwrap()
    }

    async fn challenge(&self) -> String {
        people::begin_passkey_sign_in(&self.test.backend, false, from()).await.unwrap()
    }

    async fn enter(&self, answer: &str) -> Result<SignedIn> {
        people::sign_in_by_passkey(&self.test.backend, answer, false, from()).await
    }

    /// Uses a device, whose answer is refused.
    async fn refused(&self, answer: &str, why: &str) {
        let entered = self.enter(answer).await;
        assert!(matches!(entered, Err(Error::SignInFailed)), "{why}: {entered:?}");
    }

    /// Verbs, and what is told of them, of the entries about this person's passkeys.
    async fn log(&self) -> Vec<(String, String)> {
        let db = self.test.backend.connection();
        let query = "SELECT verb, COALESCE(before, '') || ' ' || COALESCE(after, '') FROM activity
                     WHERE verb LIKE '%passkey' OR verb = 'user.sign_in' ORDER BY id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
        rows.iter()
            .map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index::<String>(1).unwrap().trim().to_owned()))
            .collect()
    }

    async fn count(&self, table: &str) -> i64 {
        let db = self.test.backend.connection();
        let query = format!("SELECT count(*) FROM {table}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    async fn sound(&self) {
        let findings = doctor::check(&self.test.backend).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
    }
}

fn wrong<T: std::fmt::Debug>(outcome: Result<T>) -> Problem {
    match outcome {
        Err(Error::Invalid(errors)) => errors.0[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}
