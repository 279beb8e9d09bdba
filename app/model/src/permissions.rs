//! What can be asked of the policy, and how it answers: names of permissions, rules and their outcomes. What the rules
//! say is the server's alone.

use crate::form::Problem;
use crate::ids::UserId;
use crate::people::Role;
use serde::{Deserialize, Serialize};

/// What a permission is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A customer.
    Customer,
    /// A user.
    User,
    /// A contact.
    Contact,
    /// The whole installation: there is no object to name.
    Installation,
}

macro_rules! actions {
    ($($(#[doc = $doc:tt])* $name:ident $wire:tt $subject:ident,)*) => {
        /// Something that one may or may not do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Action {
            $($(#[doc = $doc])* #[serde(rename = $wire)] $name,)*
        }

        /// The names on the wire and what each is about, in the order of [`Action`].
        const NAMES: &[(Action, &str, Subject)] = &[$((Action::$name, $wire, Subject::$subject),)*];
        const ALLOWED: &str = concat!($($wire, ", ",)*);
    };
}

actions! {
    /// See a customer.
    CustomerRead "customer.read" Customer,
    /// Change what is the customer's own: name, address, e-mail.
    CustomerEdit "customer.edit" Customer,
    /// Change what is governed from above: ref ID, kind, codes, ranking, notes.
    CustomerEditGoverned "customer.edit_governed" Customer,
    /// Add a customer below it, or move one there.
    CustomerCreateBelow "customer.create_below" Customer,
    /// Add a customer below it with a first user.
    CustomerCreateBelowWithUser "customer.create_below_with_user" Customer,
    /// Enable or disable it.
    CustomerSetStatus "customer.set_status" Customer,
    /// Require a second factor of its people and of all below.
    CustomerRequireTwoFactor "customer.require_two_factor" Customer,
    /// Require it no longer.
    CustomerReleaseTwoFactor "customer.release_two_factor" Customer,
    /// Move it under another parent.
    CustomerMove "customer.move" Customer,
    /// Delete it, now or later, or call that off.
    CustomerDelete "customer.delete" Customer,
    /// Bring it back from the Trash.
    CustomerRestore "customer.restore" Customer,
    /// Delete it for good.
    CustomerPurge "customer.purge" Customer,
    /// Add a user to a customer.
    UserCreate "user.create" Customer,
    /// See a user.
    UserRead "user.read" User,
    /// Change a user's name and address.
    UserEdit "user.edit" User,
    /// Give a user another role.
    UserSetRole "user.set_role" User,
    /// Enable a user.
    UserEnable "user.enable" User,
    /// Disable a user.
    UserDisable "user.disable" User,
    /// Delete a user.
    UserDelete "user.delete" User,
    /// Invite a user again.
    UserInvite "user.invite" User,
    /// Send a user a link for a new password.
    UserSendReset "user.send_reset" User,
    /// Sign a user out everywhere.
    UserEndSessions "user.end_sessions" User,
    /// Take the second factor off a user who has lost it.
    UserResetSecondFactor "user.reset_second_factor" User,
    /// See the pages as a user sees them.
    UserViewAs "user.view_as" User,
    /// Ask why a user may do something.
    PermissionsRead "permissions.read" User,
    /// Add a contact to a customer.
    ContactCreate "contact.create" Customer,
    /// See a contact.
    ContactRead "contact.read" Contact,
    /// Change a contact's fields.
    ContactEdit "contact.edit" Contact,
    /// Make a contact its customer's default.
    ContactSetDefault "contact.set_default" Contact,
    /// Enable a contact.
    ContactEnable "contact.enable" Contact,
    /// Disable a contact.
    ContactDisable "contact.disable" Contact,
    /// Delete a contact.
    ContactDelete "contact.delete" Contact,
    /// Let a contact sign in.
    ContactGiveSignIn "contact.give_sign_in" Contact,
    /// Take a contact's sign-in away.
    ContactTakeSignIn "contact.take_sign_in" Contact,
    /// See the rankings.
    RankingsRead "rankings.read" Installation,
    /// Add, rename and delete rankings.
    RankingsEdit "rankings.edit" Installation,
    /// Read the outbox and the mail in it.
    MailRead "mail.read" Installation,
    /// Make and revoke one's own API tokens.
    TokensManage "tokens.manage" Installation,
}

impl Action {
    /// How many there are.
    pub const COUNT: usize = NAMES.len();

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(action, ..)| *action)
    }

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// What it is about.
    #[must_use]
    pub fn subject(self) -> Subject {
        NAMES[self as usize].2
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let raw = raw.trim();
        let found = NAMES.iter().find(|(_, name, _)| *name == raw).map(|(action, ..)| *action);
        match found {
            Some(action) => Ok(action),
            None if raw.is_empty() => Err(Problem::Required),
            None => Err(Problem::Choice { allowed: ALLOWED.trim_end_matches(", ").into() }),
        }
    }
}

/// A rule that a permission depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The person has a password: nobody acts on an invitation alone.
    Activated,
    /// The person is not disabled.
    Enabled,
    /// The person's customer and all above it are enabled; `found` names the one that isn't.
    CustomerOpen,
    /// The person has a second factor where one is required; `found` names the customer that requires it.
    SecondFactor,
    /// The object is the person's own customer, or of it, or below; `found` is `own`, `below` or `outside`.
    Scope,
    /// The object is not in the Trash; what is there is seen only by who may restore it.
    NotDeleted,
    /// The person's role includes it; `needed` is the least that does, `found` the person's.
    Role,
    /// The customer is not the provider itself.
    NotProvider,
    /// It is managed from above: the person's customer is above the object.
    Ancestor,
    /// A second factor is not required from above the customer alone, unless the person is there.
    NotSetFromAbove,
    /// No customer above requires a second factor; `found` names the one that does.
    NotRequiredAbove,
    /// The person is of the provider.
    OfProvider,
    /// The person is someone else.
    NotOneself,
    /// The user has no password yet.
    NotActivated,
    /// The user has a password.
    UserActivated,
    /// The user is not disabled.
    UserEnabled,
    /// The user's customer and all above it are enabled; `found` names the one that isn't.
    UserCustomerOpen,
    /// The provider keeps an admin who can sign in.
    LastAdmin,
    /// The contact is not the default of a customer that has others.
    NotDefault,
    /// The contact is not disabled.
    ContactEnabled,
    /// The contact doesn't sign in yet.
    NoSignIn,
    /// The customer is a company.
    Company,
    /// The customer is in the Trash.
    Deleted,
    /// The customer was deleted itself, not along with another one.
    DeletedItself,
}

/// A rule with its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names are those of the interface")]
pub struct Reason {
    pub rule: Rule,
    /// Whether it holds.
    pub holds: bool,
    /// The least role that would do.
    pub needed: Option<Role>,
    /// What was found in its place.
    pub found: Option<String>,
}

/// Why someone may do something, or may not; the JSON of the REST API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names are those of the interface")]
pub struct Explanation {
    /// Who; null is the operator.
    pub user: Option<UserId>,
    /// Their name.
    pub user_name: String,
    pub role: Role,
    /// The name of the customer at the top of their reach.
    pub customer: String,
    pub action: Action,
    /// The id of what it is done to.
    pub object: Option<String>,
    /// Its name.
    pub object_name: Option<String>,
    pub allowed: bool,
    /// The rules in the order in which they are asked; all have to hold.
    pub reasons: Vec<Reason>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for action in Action::all() {
            assert_eq!(Action::parse(action.as_str()), Ok(action));
            assert_eq!(serde_json::to_string(&action).unwrap(), format!("\"{}\"", action.as_str()));
        }
        assert_eq!(Action::parse(" "), Err(Problem::Required));
        assert!(
            matches!(Action::parse("customer.eat"), Err(Problem::Choice { allowed }) if allowed.ends_with("tokens.manage"))
        );
    }
}
