//! What can be wrong with input: one problem a field, with its code and its sentence in each language.

use crate::codes::vat_shape;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Why a value was refused. [`Problem::code`] is stable and part of the REST API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was given where something is needed.
    Required,
    /// More than `max` characters.
    TooLong {
        /// The most characters allowed.
        max: u32,
    },
    /// NUL or another control character.
    ControlCharacter,
    /// Not one of a fixed set of values.
    Choice {
        /// The values allowed, separated by commas.
        allowed: Cow<'static, str>,
    },
    /// Of another JSON type, or not readable as the type that the field has.
    Malformed,
    /// No such member.
    Unknown,
    /// The member exists but can't be set here.
    ReadOnly,
    /// Another one that is not deleted has this value.
    Taken,
    /// Names something that does not exist within the caller's reach.
    NotFound,
    /// Governed from above: only an editor or admin of an ancestor changes it.
    Governed,
    /// Would put a customer below itself.
    Cycle,
    /// Would be deeper in the tree than allowed.
    TooDeep {
        /// The deepest level allowed.
        max: u32,
    },
    /// As many of them are kept as can be.
    TooMany {
        /// The most that are kept.
        max: u32,
    },
    /// A cursor that belongs to another filter or sort, or is garbled.
    Cursor,
    /// A moment that has to lie in the future.
    Past,
    /// A role above the giver's own.
    RoleTooHigh,
    /// Contacts of a customer that is no company.
    CompaniesOnly,
    /// A company that has contacts and is to be none.
    HasContacts,
    /// Something for which a contact has to be enabled.
    ContactDisabled,
    /// Not an e-mail address.
    Email,
    /// Not an E.164 phone number.
    Phone,
    /// Not a web address.
    Website,
    /// Not an ISO 3166-1 alpha-2 country code.
    Country,
    /// A VAT number of another shape than its country's.
    VatShape {
        /// The prefix whose shape it should have; the words are [`crate::codes::vat_shape`]'s.
        prefix: Cow<'static, str>,
    },
    /// A VAT number whose prefix is another country's.
    VatCountry {
        /// The prefix that the country's VAT numbers have.
        expected: Cow<'static, str>,
    },
    /// A VAT number whose check digit does not fit.
    VatCheck {
        /// The same number with the one change that mends it.
        mended: Option<String>,
    },
    /// Not 16 characters like a person's fiscal code, nor 11 digits like an entity's.
    FiscalShape,
    /// A fiscal code whose date of birth does not exist.
    FiscalDate,
    /// A fiscal code whose check character does not fit.
    FiscalCheck {
        /// The same code with the one change that mends it.
        mended: Option<String>,
    },
    /// Fewer characters than a password needs.
    PasswordShort {
        /// The fewest characters allowed.
        min: u32,
    },
    /// A password that is guessed in no time.
    PasswordWeak,
    /// Password and confirmation differ.
    PasswordMismatch,
    /// Not the password until now.
    PasswordWrong,
    /// Not a code that the app shows now, or one that was used.
    CodeWrong,
    /// More of them than one may have.
    Full {
        /// The most allowed.
        max: u32,
    },
    /// What a browser said about a new passkey does not hold, or comes too late.
    Passkey,
}

impl Problem {
    /// The stable code of this problem, as in REST errors and import results.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter => "control_character",
            Self::Choice { .. } => "choice",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::ReadOnly => "read_only",
            Self::Taken => "taken",
            Self::NotFound => "not_found",
            Self::Governed => "governed",
            Self::Cycle => "cycle",
            Self::TooDeep { .. } => "too_deep",
            Self::TooMany { .. } => "too_many",
            Self::Cursor => "cursor",
            Self::Past => "past",
            Self::RoleTooHigh => "role_too_high",
            Self::CompaniesOnly => "companies_only",
            Self::HasContacts => "has_contacts",
            Self::ContactDisabled => "contact_disabled",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Website => "website",
            Self::Country => "country",
            Self::VatShape { .. } => "vat_shape",
            Self::VatCountry { .. } => "vat_country",
            Self::VatCheck { .. } => "vat_check",
            Self::FiscalShape => "fiscal_shape",
            Self::FiscalDate => "fiscal_date",
            Self::FiscalCheck { .. } => "fiscal_check",
            Self::PasswordShort { .. } => "password_short",
            Self::PasswordWeak => "password_weak",
            Self::PasswordMismatch => "password_mismatch",
            Self::PasswordWrong => "password_wrong",
            Self::CodeWrong => "code_wrong",
            Self::Full { .. } => "full",
            Self::Passkey => "passkey",
        }
    }

    /// What is wrong and what to do, as one sentence for a person.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> Cow<'static, str> {
        match lang {
            Lang::En => self.english(),
            Lang::It => self.italian(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Required => "Fill this in.".into(),
            Self::TooLong { max } => format!("At most {max} characters fit here.").into(),
            Self::ControlCharacter => "Remove the invisible control characters.".into(),
            Self::Choice { allowed } => format!("Choose one of: {allowed}.").into(),
            Self::Malformed => "This can't be read; check its form.".into(),
            Self::Unknown => "There is no such field.".into(),
            Self::ReadOnly => "This can't be set here.".into(),
            Self::Taken => "Another one already has this value.".into(),
            Self::NotFound => "This doesn't exist, or you can't see it.".into(),
            Self::Governed => "This is managed from above; ask the account that manages this customer.".into(),
            Self::Cycle => "A customer can't be placed below itself.".into(),
            Self::TooDeep { max } => format!("The tree is at most {max} levels deep.").into(),
            Self::TooMany { max } => format!("At most {max} are kept; delete one first.").into(),
            Self::Cursor => "This cursor belongs to another filter or order; start again without it.".into(),
            Self::Past => "Choose a time in the future.".into(),
            Self::RoleTooHigh => "You can't give a role above your own.".into(),
            Self::CompaniesOnly => "Only companies have contacts.".into(),
            Self::HasContacts => "Delete its contacts first: only companies have any.".into(),
            Self::ContactDisabled => "Enable this contact first.".into(),
            Self::Email => "Enter an e-mail address such as anna@example.com.".into(),
            Self::Phone => "Enter the number with + and country code, such as +39 02 1234567.".into(),
            Self::Website => "Enter a web address such as https://example.com.".into(),
            Self::Country => "Choose a country by its two-letter code, such as IT.".into(),
            Self::VatShape { prefix } => {
                format!("This VAT number has another shape; it should be {}.", vat_shape(prefix, Lang::En)).into()
            }
            Self::VatCountry { expected } => {
                format!("This VAT number is of another country; here it begins with {expected}.").into()
            }
            Self::VatCheck { mended: Some(mended) } => {
                format!("The check digit doesn't fit; {mended} would be right.").into()
            }
            Self::VatCheck { mended: None } => "The check digits of this VAT number don't fit.".into(),
            Self::FiscalShape => "A fiscal code is like RCCMNL83S18D969H, or 11 digits, the 8th to 10th an office (001–100, 120, 121, 888 or 999).".into(),
            Self::FiscalDate => "The date of birth in this fiscal code doesn't exist.".into(),
            Self::FiscalCheck { mended: Some(mended) } => {
                format!("The check character doesn't fit; {mended} would be right.").into()
            }
            Self::FiscalCheck { mended: None } => "The check character of this fiscal code doesn't fit.".into(),
            Self::PasswordShort { min } => format!("Use at least {min} characters.").into(),
            Self::PasswordWeak => "This password is easy to guess; add words or make it longer.".into(),
            Self::PasswordMismatch => "The two passwords differ.".into(),
            Self::PasswordWrong => "This isn't your current password.".into(),
            Self::CodeWrong => "This code doesn't fit. Enter the one that your app shows now; each works once.".into(),
            Self::Full { max } => format!("At most {max} are possible; remove one first.").into(),
            Self::Passkey => "The passkey could not be added. Try again.".into(),
        }
    }

    fn italian(&self) -> Cow<'static, str> {
        match self {
            Self::Required => "Campo obbligatorio.".into(),
            Self::TooLong { max } => format!("Al massimo {max} caratteri.").into(),
            Self::ControlCharacter => "Togli i caratteri di controllo invisibili.".into(),
            Self::Choice { allowed } => format!("Scegli uno di: {allowed}.").into(),
            Self::Malformed => "Valore illeggibile; controlla il formato.".into(),
            Self::Unknown => "Questo campo non esiste.".into(),
            Self::ReadOnly => "Questo campo non si imposta qui.".into(),
            Self::Taken => "Un altro ha già questo valore.".into(),
            Self::NotFound => "Non esiste, o non puoi vederlo.".into(),
            Self::Governed => "È gestito dall'alto; chiedi all'account che gestisce questo cliente.".into(),
            Self::Cycle => "Un cliente non può stare sotto sé stesso.".into(),
            Self::TooDeep { max } => format!("L'albero ha al massimo {max} livelli.").into(),
            Self::TooMany { max } => format!("Se ne tengono al massimo {max}: prima eliminane una.").into(),
            Self::Cursor => "Questo cursore è di un altro filtro o ordine; ricomincia senza.".into(),
            Self::Past => "Scegli un momento nel futuro.".into(),
            Self::RoleTooHigh => "Non puoi dare un ruolo superiore al tuo.".into(),
            Self::CompaniesOnly => "Solo le aziende hanno contatti.".into(),
            Self::HasContacts => "Elimina prima i suoi contatti: solo le aziende ne hanno.".into(),
            Self::ContactDisabled => "Abilita prima questo contatto.".into(),
            Self::Email => "Inserisci un indirizzo e-mail come anna@example.com.".into(),
            Self::Phone => "Inserisci il numero con + e prefisso, come +39 02 1234567.".into(),
            Self::Website => "Inserisci un indirizzo web come https://example.com.".into(),
            Self::Country => "Scegli un paese con il codice di due lettere, come IT.".into(),
            Self::VatShape { prefix } => {
                format!("Questa partita IVA ha un'altra forma; dovrebbe essere {}.", vat_shape(prefix, Lang::It)).into()
            }
            Self::VatCountry { expected } => {
                format!("Questa partita IVA è di un altro paese; qui inizia con {expected}.").into()
            }
            Self::VatCheck { mended: Some(mended) } => {
                format!("La cifra di controllo non torna; sarebbe giusto {mended}.").into()
            }
            Self::VatCheck { mended: None } => "Le cifre di controllo di questa partita IVA non tornano.".into(),
            Self::FiscalShape => "Un codice fiscale è come RCCMNL83S18D969H, o 11 cifre, dall'8ª alla 10ª un ufficio (001–100, 120, 121, 888 o 999).".into(),
            Self::FiscalDate => "La data di nascita in questo codice fiscale non esiste.".into(),
            Self::FiscalCheck { mended: Some(mended) } => {
                format!("Il carattere di controllo non torna; sarebbe giusto {mended}.").into()
            }
            Self::FiscalCheck { mended: None } => "Il carattere di controllo di questo codice fiscale non torna.".into(),
            Self::PasswordShort { min } => format!("Usa almeno {min} caratteri.").into(),
            Self::PasswordWeak => "Questa password si indovina facilmente; aggiungi parole o allungala.".into(),
            Self::PasswordMismatch => "Le due password sono diverse.".into(),
            Self::PasswordWrong => "Non è la tua password attuale.".into(),
            Self::CodeWrong => "Questo codice non va. Inserisci quello che l'app mostra ora; ognuno vale una volta.".into(),
            Self::Full { max } => format!("Al massimo {max}; prima eliminane una.").into(),
            Self::Passkey => "La passkey non è stata aggiunta. Riprova.".into(),
        }
    }
}

/// A problem and the field that it stands at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name on the wire, such as `vat_number` or `first_user.email`.
    pub field: Cow<'static, str>,
    /// What is wrong.
    pub problem: Problem,
}

/// All that is wrong with one input: at most one problem a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// One problem at one field.
    pub fn one(field: impl Into<Cow<'static, str>>, problem: Problem) -> Self {
        let mut errors = Self::default();
        errors.add(field, problem);
        errors
    }

    /// Adds a problem, unless the field already has one.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, problem: Problem) {
        let field = field.into();
        if self.at(&field).is_none() {
            self.0.push(FieldError { field, problem });
        }
    }

    /// The value, or its problem noted at the field.
    pub fn take<T>(&mut self, field: impl Into<Cow<'static, str>>, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(field, problem)).ok()
    }

    /// Adds another input's problems below a prefix, as in `first_user.email`.
    pub fn nest(&mut self, prefix: &str, inner: Self) {
        for error in inner.0 {
            self.add(format!("{prefix}.{}", error.field), error.problem);
        }
    }

    /// The problem at a field.
    #[must_use]
    pub fn at(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|e| e.field == field).map(|e| &e.problem)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}
