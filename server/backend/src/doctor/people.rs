//! People: users, their addresses, sessions, links and tokens.

use super::Finding;
use super::rule::{self, Rule};
use crate::call::View;
use crate::error::Result;
use crate::people::search_keys;
use model::codes::Email;

const AT_ONCE: i64 = 5_000;

const RULES: [Rule; 8] = [
    Rule {
        check: "users.customer",
        wrong: "users belong to a customer that does not exist",
        query: "SELECT u.id FROM users u WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = u.customer_id)",
        error: true,
    },
    Rule {
        check: "users.role",
        wrong: "users have a role that does not exist",
        query: "SELECT id FROM users WHERE role NOT IN ('admin', 'editor', 'viewer')",
        error: true,
    },
    Rule {
        check: "sessions.closed",
        wrong: "sessions are of people who can't sign in (they are refused, but should be gone)",
        query: "SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id JOIN customers c ON c.id = u.customer_id
                WHERE u.disabled_at IS NOT NULL OR u.trash_id IS NOT NULL OR c.status = 'disabled'",
        error: false,
    },
    Rule {
        check: "links.live",
        wrong: "users have more than one live link for one purpose",
        query: "SELECT user_id AS id FROM links WHERE user_id IS NOT NULL AND ended IS NULL
                GROUP BY user_id, purpose HAVING count(*) > 1",
        error: true,
    },
    Rule {
        check: "links.ended",
        wrong: "links have ended in a way that does not exist",
        query: "SELECT id FROM links WHERE ended NOT IN ('used', 'revoked')",
        error: true,
    },
    Rule {
        check: "tokens.role",
        wrong: "tokens have a role that does not exist",
        query: "SELECT id FROM tokens WHERE role NOT IN ('admin', 'editor', 'viewer')",
        error: true,
    },
    Rule {
        check: "drafts.size",
        wrong: "people have a draft that is larger than drafts may be",
        query: "SELECT user_id AS id FROM drafts WHERE length(body) > 65536",
        error: false,
    },
    Rule {
        check: "customers.values",
        wrong: "customers have a kind, status or country that does not exist, or a version below 1",
        query: "SELECT id FROM customers WHERE kind NOT IN ('company', 'individual')
                OR status NOT IN ('enabled', 'disabled') OR length(country) <> 2 OR version < 1 OR name = ''",
        error: true,
    },
];

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &RULES, findings).await?;
    let (mut last, mut wrong, mut example) = (0_i64, 0_u64, 0_i64);
    let (mut unfound, mut unfindable) = (0_u64, 0_i64);
    loop {
        let query = "SELECT id, email, email_key, name, name_key, search_text FROM users WHERE id > $1
                     ORDER BY id LIMIT $2";
        let rows = view.all(query, vec![last.into(), AT_ONCE.into()]).await?;
        for row in &rows {
            last = row.try_get_by_index(0)?;
            let key: String = row.try_get_by_index(2)?;
            let email: String = row.try_get_by_index(1)?;
            let name: String = row.try_get_by_index(3)?;
            if search_keys(&name, &email) != (row.try_get_by_index(4)?, row.try_get_by_index(5)?) {
                (unfound, unfindable) = (unfound + 1, last);
            }
            if Email::from_stored(email).key() != key {
                (wrong, example) = (wrong + 1, last);
            }
        }
        if rows.len() < AT_ONCE as usize {
            break;
        }
    }
    if unfound > 0 {
        let message =
            format!("{unfound} users have another search text or sort key than theirs (such as {unfindable})");
        findings.push(Finding::error("users.search_text", message));
    }
    if wrong > 0 {
        let message = format!("{wrong} users have another e-mail key than their address gives (such as {example})");
        findings.push(Finding::error("users.email_key", message));
    }
    Ok(())
}
