//! What ranks before a wrong body: scope, role or governed, version. The verbs check all of it themselves; this is for
//! requests that never reach a verb, so that what they are told does not depend on how they are wrong.

use backend::{Denial, Error, Result, View, customers, rankings, tokens};
use model::customers::Customer;
use model::ids::{CustomerId, RankingId};
use model::people::Role;

/// What a verb is going to ask for.
#[derive(Clone, Copy, Debug)]
pub enum Gate {
    /// To change what is a customer's own.
    Edit(CustomerId),
    /// To change what is governed from above.
    Govern(CustomerId),
    /// To add users to a customer.
    Users(CustomerId),
    /// To add a customer, perhaps with a user.
    NewCustomer {
        /// With a user, which takes an admin.
        first_user: bool,
    },
    /// To change the rankings, or one of them.
    Rankings(Option<RankingId>),
    /// To make a token.
    Tokens,
}

impl Gate {
    /// Refuses as the verb would.
    pub async fn check(self, view: &View, version: Option<u32>) -> Result<()> {
        match self {
            Self::Edit(id) => {
                let customer = customers::find(view, id).await?;
                view.actor()?.needs(Role::Editor)?;
                current(&customer, version)
            }
            Self::Govern(id) => {
                let customer = customers::find(view, id).await?;
                governs(view, id)?;
                current(&customer, version)
            }
            Self::Users(id) => {
                customers::find(view, id).await?;
                view.actor()?.needs(Role::Admin)
            }
            Self::NewCustomer { first_user } => view.actor()?.needs(if first_user { Role::Admin } else { Role::Editor }),
            Self::Rankings(None) => rankings::may_change(view.actor()?),
            Self::Rankings(Some(id)) => {
                let ranking = rankings::find(view, id).await?;
                rankings::may_change(view.actor()?)?;
                let stale = || serde_json::to_value(&ranking).map_err(|_| Error::internal("a ranking as JSON"));
                if version.is_none_or(|version| version == ranking.version) {
                    return Ok(());
                }
                Err(Error::Stale(Box::new(stale()?)))
            }
            Self::Tokens => tokens::may_create(view.actor()?),
        }
    }
}

/// One's own customer is governed from above.
fn governs(view: &View, id: CustomerId) -> Result<()> {
    let actor = view.actor()?;
    actor.needs(Role::Editor)?;
    match (id == actor.home, actor.of_provider) {
        (false, _) => Ok(()),
        (true, true) => Err(Error::Forbidden(Denial::Provider)),
        (true, false) => Err(Error::Forbidden(Denial::Governed)),
    }
}

fn current(customer: &Customer, version: Option<u32>) -> Result<()> {
    if version.is_none_or(|version| version == customer.version) {
        return Ok(());
    }
    let current = serde_json::to_value(customer).map_err(|_| Error::internal("a customer as JSON"))?;
    Err(Error::Stale(Box::new(current)))
}
