//! The rules of each permission, in the order in which they are asked, and when each holds.

use super::facts::{Facts, Place};
use crate::error::{Denial, Error, Result};
use model::people::Role;
use model::permissions::{Action, Reason, Rule};
use model::second_factor::RequiredBy;

/// What the rules say, all of them in order.
#[derive(Clone, Debug)]
pub struct Decision(pub Vec<Reason>);

/// What must hold before anything else is asked: who can't sign in does nothing.
const STANDING: [Rule; 4] = [Rule::Activated, Rule::Enabled, Rule::CustomerOpen, Rule::SecondFactor];

/// The rules of a permission after those. First those about who and where, then those about the object's state.
const fn rules(action: Action) -> &'static [Rule] {
    use Action as A;
    use Rule as R;
    match action {
        A::CustomerRead | A::UserRead | A::ContactRead => &[R::Scope, R::NotDeleted],
        A::CustomerEdit
        | A::CustomerCreateBelow
        | A::CustomerCreateBelowWithUser
        | A::UserCreate
        | A::UserEdit
        | A::UserEnable
        | A::UserEndSessions
        | A::PermissionsRead
        | A::CustomerRequireTwoFactor
        | A::ContactEdit
        | A::ContactEnable => &[R::Scope, R::NotDeleted, R::Role],
        A::CustomerReleaseTwoFactor => &[R::Scope, R::NotDeleted, R::Role, R::NotSetFromAbove, R::NotRequiredAbove],
        A::CustomerEditGoverned => &[R::Scope, R::NotDeleted, R::Role, R::Ancestor],
        A::CustomerSetStatus | A::CustomerMove | A::CustomerDelete => {
            &[R::Scope, R::NotDeleted, R::Role, R::NotProvider, R::Ancestor]
        }
        A::CustomerRestore => &[R::Scope, R::NotDeleted, R::Role, R::NotProvider, R::Ancestor, R::DeletedItself],
        A::CustomerPurge => {
            &[R::Scope, R::NotDeleted, R::Role, R::NotProvider, R::Ancestor, R::Deleted, R::DeletedItself]
        }
        A::UserSetRole | A::UserDelete => &[R::Scope, R::NotDeleted, R::Role, R::LastAdmin],
        A::UserDisable => &[R::Scope, R::NotDeleted, R::Role, R::NotDefault, R::LastAdmin],
        A::UserInvite => &[R::Scope, R::NotDeleted, R::Role, R::NotActivated, R::UserEnabled],
        A::UserSendReset => &[R::Scope, R::NotDeleted, R::Role, R::UserActivated, R::UserEnabled],
        A::UserResetSecondFactor => &[R::Scope, R::NotDeleted, R::Role, R::NotOneself],
        A::UserViewAs => {
            &[R::Scope, R::NotDeleted, R::Role, R::NotOneself, R::UserActivated, R::UserEnabled, R::UserCustomerOpen]
        }
        A::ContactCreate => &[R::Scope, R::NotDeleted, R::Role, R::Company],
        A::ContactSetDefault => &[R::Scope, R::NotDeleted, R::Role, R::ContactEnabled],
        A::ContactDisable | A::ContactDelete => &[R::Scope, R::NotDeleted, R::Role, R::NotDefault, R::LastAdmin],
        A::ContactGiveSignIn => &[R::Scope, R::NotDeleted, R::Role, R::NoSignIn, R::ContactEnabled],
        A::ContactTakeSignIn => &[R::Scope, R::NotDeleted, R::Role, R::LastAdmin],
        A::RankingsRead => &[],
        A::RankingsEdit | A::MailRead => &[R::Role, R::OfProvider],
        A::TokensManage => &[R::Role],
    }
}

/// The least role that a permission takes.
fn needed(action: Action, facts: &Facts) -> Role {
    use Action as A;
    match action {
        A::CustomerRead | A::UserRead | A::ContactRead | A::RankingsRead => Role::Viewer,
        A::CustomerEdit
        | A::CustomerEditGoverned
        | A::CustomerCreateBelow
        | A::CustomerSetStatus
        | A::CustomerMove
        | A::CustomerDelete
        | A::CustomerRestore
        | A::CustomerPurge
        | A::ContactCreate
        | A::ContactEdit
        | A::ContactSetDefault => Role::Editor,
        // Editors look after contacts, but who signs in is a matter of admins.
        A::ContactEnable | A::ContactDisable | A::ContactDelete if !facts.object.signs_in => Role::Editor,
        // Oneself one may always ask about.
        A::PermissionsRead if facts.object.oneself => Role::Viewer,
        // A person's own tokens are theirs; the holder of a token may be someone else.
        A::TokensManage if !facts.who.by_token => Role::Viewer,
        _ => Role::Admin,
    }
}

/// What is governed from above needs a strict ancestor. Nobody is above the provider: its own people look after it.
fn governs(facts: &Facts) -> bool {
    facts.place == Place::Below || facts.who.of_provider
}

/// Nobody takes the provider itself away, or to another place.
fn is_provider(facts: &Facts) -> bool {
    facts.place == Place::Own && facts.who.of_provider
}

/// What is in the Trash exists only for who may restore it.
fn kept(action: Action, facts: &Facts) -> bool {
    let reaches = matches!(action, Action::CustomerRead | Action::CustomerRestore | Action::CustomerPurge);
    let restores = facts.who.role >= Role::Editor && governs(facts) && !is_provider(facts);
    !facts.object.trashed || (reaches && restores)
}

fn holds(rule: Rule, action: Action, facts: &Facts) -> bool {
    let (who, object) = (&facts.who, &facts.object);
    match rule {
        Rule::Activated => who.standing.activated,
        Rule::Enabled => who.standing.enabled,
        Rule::CustomerOpen => who.standing.closed.is_none(),
        Rule::SecondFactor => who.standing.lacks.is_none(),
        Rule::Scope => facts.place != Place::Outside,
        Rule::NotDeleted => kept(action, facts),
        Rule::Role => who.role >= needed(action, facts),
        Rule::NotProvider => !is_provider(facts),
        Rule::Ancestor => governs(facts),
        // Of its own people only who set it: what was set from above is taken off from above.
        Rule::NotSetFromAbove => governs(facts) || !object.set_from_above,
        Rule::NotRequiredAbove => object.required_above.is_none(),
        Rule::OfProvider => who.of_provider,
        Rule::NotOneself => !object.oneself,
        Rule::NotActivated => !object.activated,
        Rule::UserActivated => object.activated,
        Rule::UserEnabled | Rule::ContactEnabled => !object.disabled,
        Rule::UserCustomerOpen => object.closed.is_none(),
        Rule::LastAdmin => !object.last_admin,
        Rule::NotDefault => !object.needed_default,
        Rule::NoSignIn => !object.signs_in,
        Rule::Company => !object.individual,
        Rule::Deleted => object.trashed,
        Rule::DeletedItself => object.deleted_with.is_none(),
    }
}

/// What was found where a rule is about more than yes and no.
fn found(rule: Rule, facts: &Facts) -> Option<String> {
    match rule {
        Rule::CustomerOpen => facts.who.standing.closed.clone(),
        Rule::SecondFactor => facts.who.standing.lacks.as_ref().and_then(RequiredBy::name),
        Rule::NotRequiredAbove => facts.object.required_above.as_ref().and_then(RequiredBy::name),
        Rule::Scope => Some(facts.place.as_str().to_owned()),
        Rule::Role => Some(facts.who.role.as_str().to_owned()),
        Rule::UserCustomerOpen => facts.object.closed.clone(),
        Rule::DeletedItself => facts.object.deleted_with.clone(),
        _ => None,
    }
}

/// The decision: what may be done follows from the facts and nothing else.
#[must_use]
pub fn decide(action: Action, facts: &Facts) -> Decision {
    let asked = STANDING.iter().chain(rules(action)).map(|&rule| Reason {
        rule,
        holds: holds(rule, action, facts),
        needed: (rule == Rule::Role).then(|| needed(action, facts)),
        found: found(rule, facts),
    });
    Decision(asked.collect())
}

/// How a rule about who and where refuses; one about the object's state has the words of its verb.
fn refusal(rule: Rule) -> Option<Error> {
    Some(match rule {
        Rule::Activated | Rule::Enabled | Rule::CustomerOpen => Error::Unauthenticated,
        Rule::SecondFactor => Error::Forbidden(Denial::SecondFactor),
        Rule::Scope | Rule::NotDeleted => Error::NotFound,
        Rule::Role => Error::Forbidden(Denial::Role),
        Rule::NotProvider => Error::Forbidden(Denial::Provider),
        Rule::Ancestor | Rule::NotSetFromAbove | Rule::OfProvider => Error::Forbidden(Denial::Governed),
        Rule::NotOneself => Error::Forbidden(Denial::Oneself),
        _ => return None,
    })
}

impl Decision {
    /// Whether all rules hold.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.0.iter().all(|reason| reason.holds)
    }

    /// Refuses by the first rule about who and where that doesn't hold.
    pub fn permitted(&self) -> Result<()> {
        let broken = self.0.iter().filter(|reason| !reason.holds);
        broken.filter_map(|reason| refusal(reason.rule)).next().map_or(Ok(()), Err)
    }

    /// The first rule about the object's state that doesn't hold.
    #[must_use]
    pub fn obstacle(&self) -> Option<Rule> {
        let broken = self.0.iter().filter(|reason| !reason.holds);
        broken.map(|reason| reason.rule).find(|&rule| refusal(rule).is_none())
    }
}

/// Refuses who can't act at all.
pub(crate) fn standing(facts: &Facts) -> Result<()> {
    let broken = STANDING.iter().find(|&&rule| !holds(rule, Action::CustomerRead, facts));
    broken.and_then(|&rule| refusal(rule)).map_or(Ok(()), Err)
}
