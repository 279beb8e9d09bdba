//! Contacts: each company with contacts has one default of its own, and who a contact signs in as belongs to the same one.

use super::Finding;
use super::rule::{self, Rule};
use crate::call::View;
use crate::error::Result;
use crate::people::contacts::search_keys;

const AT_ONCE: i64 = 5_000;

const RULES: [Rule; 6] = [
    Rule {
        check: "contacts.default",
        wrong: "customers have contacts and no default, or a default and no contacts",
        query: "SELECT c.id FROM customers c WHERE c.default_contact_id IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.customer_id = c.id)
                UNION SELECT k.customer_id AS id FROM contacts k JOIN customers c ON c.id = k.customer_id
                    WHERE c.default_contact_id IS NULL",
        error: true,
    },
    Rule {
        check: "contacts.foreign",
        wrong: "customers have a default contact that is not theirs",
        query: "SELECT c.id FROM customers c WHERE c.default_contact_id IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM contacts k WHERE k.id = c.default_contact_id AND k.customer_id = c.id)",
        error: true,
    },
    Rule {
        check: "contacts.user",
        wrong: "contacts sign in as a user of another customer, or as one that is disabled when they are not",
        query: "SELECT k.id FROM contacts k JOIN users u ON u.id = k.user_id
                WHERE u.customer_id <> k.customer_id OR (u.disabled_at IS NOT NULL) <> (k.status = 'disabled')",
        error: true,
    },
    Rule {
        check: "contacts.company",
        wrong: "contacts are of a customer that is no company",
        query: "SELECT k.id FROM contacts k JOIN customers c ON c.id = k.customer_id WHERE c.kind <> 'company'",
        error: true,
    },
    Rule {
        check: "contacts.values",
        wrong: "contacts have a status that does not exist, no name, or a version below 1",
        query: "SELECT id FROM contacts WHERE status NOT IN ('enabled', 'disabled') OR name = '' OR version < 1",
        error: true,
    },
    Rule {
        check: "trash.contacts",
        wrong: "contacts are not where their customer is: one of them is in the Trash alone",
        query: "SELECT k.id FROM contacts k JOIN customers c ON c.id = k.customer_id
                WHERE (c.trash_id IS NULL AND k.trash_id IS NOT NULL) OR (c.trash_id IS NOT NULL AND k.trash_id IS NULL)",
        error: true,
    },
];

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &RULES, findings).await?;
    let (mut last, mut wrong, mut example) = (0_i64, 0_u64, 0_i64);
    loop {
        let rows = view.all(
            "SELECT k.id, k.name, k.email, k.phone, k.job_title, k.name_key, k.search_text, s.text
             FROM contacts k LEFT JOIN search_terms s ON s.kind = 'contact' AND s.source_id = k.id
             WHERE k.id > $1 ORDER BY k.id LIMIT $2",
            vec![last.into(), AT_ONCE.into()],
        );
        let rows = rows.await?;
        for row in &rows {
            last = row.try_get_by_index(0)?;
            let text = |column| row.try_get_by_index::<Option<String>>(column);
            let (email, phone, title) = (text(2)?, text(3)?, text(4)?);
            let name: String = row.try_get_by_index(1)?;
            let (key, list, term) = search_keys(&name, email.as_deref(), phone.as_deref(), title.as_deref());
            let stored = (text(5)?, text(6)?);
            // A term that is missing is told of by a rule of its own.
            let found = text(7)?.unwrap_or_else(|| term.clone());
            if stored != (Some(key), Some(list)) || found != term {
                (wrong, example) = (wrong + 1, last);
            }
        }
        if rows.len() < AT_ONCE as usize {
            break;
        }
    }
    if wrong > 0 {
        let message = format!("{wrong} contacts have another search text or sort key than theirs (such as {example})");
        findings.push(Finding::error("contacts.search_text", message));
    }
    Ok(())
}
