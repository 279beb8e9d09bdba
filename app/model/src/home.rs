//! What one sees first: one's own customer, who belongs to it, what is below it, what ends soon, and one's own account.

use crate::customers::{Crumb, CustomerDetail, CustomerRow};
use crate::ids::UserId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The newest customers that are shown.
pub const NEWEST: u32 = 5;
/// Most things that end soon.
pub const ENDINGS: usize = 6;
/// How near an end is soon, in days.
pub const SOON_DAYS: i64 = 30;

/// A number that is counted up to a cap, as [`crate::page::Page::total`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Exact up to the cap.
    pub total: u32,
    /// Whether there are more.
    pub more: bool,
}

/// The home page of the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Their customer; the provider for its own people.
    pub own: CustomerDetail,
    /// All customers below it.
    pub below: Count,
    /// The newest of them.
    pub newest: Vec<CustomerRow>,
    /// Users of it and of all below.
    pub users: Count,
    /// Those of them who have no password yet.
    pub invited: Count,
    /// What ends soon, the soonest first.
    pub endings: Vec<Ending>,
    /// Their own account; none while someone else views the pages as they do.
    pub account: Option<OwnAccount>,
}

/// Something that ends soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: EndingOf,
}

/// What ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndingOf {
    /// The invitation of a user.
    Invitation {
        /// Who was invited.
        user: UserId,
        /// The person's name.
        name: String,
        /// Where they belong.
        customer: Crumb,
    },
    /// A customer, which is going to be deleted.
    Deletion(Crumb),
    /// An API token of one's own, by its name.
    Token(String),
}

/// How safe one's own account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Whether a second factor is asked for.
    pub second_factor: bool,
    /// Where one is signed in, here included.
    pub sessions: u32,
}
