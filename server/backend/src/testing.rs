//! Throw-away databases and builders for tests: real SQLite files, real PostgreSQL databases.

use crate::call::{Caller, Via};
use crate::mail::{Sender, Settings, Smtp};
use crate::people::{PreparedSecret, PreparedUser};
use crate::{Backend, Clock, Engine, Options, SecretKey, customers, people};
use migrations::{Migrator, MigratorTrait};
use model::codes::Country;
use model::customers::{Customer, CustomerForm, NewCustomerForm};
use model::ids::{CustomerId, UserId};
use model::people::{CreatedUser, Role};
use model::time::Timestamp;
use sea_orm::{ConnectionTrait, Database, Statement};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 2026-03-29T23:00:00Z: where tests begin.
pub const START: Timestamp = Timestamp(1_774_825_200_000);

/// The base of links in tests.
const PUBLIC: &str = "https://canopy.example";

/// A backend on an empty, migrated database of its own.
pub struct TestBackend {
    /// The backend.
    pub backend: Backend,
    /// Its database.
    pub url: String,
    /// Its clock, in milliseconds.
    pub clock: Arc<AtomicI64>,
    key: SecretKey,
    _place: Place,
}

enum Place {
    File(PathBuf),
    Database { server: String, name: String },
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::File(path) => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", path.display()));
                }
            }
            Self::Database { server, name } => {
                let (server, name) = (server.clone(), name.clone());
                // A runtime of its own: the test's may be ending.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                    runtime.block_on(async {
                        let db = Database::connect(&server).await.map_err(std::io::Error::other)?;
                        let query = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                        db.execute_unprepared(&query).await.map_err(std::io::Error::other)
                    })
                });
                let _ = dropped.join();
            }
        }
    }
}

fn unique() -> String {
    format!("canopy_{:032x}", u128::from_be_bytes(crate::random::bytes()))
}

impl TestBackend {
    /// On the engine asked for. PostgreSQL is the server at `CANOPY_TEST_POSTGRES_URL`; without it the test fails.
    pub async fn new(engine: Engine) -> Self {
        let name = unique();
        let (url, place) = match engine {
            Engine::Sqlite => {
                let path = std::env::temp_dir().join(format!("{name}.db"));
                (format!("sqlite://{}", path.display()), Place::File(path))
            }
            Engine::Postgres => {
                let server = std::env::var("CANOPY_TEST_POSTGRES_URL")
                    .expect("CANOPY_TEST_POSTGRES_URL names the PostgreSQL server for tests; `make test` starts one");
                let db = Database::connect(&server).await.expect("the PostgreSQL server for tests answers");
                db.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database can be created");
                let (base, _) = server.rsplit_once('/').expect("a database URL has a path");
                (format!("{base}/{name}"), Place::Database { server, name })
            }
        };
        let clock = Arc::new(AtomicI64::new(START.0));
        let key = SecretKey::generate();
        let backend = open(&url, Clock::Fixed(clock.clone()), key.clone(), None).await;
        Self { backend, url, clock, key, _place: place }
    }

    /// Another server on the same database.
    pub async fn another(&self) -> Backend {
        open(&self.url, Clock::Fixed(self.clock.clone()), self.key.clone(), None).await
    }

    /// Another server on the same database, which sends mail.
    pub async fn with_mail(&self, smtp: Smtp) -> Backend {
        open(&self.url, Clock::Fixed(self.clock.clone()), self.key.clone(), Some(smtp)).await
    }

    /// Another server on the same database with another secret key.
    pub async fn with_key(&self, key: SecretKey, smtp: Option<Smtp>) -> Backend {
        open(&self.url, Clock::Fixed(self.clock.clone()), key, smtp).await
    }

    /// Lets time pass.
    pub fn pass(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Waits until no transaction is open on PostgreSQL: writes whose callers went away have ended, one way or the other.
    pub async fn settled(&self) {
        let db = self.backend.connection();
        let query = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
        for _ in 0..100_000 {
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await;
            let row = row.expect("the server answers").expect("a count is a row");
            if row.try_get_by_index::<i64>(0).expect("a number") == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("a transaction stays open");
    }

    /// The operator.
    #[must_use]
    pub fn system(&self) -> Caller {
        Caller::system(Via::Cli)
    }

    /// The provider with its first admin, who is signed in.
    pub async fn provider(&self) -> Caller {
        let admin = prepared("Provider Admin", "admin@provider.example", Role::Admin);
        let country = Country::parse("IT").expect("Italy");
        let backend = &self.backend;
        backend
            .write(&Caller::Anonymous, move |call| {
                Box::pin(async move {
                    let row = customers::create_provider(call, "Provider", country).await?;
                    people::insert_at(call, row, admin).await?;
                    Ok(())
                })
            })
            .await
            .expect("a provider");
        self.sign_in("admin@provider.example").await
    }

    /// The provider's own id.
    pub async fn root(&self) -> CustomerId {
        self.backend.read(&self.system()).await.expect("a provider").actor().expect("an actor").home
    }

    /// A customer below another, below the provider by default.
    pub async fn customer(&self, name: &str, parent: Option<CustomerId>) -> Customer {
        let form = company(name);
        let form = NewCustomerForm {
            customer: form,
            parent_id: parent.map(|id| id.to_string()).unwrap_or_default(),
            ..NewCustomerForm::default()
        };
        let new = form.parse().expect("a valid customer");
        let system = self.system();
        let created = self.backend.write(&system, move |call| Box::pin(customers::create(call, new, None)));
        created.await.expect("a customer").customer
    }

    /// A user of a customer; active, but by [`TestBackend::sign_in`] alone.
    pub async fn user(&self, customer: CustomerId, email: &str, role: Role) -> CreatedUser {
        let user = prepared(email, email, role);
        let system = self.system();
        let created = self.backend.write(&system, move |call| Box::pin(people::create(call, customer, user)));
        created.await.expect("a user")
    }

    /// A session of a user, without the cost of a password.
    pub async fn sign_in(&self, email: &str) -> Caller {
        Caller::session(&self.session(email).await)
    }

    /// A second factor of a user whose codes nobody knows.
    pub async fn second_factor(&self, user: UserId) {
        let id = uuid::Uuid::from_u128(user.0);
        let insert =
            "INSERT INTO second_factors (user_id, key_id, sealed, set_up_by, last_step, created_at, confirmed_at)
            SELECT u.id, 'test', u.public_id, u.public_id, 0, 0, 0 FROM users u WHERE u.public_id = $1";
        let db = self.backend.connection();
        // The bytes of an id are as good as any; PostgreSQL has to be told that they are bytes.
        let insert = match self.backend.engine() {
            Engine::Sqlite => insert.to_owned(),
            Engine::Postgres => {
                insert.replace("u.public_id, u.public_id,", "uuid_send(u.public_id), uuid_send(u.public_id),")
            }
        };
        let statement = Statement::from_sql_and_values(db.get_database_backend(), insert, [id.into()]);
        db.execute_raw(statement).await.expect("a second factor");
    }

    /// The secret of a session of a user, if there is such a user; whether it is worth anything is another question.
    pub async fn sign_in_if_any(&self, email: &str) -> Option<String> {
        let email = email.to_owned();
        let begun = self.backend.write(&Caller::Anonymous, move |call| Box::pin(people::session_for(call, email)));
        begun.await.ok().map(|begun| begun.secret.expose().to_owned())
    }

    /// The secret of a new session of a user: what the cookie holds.
    pub async fn session(&self, email: &str) -> String {
        let email = email.to_owned();
        let begun = self.backend.write(&Caller::Anonymous, move |call| Box::pin(people::session_for(call, email)));
        begun.await.expect("a session").secret.expose().to_owned()
    }
}

async fn open(url: &str, clock: Clock, secret_key: SecretKey, smtp: Option<Smtp>) -> Backend {
    let db = crate::connect(url).await.expect("a database");
    Migrator::up(&db, None).await.expect("migrations");
    db.close().await.expect("closed");
    let options = Options {
        database_url: url.to_owned(),
        public_url: PUBLIC.to_owned(),
        trash_days: 30,
        clock,
        secret_key,
        mail: Settings { smtp, from: Sender::at(PUBLIC) },
    };
    Backend::open(options).await.expect("a backend")
}

/// A user whose password nobody knows: sign-in by [`TestBackend::sign_in`].
#[must_use]
pub fn prepared(name: &str, email: &str, role: Role) -> PreparedUser {
    PreparedUser {
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        secret: PreparedSecret::Hash(
            "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                .to_owned(),
        ),
    }
}

/// The form of an Italian company.
#[must_use]
pub fn company(name: &str) -> CustomerForm {
    CustomerForm {
        name: name.to_owned(),
        kind: "company".to_owned(),
        country: "IT".to_owned(),
        ..CustomerForm::default()
    }
}
