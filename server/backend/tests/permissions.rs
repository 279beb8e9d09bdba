//! Who may what, as a table: role × verb × own / below / beside / above.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers::{self, Change, Edit};
use backend::people::contacts::{self, ContactChange, ContactEdit};
use backend::people::{self, PreparedSecret, PreparedUser, UserChange, UserEdit};
use backend::testing::{TestBackend, company, prepared};
use backend::{Caller, Denial, Engine, Error};
use model::contacts::{ContactField, ContactForm, ContactQuery};
use model::customers::{CustomerField, CustomerQuery, NewCustomerForm, Status};
use model::deletions::{Children, NewDeletion};
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::people::{LinkBy, Role};
use model::users::{UserField, UserQuery};
use rstest::rstest;

/// What a cell of the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    /// The role does not include it.
    Role,
    /// Governed from above.
    Governed,
    /// For this caller it does not exist.
    Absent,
}

use Answer::{Absent, Governed, Role as No, Yes};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Find,
    Detail,
    Ancestors,
    ListUnder,
    ListChildren,
    Branch,
    FindInTree,
    Edit,
    EditGoverned,
    EditNotes,
    CreateBelow,
    CreateBelowWithUser,
    Disable,
    MovePlan,
    Move,
    DeletionPlan,
    Delete,
    Schedule,
    CancelDeletion,
    Restore,
    Purge,
    ListUsers,
    AddUser,
    ListContacts,
    FindContact,
    AddContact,
    EditContact,
    SetDefaultContact,
    DisableContact,
    EnableContact,
    DeleteContact,
    DisableSignedIn,
    DeleteSignedIn,
    GiveSignIn,
    TakeSignIn,
    ListAllUsers,
    FindUser,
    EditUser,
    EditRole,
    DisableUser,
    EnableUser,
    DeleteUser,
    Invite,
    SendReset,
    EndSessions,
}

/// For each verb: viewer, editor, admin of the very customer; then of the customer above it.
const TABLE: [(Verb, [Answer; 3], [Answer; 3]); 45] = [
    (Verb::Find, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Detail, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Ancestors, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::ListUnder, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::ListChildren, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Branch, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::FindInTree, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Edit, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::EditGoverned, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::EditNotes, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::CreateBelow, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::CreateBelowWithUser, [No, No, Yes], [No, No, Yes]),
    (Verb::Disable, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::MovePlan, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::Move, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::DeletionPlan, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::Delete, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::Schedule, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::CancelDeletion, [No, Governed, Governed], [No, Yes, Yes]),
    // A deleted customer exists only for who may restore it; nobody of it can act at all.
    (Verb::Restore, [Absent, Absent, Absent], [Absent, Yes, Yes]),
    (Verb::Purge, [Absent, Absent, Absent], [Absent, Yes, Yes]),
    (Verb::ListUsers, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::AddUser, [No, No, Yes], [No, No, Yes]),
    (Verb::ListContacts, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::FindContact, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::AddContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::EditContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::SetDefaultContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::DisableContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::EnableContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::DeleteContact, [No, Yes, Yes], [No, Yes, Yes]),
    // Who signs in is a matter of admins, also where it is a contact that does.
    (Verb::DisableSignedIn, [No, No, Yes], [No, No, Yes]),
    (Verb::DeleteSignedIn, [No, No, Yes], [No, No, Yes]),
    (Verb::GiveSignIn, [No, No, Yes], [No, No, Yes]),
    (Verb::TakeSignIn, [No, No, Yes], [No, No, Yes]),
    (Verb::ListAllUsers, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::FindUser, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::EditUser, [No, No, Yes], [No, No, Yes]),
    (Verb::EditRole, [No, No, Yes], [No, No, Yes]),
    (Verb::DisableUser, [No, No, Yes], [No, No, Yes]),
    (Verb::EnableUser, [No, No, Yes], [No, No, Yes]),
    (Verb::DeleteUser, [No, No, Yes], [No, No, Yes]),
    (Verb::Invite, [No, No, Yes], [No, No, Yes]),
    (Verb::SendReset, [No, No, Yes], [No, No, Yes]),
    (Verb::EndSessions, [No, No, Yes], [No, No, Yes]),
];

struct World {
    test: TestBackend,
    /// Where the callers are at home; the target of a move, too.
    home: CustomerId,
    other_below: CustomerId,
    beside: CustomerId,
    above: CustomerId,
}

fn new_user(verb: &str) -> PreparedUser {
    let email = format!("{verb}-{:x}@new.example", u64::from_be_bytes(backend::random::bytes()));
    prepared("New", &email, Role::Viewer)
}

/// A user of a customer, whom the caller may not even see.
async fn user_of(world: &World, customer: CustomerId, secret: PreparedSecret) -> UserId {
    let user = PreparedUser { secret, ..new_user("managed") };
    let system = world.test.system();
    let created = world.test.backend.write(&system, move |call| Box::pin(people::create(call, customer, user)));
    created.await.unwrap().user.id
}

async fn change(
    world: &World,
    caller: &Caller,
    id: CustomerId,
    field: CustomerField,
    value: &str,
) -> Result<(), Error> {
    let edit = Edit { version: None, changes: vec![Change { field, base: None, value: value.to_owned() }] };
    world.test.backend.write(caller, move |call| Box::pin(customers::edit(call, id, edit))).await.map(drop)
}

async fn create(world: &World, caller: &Caller, parent: CustomerId, user: Option<PreparedUser>) -> Result<(), Error> {
    let form =
        NewCustomerForm { customer: company("New"), parent_id: parent.to_string(), ..NewCustomerForm::default() };
    let new = form.parse()?;
    world.test.backend.write(caller, move |call| Box::pin(customers::create(call, new, user))).await.map(drop)
}

async fn delete(world: &World, caller: &Caller, id: CustomerId, later: bool) -> Result<(), Error> {
    let at = later.then(|| world.test.backend.now().plus(1_000));
    let new = NewDeletion { at, reason: "test".to_owned(), children: Some(Children::MoveUp) };
    world.test.backend.write(caller, move |call| Box::pin(customers::delete(call, id, new, None))).await.map(drop)
}

async fn run(world: &World, caller: &Caller, verb: Verb, id: CustomerId) -> Result<(), Error> {
    let backend = &world.test.backend;
    let to = world.other_below;
    let view = backend.read(caller).await?;
    match verb {
        Verb::Find => customers::find(&view, id).await.map(drop),
        Verb::Detail => customers::detail(&view, id).await.map(drop),
        Verb::Ancestors => customers::ancestors(&view, id).await.map(drop),
        Verb::ListUnder => {
            customers::list(&view, &CustomerQuery { under: Some(id), ..CustomerQuery::default() }).await.map(drop)
        }
        Verb::ListChildren => {
            customers::list(&view, &CustomerQuery { parent: Some(id), ..CustomerQuery::default() }).await.map(drop)
        }
        Verb::Branch => customers::children(&view, Some(id), None).await.map(drop),
        Verb::FindInTree => {
            let query = CustomerQuery { under: Some(id), ..CustomerQuery::default() };
            customers::find_in_tree(&view, &query).await.map(drop)
        }
        Verb::Edit => change(world, caller, id, CustomerField::City, "Roma").await,
        Verb::EditGoverned => change(world, caller, id, CustomerField::Kind, "individual").await,
        Verb::EditNotes => change(world, caller, id, CustomerField::Notes, "pays late").await,
        Verb::CreateBelow => create(world, caller, id, None).await,
        Verb::CreateBelowWithUser => create(world, caller, id, Some(new_user("first"))).await,
        Verb::Disable => {
            let set =
                backend.write(caller, move |call| Box::pin(customers::set_status(call, id, Status::Disabled, None)));
            set.await.map(drop)
        }
        Verb::MovePlan => customers::move_plan(&view, id, to).await.map(drop),
        Verb::Move => {
            backend.write(caller, move |call| Box::pin(customers::relocate(call, id, to, None))).await.map(drop)
        }
        Verb::DeletionPlan => customers::deletion_plan(&view, id).await.map(drop),
        Verb::Delete => delete(world, caller, id, false).await,
        Verb::Schedule => delete(world, caller, id, true).await,
        Verb::CancelDeletion => {
            backend.write(caller, move |call| Box::pin(customers::cancel_deletion(call, id, None))).await.map(drop)
        }
        Verb::Restore => {
            delete(world, &world.test.system(), id, false).await?;
            backend.write(caller, move |call| Box::pin(customers::restore(call, id, None))).await.map(drop)
        }
        Verb::Purge => {
            delete(world, &world.test.system(), id, false).await?;
            backend.write(caller, move |call| Box::pin(customers::purge(call, id, None))).await
        }
        Verb::ListUsers => people::list(&view, id, None, 50).await.map(drop),
        Verb::AddUser => {
            let user = new_user("added");
            backend.write(caller, move |call| Box::pin(people::create(call, id, user))).await.map(drop)
        }
        Verb::Invite => {
            let user = user_of(world, id, PreparedSecret::Link(LinkBy::Link)).await;
            backend.write(caller, move |call| Box::pin(people::invite(call, user, LinkBy::Email, None))).await.map(drop)
        }
        Verb::SendReset => {
            let user = user_of(world, id, new_user("active").secret).await;
            let by = LinkBy::Email;
            backend.write(caller, move |call| Box::pin(people::reset_password(call, user, by, None))).await.map(drop)
        }
        Verb::EndSessions => {
            let user = user_of(world, id, new_user("active").secret).await;
            backend.write(caller, move |call| Box::pin(people::end_sessions(call, user, None))).await.map(drop)
        }
        Verb::ListAllUsers => {
            people::all(&view, &UserQuery { under: Some(id), ..UserQuery::default() }).await.map(drop)
        }
        Verb::FindUser | Verb::EditUser | Verb::EditRole | Verb::DisableUser | Verb::EnableUser | Verb::DeleteUser => {
            with_user(world, caller, verb, id).await
        }
        _ => with_contact(world, caller, verb, id).await,
    }
}

/// Verbs on a user of the customer.
async fn with_user(world: &World, caller: &Caller, verb: Verb, id: CustomerId) -> Result<(), Error> {
    let (backend, system) = (&world.test.backend, world.test.system());
    let user = new_user("changed");
    let user = backend.write(&system, move |call| Box::pin(people::create(call, id, user))).await?.user.id;
    let edit = |field: UserField, value: &str| {
        let edit = UserEdit { version: None, changes: vec![UserChange { field, base: None, value: value.to_owned() }] };
        backend.write(caller, move |call| Box::pin(people::edit(call, user, edit)))
    };
    let set = |status| backend.write(caller, move |call| Box::pin(people::set_status(call, user, status, None)));
    match verb {
        Verb::FindUser => people::find(&backend.read(caller).await?, user).await.map(drop),
        Verb::EditUser => edit(UserField::Name, "Changed").await.map(drop),
        Verb::EditRole => edit(UserField::Role, "editor").await.map(drop),
        Verb::DisableUser => set(Status::Disabled).await.map(drop),
        Verb::EnableUser => set(Status::Enabled).await.map(drop),
        _ => backend.write(caller, move |call| Box::pin(people::delete(call, user, None))).await,
    }
}

/// Verbs on a contact of the customer that is not its default.
async fn with_contact(world: &World, caller: &Caller, verb: Verb, id: CustomerId) -> Result<(), Error> {
    let (backend, system) = (&world.test.backend, world.test.system());
    let data = || ContactForm { name: "Contact".to_owned(), ..ContactForm::default() }.parse();
    if verb == Verb::AddContact {
        let data = data()?;
        return backend.write(caller, move |call| Box::pin(contacts::create(call, id, data))).await.map(drop);
    }
    let mut made = Vec::new();
    for _ in 0..2 {
        let data = data()?;
        made.push(backend.write(&system, move |call| Box::pin(contacts::create(call, id, data))).await?.id);
    }
    let contact = made[1];
    if matches!(verb, Verb::DisableSignedIn | Verb::DeleteSignedIn | Verb::TakeSignIn) {
        let user = new_user("contact");
        backend.write(&system, move |call| Box::pin(contacts::give_sign_in(call, contact, user, None))).await?;
    }
    let view = backend.read(caller).await?;
    let set = |status| backend.write(caller, move |call| Box::pin(contacts::set_status(call, contact, status, None)));
    match verb {
        Verb::ListContacts => contacts::list(&view, id, &ContactQuery::default()).await.map(drop),
        Verb::FindContact => contacts::find(&view, contact).await.map(drop),
        Verb::EditContact => {
            let change = ContactChange { field: ContactField::JobTitle, base: None, value: "Chief".to_owned() };
            let edit = ContactEdit { version: None, changes: vec![change] };
            backend.write(caller, move |call| Box::pin(contacts::edit(call, contact, edit))).await.map(drop)
        }
        Verb::SetDefaultContact => {
            backend.write(caller, move |call| Box::pin(contacts::set_default(call, contact, None))).await.map(drop)
        }
        Verb::DisableContact | Verb::DisableSignedIn => set(Status::Disabled).await.map(drop),
        Verb::EnableContact => set(Status::Enabled).await.map(drop),
        Verb::GiveSignIn => {
            let user = new_user("let-in");
            let given = backend.write(caller, move |call| Box::pin(contacts::give_sign_in(call, contact, user, None)));
            given.await.map(drop)
        }
        Verb::TakeSignIn => {
            backend.write(caller, move |call| Box::pin(contacts::take_sign_in(call, contact, None))).await.map(drop)
        }
        Verb::DeleteContact | Verb::DeleteSignedIn => {
            backend.write(caller, move |call| Box::pin(contacts::delete(call, contact, None))).await
        }
        _ => panic!("{verb:?} is no verb of contacts"),
    }
}

fn read(outcome: &Result<(), Error>) -> Answer {
    match outcome {
        Ok(()) => Yes,
        Err(Error::Forbidden(Denial::Role)) => No,
        Err(Error::Forbidden(Denial::Governed)) => Governed,
        Err(Error::NotFound | Error::Unauthenticated) => Absent,
        // Fields and filters name what they do not find; for the caller that is the same.
        Err(Error::Invalid(errors)) if errors.0.iter().all(|error| error.problem == Problem::NotFound) => Absent,
        Err(error) => panic!("{error:?}"),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn the_table_holds_for_every_role_verb_and_place(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let above = test.customer("Above", None).await.id;
    let home = test.customer("Home", Some(above)).await.id;
    let beside = test.customer("Beside", Some(above)).await.id;
    let other_below = test.customer("Other below", Some(home)).await.id;
    let world = World { test, home, other_below, beside, above };
    let roles = [Role::Viewer, Role::Editor, Role::Admin];
    let mut cells = 0;
    for (verb, own, below) in TABLE {
        for (index, role) in roles.into_iter().enumerate() {
            let mut check = async |place: &str, home: CustomerId, id: CustomerId, expected: Answer| {
                let email = format!("{cells}-{}@home.example", role.as_str());
                world.test.user(home, &email, role).await;
                let caller = world.test.sign_in(&email).await;
                let outcome = run(&world, &caller, verb, id).await;
                assert_eq!(read(&outcome), expected, "{role:?} {verb:?} {place}: {outcome:?}");
                cells += 1;
            };
            let fresh = || world.test.customer("Target", Some(world.home));
            let own_target = fresh().await.id;
            check("own", own_target, own_target, own[index]).await;
            let below_target = fresh().await.id;
            check("below", world.home, below_target, below[index]).await;
            // What is beside or above does not exist, whatever the verb. Those that need it deleted get one to delete.
            let beside_target = world.test.customer("Target", Some(world.beside)).await.id;
            check("beside", world.home, beside_target, Absent).await;
            if !matches!(verb, Verb::Restore | Verb::Purge) {
                check("above", world.home, world.above, Absent).await;
            }
        }
    }
    assert_eq!(cells, 45 * 3 * 4 - 6);
}
