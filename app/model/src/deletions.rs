//! Deletions: now or later, with a reason, children up or along.

use crate::form::{FieldErrors, Problem};
use crate::time::Timestamp;
use crate::{customers, text};
use serde::{Deserialize, Serialize};

/// What happens to the customers below a deleted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Children {
    /// They move up to its parent.
    MoveUp,
    /// They are deleted with it.
    Delete,
}

impl Children {
    /// Both choices.
    pub const ALL: [Self; 2] = [Self::MoveUp, Self::Delete];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MoveUp => "move_up",
            Self::Delete => "delete",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        customers::choose(raw, &Self::ALL, Self::as_str, "move_up, delete")
    }
}

/// Where a deletion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeletionStatus {
    /// Its time has not come; it can be cancelled.
    Scheduled,
    /// In the Trash; it can be restored.
    Trashed,
}

/// A customer's deletion, as in its JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deletion {
    /// When it is or was due.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// The name of the person who asked for it.
    pub by: String,
    /// Where it stands.
    pub status: DeletionStatus,
}

/// A deletion as asked for; empty texts mean none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeletionForm {
    /// RFC 3339; empty = now.
    pub at: String,
    /// Why; required.
    pub reason: String,
    /// `move_up` or `delete`; required if there are children.
    pub children: String,
}

/// A deletion, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeletion {
    /// `None` = now.
    pub at: Option<Timestamp>,
    /// Why.
    pub reason: String,
    /// `None` = nothing said, right only where there are no children.
    pub children: Option<Children>,
}

impl DeletionForm {
    /// Checks every field.
    pub fn parse(&self) -> Result<NewDeletion, FieldErrors> {
        let mut errors = FieldErrors::default();
        let at = errors.take(
            "at",
            if self.at.trim().is_empty() {
                Ok(None)
            } else {
                self.at.trim().parse().map(Some).map_err(|_| Problem::Malformed)
            },
        );
        let reason = errors.take("reason", text::required(&self.reason, text::OTHER));
        let children = errors.take(
            "children",
            if self.children.trim().is_empty() { Ok(None) } else { Children::parse(&self.children).map(Some) },
        );
        match (at, reason, children) {
            (Some(at), Some(reason), Some(children)) => Ok(NewDeletion { at, reason, children }),
            _ => Err(errors),
        }
    }
}
