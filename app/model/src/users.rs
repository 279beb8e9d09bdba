//! Users wherever they are in one's reach: the list of all of them, and what is edited of one.

use crate::codes::Email;
use crate::customers::{Crumb, Mark, choose};
use crate::form::{FieldErrors, Problem};
use crate::ids::CustomerId;
use crate::page::DEFAULT_LIMIT;
use crate::people::{Role, User, UserStatus, required_email};
use crate::second_factor::RequiredBy;
use crate::text;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A field of a user that is edited, in the order in which forms have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserField {
    /// The person's name.
    Name,
    /// The address to sign in with.
    Email,
    /// The role.
    Role,
}

impl UserField {
    /// All fields in order.
    pub const ALL: [Self; 3] = [Self::Name, Self::Email, Self::Role];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Role => "role",
        }
    }

    /// The field of this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// The fields of a user as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of UserField")]
pub struct UserForm {
    pub name: String,
    pub email: String,
    pub role: String,
}

/// The fields of a user, every one checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of UserField")]
pub struct UserData {
    pub name: String,
    pub email: Email,
    pub role: Role,
}

impl User {
    /// The fields as a form.
    #[must_use]
    pub fn form(&self) -> UserForm {
        UserForm { name: self.name.clone(), email: self.email.clone(), role: self.role.as_str().to_owned() }
    }
}

impl UserForm {
    /// What was typed in a field.
    #[must_use]
    pub fn get(&self, field: UserField) -> &str {
        match field {
            UserField::Name => &self.name,
            UserField::Email => &self.email,
            UserField::Role => &self.role,
        }
    }

    /// The place of a field, to type into.
    pub fn get_mut(&mut self, field: UserField) -> &mut String {
        match field {
            UserField::Name => &mut self.name,
            UserField::Email => &mut self.email,
            UserField::Role => &mut self.role,
        }
    }

    /// Checks every field.
    pub fn parse(&self) -> Result<UserData, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", text::required(&self.name, text::NAME));
        let email = errors.take("email", required_email(&self.email));
        let role = errors.take("role", Role::parse(&self.role));
        match (name, email, role) {
            (Some(name), Some(email), Some(role)) => Ok(UserData { name, email, role }),
            _ => Err(errors),
        }
    }
}

impl From<&UserData> for UserForm {
    fn from(data: &UserData) -> Self {
        Self { name: data.name.clone(), email: data.email.to_string(), role: data.role.as_str().to_owned() }
    }
}

/// The order of the list of users; the id decides between equals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in CustomerSort")]
pub enum UserSort {
    #[default]
    Name,
    NameDescending,
    Email,
    EmailDescending,
    CreatedAt,
    CreatedAtDescending,
    /// Who never signed in first, then the longest ago.
    LastSignIn,
    LastSignInDescending,
}

impl UserSort {
    /// All orders.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::NameDescending,
        Self::Email,
        Self::EmailDescending,
        Self::CreatedAt,
        Self::CreatedAtDescending,
        Self::LastSignIn,
        Self::LastSignInDescending,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
            Self::Email => "email",
            Self::EmailDescending => "-email",
            Self::CreatedAt => "created_at",
            Self::CreatedAtDescending => "-created_at",
            Self::LastSignIn => "last_sign_in_at",
            Self::LastSignInDescending => "-last_sign_in_at",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let allowed = "name, -name, email, -email, created_at, -created_at, last_sign_in_at, -last_sign_in_at";
        choose(raw, &Self::ALL, Self::as_str, allowed)
    }
}

/// A list of users: which, in what order, from where, how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserQuery {
    /// Search words in name, address and the customer's name; all must match.
    pub q: String,
    /// Only with this role.
    pub role: Option<Role>,
    /// Only of this status.
    pub status: Option<UserStatus>,
    /// Only of this customer and all below.
    pub under: Option<CustomerId>,
    /// Only of this very customer.
    pub customer: Option<CustomerId>,
    /// The order.
    pub sort: UserSort,
    /// Where the page begins, from [`crate::page::Page::next_cursor`].
    pub cursor: Option<String>,
    /// Rows of the page, 1 to [`crate::page::MAX_LIMIT`].
    pub limit: u32,
}

impl Default for UserQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            role: None,
            status: None,
            under: None,
            customer: None,
            sort: UserSort::default(),
            cursor: None,
            limit: DEFAULT_LIMIT,
        }
    }
}

/// A row of the list of users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// The user.
    pub user: User,
    /// The customer that the user belongs to.
    pub customer: Crumb,
    /// The parts of the name that matched.
    pub name_marks: Vec<Mark>,
    /// The parts of the address that matched.
    pub email_marks: Vec<Mark>,
    /// The parts of the customer's name that matched.
    pub customer_marks: Vec<Mark>,
}

/// One user and where they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFound {
    /// The user.
    pub user: User,
    /// The customer that the user belongs to.
    pub customer: Crumb,
    /// Whether the caller may change it.
    pub manage: bool,
}

/// One user with what its page shows around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    /// The user.
    pub user: User,
    /// The customer that the user belongs to.
    pub customer: Crumb,
    /// The customer, that one or the topmost above it, whose being disabled keeps the user out.
    pub closed: Option<Crumb>,
    /// Whether the caller may change it.
    pub manage: bool,
    /// The provider's last admin who can sign in: neither deleted nor disabled, and the role stays.
    pub last_admin: bool,
    /// The user stands behind a default contact that its customer needs: not disabled.
    pub needed_default: bool,
    /// How the user signs in; for who manages it and for the user alone.
    pub sign_in: Option<UserSignIn>,
}

/// How a user signs in, besides the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSignIn {
    /// Since when there is a second factor.
    pub factor_since: Option<Timestamp>,
    /// Who requires one.
    pub required: Option<RequiredBy>,
    /// How many passkeys there are.
    pub passkeys: u32,
    /// How many sessions are open.
    pub sessions: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_needs_all_three_and_each_has_its_own_problem() {
        let errors = UserForm { name: " ".into(), email: "x".into(), role: "king".into() }.parse().expect_err("bad");
        let codes: Vec<_> = errors.0.iter().map(|e| (e.field.as_ref(), e.problem.code())).collect();
        assert_eq!(codes, [("name", "required"), ("email", "email"), ("role", "choice")]);
        assert_eq!(UserForm::default().parse().expect_err("empty").0.len(), 3);
        let good = UserForm { name: " Anna".into(), email: "Anna@Example.com ".into(), role: "viewer".into() };
        let data = good.parse().expect("good");
        assert_eq!(UserForm::from(&data).parse(), Ok(data.clone()));
        assert_eq!((data.name.as_str(), data.email.as_str()), ("Anna", "Anna@Example.com"));
    }

    #[test]
    fn orders_and_fields_read_what_they_write() {
        for sort in UserSort::ALL {
            assert_eq!(UserSort::parse(sort.as_str()), Ok(sort));
        }
        for field in UserField::ALL {
            assert_eq!(UserField::from_name(field.as_str()), Some(field));
        }
        assert!(UserSort::parse("version").is_err());
    }
}
