//! The second factor and passkeys: recovery codes, sign-ins that await a code, challenges, and the key that seals the secrets.

use super::Finding;
use super::rule::{self, Rule};
use crate::call::View;
use crate::error::Result;

const RULES: [Rule; 5] = [
    Rule {
        check: "second_factors.recovery",
        wrong: "people have recovery codes for a second factor that is not on",
        query: "SELECT DISTINCT user_id AS id FROM recovery_codes r WHERE NOT EXISTS (
                    SELECT 1 FROM second_factors f WHERE f.user_id = r.user_id AND f.confirmed_at IS NOT NULL)",
        error: true,
    },
    Rule {
        check: "half_sessions.user",
        wrong: "sign-ins await a code of someone who has no second factor",
        query: "SELECT id FROM half_sessions h WHERE NOT EXISTS (
                    SELECT 1 FROM second_factors f WHERE f.user_id = h.user_id AND f.confirmed_at IS NOT NULL)",
        error: true,
    },
    Rule {
        check: "half_sessions.limits",
        wrong: "sign-ins await a code for longer, or take more tries, than they may",
        query: "SELECT id FROM half_sessions WHERE attempts > 5 OR expires_at - created_at > 300000",
        error: true,
    },
    Rule {
        check: "passkeys.limit",
        wrong: "people have more passkeys than they may",
        query: "SELECT user_id AS id FROM passkeys GROUP BY user_id HAVING count(*) > 20",
        error: true,
    },
    Rule {
        check: "passkey_challenges.session",
        wrong: "challenges for a new passkey name no session, or one for a sign-in does",
        query: "SELECT id FROM passkey_challenges WHERE (user_id IS NULL) <> (session_hash IS NULL)",
        error: true,
    },
];

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &RULES, findings).await?;
    let query = "SELECT count(*) FROM second_factors WHERE key_id <> $1 AND confirmed_at IS NOT NULL";
    let foreign = view.number(query, vec![view.backend.0.second_factors.id().into()]).await?;
    if foreign > 0 {
        let message = format!(
            "{foreign} people have a second factor that another secret key has sealed: only their recovery codes work here"
        );
        findings.push(Finding::warning("second_factors.key", message));
    }
    Ok(())
}
