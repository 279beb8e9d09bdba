//! The engine itself: its version, and on SQLite the soundness of the file and the settings that durability rests on.

use super::Finding;
use crate::Engine;
use crate::call::View;
use crate::error::Result;

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    match view.backend.engine() {
        Engine::Sqlite => {
            let version = text(view, "SELECT sqlite_version()").await?;
            findings.push(Finding::fine("storage.version", format!("SQLite {}", version.join(""))));
            for (pragma, expected) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
                let found = view.one(&format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"), vec![]).await?;
                let found: String = found.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
                if found != expected {
                    let message = format!("{pragma} is {found}; it has to be {expected}");
                    findings.push(Finding::error("storage.settings", message));
                }
            }
            let found = text(view, "PRAGMA quick_check(10)").await?;
            if found == ["ok"] {
                findings.push(Finding::fine("storage.file", "the file is sound"));
            } else {
                let message = format!("the file is damaged: {}; restore a backup", found.join("; "));
                findings.push(Finding::error("storage.file", message));
            }
            let broken = view.number("SELECT count(*) FROM pragma_foreign_key_check", vec![]).await?;
            if broken > 0 {
                let message = format!("{broken} rows refer to rows that do not exist");
                findings.push(Finding::error("storage.references", message));
            }
        }
        Engine::Postgres => {
            let version = text(view, "SHOW server_version").await?;
            findings.push(Finding::fine("storage.version", format!("PostgreSQL {}", version.join(""))));
            for (setting, why) in [
                ("fsync", "a power cut may damage the database"),
                ("full_page_writes", "a power cut may damage the database"),
                ("synchronous_commit", "a power cut may lose what was acknowledged"),
            ] {
                if text(view, &format!("SHOW {setting}")).await? == ["off"] {
                    findings.push(Finding::warning("storage.settings", format!("{setting} is off: {why}")));
                }
            }
            let encoding = text(view, "SHOW server_encoding").await?;
            if encoding != ["UTF8"] {
                let message = format!("the database's encoding is {}; it has to be UTF8", encoding.join(""));
                findings.push(Finding::error("storage.encoding", message));
            }
        }
    }
    Ok(())
}

async fn text(view: &View, query: &str) -> Result<Vec<String>> {
    view.all(query, vec![]).await?.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
