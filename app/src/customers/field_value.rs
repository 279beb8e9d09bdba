//! The value of a customer's field: how it reads, and what the customer will be once it is saved.

use crate::customers::work::Work;
use crate::messages::t;
use model::codes::Country;
use model::customers::{Customer, CustomerField, Kind};
use model::rankings::Ranking;

/// The customer as it will probably be; what can't be read stays as it is until the server answers.
pub fn optimistic(customer: &Customer, field: CustomerField, value: &str) -> Customer {
    let mut customer = customer.clone();
    let text = Some(value.to_owned()).filter(|value| !value.is_empty());
    match field {
        CustomerField::Name => value.clone_into(&mut customer.name),
        CustomerField::Kind => customer.kind = Kind::parse(value).unwrap_or(customer.kind),
        CustomerField::RefId => customer.ref_id = text,
        CustomerField::VatNumber => customer.vat_number = text,
        CustomerField::FiscalCode => customer.fiscal_code = text,
        CustomerField::RankingId => customer.ranking_id = value.parse().ok(),
        CustomerField::Country => customer.country = Country::parse(value).unwrap_or(customer.country),
        CustomerField::Street => customer.street = text,
        CustomerField::City => customer.city = text,
        CustomerField::Province => customer.province = text,
        CustomerField::PostalCode => customer.postal_code = text,
        CustomerField::Phone => customer.phone = text,
        CustomerField::Email => customer.email = text,
        CustomerField::Website => customer.website = text,
        CustomerField::Notes => customer.notes = text,
    }
    customer
}

/// How a value reads: its name rather than its code.
pub fn display(field: CustomerField, value: String, work: Work) -> String {
    if field == CustomerField::RankingId { tier(value, &work.rankings()) } else { in_words(field, value) }
}

/// The name of the tier of this id.
pub fn tier(id: String, rankings: &[Ranking]) -> String {
    rankings.iter().find(|tier| tier.id.to_string() == id).map_or(id, |tier| tier.name.clone())
}

/// The same for every field but the ranking, which only the tiers can name.
pub fn in_words(field: CustomerField, value: String) -> String {
    match field {
        CustomerField::Kind => Kind::parse(&value).map_or(value, |kind| t().kind(kind).to_owned()),
        CustomerField::Country => {
            Country::parse(&value).map_or(value, |country| country.name(t().countries).to_owned())
        }
        _ => value,
    }
}

/// Whether a value is a code, which stands in a mono face.
#[must_use]
pub const fn is_code(field: CustomerField) -> bool {
    matches!(field, CustomerField::RefId | CustomerField::VatNumber | CustomerField::FiscalCode)
}
