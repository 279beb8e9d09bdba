//! The tree: every customer has one node, and path, keys and depth are what they would be if computed anew.

use super::Finding;
use super::rule::{self, Rule};
use crate::call::View;
use crate::customers::search_text;
use crate::error::Result;
use crate::fold::name_key;
use crate::path;
use sea_orm::QueryResult;

/// Rows that are recomputed together.
const AT_ONCE: i64 = 5_000;
/// Most findings of one kind that are told one by one.
const TOLD: usize = 5;

const RULES: [Rule; 5] = [
    Rule {
        check: "tree.provider",
        wrong: "providers too many: customers without a parent, of which there is at most one",
        query: "SELECT id FROM customers WHERE parent_id IS NULL AND provider_id = 1
                AND id > (SELECT min(id) FROM customers WHERE parent_id IS NULL AND provider_id = 1)",
        error: true,
    },
    Rule {
        check: "tree.node",
        wrong: "customers have no node",
        query: "SELECT c.id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM nodes n WHERE n.id = c.id)",
        error: true,
    },
    Rule {
        check: "tree.orphan",
        wrong: "nodes have no customer",
        query: "SELECT n.id FROM nodes n WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = n.id)",
        error: true,
    },
    Rule {
        check: "tree.parent",
        wrong: "customers have a parent that does not exist",
        query: "SELECT c.id FROM customers c WHERE c.parent_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM customers p WHERE p.id = c.parent_id)",
        error: true,
    },
    Rule {
        check: "customers.ref_id",
        wrong: "living customers share a ref ID with another",
        query: "SELECT c.id FROM customers c JOIN customers o ON o.provider_id = c.provider_id AND o.ref_id = c.ref_id
                AND o.trash_id IS NULL AND o.id < c.id WHERE c.trash_id IS NULL",
        error: true,
    },
];

/// A rule that is recomputed row by row, and how often it is broken.
#[derive(Default)]
struct Broken {
    count: u64,
    first: Vec<String>,
}

impl Broken {
    fn note(&mut self, id: i64, what: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < TOLD {
            self.first.push(format!("customer {id} {}", what()));
        }
    }

    fn tell(self, check: &'static str, findings: &mut Vec<Finding>) {
        if self.count > 0 {
            findings.push(Finding::error(check, format!("{} rows: {}", self.count, self.first.join("; "))));
        }
    }
}

#[derive(Default)]
struct Checked {
    paths: Broken,
    depths: Broken,
    keys: Broken,
    texts: Broken,
    trash: Broken,
}

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &RULES, findings).await?;
    let (mut checked, mut last) = (Checked::default(), 0_i64);
    loop {
        let rows = view.all(
            "SELECT n.id, n.path, n.name_key, n.search_text, n.trash, c.parent_id, p.path AS parent_path, c.name,
                c.name_key AS customer_key, c.ref_id, c.vat_number, c.fiscal_code, c.city, c.trash_id,
                c.provider_id AS customer_provider, n.provider_id AS node_provider
             FROM nodes n JOIN customers c ON c.id = n.id LEFT JOIN nodes p ON p.id = c.parent_id
             WHERE n.id > $1 ORDER BY n.id LIMIT $2",
            vec![last.into(), AT_ONCE.into()],
        );
        let rows = rows.await?;
        for row in &rows {
            last = row.try_get("", "id")?;
            node(row, last, &mut checked)?;
        }
        if rows.len() < AT_ONCE as usize {
            break;
        }
        // Recomputing is work for the processor: others get their turn.
        tokio::task::yield_now().await;
    }
    checked.paths.tell("tree.path", findings);
    checked.depths.tell("tree.depth", findings);
    checked.keys.tell("tree.name_key", findings);
    checked.texts.tell("tree.search_text", findings);
    checked.trash.tell("tree.trash", findings);
    Ok(())
}

/// A path that is its parent's and its own id makes a cycle impossible: around a cycle paths would grow for ever.
fn node(row: &QueryResult, id: i64, checked: &mut Checked) -> Result<()> {
    let path: String = row.try_get("", "path")?;
    let parent: Option<i64> = row.try_get("", "parent_id")?;
    let above: Option<String> = row.try_get("", "parent_path")?;
    let expected = path::child(if parent.is_none() { "/" } else { above.as_deref().unwrap_or("?/") }, id);
    if path != expected {
        checked.paths.note(id, || format!("has the path {path} instead of {expected}"));
    }
    if !path::fits(path::depth(&path)) {
        checked.depths.note(id, || format!("is {} levels deep", path::depth(&path)));
    }
    let name: String = row.try_get("", "name")?;
    let key = name_key(&name);
    let (stored, beside): (String, String) = (row.try_get("", "name_key")?, row.try_get("", "customer_key")?);
    if stored != key || beside != key {
        checked.keys.note(id, || format!("has the keys {stored:?} and {beside:?} instead of {key:?}"));
    }
    let text = |column| row.try_get::<Option<String>>("", column);
    let (ref_id, vat, fiscal, city) = (text("ref_id")?, text("vat_number")?, text("fiscal_code")?, text("city")?);
    let expected = search_text(&name, ref_id.as_deref(), vat.as_deref(), fiscal.as_deref(), city.as_deref());
    let stored: String = row.try_get("", "search_text")?;
    if stored != expected {
        checked.texts.note(id, || format!("has the search text {stored:?} instead of {expected:?}"));
    }
    let (trash, held): (i64, Option<i64>) = (row.try_get("", "trash")?, row.try_get("", "trash_id")?);
    if trash != i64::from(held.is_some()) {
        checked.trash.note(id, || format!("is held by the deletion {held:?}, and its node says {trash}"));
    }
    if row.try_get::<i64>("", "customer_provider")? != row.try_get::<i64>("", "node_provider")? {
        checked.paths.note(id, || "belongs to one provider and its node to another".to_owned());
    }
    Ok(())
}
