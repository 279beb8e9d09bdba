//! What a person has typed into a long form and not sent yet. Raw text only, and never a password.

use crate::customers::{Crumb, CustomerField, CustomerForm, NewCustomerForm, Similar};
use crate::people::NewUserForm;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Most bytes of a draft: a form that is right fits, whatever its language.
pub const DRAFT_MAX: usize = 64 * 1024;

/// A new customer, as far as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerDraft {
    /// The customer's own fields.
    pub customer: CustomerForm,
    /// The managing customer; empty = the caller's own.
    pub parent_id: String,
    /// The managing customer that the address named when the form was opened. Where an address names another, that one
    /// counts; where it names the same or none, what was chosen in the form does.
    pub below: String,
    /// The first user.
    pub first_user: UserDraft,
}

/// A first user, as far as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserDraft {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// A role.
    pub role: String,
    /// `email`, `link` or `password`.
    pub activation: String,
}

/// What the form of a new customer is opened with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedDraft {
    /// What stands in it at first.
    pub draft: CustomerDraft,
    /// When that was kept; `None` when nothing was.
    pub saved_at: Option<Timestamp>,
    /// The managing customer. Without a name it is gone, or out of reach.
    pub parent: Option<Crumb>,
    /// Customers that are like it.
    pub similar: Vec<Similar>,
}

impl CustomerDraft {
    /// The first step alone.
    #[must_use]
    pub fn first_step(&self) -> NewCustomerForm {
        NewCustomerForm {
            customer: self.customer.clone(),
            parent_id: self.parent_id.clone(),
            ..NewCustomerForm::default()
        }
    }

    /// Whether nothing is typed: what the form holds by itself says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let typed = CustomerField::ALL.into_iter().filter(|field| *field != CustomerField::Kind);
        let texts = typed.map(|field| self.customer.get(field)).chain([
            self.first_user.name.as_str(),
            &self.first_user.email,
            if self.parent_id == self.below { "" } else { "another" },
        ]);
        texts.into_iter().all(|text| text.trim().is_empty())
    }
}

impl From<&NewCustomerForm> for CustomerDraft {
    fn from(form: &NewCustomerForm) -> Self {
        let user = form.first_user.as_ref();
        let text = |get: fn(&NewUserForm) -> &String| user.map(get).cloned().unwrap_or_default();
        Self {
            customer: form.customer.clone(),
            parent_id: form.parent_id.clone(),
            below: String::new(),
            first_user: UserDraft {
                name: text(|user| &user.name),
                email: text(|user| &user.email),
                role: text(|user| &user.role),
                activation: text(|user| &user.activation),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn a_draft_holds_no_password() {
        let user = NewUserForm {
            email: "a@example.com".to_owned(),
            password: "walnut crate".to_owned(),
            password_confirmation: "walnut crate".to_owned(),
            ..NewUserForm::default()
        };
        let form = NewCustomerForm { first_user: Some(user), ..NewCustomerForm::default() };
        let draft = CustomerDraft::from(&form);
        assert_eq!(draft.first_user.email, "a@example.com");
        assert!(!serde_json::to_string(&draft).unwrap().contains("walnut"));
    }

    #[test]
    fn what_the_form_holds_by_itself_is_blank() {
        let mut draft = CustomerDraft { parent_id: "x".to_owned(), below: "x".to_owned(), ..CustomerDraft::default() };
        draft.customer.kind = "company".to_owned();
        draft.first_user.activation = "email".to_owned();
        draft.first_user.role = "admin".to_owned();
        assert!(draft.is_blank());
        assert!(!CustomerDraft { parent_id: String::new(), ..draft.clone() }.is_blank());
        draft.first_user.name = "Vera".to_owned();
        assert!(!draft.is_blank());
    }

    #[test]
    fn the_longest_right_form_fits() {
        let wide = |count| "🏢".repeat(count);
        let mut draft = CustomerDraft::default();
        for field in CustomerField::ALL {
            *draft.customer.get_mut(field) = wide(text::OTHER);
        }
        draft.customer.notes = wide(text::NOTES);
        draft.first_user.name = wide(text::NAME);
        draft.first_user.email = wide(text::OTHER);
        assert!(serde_json::to_string(&draft).unwrap().len() <= DRAFT_MAX);
        draft.customer.notes = "\n\"".repeat(text::NOTES / 2);
        assert!(serde_json::to_string(&draft).unwrap().len() <= DRAFT_MAX);
    }
}
