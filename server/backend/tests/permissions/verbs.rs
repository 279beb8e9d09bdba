//! Verbs as the table calls them: what each needs is made first, then the caller tries.

use crate::table::Answer::{self, Absent, Governed, Role as No, State, Yes};
use crate::table::Verb;
use backend::customers::{self, Change, Edit};
use backend::people::contacts::{self, ContactChange, ContactEdit};
use backend::people::{self, PreparedSecret, PreparedUser, UserChange, UserEdit};
use backend::testing::{TestBackend, company, prepared};
use backend::{Caller, Denial, Error};
use model::contacts::{ContactField, ContactForm, ContactQuery};
use model::customers::{CustomerField, CustomerQuery, NewCustomerForm, Status};
use model::deletions::{Children, NewDeletion};
use model::form::Problem;
use model::ids::{ContactId, CustomerId, UserId};
use model::people::{LinkBy, Role};
use model::permissions::Action;
use model::users::{UserField, UserQuery};

pub struct World {
    pub test: TestBackend,
    /// Where the callers are at home; the target of a move, too.
    pub home: CustomerId,
    pub other_below: CustomerId,
    pub beside: CustomerId,
    pub above: CustomerId,
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

async fn two_factor(world: &World, caller: &Caller, id: CustomerId, on: bool) -> Result<(), Error> {
    let set = world.test.backend.write(caller, move |call| Box::pin(customers::require_two_factor(call, id, on, None)));
    set.await.map(drop)
}

/// What a verb is done to.
#[derive(Clone, Copy, Debug)]
pub enum Object {
    Customer(CustomerId),
    User(UserId),
    Contact(ContactId),
}

impl Object {
    pub fn id(self) -> String {
        match self {
            Self::Customer(id) => id.to_string(),
            Self::User(id) => id.to_string(),
            Self::Contact(id) => id.to_string(),
        }
    }

    fn customer(self) -> CustomerId {
        if let Self::Customer(id) = self { id } else { panic!("{self:?} is no customer") }
    }

    fn user(self) -> UserId {
        if let Self::User(id) = self { id } else { panic!("{self:?} is no user") }
    }

    fn contact(self) -> ContactId {
        if let Self::Contact(id) = self { id } else { panic!("{self:?} is no contact") }
    }
}

/// The permission that a verb takes.
pub fn action(verb: Verb) -> Action {
    match verb {
        Verb::Find
        | Verb::Detail
        | Verb::Ancestors
        | Verb::ListUnder
        | Verb::ListChildren
        | Verb::Branch
        | Verb::FindInTree
        | Verb::ListUsers
        | Verb::ListContacts
        | Verb::ListAllUsers => Action::CustomerRead,
        Verb::Edit => Action::CustomerEdit,
        Verb::EditGoverned | Verb::EditNotes => Action::CustomerEditGoverned,
        Verb::CreateBelow => Action::CustomerCreateBelow,
        Verb::CreateBelowWithUser => Action::CustomerCreateBelowWithUser,
        Verb::Disable => Action::CustomerSetStatus,
        Verb::RequireTwoFactor => Action::CustomerRequireTwoFactor,
        Verb::ReleaseTwoFactor => Action::CustomerReleaseTwoFactor,
        Verb::MovePlan | Verb::Move => Action::CustomerMove,
        Verb::DeletionPlan | Verb::Delete | Verb::Schedule | Verb::CancelDeletion => Action::CustomerDelete,
        Verb::Restore => Action::CustomerRestore,
        Verb::Purge => Action::CustomerPurge,
        Verb::AddUser => Action::UserCreate,
        Verb::FindContact => Action::ContactRead,
        Verb::AddContact => Action::ContactCreate,
        Verb::EditContact => Action::ContactEdit,
        Verb::SetDefaultContact => Action::ContactSetDefault,
        Verb::DisableContact | Verb::DisableSignedIn => Action::ContactDisable,
        Verb::EnableContact => Action::ContactEnable,
        Verb::DeleteContact | Verb::DeleteSignedIn => Action::ContactDelete,
        Verb::GiveSignIn => Action::ContactGiveSignIn,
        Verb::TakeSignIn => Action::ContactTakeSignIn,
        Verb::FindUser => Action::UserRead,
        Verb::EditUser => Action::UserEdit,
        Verb::EditRole => Action::UserSetRole,
        Verb::DisableUser => Action::UserDisable,
        Verb::EnableUser => Action::UserEnable,
        Verb::DeleteUser => Action::UserDelete,
        Verb::Invite | Verb::RevokeInvitation => Action::UserInvite,
        Verb::SendReset => Action::UserSendReset,
        Verb::EndSessions => Action::UserEndSessions,
        Verb::ResetSecondFactor => Action::UserResetSecondFactor,
    }
}

/// Makes what a verb is done to, of a customer or the customer itself, disabled if asked for.
pub async fn object(world: &World, verb: Verb, id: CustomerId, disabled: bool) -> Object {
    use model::permissions::Subject;
    let (backend, system) = (&world.test.backend, world.test.system());
    match action(verb).subject() {
        Subject::User => {
            let secret = match verb {
                Verb::Invite | Verb::RevokeInvitation => PreparedSecret::Link(LinkBy::Link),
                _ => new_user("active").secret,
            };
            let user = user_of(world, id, secret).await;
            if disabled {
                let set = backend
                    .write(&system, move |call| Box::pin(people::set_status(call, user, Status::Disabled, None)));
                set.await.unwrap();
            }
            Object::User(user)
        }
        Subject::Contact => Object::Contact(contact_of(world, verb, id, disabled).await),
        _ => {
            if matches!(verb, Verb::Restore | Verb::Purge) {
                delete(world, &system, id, false).await.unwrap();
            }
            if verb == Verb::ReleaseTwoFactor {
                two_factor(world, &system, id, true).await.unwrap();
            }
            Object::Customer(id)
        }
    }
}

/// A contact that is not its customer's default.
async fn contact_of(world: &World, verb: Verb, id: CustomerId, disabled: bool) -> ContactId {
    let (backend, system) = (&world.test.backend, world.test.system());
    let mut made = Vec::new();
    for _ in 0..2 {
        let data = contact_data();
        let new = backend.write(&system, move |call| Box::pin(contacts::create(call, id, data)));
        made.push(new.await.unwrap().id);
    }
    let contact = made[1];
    if matches!(verb, Verb::DisableSignedIn | Verb::DeleteSignedIn | Verb::TakeSignIn) {
        let user = new_user("contact");
        let given = backend.write(&system, move |call| Box::pin(contacts::give_sign_in(call, contact, user, None)));
        given.await.unwrap();
    }
    if disabled {
        let set = Status::Disabled;
        let set = backend.write(&system, move |call| Box::pin(contacts::set_status(call, contact, set, None)));
        set.await.unwrap();
    }
    contact
}

fn contact_data() -> model::contacts::ContactData {
    ContactForm { name: "Contact".to_owned(), ..ContactForm::default() }.parse().unwrap()
}

/// Lets the caller try a verb.
pub async fn run(world: &World, caller: &Caller, verb: Verb, object: Object) -> Result<(), Error> {
    use model::permissions::Subject;
    match action(verb).subject() {
        Subject::User => return with_user(world, caller, verb, object.user()).await,
        Subject::Contact => return with_contact(world, caller, verb, object.contact()).await,
        _ => {}
    }
    let id = object.customer();
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
        Verb::RequireTwoFactor => two_factor(world, caller, id, true).await,
        Verb::ReleaseTwoFactor => two_factor(world, caller, id, false).await,
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
            backend.write(caller, move |call| Box::pin(customers::restore(call, id, None))).await.map(drop)
        }
        Verb::Purge => backend.write(caller, move |call| Box::pin(customers::purge(call, id, None))).await,
        Verb::ListUsers => people::list(&view, id, None, 50).await.map(drop),
        Verb::AddUser => {
            let user = new_user("added");
            backend.write(caller, move |call| Box::pin(people::create(call, id, user))).await.map(drop)
        }
        Verb::ListContacts => contacts::list(&view, id, &ContactQuery::default()).await.map(drop),
        Verb::AddContact => {
            let data = contact_data();
            backend.write(caller, move |call| Box::pin(contacts::create(call, id, data))).await.map(drop)
        }
        Verb::ListAllUsers => {
            people::all(&view, &UserQuery { under: Some(id), ..UserQuery::default() }).await.map(drop)
        }
        _ => panic!("{verb:?} is done to no customer"),
    }
}

/// Verbs on a user.
async fn with_user(world: &World, caller: &Caller, verb: Verb, user: UserId) -> Result<(), Error> {
    let backend = &world.test.backend;
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
        Verb::Invite => {
            backend.write(caller, move |call| Box::pin(people::invite(call, user, LinkBy::Email, None))).await.map(drop)
        }
        Verb::RevokeInvitation => {
            backend.write(caller, move |call| Box::pin(people::revoke_invitation(call, user, None))).await.map(drop)
        }
        Verb::SendReset => {
            let by = LinkBy::Email;
            backend.write(caller, move |call| Box::pin(people::reset_password(call, user, by, None))).await.map(drop)
        }
        Verb::EndSessions => {
            backend.write(caller, move |call| Box::pin(people::end_sessions(call, user, None))).await.map(drop)
        }
        Verb::ResetSecondFactor => {
            backend.write(caller, move |call| Box::pin(people::reset_second_factor(call, user, None))).await.map(drop)
        }
        _ => backend.write(caller, move |call| Box::pin(people::delete(call, user, None))).await,
    }
}

/// Verbs on a contact.
async fn with_contact(world: &World, caller: &Caller, verb: Verb, contact: ContactId) -> Result<(), Error> {
    let backend = &world.test.backend;
    let view = backend.read(caller).await?;
    let set = |status| backend.write(caller, move |call| Box::pin(contacts::set_status(call, contact, status, None)));
    match verb {
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

/// What an outcome says.
pub fn read(outcome: &Result<(), Error>) -> Answer {
    match outcome {
        Ok(()) => Yes,
        Err(Error::Forbidden(Denial::Role)) => No,
        Err(Error::Forbidden(Denial::Governed)) => Governed,
        Err(Error::NotFound | Error::Unauthenticated) => Absent,
        // Fields and filters name what they do not find; for the caller that is the same.
        Err(Error::Invalid(errors)) if errors.0.iter().all(|error| error.problem == Problem::NotFound) => Absent,
        Err(Error::Invalid(errors))
            if errors.0.iter().all(|e| matches!(e.problem, Problem::ReadOnly | Problem::ContactDisabled)) =>
        {
            State
        }
        Err(Error::Blocked(_)) => State,
        Err(error) => panic!("{error:?}"),
    }
}
