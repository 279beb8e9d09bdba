//! Rules that one query checks: it gives the rows that break them.

use super::Finding;
use crate::call::View;
use crate::error::Result;

/// Most rows that a finding names.
const NAMED: usize = 5;

/// A rule.
pub(super) struct Rule {
    /// What it is called.
    pub check: &'static str,
    /// What is wrong with the rows that break it.
    pub wrong: &'static str,
    /// A query for something that names each such row: an id, as a number.
    pub query: &'static str,
    /// Whether breaking it is an error, rather than worth a look.
    pub error: bool,
}

/// Checks rules one after the other.
pub(super) async fn check(view: &View, rules: &[Rule], findings: &mut Vec<Finding>) -> Result<()> {
    for rule in rules {
        let counted = format!("SELECT count(*) FROM ({}) AS broken", rule.query);
        let count = view.number(&counted, vec![]).await?;
        if count == 0 {
            continue;
        }
        let rows = view.all(&format!("SELECT id FROM ({}) AS broken LIMIT {NAMED}", rule.query), vec![]).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
        let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let message = format!("{count} {} (such as {ids})", rule.wrong);
        findings.push(if rule.error {
            Finding::error(rule.check, message)
        } else {
            Finding::warning(rule.check, message)
        });
    }
    Ok(())
}
