//! Who may do what, and why: one pure decision over facts. Every verb asks it before it acts, pages and the REST API ask
//! it what to offer, and an explanation is the same decision told rule by rule, so that none of them can differ.

mod explain;
mod facts;
mod rules;

pub use explain::{Found, Person, explain, facts as facts_of, found, person, told};
pub use facts::{Facts, Place, Standing, Target, Who};
pub use rules::{Decision, decide};

pub(crate) use rules::standing;

use crate::call::Actor;
use crate::error::Result;
use model::ids::CustomerId;
use model::permissions::Action;

/// Whether the caller may do this to what lies at a path, as far as role and place go. What is known of the object's
/// state was checked when it was found.
pub(crate) fn may(actor: &Actor, action: Action, path: &str) -> Result<()> {
    decision(actor, action, path, Target::default()).permitted()
}

/// The whole decision about an object of which more is known.
pub(crate) fn decision(actor: &Actor, action: Action, path: &str, object: Target) -> Decision {
    decide(action, &Facts { who: Who::of(actor), place: Place::of(path, &actor.scope), object })
}

/// The same for a customer that the caller sees, or something of it, by its public id.
pub fn may_on(actor: &Actor, action: Action, customer: CustomerId, object: Target) -> Result<()> {
    let place = if customer == actor.home { Place::Own } else { Place::Below };
    decide(action, &Facts { who: Who::of(actor), place, object }).permitted()
}

/// Whether the caller may do what concerns the whole installation, or the caller alone.
pub fn may_here(actor: &Actor, action: Action) -> Result<()> {
    may(actor, action, &actor.scope)
}
