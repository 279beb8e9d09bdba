//! What a person types about a customer, and what it means once it is right.

use super::{CustomerField, Kind, choose};
use crate::codes::{Country, Email, FiscalCode, Phone, VatNumber, Website};
use crate::form::{FieldErrors, Problem};
use crate::ids::{CustomerId, RankingId};
use crate::people::{NewUser, NewUserForm};
use crate::text;
use serde::{Deserialize, Serialize};

/// The fields of a customer as typed; an empty text means none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of CustomerField")]
pub struct CustomerForm {
    pub name: String,
    pub kind: String,
    pub ref_id: String,
    pub vat_number: String,
    pub fiscal_code: String,
    pub ranking_id: String,
    pub country: String,
    pub street: String,
    pub city: String,
    pub province: String,
    pub postal_code: String,
    pub phone: String,
    pub email: String,
    pub website: String,
    pub notes: String,
}

/// The fields of a customer, every one checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of CustomerField")]
pub struct CustomerData {
    pub name: String,
    pub kind: Kind,
    pub ref_id: Option<String>,
    pub vat_number: Option<VatNumber>,
    pub fiscal_code: Option<FiscalCode>,
    pub ranking_id: Option<RankingId>,
    pub country: Country,
    pub street: Option<String>,
    pub city: Option<String>,
    pub province: Option<String>,
    pub postal_code: Option<String>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub website: Option<Website>,
    pub notes: Option<String>,
}

/// The value of an optional code: nothing typed is none.
fn optional<T>(raw: &str, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if raw.trim().is_empty() { Ok(None) } else { parse(raw).map(Some) }
}

impl CustomerForm {
    /// What was typed in a field.
    #[must_use]
    pub fn get(&self, field: CustomerField) -> &str {
        match field {
            CustomerField::Name => &self.name,
            CustomerField::Kind => &self.kind,
            CustomerField::RefId => &self.ref_id,
            CustomerField::VatNumber => &self.vat_number,
            CustomerField::FiscalCode => &self.fiscal_code,
            CustomerField::RankingId => &self.ranking_id,
            CustomerField::Country => &self.country,
            CustomerField::Street => &self.street,
            CustomerField::City => &self.city,
            CustomerField::Province => &self.province,
            CustomerField::PostalCode => &self.postal_code,
            CustomerField::Phone => &self.phone,
            CustomerField::Email => &self.email,
            CustomerField::Website => &self.website,
            CustomerField::Notes => &self.notes,
        }
    }

    /// The place of a field, to type into.
    pub fn get_mut(&mut self, field: CustomerField) -> &mut String {
        match field {
            CustomerField::Name => &mut self.name,
            CustomerField::Kind => &mut self.kind,
            CustomerField::RefId => &mut self.ref_id,
            CustomerField::VatNumber => &mut self.vat_number,
            CustomerField::FiscalCode => &mut self.fiscal_code,
            CustomerField::RankingId => &mut self.ranking_id,
            CustomerField::Country => &mut self.country,
            CustomerField::Street => &mut self.street,
            CustomerField::City => &mut self.city,
            CustomerField::Province => &mut self.province,
            CustomerField::PostalCode => &mut self.postal_code,
            CustomerField::Phone => &mut self.phone,
            CustomerField::Email => &mut self.email,
            CustomerField::Website => &mut self.website,
            CustomerField::Notes => &mut self.notes,
        }
    }

    /// Checks every field. Checks that depend on a failed field are skipped: without a country there is no
    /// rule for VAT number and fiscal code.
    pub fn parse(&self) -> Result<CustomerData, FieldErrors> {
        use CustomerField as F;
        let mut errors = FieldErrors::default();
        let e = &mut errors;
        let name = e.take(F::Name.as_str(), text::required(&self.name, text::NAME));
        let kind = e.take(F::Kind.as_str(), Kind::parse(&self.kind));
        let ref_id = e.take(F::RefId.as_str(), text::line(&self.ref_id, text::REF_ID));
        let ranking_id = e.take(
            F::RankingId.as_str(),
            optional(&self.ranking_id, |raw| raw.trim().parse().map_err(|_| Problem::NotFound)),
        );
        let country = e.take(F::Country.as_str(), required_country(&self.country));
        let (mut vat_number, mut fiscal_code) = (None, None);
        if let Some(country) = country {
            vat_number =
                e.take(F::VatNumber.as_str(), optional(&self.vat_number, |raw| VatNumber::parse(raw, country)));
            fiscal_code =
                e.take(F::FiscalCode.as_str(), optional(&self.fiscal_code, |raw| FiscalCode::parse(raw, country)));
        }
        let street = e.take(F::Street.as_str(), text::line(&self.street, text::OTHER));
        let city = e.take(F::City.as_str(), text::line(&self.city, text::OTHER));
        let province = e.take(F::Province.as_str(), text::line(&self.province, text::OTHER));
        let postal_code = e.take(F::PostalCode.as_str(), text::line(&self.postal_code, text::OTHER));
        let phone = e.take(F::Phone.as_str(), optional(&self.phone, Phone::parse));
        let email = e.take(F::Email.as_str(), optional(&self.email, Email::parse));
        let website = e.take(F::Website.as_str(), optional(&self.website, Website::parse));
        let notes = e.take(F::Notes.as_str(), text::lines(&self.notes, text::NOTES));
        errors.into_result()?;
        // Without errors every value above is there.
        let (Some(name), Some(kind), Some(country)) = (name, kind, country) else {
            return Err(FieldErrors::one(F::Name.as_str(), Problem::Required));
        };
        Ok(CustomerData {
            name,
            kind,
            ref_id: ref_id.flatten(),
            vat_number: vat_number.flatten(),
            fiscal_code: fiscal_code.flatten(),
            ranking_id: ranking_id.flatten(),
            country,
            street: street.flatten(),
            city: city.flatten(),
            province: province.flatten(),
            postal_code: postal_code.flatten(),
            phone: phone.flatten(),
            email: email.flatten(),
            website: website.flatten(),
            notes: notes.flatten(),
        })
    }

    /// What is wrong with one field as it stands; for checks while typing.
    #[must_use]
    pub fn check(&self, field: CustomerField) -> Option<Problem> {
        self.parse().err()?.at(field.as_str()).cloned()
    }
}

fn required_country(raw: &str) -> Result<Country, Problem> {
    if raw.trim().is_empty() { Err(Problem::Required) } else { Country::parse(raw) }
}

impl From<&CustomerData> for CustomerForm {
    fn from(data: &CustomerData) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            name: data.name.clone(),
            kind: data.kind.as_str().to_owned(),
            ref_id: text(&data.ref_id),
            vat_number: data.vat_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            fiscal_code: data.fiscal_code.as_ref().map(ToString::to_string).unwrap_or_default(),
            ranking_id: data.ranking_id.map(|id| id.to_string()).unwrap_or_default(),
            country: data.country.to_string(),
            street: text(&data.street),
            city: text(&data.city),
            province: text(&data.province),
            postal_code: text(&data.postal_code),
            phone: data.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            email: data.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            website: data.website.as_ref().map(ToString::to_string).unwrap_or_default(),
            notes: text(&data.notes),
        }
    }
}

/// A new customer as typed: its fields, its place, and its first user if it gets one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewCustomerForm {
    /// The customer's own fields.
    pub customer: CustomerForm,
    /// The managing customer; empty = the caller's own, the provider for its users.
    pub parent_id: String,
    /// `enabled` (also when empty) or `disabled`.
    pub status: String,
    /// The first user; `None` for none.
    pub first_user: Option<NewUserForm>,
}

/// A new customer, checked.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    /// The customer's own fields.
    pub data: CustomerData,
    /// The managing customer; `None` = the caller's own.
    pub parent_id: Option<CustomerId>,
    /// Enabled unless said otherwise.
    pub status: super::Status,
    /// The first user.
    pub first_user: Option<NewUser>,
}

impl NewCustomerForm {
    /// As the page sends it: a first user of whom nothing is typed is none.
    #[must_use]
    pub fn now(mut self) -> Self {
        self.first_user = self.first_user.filter(|user| !user.is_blank());
        self
    }

    /// Checks customer, place and first user; the first user's problems stand at `first_user.…`.
    pub fn parse(&self) -> Result<NewCustomer, FieldErrors> {
        let mut errors = FieldErrors::default();
        let data = self.customer.parse().map_err(|inner| errors = inner).ok();
        let parent_id = errors
            .take("parent_id", optional(&self.parent_id, |raw| raw.trim().parse().map_err(|_| Problem::NotFound)));
        let status = errors.take(
            "status",
            optional(&self.status, |raw| choose(raw, &super::Status::ALL, super::Status::as_str, "enabled, disabled")),
        );
        let first_user = self.first_user.as_ref().map(NewUserForm::parse).transpose();
        let first_user = first_user.map_err(|inner| errors.nest("first_user", inner)).ok();
        match (data, parent_id, status, first_user) {
            (Some(data), Some(parent_id), Some(status), Some(first_user)) if errors.is_empty() => {
                Ok(NewCustomer { data, parent_id, status: status.unwrap_or(super::Status::Enabled), first_user })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_user_of_whom_nothing_is_typed_is_none() {
        let stands = |change: fn(&mut NewUserForm)| {
            let mut user = NewUserForm { role: "admin".into(), activation: "email".into(), ..NewUserForm::default() };
            change(&mut user);
            NewCustomerForm { first_user: Some(user), ..NewCustomerForm::default() }.now().first_user.is_some()
        };
        assert!(!stands(|_| ()));
        assert!(!stands(|user| user.name = " ".into()));
        assert!(!stands(|user| user.password = "left from before".into()), "no password is chosen");
        assert!(!stands(|user| user.activation = "password".into()));
        assert!(stands(|user| user.name = "Vera".into()));
        assert!(stands(|user| user.email = "vera@example.com".into()));
        let with_password = |user: &mut NewUserForm| {
            (user.activation, user.password) = ("password".into(), "a mill beside the river".into());
        };
        assert!(stands(with_password), "who chooses a password means somebody");
    }
}
