//! All words of the interface: one struct, one value of it a language. A key that a language lacks does not compile.

mod account;
mod contacts;
mod directory;
mod en;
mod governed;
mod home;
mod it;
mod outbox;
mod passkeys;
mod saved_views;
mod second_factor;
mod two_factor;
mod user_page;
pub use account::Account;
pub use contacts::Contacts;
pub use directory::Directory;
pub use governed::GovernedWords;
pub use home::HomeWords;
pub use outbox::OutboxWords;
pub use passkeys::PasskeyWords;
pub use saved_views::SavedViewsWords;
pub use second_factor::SecondFactorWords;
pub use two_factor::TwoFactorWords;
pub use user_page::UserPageWords;
mod why;
mod why_en;
mod why_it;
mod words;

pub use why::Why;
pub use words::*;

use crate::error::{AppError, Code};
use crate::prefs::{Density, Prefs, Theme};
use leptos::prelude::use_context;
use model::customers::{CustomerField, CustomerSort, HitField, Kind, Status};
use model::lang::Lang;
use model::people::Role;
use std::sync::OnceLock;

/// In the browser a page has one language for its life; event handlers have no context to ask.
static SPOKEN: OnceLock<Lang> = OnceLock::new();

/// In the browser: the words of that language. It loads no other.
#[cfg(not(feature = "ssr"))]
static WORDS: OnceLock<&'static Messages> = OnceLock::new();

/// In the browser: the language that the server rendered, and its words.
#[cfg(not(feature = "ssr"))]
pub fn speak(lang: Lang, words: &'static Messages) {
    let _ = SPOKEN.set(lang);
    let _ = WORDS.set(words);
}

/// The language of this page.
pub fn lang() -> Lang {
    match SPOKEN.get() {
        Some(lang) => *lang,
        None => use_context::<Prefs>().unwrap_or_default().lang,
    }
}

/// The words of this page.
#[cfg(feature = "ssr")]
pub fn t() -> &'static Messages {
    match lang() {
        Lang::En => english(),
        Lang::It => italian(),
    }
}

/// The words of this page: in the browser those that came with it.
#[cfg(not(feature = "ssr"))]
pub fn t() -> &'static Messages {
    WORDS.get().copied().expect("the words come before anything is shown")
}

/// English.
#[must_use]
pub fn english() -> &'static Messages {
    &en::MESSAGES
}

/// Italian.
#[must_use]
pub fn italian() -> &'static Messages {
    &it::MESSAGES
}

impl Messages {
    /// What a field of a customer is called.
    #[must_use]
    pub fn field(&self, field: CustomerField) -> &'static str {
        let f = &self.fields;
        match field {
            CustomerField::Name => f.name,
            CustomerField::Kind => f.kind,
            CustomerField::RefId => f.ref_id,
            CustomerField::VatNumber => f.vat_number,
            CustomerField::FiscalCode => f.fiscal_code,
            CustomerField::RankingId => f.ranking,
            CustomerField::Country => f.country,
            CustomerField::Street => f.street,
            CustomerField::City => f.city,
            CustomerField::Province => f.province,
            CustomerField::PostalCode => f.postal_code,
            CustomerField::Phone => f.phone,
            CustomerField::Email => f.email,
            CustomerField::Website => f.website,
            CustomerField::Notes => self.customers.notes,
        }
    }

    /// The same by the field's name on the wire.
    #[must_use]
    pub fn field_named(&self, name: &str) -> &'static str {
        CustomerField::from_name(name).map_or("", |field| self.field(field))
    }

    /// Where a search word was found.
    #[must_use]
    pub fn hit(&self, field: HitField) -> &'static str {
        match field {
            HitField::Name => self.fields.name,
            HitField::RefId => self.fields.ref_id,
            HitField::VatNumber => self.fields.vat_number,
            HitField::FiscalCode => self.fields.fiscal_code,
            HitField::City => self.fields.city,
            HitField::UserEmail => self.customers.user_email,
            HitField::Contact => self.customers.contact_hit,
        }
    }

    /// Company or individual.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Company => self.customers.company,
            Kind::Individual => self.customers.individual,
        }
    }

    /// Enabled or disabled.
    #[must_use]
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Enabled => self.customers.enabled,
            Status::Disabled => self.customers.disabled,
        }
    }

    /// An order of the list.
    #[must_use]
    pub fn sort(&self, sort: CustomerSort) -> &'static str {
        let f = &self.filters;
        match sort {
            CustomerSort::Name => f.by_name,
            CustomerSort::NameDescending => f.by_name_down,
            CustomerSort::CreatedAt => f.oldest,
            CustomerSort::CreatedAtDescending => f.newest,
            CustomerSort::UpdatedAt => f.longest_unchanged,
            CustomerSort::UpdatedAtDescending => f.last_changed,
        }
    }

    /// A role.
    #[must_use]
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Viewer => self.users.viewer,
            Role::Editor => self.users.editor,
            Role::Admin => self.users.admin,
        }
    }

    /// A role and what it may do.
    #[must_use]
    pub fn role_with_reach(&self, role: Role) -> &'static str {
        match role {
            Role::Viewer => self.users.viewer_reach,
            Role::Editor => self.users.editor_reach,
            Role::Admin => self.users.admin_reach,
        }
    }

    /// A theme.
    #[must_use]
    pub fn theme(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => self.frame.system,
            Theme::Light => self.frame.light,
            Theme::Dark => self.frame.dark,
        }
    }

    /// A density.
    #[must_use]
    pub fn density(&self, density: Density) -> &'static str {
        match density {
            Density::Comfortable => self.frame.comfortable,
            Density::Compact => self.frame.compact,
        }
    }

    /// What went wrong, as one sentence.
    #[must_use]
    pub fn sentence(&self, error: &AppError) -> String {
        let e = &self.errors;
        match error.code {
            Code::Invalid => match error.fields.0.first() {
                Some(wrong) => wrong.problem.sentence(lang()).into_owned(),
                None => e.invalid.to_owned(),
            },
            Code::BadRequest => e.bad_request.to_owned(),
            Code::NotFound => e.not_found.to_owned(),
            Code::Forbidden => e.forbidden.to_owned(),
            Code::Governed => e.governed.to_owned(),
            Code::Provider => e.provider.to_owned(),
            Code::Oneself => self.why.oneself.to_owned(),
            Code::Viewing => self.why.viewing_refused.to_owned(),
            Code::SecondFactor => self.two_factor.refused.to_owned(),
            Code::Stale | Code::Conflict => e.conflict.to_owned(),
            Code::Blocked => match error.taken.first() {
                Some(stop) if stop.field == "default_contact_id" => (e.default_contact)(&stop.value),
                Some(stop) if stop.field == "last_admin" => (e.last_admin)(&stop.value),
                Some(taken) => (e.taken)(&taken.value),
                None => e.blocked.to_owned(),
            },
            Code::Unauthenticated => e.signed_out.to_owned(),
            Code::SignInFailed => e.sign_in_failed.to_owned(),
            Code::LinkInvalid(_) => e.link_invalid.to_owned(),
            Code::TooMany => (e.too_many)(error.retry_after.unwrap_or(60)),
            Code::Busy => e.busy.to_owned(),
            Code::Offline => e.offline.to_owned(),
            Code::Internal => e.internal.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::LinkEnd;
    use model::form::FieldErrors;

    #[test]
    fn every_error_has_its_words_in_both_languages() {
        let codes = [
            Code::Invalid,
            Code::BadRequest,
            Code::NotFound,
            Code::Forbidden,
            Code::Governed,
            Code::Provider,
            Code::Oneself,
            Code::Viewing,
            Code::SecondFactor,
            Code::Stale,
            Code::Conflict,
            Code::Blocked,
            Code::Unauthenticated,
            Code::SignInFailed,
            Code::LinkInvalid(LinkEnd::Used),
            Code::TooMany,
            Code::Busy,
            Code::Offline,
            Code::Internal,
        ];
        for code in codes {
            let error = AppError { fields: FieldErrors::default(), ..AppError::new(code) };
            let (english, italian) = (en::MESSAGES.sentence(&error), it::MESSAGES.sentence(&error));
            assert!(english.ends_with('.') && italian.ends_with('.'), "{english} / {italian}");
            assert_ne!(english, italian);
        }
    }

    #[test]
    fn counts_agree_with_their_words() {
        let m = &en::MESSAGES;
        assert_eq!((m.to_mend)(1), "1 thing to fix");
        assert_eq!((m.to_mend)(2), "2 things to fix");
        assert_eq!((m.customers.delete_verb)(1_205), "Delete 1,205 customers");
        assert_eq!((m.total)(10_000, true), "10,000+");
        assert_eq!((it::MESSAGES.customers.delete_verb)(1), "Elimina 1 cliente");
    }
}
