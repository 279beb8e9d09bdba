//! What a decision depends on.

use crate::call::{Actor, Via};
use crate::path;
use model::people::Role;
use model::second_factor::RequiredBy;

/// Everything that the rules ask about.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who would act.
    pub who: Who,
    /// Where the object lies, seen from them.
    pub place: Place,
    /// What else counts of the object.
    pub object: Target,
}

/// Whether someone can act at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// They have a password.
    pub activated: bool,
    /// They are not disabled.
    pub enabled: bool,
    /// The customer of theirs, or above, that is disabled or in the Trash.
    pub closed: Option<String>,
    /// Who requires a second factor of them that they have not set up.
    pub lacks: Option<RequiredBy>,
}

impl Standing {
    /// Someone who can.
    #[must_use]
    pub const fn good() -> Self {
        Self { activated: true, enabled: true, closed: None, lacks: None }
    }
}

/// Who would act.
#[derive(Clone, Debug)]
pub struct Who {
    /// Their role, of a token the lesser of its own and its holder's.
    pub role: Role,
    /// Whether their reach is everything.
    pub of_provider: bool,
    /// Whether a program acts with a token.
    pub by_token: bool,
    /// Whether they can act at all.
    pub standing: Standing,
}

impl Who {
    /// A caller: who is known to the database as one can act.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        let by_token = actor.via == Via::Rest;
        Self { role: actor.role, of_provider: actor.of_provider, by_token, standing: Standing::good() }
    }
}

/// Where something lies, seen from the top of someone's reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the very top: their own customer.
    Own,
    /// Below it.
    Below,
    /// Beside or above it; the difference is nobody's business.
    Outside,
}

impl Place {
    /// The place of a path.
    #[must_use]
    pub fn of(path: &str, scope: &str) -> Self {
        match (path == scope, path::is_within(path, scope)) {
            (true, _) => Self::Own,
            (false, true) => Self::Below,
            (false, false) => Self::Outside,
        }
    }

    /// The name in an explanation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Below => "below",
            Self::Outside => "outside",
        }
    }
}

/// What counts of an object beside its place. By default nothing stands in the way.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// It is in the Trash.
    pub trashed: bool,
    /// The customer with which it went there, if it did not go by itself.
    pub deleted_with: Option<String>,
    /// A customer that is no company.
    pub individual: bool,
    /// The user is who would act.
    pub oneself: bool,
    /// A user who has a password.
    pub activated: bool,
    /// A user or contact that is disabled.
    pub disabled: bool,
    /// The customer of a user, or above, that is disabled.
    pub closed: Option<String>,
    /// The provider's last admin who can sign in is this user, or the user behind this contact.
    pub last_admin: bool,
    /// The default contact of a customer that has others, or the user behind it.
    pub needed_default: bool,
    /// A contact that signs in.
    pub signs_in: bool,
    /// A second factor is required of the customer's people by who manages it from above.
    pub set_from_above: bool,
    /// Who requires it above the customer.
    pub required_above: Option<RequiredBy>,
}
