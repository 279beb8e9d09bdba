//! The Trash: what is held by a deletion, and the deletions that hold.

use super::Finding;
use super::rule::{self, Rule};
use crate::call::View;
use crate::error::Result;

/// While a deletion is `trashing` or `purging`, its batches are between two states.
const RULES: [Rule; 7] = [
    Rule {
        check: "trash.deletion",
        wrong: "customers in the Trash are held by no deletion",
        query: "SELECT c.id FROM customers c WHERE c.trash_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deletions d
                WHERE d.id = c.trash_id AND d.status IN ('trashed', 'trashing', 'purging'))",
        error: true,
    },
    Rule {
        check: "trash.top",
        wrong: "deletions were carried out, and their customer is not in the Trash",
        query: "SELECT d.id FROM deletions d JOIN customers c ON c.id = d.customer_id
                WHERE d.status IN ('trashed', 'trashing', 'purging') AND (c.trash_id IS NULL OR c.trash_id <> d.id)",
        error: true,
    },
    Rule {
        check: "trash.scheduled",
        wrong: "deletions are still to come, and their customer is in the Trash",
        query: "SELECT d.id FROM deletions d JOIN customers c ON c.id = d.customer_id
                WHERE d.status = 'scheduled' AND c.trash_id IS NOT NULL",
        error: true,
    },
    Rule {
        check: "trash.status",
        wrong: "deletions have a status that does not exist",
        query: "SELECT id FROM deletions WHERE status NOT IN ('scheduled', 'trashing', 'trashed', 'purging')",
        error: true,
    },
    Rule {
        check: "trash.below",
        wrong: "living customers are below one in the Trash",
        query: "SELECT c.id FROM customers p JOIN customers c ON c.parent_id = p.id
                WHERE p.trash_id IS NOT NULL AND c.trash_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.id = p.trash_id AND d.status = 'trashing')",
        error: true,
    },
    Rule {
        check: "trash.provider",
        wrong: "providers are in the Trash or about to go there",
        query: "SELECT c.id FROM customers c WHERE c.parent_id IS NULL AND c.provider_id = 1
                AND (c.trash_id IS NOT NULL OR EXISTS (SELECT 1 FROM deletions d WHERE d.customer_id = c.id))",
        error: true,
    },
    Rule {
        check: "trash.users",
        wrong: "users are not where their customer is: one of them is in the Trash alone",
        query: "SELECT u.id FROM users u JOIN customers c ON c.id = u.customer_id
                WHERE (c.trash_id IS NULL AND u.trash_id IS NOT NULL) OR (c.trash_id IS NOT NULL AND u.trash_id IS NULL)",
        error: true,
    },
];

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &RULES, findings).await
}
