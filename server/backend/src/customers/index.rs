//! What search looks through: a customer's own short fields beside its path, e-mail addresses as terms of their own.

use crate::Engine;
use crate::call::Call;
use crate::error::Result;
use crate::fold::{cut, fold};

/// Most bytes of a search text: with path and name key it must fit an index row of 2,704 bytes.
const SEARCH_BYTES: usize = 1_000;
/// Most bytes of the name and of the city in it; the codes are short and always whole.
const NAME_BYTES: usize = 480;
const CITY_BYTES: usize = 120;

/// The search text: each field folded, behind a space so that every word begins with one, fields on lines of their own.
pub(crate) fn search_text(
    name: &str,
    ref_id: Option<&str>,
    vat_number: Option<&str>,
    fiscal_code: Option<&str>,
    city: Option<&str>,
) -> String {
    let mut text = String::new();
    let fields = [
        (Some(name), NAME_BYTES),
        (ref_id, SEARCH_BYTES),
        (vat_number, SEARCH_BYTES),
        (fiscal_code, 64),
        (city, CITY_BYTES),
    ];
    for (field, bytes) in fields {
        let folded = fold(field.unwrap_or_default());
        if !folded.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push(' ');
            text.push_str(cut(&folded, bytes));
        }
    }
    cut(&text, SEARCH_BYTES).to_owned()
}

/// Writes the trigrams of a customer's search text where the engine does not keep them by itself.
pub(crate) async fn write_trigrams(call: &Call, id: i64, text: &str) -> Result<()> {
    if call.backend.engine() == Engine::Sqlite {
        let sql = "INSERT OR REPLACE INTO nodes_trigrams (rowid, text) VALUES ($1, $2)";
        call.execute(sql, vec![id.into(), text.into()]).await?;
    }
    Ok(())
}

/// What of a customer is found besides its own fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermKind {
    /// A user's address.
    UserEmail,
    /// A contact's name and address.
    Contact,
}

impl TermKind {
    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserEmail => "user_email",
            Self::Contact => "contact",
        }
    }
}

/// Texts as a search text holds them: folded, each on a line, a space before every word.
pub(crate) fn lines_of(texts: &[&str]) -> String {
    let folded = texts.iter().map(|text| fold(text)).filter(|text| !text.is_empty());
    folded.map(|text| format!(" {text}")).collect::<Vec<_>>().join("\n")
}

/// Makes a user's address findable at their customer.
pub(crate) async fn index_user_email(call: &Call, customer: i64, user: i64, email: &str) -> Result<()> {
    index_term(call, customer, TermKind::UserEmail, user, format!(" {}", fold(email))).await
}

/// Makes a customer findable by a text of something that belongs to it.
pub(crate) async fn index_term(call: &Call, customer: i64, kind: TermKind, source: i64, text: String) -> Result<()> {
    let row = call.one(
        "INSERT INTO search_terms (customer_id, kind, source_id, text) VALUES ($1, $2, $3, $4) RETURNING id",
        vec![customer.into(), kind.as_str().into(), source.into(), text.clone().into()],
    );
    let row = row.await?.ok_or_else(|| crate::Error::internal("an insert returns its row"))?;
    if call.backend.engine() == Engine::Sqlite {
        let id: i64 = row.try_get_by_index(0)?;
        let sql = "INSERT INTO terms_trigrams (rowid, text) VALUES ($1, $2)";
        call.execute(sql, vec![id.into(), text.into()]).await?;
    }
    Ok(())
}

/// Takes back what [`index_term`] wrote: the thing changes or goes.
pub(crate) async fn forget_term(call: &Call, kind: TermKind, source: i64) -> Result<()> {
    if call.backend.engine() == Engine::Sqlite {
        let sql = "DELETE FROM terms_trigrams WHERE rowid IN
            (SELECT id FROM search_terms WHERE kind = $1 AND source_id = $2)";
        call.execute(sql, vec![kind.as_str().into(), source.into()]).await?;
    }
    let sql = "DELETE FROM search_terms WHERE kind = $1 AND source_id = $2";
    call.execute(sql, vec![kind.as_str().into(), source.into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_field_begins_after_a_space() {
        let text = search_text("Bianchi & Söhne", Some("R11-7"), None, None, Some("Roma"));
        assert_eq!(text, " bianchi sohne\n r11 7\n roma");
    }

    #[test]
    fn the_longest_fields_fit_an_index_row_and_codes_stay_whole() {
        let long = "漢".repeat(200);
        let text = search_text(&long, Some(&"r".repeat(64)), Some("IT00743110157"), Some("00743110157"), Some(&long));
        assert!(text.len() <= SEARCH_BYTES);
        assert!(text.contains("it00743110157") && text.contains(&"r".repeat(64)));
    }
}
