//! Who asks, and by which connection: the first argument of every verb.

mod barriers;
mod viewing;

pub(crate) use barriers::{barriers, closed_above, closed_among};

use crate::error::{Denial, Error, Result};
use crate::policy::{self, Facts, Place, Standing, Target, Who};
use crate::random::{self, SecretHash};
use crate::{Backend, path};
use model::ids::{CustomerId, UserId};
use model::people::Role;
use model::time::Timestamp;
use sea_orm::{DatabaseConnection, DatabaseExecutor, DatabaseTransaction, QueryResult};
use std::ops::Deref;
use std::sync::Arc;
use uuid::Uuid;

/// By which door a call came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A page.
    Page,
    /// The REST API.
    Rest,
    /// The command line.
    Cli,
    /// The server itself, at its time.
    Job,
}

impl Via {
    /// The name in the activity log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Rest => "rest",
            Self::Cli => "cli",
            Self::Job => "job",
        }
    }
}

/// Who asks, as far as is known before the database is asked. Secrets are held as hashes only.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Nobody yet.
    Anonymous,
    /// The bearer of a session cookie.
    Session(SecretHash),
    /// The same as themselves, also while they view the pages as someone else.
    Behind(SecretHash),
    /// The same also before the second factor is set up that is required of them: for the verbs that set it up alone.
    SettingUp(SecretHash),
    /// The bearer of an API token.
    Token(SecretHash),
    /// The operator or the server itself: an admin of the provider.
    System(Via),
}

impl Caller {
    /// The bearer of this session cookie.
    #[must_use]
    pub fn session(secret: &str) -> Self {
        Self::Session(random::hash(secret))
    }

    /// The bearer of this API token.
    #[must_use]
    pub fn token(secret: &str) -> Self {
        Self::Token(random::hash(secret))
    }

    /// The caller as one who may be about to set up the second factor that is required of them.
    #[must_use]
    pub fn setting_up(&self) -> Self {
        match self {
            Self::Session(hash) => Self::SettingUp(hash.clone()),
            caller => caller.clone(),
        }
    }

    /// The operator (`Via::Cli`) or the server itself (`Via::Job`).
    #[must_use]
    pub const fn system(via: Via) -> Self {
        Self::System(via)
    }
}

/// The person behind an actor.
#[derive(Clone, Debug)]
pub struct ActorUser {
    /// Row id.
    pub(crate) row: i64,
    /// Public id.
    pub id: UserId,
    /// E-mail address.
    pub email: String,
}

/// Who asks, as the database knows it at this moment.
#[derive(Clone, Debug)]
pub struct Actor {
    /// `None` for the operator and the server itself.
    pub user: Option<ActorUser>,
    /// The person's name, as in the activity log.
    pub name: String,
    /// What they may do in their scope.
    pub role: Role,
    /// The customer at the top of their scope: their own, or a token's.
    pub home: CustomerId,
    /// That customer's name.
    pub home_name: String,
    /// Row id of that customer.
    pub(crate) home_row: i64,
    /// Path of that customer: they reach it and all below.
    pub scope: String,
    /// Whether that customer is the provider.
    pub of_provider: bool,
    /// By which door.
    pub via: Via,
    /// The token behind the call, for idempotency keys and rate limits.
    pub token_row: Option<i64>,
    /// The admin who views the pages as this person, and changes nothing.
    pub viewer: Option<Viewer>,
}

/// An admin who views the pages as someone else.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The admin.
    pub user: ActorUser,
    /// The admin's name.
    pub name: String,
    /// When it ends by itself.
    pub until: Timestamp,
}

impl Actor {
    /// The row ids along a path from the top of what the actor sees as customers: the provider is none.
    pub(crate) fn reach<'p>(&self, path: &'p str) -> impl Iterator<Item = i64> + use<'p> {
        path::ids(path).skip(path::ids(&self.scope).count() - usize::from(!self.of_provider))
    }

    /// The row of the person who calls; the operator and the server are nobody.
    pub(crate) fn person(&self) -> Option<i64> {
        self.user.as_ref().map(|user| user.row)
    }

    /// Refuses who only views as this person: what is theirs alone is not shown.
    pub fn in_person(&self) -> Result<()> {
        if self.viewer.is_none() { Ok(()) } else { Err(Error::Forbidden(Denial::Viewing)) }
    }

    /// Refuses who has less than this role.
    pub fn needs(&self, role: Role) -> Result<()> {
        if self.role >= role { Ok(()) } else { Err(Error::Forbidden(Denial::Role)) }
    }
}

/// Where statements go.
#[derive(Clone)]
pub(crate) enum Connection {
    Pool(DatabaseConnection),
    Transaction(Arc<DatabaseTransaction>),
}

/// What a verb that reads needs.
#[derive(Clone)]
pub struct View {
    connection: Connection,
    actor: Option<Actor>,
    /// Subtrees that a deletion under way is still taking to the Trash; nobody sees them any more.
    pub(crate) going: Vec<String>,
    /// Whether the caller's session says that they view as someone else, which they may not any more.
    pub(crate) view_is_over: bool,
    /// How many statements it has run so far; clones count together.
    #[cfg(feature = "testing")]
    pub(crate) statements: Arc<std::sync::atomic::AtomicU32>,
    /// The moment of the call.
    pub now: Timestamp,
    pub(crate) backend: Backend,
}

impl View {
    pub(crate) async fn open(backend: &Backend, connection: Connection, caller: &Caller) -> Result<Self> {
        let now = backend.now();
        let backend = backend.clone();
        let mut view = Self {
            connection,
            actor: None,
            going: Vec::new(),
            view_is_over: false,
            #[cfg(feature = "testing")]
            statements: Arc::default(),
            now,
            backend,
        };
        view.identify(caller).await?;
        if let Caller::Session(hash) | Caller::SettingUp(hash) = caller {
            view.backend.0.seen.note(hash, now);
        }
        Ok(view)
    }

    async fn identify(&mut self, caller: &Caller) -> Result<()> {
        self.actor = match caller {
            Caller::Anonymous => None,
            Caller::Session(hash) | Caller::SettingUp(hash) => {
                let duty = if matches!(caller, Caller::Session(_)) { Duty::Met } else { Duty::Open };
                let (actor, over) = viewing::session_actor(self, hash, duty).await?;
                self.view_is_over = over;
                Some(actor)
            }
            Caller::Behind(hash) => Some(viewing::behind(self, hash, Duty::Open).await?.0),
            Caller::Token(hash) => Some(token_actor(self, hash).await?),
            Caller::System(via) => Some(system_actor(self, *via).await?),
        };
        if self.actor.is_some() {
            let rows = self.all(
                "SELECT n.path FROM deletions d JOIN nodes n ON n.id = d.customer_id
                 WHERE d.provider_id = 1 AND d.status = 'trashing'",
                vec![],
            );
            self.going =
                rows.await?.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
        }
        Ok(())
    }

    /// Who asks.
    pub fn actor(&self) -> Result<&Actor> {
        self.actor.as_ref().ok_or(Error::Unauthenticated)
    }

    /// Where statements go.
    pub(crate) fn db(&self) -> DatabaseExecutor<'_> {
        match &self.connection {
            Connection::Pool(pool) => DatabaseExecutor::Connection(pool),
            Connection::Transaction(transaction) => DatabaseExecutor::Transaction(transaction),
        }
    }

    /// How many statements it has run so far.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.statements.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// The backend that the call belongs to.
    #[must_use]
    pub fn backend(&self) -> &Backend {
        &self.backend
    }
}

/// What a verb that writes needs: a view inside a transaction.
pub struct Call {
    view: View,
    caller: Caller,
    locked: bool,
}

impl Deref for Call {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl Call {
    pub(crate) async fn open(backend: &Backend, connection: Connection, caller: &Caller) -> Result<Self> {
        let call = Self { view: View::open(backend, connection, caller).await?, caller: caller.clone(), locked: false };
        call.acts()?;
        Ok(call)
    }

    /// Who views as someone else changes nothing, nor does who still believes to.
    fn acts(&self) -> Result<()> {
        let views = self.actor.as_ref().is_some_and(|actor| actor.viewer.is_some());
        if views || self.view_is_over { Err(Error::Forbidden(Denial::Viewing)) } else { Ok(()) }
    }

    /// The caller's session.
    pub(crate) fn session(&self) -> Option<SecretHash> {
        match &self.caller {
            Caller::Session(hash) | Caller::SettingUp(hash) | Caller::Behind(hash) => Some(hash.clone()),
            _ => None,
        }
    }

    /// Who asks, as the request said.
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Takes the tree's lock row and asks again who calls: what was true before waiting may not be any more.
    /// Moves, creations, deletions and grants take it; without it PostgreSQL lets two moves build a cycle.
    /// On SQLite the transaction already holds the only write lock.
    pub(crate) async fn lock_tree(&mut self) -> Result<()> {
        if self.locked {
            return Ok(());
        }
        self.locked = true;
        if self.view.backend.engine() == crate::Engine::Postgres {
            self.view.one("SELECT tree_version FROM providers WHERE id = 1 FOR UPDATE", vec![]).await?;
            let caller = self.caller.clone();
            self.view.identify(&caller).await?;
            self.acts()?;
        }
        Ok(())
    }
}

/// Columns of a user with customer and place, as [`read_actor`] expects them.
const ACTOR: &str = "u.id AS user_row, u.public_id AS user_id, u.name AS user_name, u.email, u.role,
    c.id AS home_row, c.public_id AS home_id, c.name AS home_name, c.parent_id AS home_parent, n.path,
    u.disabled_at, u.password_hash IS NOT NULL AS activated";

/// A token acts in its own subtree with its own role, but never with more than its maker has now.
async fn token_actor(view: &View, hash: &SecretHash) -> Result<Actor> {
    let row = view.one(
        &format!(
            "SELECT {ACTOR}, t.id AS token_row, t.role AS token_role, un.path AS user_path
             FROM tokens t JOIN users u ON u.id = t.user_id JOIN nodes un ON un.id = u.customer_id
             JOIN customers c ON c.id = t.customer_id JOIN nodes n ON n.id = c.id
             WHERE t.token_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2)
               AND u.trash_id IS NULL AND n.trash = 0 AND un.trash = 0"
        ),
        vec![hash.clone().into(), view.now.0.into()],
    );
    let row = row.await?.ok_or(Error::Unauthenticated)?;
    let mut actor = read_actor(&row, Via::Rest)?;
    may_act(view, &row, &actor, Duty::Met).await?;
    let user_path: String = row.try_get("", "user_path")?;
    if !path::is_within(&actor.scope, &user_path) {
        return Err(Error::Unauthenticated);
    }
    let token_role: String = row.try_get("", "token_role")?;
    actor.role = actor.role.min(read_role(&token_role)?);
    actor.token_row = Some(row.try_get("", "token_row")?);
    Ok(actor)
}

async fn system_actor(view: &View, via: Via) -> Result<Actor> {
    let row = view.one(
        "SELECT c.id AS home_row, c.public_id AS home_id, c.name AS home_name, n.path
         FROM customers c JOIN nodes n ON n.id = c.id WHERE c.provider_id = 1 AND c.parent_id IS NULL",
        vec![],
    );
    let row = row.await?.ok_or(Error::Unauthenticated)?;
    Ok(Actor {
        user: None,
        name: via.as_str().to_owned(),
        role: Role::Admin,
        home: CustomerId(row.try_get::<Uuid>("", "home_id")?.as_u128()),
        home_name: row.try_get("", "home_name")?,
        home_row: row.try_get("", "home_row")?,
        scope: row.try_get("", "path")?,
        of_provider: true,
        via,
        token_row: None,
        viewer: None,
    })
}

/// Whether someone acts of whom a second factor is required and who has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    /// No: it has to be set up first. A token of theirs waits, too: it stands for the password that made it.
    Met,
    /// Yes, to set it up.
    Open,
}

/// Nobody acts who is disabled or only invited, or while their customer or any above it is disabled or in the Trash.
async fn may_act(view: &View, row: &QueryResult, actor: &Actor, duty: Duty) -> Result<()> {
    let user_path: String = row.try_get("", "user_path")?;
    let user = row.try_get("", "user_row")?;
    let found = barriers(view, user, &user_path, &actor.scope, &user_path).await?;
    let lacks = found.lacks.filter(|_| duty == Duty::Met);
    let closed = found.closed;
    let who = Who { standing: Standing { lacks, ..standing(row, closed)? }, ..Who::of(actor) };
    policy::standing(&Facts { who, place: Place::Own, object: Target::default() })
}

fn standing(row: &QueryResult, closed: Option<String>) -> Result<Standing> {
    let enabled = row.try_get::<Option<i64>>("", "disabled_at")?.is_none();
    Ok(Standing { activated: row.try_get("", "activated")?, enabled, closed, lacks: None })
}

fn read_actor(row: &QueryResult, via: Via) -> Result<Actor> {
    let role: String = row.try_get("", "role")?;
    Ok(Actor {
        user: Some(ActorUser {
            row: row.try_get("", "user_row")?,
            id: UserId(row.try_get::<Uuid>("", "user_id")?.as_u128()),
            email: row.try_get("", "email")?,
        }),
        name: row.try_get("", "user_name")?,
        role: read_role(&role)?,
        home: CustomerId(row.try_get::<Uuid>("", "home_id")?.as_u128()),
        home_name: row.try_get("", "home_name")?,
        home_row: row.try_get("", "home_row")?,
        scope: row.try_get("", "path")?,
        of_provider: row.try_get::<Option<i64>>("", "home_parent")?.is_none(),
        via,
        token_row: None,
        viewer: None,
    })
}

/// A role as stored.
pub(crate) fn read_role(text: &str) -> Result<Role> {
    Role::parse(text).map_err(|_| Error::internal("an unknown role is stored"))
}
