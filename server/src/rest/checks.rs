//! What ranks before the body: scope, role or governed, version. The verbs check all of it again in their transaction;
//! here it is asked first, so that what a caller is told does not depend on how else the request is wrong.

use backend::people::contacts;
use backend::policy::{Target, found, may_here, may_on};
use backend::{Error, Result, View, customers, people, rankings, tokens};
use model::customers::Customer;
use model::deletions::DeletionStatus;
use model::ids::{ContactId, CustomerId, RankingId, TokenId, UserId};
use model::permissions::Action;
use serde::Serialize;

/// What a verb is going to ask for.
#[derive(Clone, Copy, Debug)]
pub enum Gate {
    /// To change a living customer: what is its own, or what is governed from above.
    Customer(CustomerId, Reach),
    /// The same, and to require a second factor of its people, or no longer.
    TwoFactor(CustomerId, Reach, bool),
    /// To bring a deleted customer back or let it go for good.
    Trash(CustomerId),
    /// To add users to a customer.
    Users(CustomerId),
    /// To change or delete a user.
    User(UserId),
    /// To take a user's second factor off.
    SecondFactor(UserId),
    /// To add contacts to a customer.
    Contacts(CustomerId),
    /// To change a contact.
    Contact(ContactId, Touch),
    /// To add a customer, perhaps with a user.
    NewCustomer {
        /// With a user, which takes an admin.
        first_user: bool,
    },
    /// To change the rankings, or one of them.
    Rankings(Option<RankingId>),
    /// To make a token.
    Tokens,
    /// To revoke a token.
    Token(TokenId),
}

/// How far a change of a customer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Its own fields.
    Own,
    /// Fields and states that are governed from above; the provider's own are its own admins' to change.
    GovernedFields,
    /// Its place, its status, its being there: the provider's own can't be changed.
    Whole,
}

/// What of a contact is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Its fields, or whether it is the default.
    Fields,
    /// Its status or its being there: where it signs in, that too.
    Being,
    /// Whether it signs in.
    SignIn,
}

impl Reach {
    const fn action(self) -> Action {
        match self {
            Self::Own => Action::CustomerEdit,
            Self::GovernedFields => Action::CustomerEditGoverned,
            Self::Whole => Action::CustomerDelete,
        }
    }
}

impl Touch {
    const fn action(self) -> Action {
        match self {
            Self::Fields => Action::ContactEdit,
            Self::Being => Action::ContactDelete,
            Self::SignIn => Action::ContactGiveSignIn,
        }
    }
}

impl Gate {
    /// Refuses as the verb would.
    pub async fn check(self, view: &View, version: Option<u32>) -> Result<()> {
        let actor = view.actor()?;
        match self {
            Self::Customer(id, reach) => {
                let customer = living(view, id).await?;
                may_on(actor, reach.action(), id, Target::default())?;
                current(&customer, customer.version, version)
            }
            Self::TwoFactor(id, reach, on) => {
                let customer = living(view, id).await?;
                may_on(actor, reach.action(), id, Target::default())?;
                let action = if on { Action::CustomerRequireTwoFactor } else { Action::CustomerReleaseTwoFactor };
                let found = found(view, action, Some(&id.to_string())).await?;
                may_on(actor, action, id, found.map(|found| found.target).unwrap_or_default())?;
                current(&customer, customer.version, version)
            }
            Self::Trash(id) => {
                let customer = customers::find(view, id).await?;
                may_on(actor, Action::CustomerRestore, id, Target::default())?;
                current(&customer, customer.version, version)
            }
            Self::Users(id) => {
                living(view, id).await?;
                may_on(actor, Action::UserCreate, id, Target::default())
            }
            Self::User(id) => {
                let found = people::find(view, id).await?;
                may_on(actor, Action::UserEdit, found.user.customer_id, Target::default())?;
                current(&found.user, found.user.version, version)
            }
            Self::SecondFactor(id) => {
                let found = people::find(view, id).await?;
                let oneself = actor.user.as_ref().is_some_and(|user| user.id == id);
                let target = Target { oneself, ..Target::default() };
                may_on(actor, Action::UserResetSecondFactor, found.user.customer_id, target)?;
                current(&found.user, found.user.version, version)
            }
            Self::Contacts(id) => {
                living(view, id).await?;
                may_on(actor, Action::ContactCreate, id, Target::default())
            }
            Self::Contact(id, touch) => {
                let contact = contacts::find(view, id).await?.contact;
                let target = Target { signs_in: contact.user_id.is_some(), ..Target::default() };
                may_on(actor, touch.action(), contact.customer_id, target)?;
                current(&contact, contact.version, version)
            }
            Self::NewCustomer { first_user: false } => may_here(actor, Action::CustomerCreateBelow),
            Self::NewCustomer { first_user: true } => may_here(actor, Action::CustomerCreateBelowWithUser),
            Self::Rankings(None) => rankings::may_define(actor),
            Self::Rankings(Some(id)) => {
                let ranking = rankings::find(view, id).await?;
                rankings::may_define(actor)?;
                current(&ranking, ranking.version, version)
            }
            Self::Tokens => tokens::may_manage(actor),
            Self::Token(id) => {
                let mine = tokens::list(view).await?.iter().any(|token| token.id == id);
                if mine { tokens::may_manage(actor) } else { Err(Error::NotFound) }
            }
        }
    }
}

/// A customer that is not deleted.
async fn living(view: &View, id: CustomerId) -> Result<Customer> {
    let customer = customers::find(view, id).await?;
    let deleted = customer.deletion.as_ref().is_some_and(|deletion| deletion.status == DeletionStatus::Trashed);
    if deleted { Err(Error::NotFound) } else { Ok(customer) }
}

fn current(thing: &impl Serialize, is: u32, asked: Option<u32>) -> Result<()> {
    if asked.is_none_or(|asked| asked == is) {
        return Ok(());
    }
    let current = serde_json::to_value(thing).map_err(|_| Error::internal("the current version as JSON"))?;
    Err(Error::Stale(Box::new(current)))
}
