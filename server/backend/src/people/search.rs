//! What the search for users looks through: name and address, folded, with trigrams where the engine keeps none.

use crate::Engine;
use crate::bulk::{Kind, Table};
use crate::call::Call;
use crate::customers::lines_of;
use crate::error::Result;
use crate::fold::name_key;

/// The trigrams of users' search texts, on SQLite.
pub(super) const TRIGRAMS: Table =
    Table { name: "users_trigrams", columns: &[("rowid", Kind::Int), ("text", Kind::Text)] };

/// The sort key and the search text of a user.
pub(crate) fn keys(name: &str, email: &str) -> (String, String) {
    (name_key(name), lines_of(&[name, email]))
}

/// Writes the trigrams of a user's search text where the engine does not keep them by itself.
pub(super) async fn write_trigrams(call: &Call, user: i64, text: &str) -> Result<()> {
    if call.backend.engine() == Engine::Sqlite {
        let sql = "INSERT OR REPLACE INTO users_trigrams (rowid, text) VALUES ($1, $2)";
        call.execute(sql, vec![user.into(), text.into()]).await?;
    }
    Ok(())
}

/// Takes a user's trigrams away.
pub(super) async fn forget_trigrams(call: &Call, user: i64) -> Result<()> {
    if call.backend.engine() == Engine::Sqlite {
        call.execute("DELETE FROM users_trigrams WHERE rowid = $1", vec![user.into()]).await?;
    }
    Ok(())
}
