//! Customers that a new one may be a second entry of: the same number or address, or nearly the same name.

use super::list::{is_one_edit, list};
use crate::call::View;
use crate::error::Result;
use crate::fold::name_key;
use crate::path;
use model::codes::{Country, Email, VatNumber};
use model::customers::{Crumb, Customer, CustomerField, CustomerForm, CustomerQuery, Similar};
use model::ids::CustomerId;
use uuid::Uuid;

/// Most customers that are named at a field.
const NAMED: usize = 3;
/// Most that are looked at for it.
const LOOKED_AT: u32 = 20;
/// Words that say what a company is and not which; shorter ones are left out anyway.
const FORMS: [&str; 12] = ["srl", "srls", "spa", "snc", "sas", "gmbh", "ltd", "llc", "inc", "sarl", "plc", "coop"];

/// The customers within the caller's scope that are like what is typed, at the field that says so.
pub async fn similar(view: &View, form: &CustomerForm) -> Result<Vec<Similar>> {
    let mut found = Vec::new();
    let vat = Country::parse(&form.country).ok().and_then(|country| VatNumber::parse(&form.vat_number, country).ok());
    if let Some(vat) = vat {
        let vat = vat.as_str();
        let same = |customer: &Customer| customer.vat_number.as_deref() == Some(vat);
        note(&mut found, CustomerField::VatNumber, search(view, vat, same).await?);
    }
    let reference = form.ref_id.trim();
    let same =
        |customer: &Customer| customer.ref_id.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(reference));
    note(&mut found, CustomerField::RefId, search(view, reference, same).await?);
    if let Ok(email) = Email::parse(&form.email) {
        note(&mut found, CustomerField::Email, by_email(view, &email).await?);
    }
    let words = words(&form.name);
    let alike = |customer: &Customer| are_alike(&words, &self::words(&customer.name));
    note(&mut found, CustomerField::Name, search(view, &words.join(" "), alike).await?);
    Ok(found)
}

fn note(found: &mut Vec<Similar>, field: CustomerField, customers: Vec<Crumb>) {
    found.extend(customers.into_iter().take(NAMED).map(|customer| Similar { field, customer }));
}

/// What the list's search finds, as far as it holds.
async fn search(view: &View, q: &str, holds: impl Fn(&Customer) -> bool) -> Result<Vec<Crumb>> {
    if q.is_empty() {
        return Ok(Vec::new());
    }
    let query = CustomerQuery { q: q.to_owned(), limit: LOOKED_AT, ..CustomerQuery::default() };
    let customers = list(view, &query).await?.items.into_iter().map(|row| row.customer);
    Ok(customers.filter(|customer| holds(customer)).map(|c| Crumb { id: c.id, name: c.name }).collect())
}

/// The search knows the addresses of users; those of customers have an index of their own.
async fn by_email(view: &View, email: &Email) -> Result<Vec<Crumb>> {
    let scope = view.actor()?.scope.clone();
    let rows = view.all(
        "SELECT c.public_id, c.name, n.path FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.provider_id = 1 AND lower(c.email) = $1 AND c.email IS NOT NULL AND c.trash_id IS NULL
           AND n.path >= $2 AND n.path < $3 ORDER BY c.name_key, c.id LIMIT $4",
        vec![email.key().into(), scope.clone().into(), path::end(&scope).into(), i64::from(LOOKED_AT).into()],
    );
    let mut found = Vec::new();
    for row in rows.await? {
        let path: String = row.try_get_by_index(2)?;
        if !view.going.iter().any(|subtree| path::is_within(&path, subtree)) {
            let id = CustomerId(row.try_get_by_index::<Uuid>(0)?.as_u128());
            found.push(Crumb { id, name: row.try_get_by_index(1)? });
        }
    }
    Ok(found)
}

/// The words of a name that tell one company from another, in order of the alphabet.
fn words(name: &str) -> Vec<String> {
    let key = name_key(name);
    let all: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    let telling = |word: &&&str| word.chars().count() > 2 && !FORMS.contains(*word);
    let mut words: Vec<String> = all.iter().filter(telling).map(|word| (*word).to_owned()).collect();
    if words.is_empty() {
        words = all.into_iter().map(str::to_owned).collect();
    }
    words.sort_unstable();
    words
}

/// Whether two names have the same words, but for one slip in a longer one.
fn are_alike(typed: &[String], known: &[String]) -> bool {
    let letters = |word: &String| word.chars().collect::<Vec<_>>();
    let slips = typed.iter().zip(known).filter(|(a, b)| a != b);
    let slips: Vec<_> = slips.map(|(a, b)| a.len() >= 5 && is_one_edit(&letters(a), &letters(b))).collect();
    typed.len() == known.len() && (slips.is_empty() || slips == [true])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        are_alike(&words(a), &words(b))
    }

    #[test]
    fn names_are_alike_but_for_legal_forms_order_and_a_slip() {
        for (a, b) in [
            ("Molino Verde", "molino verde S.r.l."),
            ("Molino Verde", "Verde Molino SpA"),
            ("Telematica Bianchi", "Telematica Bianci"),
            ("Città Alta", "Citta alta"),
            ("AG", "ag"),
        ] {
            assert!(alike(a, b), "{a} {b}");
        }
        for (a, b) in [("Rossi", "Rossi Marco"), ("Mola", "Mela"), ("Bianchi Rosso", "Bianci Rossa"), ("AG", "SA")] {
            assert!(!alike(a, b), "{a} {b}");
        }
    }
}
