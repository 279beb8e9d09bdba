//! People who sign in: roles, forms for signing in and for new users, what pages receive.

use crate::codes::Email;
use crate::form::{FieldErrors, Problem};
use crate::ids::{CustomerId, UserId};
use crate::text;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

/// Fewest characters of a password (NIST SP 800-63B §5.1.1 asks for 8; we ask for more).
pub const PASSWORD_MIN: u32 = 10;
/// Most characters of a password; longer ones would make hashing a lever.
pub const PASSWORD_MAX: u32 = 200;

/// What a person may do in the subtree of their customer; each role includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Changes customer data and resources, no users or roles.
    Editor,
    /// Everything.
    Admin,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Admin];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        crate::customers::choose(raw, &Self::ALL, Self::as_str, "viewer, editor, admin")
    }
}

/// Whether a person can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// Has an activation link, no password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Can't.
    Disabled,
}

impl UserStatus {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Disabled];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        crate::customers::choose(raw, &Self::ALL, Self::as_str, "invited, active, disabled")
    }
}

/// A user; the JSON of the REST API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names are those of the interface")]
pub struct User {
    pub id: UserId,
    pub customer_id: CustomerId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub status: UserStatus,
    pub last_sign_in_at: Option<Timestamp>,
    /// Until when the link of an invited user works; none if there is none that does.
    pub invited_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub version: u32,
}

/// A new user with, once, the link that activates it. In JSON the link is one more member of the user, if there is one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CreatedUser {
    /// The user.
    pub user: User,
    /// Shown once; only its hash is kept.
    pub activation_link: Option<String>,
}

impl Serialize for CreatedUser {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Json<'a> {
            #[serde(flatten)]
            user: &'a User,
            #[serde(skip_serializing_if = "Option::is_none")]
            activation_link: Option<&'a str>,
        }
        let Self { user, activation_link } = self;
        // Formats without names know no members.
        if !serializer.is_human_readable() {
            return (user, activation_link).serialize(serializer);
        }
        Json { user, activation_link: activation_link.as_deref() }.serialize(serializer)
    }
}

/// How a new user gets in.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// By a password set right away.
    Password(Password),
    /// By a link, which is mailed or handed over.
    Link(LinkBy),
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Password(_) => f.write_str("Password(…)"),
            Self::Link(by) => write!(f, "Link({by:?})"),
        }
    }
}

/// How a link reaches the person it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkBy {
    /// It is mailed to the person's address.
    Email,
    /// It is shown once to who asked for it, to be handed over.
    Link,
}

impl LinkBy {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Email, Self::Link];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Link => "link",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        crate::customers::choose(raw, &Self::ALL, Self::as_str, "email, link")
    }
}

/// A password of allowed length; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Checks the length only; the server also weighs how easily it is guessed.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let length = raw.chars().count();
        if length == 0 {
            Err(Problem::Required)
        } else if length < PASSWORD_MIN as usize {
            Err(Problem::PasswordShort { min: PASSWORD_MIN })
        } else if length > PASSWORD_MAX as usize {
            Err(Problem::TooLong { max: PASSWORD_MAX })
        } else {
            Ok(Self(raw.to_owned()))
        }
    }

    /// The secret itself, for hashing alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A new user as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewUserForm {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// A role; empty = admin for a first user.
    pub role: String,
    /// `email`, `link` or `password`.
    pub activation: String,
    /// With `activation = password`.
    pub password: String,
    /// The same again.
    pub password_confirmation: String,
}

/// A new user, checked.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: Email,
    /// The role.
    pub role: Role,
    /// How they get in.
    pub credential: Credential,
}

impl NewUserForm {
    /// Whether nobody is meant: role and way in have a value from the start, and a password counts only where one is chosen.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let password = self.activation.trim() == "password"
            && !(self.password.is_empty() && self.password_confirmation.is_empty());
        self.name.trim().is_empty() && self.email.trim().is_empty() && !password
    }

    /// Checks every field.
    pub fn parse(&self) -> Result<NewUser, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", text::required(&self.name, text::NAME));
        let email = errors.take("email", required_email(&self.email));
        let role = if self.role.trim().is_empty() { Ok(Role::Admin) } else { Role::parse(&self.role) };
        let role = errors.take("role", role);
        let credential = match self.activation.trim() {
            "email" => Some(Credential::Link(LinkBy::Email)),
            "link" => Some(Credential::Link(LinkBy::Link)),
            "password" => confirmed(&mut errors, &self.password, &self.password_confirmation).map(Credential::Password),
            "" => {
                errors.add("activation", Problem::Required);
                None
            }
            _ => {
                errors.add("activation", Problem::Choice { allowed: "email, link, password".into() });
                None
            }
        };
        match (name, email, role, credential) {
            (Some(name), Some(email), Some(role), Some(credential)) if errors.is_empty() => {
                Ok(NewUser { name, email, role, credential })
            }
            _ => Err(errors),
        }
    }
}

pub(crate) fn required_email(raw: &str) -> Result<Email, Problem> {
    if raw.trim().is_empty() { Err(Problem::Required) } else { Email::parse(raw) }
}

pub(crate) fn confirmed(errors: &mut FieldErrors, password: &str, confirmation: &str) -> Option<Password> {
    let parsed = errors.take("password", Password::parse(password))?;
    if password == confirmation {
        return Some(parsed);
    }
    errors.add("password_confirmation", Problem::PasswordMismatch);
    None
}

/// Sign-in as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    /// The user's e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// Stay signed in for weeks instead of until the browser closes.
    pub remember: bool,
}

/// Who has forgotten the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskResetForm {
    /// The user's e-mail address.
    pub email: String,
}

impl AskResetForm {
    /// Checks that it is an address.
    pub fn parse(&self) -> Result<Email, FieldErrors> {
        let mut errors = FieldErrors::default();
        errors.take("email", required_email(&self.email)).ok_or(errors)
    }
}

/// The password that a link sets.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    /// The password.
    pub password: String,
    /// The same again.
    pub password_confirmation: String,
}

impl PasswordForm {
    /// Checks length and equality.
    pub fn parse(&self) -> Result<Password, FieldErrors> {
        let mut errors = FieldErrors::default();
        confirmed(&mut errors, &self.password, &self.password_confirmation).ok_or(errors)
    }
}

/// The first start: the provider and its first admin.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    /// The provider's name.
    pub provider: String,
    /// The provider's country.
    pub country: String,
    /// The admin's name.
    pub name: String,
    /// The admin's e-mail.
    pub email: String,
    /// The admin's password.
    pub password: String,
    /// The same again.
    pub password_confirmation: String,
}

/// A set-up, checked.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The provider's name.
    pub provider: String,
    /// The provider's country.
    pub country: crate::codes::Country,
    /// The first admin.
    pub admin: NewUser,
}

impl SetupForm {
    /// Checks every field.
    pub fn parse(&self) -> Result<Setup, FieldErrors> {
        let mut errors = FieldErrors::default();
        let provider = errors.take("provider", text::required(&self.provider, text::NAME));
        let country = if self.country.trim().is_empty() {
            Err(Problem::Required)
        } else {
            crate::codes::Country::parse(&self.country)
        };
        let country = errors.take("country", country);
        let admin = NewUserForm {
            name: self.name.clone(),
            email: self.email.clone(),
            role: Role::Admin.as_str().to_owned(),
            activation: "password".to_owned(),
            password: self.password.clone(),
            password_confirmation: self.password_confirmation.clone(),
        };
        let admin =
            admin.parse().map_err(|inner| inner.0.into_iter().for_each(|e| errors.add(e.field, e.problem))).ok();
        match (provider, country, admin) {
            (Some(provider), Some(country), Some(admin)) => Ok(Setup { provider, country, admin }),
            _ => Err(errors),
        }
    }
}

/// Who is signed in, as every page needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The user.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role in the subtree of the customer.
    pub role: Role,
    /// The customer that the person belongs to.
    pub customer_id: CustomerId,
    /// That customer's name.
    pub customer: String,
    /// Whether that customer is the provider.
    pub of_provider: bool,
    /// Whether they are the provider's last admin who can sign in: that they stay.
    pub last_admin: bool,
    /// Whether mail is sent; without a mail server it waits.
    pub mails: bool,
    /// Set while an admin views the pages as this person.
    pub viewed: Option<Viewed>,
}

/// Who views the pages as someone else, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewed {
    /// The admin's name.
    pub by: String,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// Secrets never reach a log: a form with a password shows itself without it.
macro_rules! without_secrets {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

without_secrets!(NewUserForm, SignInForm, PasswordForm, SetupForm);
