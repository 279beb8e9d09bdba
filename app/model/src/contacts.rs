//! Contacts: the people at a company, some of whom can sign in. What is typed about one, and what pages receive.

use crate::codes::{Email, Phone};
use crate::customers::{Mark, Status};
use crate::form::{FieldErrors, Problem};
use crate::ids::{ContactId, CustomerId, UserId};
use crate::page::DEFAULT_LIMIT;
use crate::people::{NewUserForm, User};
use crate::text;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A field of a contact, in the order in which forms have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactField {
    /// The person's name.
    Name,
    /// E-mail.
    Email,
    /// Phone, E.164.
    Phone,
    /// What the person does at the company.
    JobTitle,
}

impl ContactField {
    /// All fields in order.
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Phone, Self::JobTitle];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::JobTitle => "job_title",
        }
    }

    /// The field of this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether it must be filled in.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Name)
    }
}

/// A contact; the JSON of the REST API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names are those of ContactField and of the interface")]
pub struct Contact {
    pub id: ContactId,
    pub customer_id: CustomerId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub job_title: Option<String>,
    pub status: Status,
    /// Whether it is the customer's default contact.
    pub default: bool,
    /// Whom the contact signs in as; null for one who doesn't.
    pub user_id: Option<UserId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// From 1; every change raises it.
    pub version: u32,
}

impl Contact {
    /// The fields as a form.
    #[must_use]
    pub fn form(&self) -> ContactForm {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        ContactForm {
            name: self.name.clone(),
            email: text(&self.email),
            phone: text(&self.phone),
            job_title: text(&self.job_title),
        }
    }

    /// What a form for this contact's sign-in begins with: name and address are the contact's.
    #[must_use]
    pub fn sign_in_form(&self) -> NewUserForm {
        NewUserForm { name: self.name.clone(), email: self.email.clone().unwrap_or_default(), ..NewUserForm::default() }
    }
}

/// A row of a customer's contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// The contact.
    pub contact: Contact,
    /// Whom it signs in as.
    pub sign_in: Option<User>,
    /// The parts of the name that matched.
    pub name_marks: Vec<Mark>,
}

/// Which of a customer's contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactQuery {
    /// Search words; all must match.
    pub q: String,
    /// Only of this status.
    pub status: Option<Status>,
    /// Where the page begins, from [`crate::page::Page::next_cursor`].
    pub cursor: Option<String>,
    /// Rows of the page, 1 to [`crate::page::MAX_LIMIT`].
    pub limit: u32,
}

impl Default for ContactQuery {
    fn default() -> Self {
        Self { q: String::new(), status: None, cursor: None, limit: DEFAULT_LIMIT }
    }
}

/// The fields of a contact as typed; an empty text means none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of ContactField")]
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub job_title: String,
}

/// The fields of a contact, every one checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of ContactField")]
pub struct ContactData {
    pub name: String,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub job_title: Option<String>,
}

/// The value of an optional code: nothing typed is none.
fn optional<T>(raw: &str, parse: fn(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if raw.trim().is_empty() { Ok(None) } else { parse(raw).map(Some) }
}

impl ContactForm {
    /// What was typed in a field.
    #[must_use]
    pub fn get(&self, field: ContactField) -> &str {
        match field {
            ContactField::Name => &self.name,
            ContactField::Email => &self.email,
            ContactField::Phone => &self.phone,
            ContactField::JobTitle => &self.job_title,
        }
    }

    /// The place of a field, to type into.
    pub fn get_mut(&mut self, field: ContactField) -> &mut String {
        match field {
            ContactField::Name => &mut self.name,
            ContactField::Email => &mut self.email,
            ContactField::Phone => &mut self.phone,
            ContactField::JobTitle => &mut self.job_title,
        }
    }

    /// Checks every field.
    pub fn parse(&self) -> Result<ContactData, FieldErrors> {
        use ContactField as F;
        let mut errors = FieldErrors::default();
        let name = errors.take(F::Name.as_str(), text::required(&self.name, text::NAME));
        let email = errors.take(F::Email.as_str(), optional(&self.email, Email::parse));
        let phone = errors.take(F::Phone.as_str(), optional(&self.phone, Phone::parse));
        let job_title = errors.take(F::JobTitle.as_str(), text::line(&self.job_title, text::OTHER));
        match (name, email, phone, job_title) {
            (Some(name), Some(email), Some(phone), Some(job_title)) => {
                Ok(ContactData { name, email, phone, job_title })
            }
            _ => Err(errors),
        }
    }

    /// What is wrong with one field as it stands; for checks while typing.
    #[must_use]
    pub fn check(&self, field: ContactField) -> Option<Problem> {
        self.parse().err()?.at(field.as_str()).cloned()
    }
}

impl From<&ContactData> for ContactForm {
    fn from(data: &ContactData) -> Self {
        Self {
            name: data.name.clone(),
            email: data.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            phone: data.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            job_title: data.job_title.clone().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(form: &ContactForm) -> Vec<(String, &'static str)> {
        let errors = form.parse().err().unwrap_or_default();
        errors.0.into_iter().map(|error| (error.field.into_owned(), error.problem.code())).collect()
    }

    #[test]
    fn a_name_is_enough_and_the_rest_is_mended() {
        let form = ContactForm { name: " Anna ".into(), phone: "+39 02 123".into(), ..ContactForm::default() };
        let data = form.parse().expect("good");
        assert_eq!((data.name.as_str(), data.email, data.job_title), ("Anna", None, None));
        assert_eq!(data.phone.expect("a phone").as_str(), "+3902123");
    }

    #[test]
    fn every_field_has_its_own_problem() {
        let form =
            ContactForm { name: " ".into(), email: "anna".into(), phone: "02 123".into(), job_title: "x".repeat(201) };
        let expected = [("name", "required"), ("email", "email"), ("phone", "phone"), ("job_title", "too_long")];
        assert_eq!(codes(&form), expected.map(|(field, code)| (field.to_owned(), code)));
        for field in ContactField::ALL {
            assert!(form.check(field).is_some());
            assert_eq!(ContactField::from_name(field.as_str()), Some(field));
        }
        let controls = ContactForm { name: "a\0b".into(), job_title: "a\nb".into(), ..ContactForm::default() };
        assert_eq!(codes(&controls).len(), 2);
        let longest = ContactForm { name: "é".repeat(200), ..ContactForm::default() };
        assert!(longest.parse().is_ok() && longest.check(ContactField::Name).is_none());
    }

    proptest! {
        #[test]
        fn what_parses_parses_again_to_the_same(
            name in "\\PC{0,20}", email in "(\\PC{0,6}@\\PC{0,6}|anna@example\\.com)?",
            phone in "(\\+[1-9][0-9 .-]{0,16})?", job_title in ".{0,20}",
        ) {
            let form = ContactForm { name, email, phone, job_title };
            if let Ok(data) = form.parse() {
                let again = ContactForm::from(&data);
                prop_assert_eq!(again.parse(), Ok(data));
                for field in ContactField::ALL {
                    prop_assert_eq!(again.get(field).trim(), again.get(field));
                }
            }
        }
    }
}
