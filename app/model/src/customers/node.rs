//! A customer as a node of the tree that a page shows.

use super::CustomerRow;
use serde::{Deserialize, Serialize};

/// Children of a page of a branch after its first, which is as long as that of a list.
pub const BRANCH_LIMIT: u32 = 100;

/// A customer as a node of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeNode {
    /// The customer, as a list shows it.
    pub row: CustomerRow,
    /// Its direct children, counted up to [`crate::page::MAX_TOTAL`].
    pub children: u32,
    /// There are more children than were counted.
    pub more: bool,
    /// 1 at the top of what the caller may see, the parent's and one more below.
    pub level: u32,
    /// Whether it is itself what was asked for, and not only the way there.
    pub hit: bool,
}
