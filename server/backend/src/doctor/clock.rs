//! The clock against what was stored under it: one that went back brings expired things to life.

use super::Finding;
use crate::call::View;
use crate::error::Result;
use model::time::{DAY, HOUR, Timestamp};

/// 2025-01-01, before this program was written: no clock that is right is before it.
const WRITTEN: Timestamp = Timestamp(1_735_689_600_000);
/// How far clocks of several servers may differ.
const TOLERANCE: i64 = HOUR / 12;

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    let now = view.now;
    if now < WRITTEN {
        findings.push(Finding::error("clock.past", format!("the clock says {now}, which is past")));
    } else if now > WRITTEN.plus(100 * 365 * DAY) {
        findings.push(Finding::warning("clock.future", format!("the clock says {now}")));
    } else {
        findings.push(Finding::fine("clock.now", format!("the clock says {now}")));
    }
    let latest = view.number(
        "SELECT COALESCE(max(at), 0) FROM (SELECT at FROM activity ORDER BY id DESC LIMIT 100) AS last",
        vec![],
    );
    let latest = Timestamp(latest.await?);
    if latest > now.plus(TOLERANCE) {
        let message = format!("the latest change was at {latest}, but the clock says {now}: it went back");
        findings.push(Finding::warning("clock.back", message));
    }
    Ok(())
}
