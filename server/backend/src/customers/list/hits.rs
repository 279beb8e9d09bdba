//! Which part of a row matched.

use super::super::index::TermKind;
use super::super::record::Record;
use super::term::Term;
use crate::Engine;
use crate::call::View;
use crate::error::Result;
use crate::fold::marks;
use crate::sql::Values;
use model::customers::{Hit, HitField, Mark};
use std::collections::HashMap;

/// The stretches of a text that any of the words matches, in order, merged where they touch.
pub(crate) fn all_marks(text: &str, terms: &[Term]) -> Vec<Mark> {
    let mut found: Vec<Mark> = terms.iter().flat_map(|term| marks(text, term.as_str(), term.at_word())).collect();
    found.sort_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Mark> = Vec::with_capacity(found.len());
    for mark in found {
        match merged.last_mut().filter(|last| mark.start <= last.end) {
            Some(last) => last.end = last.end.max(mark.end),
            None => merged.push(mark),
        }
    }
    merged
}

/// The parts of the name that matched.
pub(super) fn name_marks(record: &Record, terms: &[Term]) -> Vec<Mark> {
    all_marks(&record.name, terms)
}

/// The first other field that explains a word which the name does not.
pub(super) fn other_field(record: &Record, terms: &[Term], others: Option<&Vec<(HitField, String)>>) -> Option<Hit> {
    let term = unexplained(record, terms)?;
    let own = [
        (HitField::RefId, &record.ref_id),
        (HitField::VatNumber, &record.vat_number),
        (HitField::FiscalCode, &record.fiscal_code),
        (HitField::City, &record.city),
    ];
    let own = own.into_iter().filter_map(|(field, text)| Some((field, text.as_deref()?)));
    let others = others.into_iter().flatten().map(|(field, text)| (*field, text.as_str()));
    own.chain(others)
        .find(|(_, text)| !marks(text, term.as_str(), term.at_word()).is_empty())
        .map(|(field, text)| Hit { field, text: text.to_owned(), marks: all_marks(text, terms) })
}

fn unexplained<'t>(record: &Record, terms: &'t [Term]) -> Option<&'t Term> {
    terms.iter().find(|term| marks(&record.name, term.as_str(), term.at_word()).is_empty())
}

/// What else of a customer may have matched, in the order in which it is told.
pub(super) type Others = HashMap<i64, Vec<(HitField, String)>>;

/// Users' addresses and contacts that match, of those rows that nothing else explains; one query each for the page.
pub(super) async fn others(view: &View, records: &[Record], terms: &[Term]) -> Result<Others> {
    let rows = records.iter().filter(|r| unexplained(r, terms).is_some() && other_field(r, terms, None).is_none());
    let rows: Vec<i64> = rows.map(|record| record.id).collect();
    let mut found = Others::new();
    if rows.is_empty() {
        return Ok(found);
    }
    // SQLite would rather read all terms of the kind.
    let index = if view.backend().engine() == Engine::Sqlite { "INDEXED BY search_terms_customer" } else { "" };
    for (kind, field, columns, table) in [
        (TermKind::UserEmail, HitField::UserEmail, "o.email, NULL", "users"),
        (TermKind::Contact, HitField::Contact, "o.name, o.email", "contacts"),
    ] {
        let mut values = Values::default();
        let rows = rows.iter().map(|&row| values.add(row)).collect::<Vec<_>>().join(",");
        let patterns = terms.iter().map(|term| format!("s.text LIKE {}", values.add(term.pattern())));
        let patterns = patterns.collect::<Vec<_>>().join(" OR ");
        let kind = values.add(kind.as_str());
        let query = format!(
            "SELECT s.customer_id, {columns} FROM search_terms s {index} JOIN {table} o ON o.id = s.source_id
             WHERE s.customer_id IN ({rows}) AND s.kind = {kind} AND ({patterns}) ORDER BY s.id"
        );
        for row in view.all(&query, values.0).await? {
            let texts = found.entry(row.try_get_by_index(0)?).or_default();
            for column in [1, 2] {
                let text: Option<String> = row.try_get_by_index(column)?;
                texts.extend(text.map(|text| (field, text)));
            }
        }
    }
    Ok(found)
}
