//! A second factor that is required: the shape of its words, and the words.

/// Requiring it of a customer's people, and setting it up because one has to.
#[expect(missing_docs, reason = "a key says what its words say")]
pub struct TwoFactorWords {
    /// The page that leads on only when it is set up.
    pub set_up: &'static str,
    pub set_up_for: fn(&str) -> String,
    pub set_up_above: &'static str,
    pub first: &'static str,
    pub ready: &'static str,
    pub go_on: &'static str,
    /// One's own account.
    pub stays_on_for: fn(&str) -> String,
    pub stays_on_above: &'static str,
    /// Whatever is asked for instead.
    pub refused: &'static str,
    pub refused_title: &'static str,
    /// A customer's page.
    pub section: &'static str,
    pub label: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub above: &'static str,
    pub above_by: fn(&str) -> String,
    pub require: &'static str,
    pub release: &'static str,
    /// The dialog.
    pub require_title: &'static str,
    pub release_title: &'static str,
    pub lacking: fn(&str, bool) -> String,
    pub nobody_lacks: &'static str,
    pub effect: &'static str,
    pub oneself: &'static str,
    pub release_text: &'static str,
    pub was_required: fn(&str) -> String,
    pub was_released: fn(&str) -> String,
}

/// English.
pub const EN: TwoFactorWords = TwoFactorWords {
    set_up: "Set up two-factor sign-in",
    set_up_for: |name| format!("{name} requires a code from an app on your phone, besides the password."),
    set_up_above: "A code from an app on your phone is required of you, besides the password.",
    first: "Enter your password to begin. You need an app that makes codes.",
    ready: "Two-factor sign-in is on.",
    go_on: "Continue",
    stays_on_for: |name| format!("Required by {name}, so it can’t be turned off."),
    stays_on_above: "Required from above, so it can’t be turned off.",
    refused: "Two-factor sign-in is required of you. Nothing else is possible without it.",
    refused_title: "Set up two-factor sign-in first",
    section: "Sign-in",
    label: "Two-factor",
    on: "Required of all users, here and below",
    off: "Not required",
    above: "Required from above",
    above_by: |name| format!("Required by {name}"),
    require: "Require",
    release: "Stop requiring",
    require_title: "Require two-factor sign-in?",
    release_title: "Stop requiring two-factor sign-in?",
    lacking: |count, one| match one {
        true => "1 user here and below hasn’t set it up yet.".to_owned(),
        false => format!("{count} users here and below haven’t set it up yet."),
    },
    nobody_lacks: "All users here and below have set it up.",
    effect: "Nobody is signed out. Who hasn’t set it up does that first, and until then their API tokens wait too.",
    oneself: "You are one of them.",
    release_text: "Users without it sign in by password alone again. Who has set it up keeps it.",
    was_required: |name| format!("{name} requires two-factor sign-in"),
    was_released: |name| format!("{name} no longer requires two-factor sign-in"),
};

/// Italian.
pub const IT: TwoFactorWords = TwoFactorWords {
    set_up: "Configura l’accesso a due fattori",
    set_up_for: |name| format!("{name} richiede un codice da un’app sul telefono, oltre alla password."),
    set_up_above: "Ti è richiesto un codice da un’app sul telefono, oltre alla password.",
    first: "Inserisci la password per cominciare. Serve un’app che genera codici.",
    ready: "L’accesso a due fattori è attivo.",
    go_on: "Continua",
    stays_on_for: |name| format!("Richiesto da {name}: non si può disattivare."),
    stays_on_above: "Richiesto dall’alto: non si può disattivare.",
    refused: "Ti è richiesto l’accesso a due fattori. Senza non è possibile fare altro.",
    refused_title: "Prima configura l’accesso a due fattori",
    section: "Accesso",
    label: "Due fattori",
    on: "Richiesti a tutti gli utenti, qui e al di sotto",
    off: "Non richiesti",
    above: "Richiesti dall’alto",
    above_by: |name| format!("Richiesti da {name}"),
    require: "Richiedi",
    release: "Non richiedere più",
    require_title: "Richiedere l’accesso a due fattori?",
    release_title: "Non richiedere più l’accesso a due fattori?",
    lacking: |count, one| match one {
        true => "1 utente, qui e al di sotto, non l’ha ancora configurato.".to_owned(),
        false => format!("{count} utenti, qui e al di sotto, non l’hanno ancora configurato."),
    },
    nobody_lacks: "Tutti gli utenti, qui e al di sotto, l’hanno configurato.",
    effect: "Nessuno viene fatto uscire. Chi non l’ha configurato lo fa per prima cosa, e fino ad allora aspettano anche i suoi token API.",
    oneself: "Anche tu.",
    release_text: "Chi non l’ha configurato accede di nuovo con la sola password. Chi l’ha configurato lo tiene.",
    was_required: |name| format!("{name} richiede l’accesso a due fattori"),
    was_released: |name| format!("{name} non richiede più l’accesso a due fattori"),
};
