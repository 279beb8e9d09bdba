//! The decision told rule by rule, for who may know: oneself, or an admin in whose reach both the person and the object lie.

use super::facts::{Facts, Place, Target, Who};
use super::rules::decide;
use crate::call::View;
use crate::customers;
use crate::error::{Error, Result};
use crate::people::{self, contacts};
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::permissions::{Action, Explanation, Subject};
use std::str::FromStr;

/// Someone who would act, as facts.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id; the operator has none.
    pub id: Option<UserId>,
    /// Their name.
    pub name: String,
    /// The name of the customer at the top of their reach.
    pub customer: String,
    /// Its path.
    pub scope: String,
    /// What counts of them.
    pub who: Who,
}

/// What would be done something to, as facts.
#[derive(Clone, Debug)]
pub struct Found {
    /// The path of the customer that it is, or belongs to.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What else counts of it.
    pub target: Target,
}

/// Why someone may do something with something, or may not. Without a user it is the caller, with what a token leaves of
/// them. What lies outside the caller's reach does not exist, and what anybody but the caller may do is for admins.
pub async fn explain(
    view: &View,
    user: Option<&str>,
    action: std::result::Result<Action, Problem>,
    object: Option<&str>,
) -> Result<Explanation> {
    let person = person(view, user.map(id).transpose()?).await?;
    let action = action.map_err(|problem| Error::field("action", problem))?;
    let found = found(view, action, object).await?;
    Ok(told(&person, action, object, found.as_ref()))
}

/// The person of an id, if the caller may ask about them; the caller by default.
pub async fn person(view: &View, id: Option<UserId>) -> Result<Person> {
    match id {
        Some(id) => people::as_actor(view, id).await,
        None => {
            let actor = view.actor()?;
            Ok(Person {
                id: actor.user.as_ref().map(|user| user.id),
                name: actor.name.clone(),
                customer: actor.home_name.clone(),
                scope: actor.scope.clone(),
                who: Who::of(actor),
            })
        }
    }
}

/// What an action would be done to, within the caller's reach.
pub async fn found(view: &View, action: Action, object: Option<&str>) -> Result<Option<Found>> {
    let object = match (action.subject(), object) {
        (Subject::Installation, None) => return Ok(None),
        (Subject::Installation, Some(_)) => return Err(Error::field("object", Problem::Unknown)),
        (_, None) => return Err(Error::field("object", Problem::Required)),
        (_, Some(object)) => object,
    };
    Ok(Some(match action.subject() {
        Subject::User => people::as_object(view, id(object)?, action).await?,
        Subject::Contact => contacts::as_object(view, id(object)?, action).await?,
        _ => customers::as_object(view, id::<CustomerId>(object)?, action).await?,
    }))
}

/// What can't be an id names nothing.
fn id<T: FromStr>(text: &str) -> Result<T> {
    text.trim().parse().map_err(|_| Error::NotFound)
}

/// The decision in words' stead.
#[must_use]
pub fn told(person: &Person, action: Action, object: Option<&str>, found: Option<&Found>) -> Explanation {
    let decision = decide(action, &facts(person, object, found));
    Explanation {
        user: person.id,
        user_name: person.name.clone(),
        role: person.who.role,
        customer: person.customer.clone(),
        action,
        object: object.map(|object| object.trim().to_ascii_lowercase()),
        object_name: found.map(|found| found.name.clone()),
        allowed: decision.allowed(),
        reasons: decision.0,
    }
}

/// The facts of someone and something.
#[must_use]
pub fn facts(person: &Person, object: Option<&str>, found: Option<&Found>) -> Facts {
    let oneself = person.id.is_some() && object.and_then(|object| object.trim().parse().ok()) == person.id;
    match found {
        None => Facts { who: person.who.clone(), place: Place::Own, object: Target::default() },
        Some(found) => Facts {
            who: person.who.clone(),
            place: Place::of(&found.path, &person.scope),
            object: Target { oneself, ..found.target.clone() },
        },
    }
}
