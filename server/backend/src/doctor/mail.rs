//! The outbox: what is over holds no text, what waits has a live link and a key that opens it.

use super::Finding;
use super::rule::{self, Rule};
use crate::call::View;
use crate::error::Result;

const RULES: [Rule; 5] = [
    Rule {
        check: "outbox.values",
        wrong: "mails have a status or a kind that does not exist",
        query: "SELECT id FROM outbox WHERE kind NOT IN ('invitation', 'password_reset')
                OR status NOT IN ('waiting', 'sending', 'sent', 'failed', 'expired', 'discarded', 'decoy')",
        error: true,
    },
    Rule {
        check: "outbox.erased",
        wrong: "mails that are over still hold their text, with its link",
        query: "SELECT id FROM outbox WHERE status IN ('sent', 'failed', 'expired', 'discarded') AND sealed IS NOT NULL",
        error: true,
    },
    Rule {
        check: "outbox.text",
        wrong: "mails wait without a text",
        query: "SELECT id FROM outbox WHERE status IN ('waiting', 'sending') AND sealed IS NULL",
        error: true,
    },
    Rule {
        check: "outbox.link",
        wrong: "mails wait with a link that has ended",
        query: "SELECT o.id FROM outbox o LEFT JOIN links l ON l.id = o.link_id
                WHERE o.status = 'waiting' AND (l.id IS NULL OR l.ended IS NOT NULL)",
        error: true,
    },
    Rule {
        check: "outbox.failed",
        wrong: "mails failed; the outbox says why and tries them again",
        query: "SELECT id FROM outbox WHERE status = 'failed'",
        error: false,
    },
];

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &RULES, findings).await?;
    let query = "SELECT count(*) FROM outbox WHERE provider_id = 1 AND status = 'waiting' AND key_id <> $1";
    let foreign = view.number(query, vec![view.backend.0.outbox.id().into()]).await?;
    if foreign > 0 {
        let message = format!(
            "{foreign} mails wait that another secret key has sealed: servers on one database need one CANOPY_SECRET_KEY"
        );
        findings.push(Finding::warning("outbox.key", message));
    }
    Ok(())
}
