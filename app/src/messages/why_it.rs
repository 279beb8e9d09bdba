//! Explanations in Italian.

use super::why::Why;
use model::people::Role;
use model::permissions::{Explanation, Reason, Rule};

pub(super) const WHY: Why = Why {
    action: "Che cosa",
    actions: [
        "vedere il cliente",
        "modificare i dati propri del cliente",
        "modificare ciò che è gestito dall’alto",
        "aggiungere clienti al di sotto",
        "aggiungere al di sotto clienti con un utente",
        "abilitare o disabilitare il cliente",
        "richiedere l’accesso a due fattori",
        "non richiedere più l’accesso a due fattori",
        "spostare il cliente",
        "eliminare il cliente",
        "ripristinare il cliente",
        "eliminare il cliente per sempre",
        "aggiungere utenti",
        "vedere l’utente",
        "modificare l’utente",
        "cambiare il ruolo dell’utente",
        "abilitare l’utente",
        "disabilitare l’utente",
        "eliminare l’utente",
        "invitare di nuovo l’utente",
        "mandare un link per una nuova password",
        "far uscire l’utente ovunque",
        "togliere passkey e codici dell’utente",
        "guardare le pagine come l’utente",
        "chiedere che cosa può fare l’utente",
        "aggiungere contatti",
        "vedere il contatto",
        "modificare il contatto",
        "rendere predefinito il contatto",
        "abilitare il contatto",
        "disabilitare il contatto",
        "eliminare il contatto",
        "dare l’accesso al contatto",
        "togliere l’accesso al contatto",
        "vedere i livelli",
        "modificare i livelli",
        "leggere la posta in uscita",
        "creare token API",
    ],
    allowed: "Sì, è consentito.",
    end_view: "Termina",
    explain: "Spiega",
    met: "Vale:",
    not_allowed: "No, non è consentito.",
    object: "Con quale cliente",
    on: |name, action| format!("{name}: {action}"),
    oneself: "Non puoi farlo con te stesso.",
    reason,
    unmet: "Non vale:",
    view_as: "Guarda come questo utente",
    viewing: |name, customer| format!("Stai guardando come {name} di {customer}"),
    viewing_note: |until| format!("Vedi ciò che vede e non cambi niente. Finisce il {until}."),
    viewing_refused: "Stai guardando come un’altra persona: niente si può cambiare, e ciò che è solo suo non si vede.",
    what_may: "Che cosa può fare?",
    what_may_for: |name| format!("Che cosa può fare {name}?"),
    why: "Perché?",
    why_for: |what| format!("Perché non posso {what}?"),
    why_not: "Perché no?",
};

const fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "lettore",
        Role::Editor => "redattore",
        Role::Admin => "amministratore",
    }
}

fn reason(reason: &Reason, told: &Explanation) -> String {
    let found = reason.found.as_deref().unwrap_or_default();
    let (name, customer) = (&told.user_name, &told.customer);
    let text = match (reason.rule, reason.holds) {
        (Rule::Activated, true) => "La password è impostata.",
        (Rule::Activated, false) => {
            return format!("{name} è solo in attesa di attivazione e non ha ancora una password.");
        }
        (Rule::Enabled, true) => "L’utente è abilitato.",
        (Rule::Enabled, false) => return format!("{name} è disabilitato."),
        (Rule::CustomerOpen, true) => return format!("{customer} e tutti quelli al di sopra sono abilitati."),
        (Rule::CustomerOpen | Rule::UserCustomerOpen, false) => {
            return format!("{found} è disabilitato: nessuno dei suoi, o al di sotto, può accedere.");
        }
        (Rule::SecondFactor, true) => "Un secondo fattore è configurato, o non è richiesto.",
        (Rule::SecondFactor, false) if found.is_empty() => {
            return format!("{name} non ha configurato il secondo fattore che è richiesto.");
        }
        (Rule::SecondFactor, false) => {
            return format!("{name} non ha configurato il secondo fattore che {found} richiede.");
        }
        (Rule::Scope, true) if found == "own" => return format!("È {customer} stesso, o ne fa parte."),
        (Rule::Scope, true) => return format!("Si trova sotto {customer}."),
        (Rule::Scope, false) => return format!("Non si trova né in {customer} né al di sotto."),
        (Rule::NotDeleted, true) => "Non è nel cestino.",
        (Rule::NotDeleted, false) => "È nel cestino.",
        (Rule::Role, true) => return format!("Basta il ruolo {}; {name} è {}.", needed(reason), role(told.role)),
        (Rule::Role, false) => return format!("Serve il ruolo {}; {name} è {}.", needed(reason), role(told.role)),
        (Rule::NotProvider, true) => "Non è il provider stesso.",
        (Rule::NotProvider, false) => "Il provider stesso non si può spostare, disabilitare o eliminare.",
        (Rule::Ancestor, true) => return format!("È gestito dall’alto, e {customer} sta al di sopra."),
        (Rule::Ancestor, false) => {
            return format!(
                "È gestito dall’alto: lo cambiano solo redattori e amministratori al di sopra di {customer}."
            );
        }
        (Rule::NotSetFromAbove, true) => "Non l’ha impostato chi gestisce l’account, o è chi lo gestisce a farlo.",
        (Rule::NotSetFromAbove, false) => {
            return format!("L’ha impostato chi gestisce {customer} dall’alto: lo toglie chi sta sopra.");
        }
        (Rule::NotRequiredAbove, true) => "Nessun cliente sopra lo richiede.",
        (Rule::NotRequiredAbove, false) if found.is_empty() => "È richiesto dall’alto.",
        (Rule::NotRequiredAbove, false) => return format!("{found}, qui sopra, lo richiede."),
        (Rule::OfProvider, true) => return format!("{name} è del provider."),
        (Rule::OfProvider, false) => "Lo fanno solo le persone del provider.",
        (Rule::NotOneself, true) => "È un’altra persona.",
        (Rule::NotOneself, false) => "Non si fa con sé stessi.",
        (Rule::NotActivated, true) => "L’utente non ha ancora impostato una password.",
        (Rule::NotActivated, false) => "L’utente ha già impostato una password.",
        (Rule::UserActivated, true) => "L’utente ha impostato una password.",
        (Rule::UserActivated, false) => "L’utente non ha ancora impostato una password.",
        (Rule::UserEnabled, true) => "L’utente in questione è abilitato.",
        (Rule::UserEnabled, false) => "L’utente in questione è disabilitato.",
        (Rule::UserCustomerOpen, true) => "Il cliente di quell’utente e tutti quelli al di sopra sono abilitati.",
        (Rule::LastAdmin, true) => "Al provider resta un amministratore.",
        (Rule::LastAdmin, false) => "È l’ultimo amministratore del provider.",
        (Rule::NotDefault, true) => "Non è un contatto predefinito che serve.",
        (Rule::NotDefault, false) => "È il contatto predefinito. Prima deve esserlo un altro.",
        (Rule::ContactEnabled, true) => "Il contatto è abilitato.",
        (Rule::ContactEnabled, false) => "Il contatto è disabilitato.",
        (Rule::NoSignIn, true) => "Il contatto non ha ancora un accesso.",
        (Rule::NoSignIn, false) => "Il contatto ha già un accesso.",
        (Rule::Company, true) => "Il cliente è un’azienda.",
        (Rule::Company, false) => "Il cliente è una persona: solo le aziende hanno contatti.",
        (Rule::Deleted, true) => "Il cliente è nel cestino.",
        (Rule::Deleted, false) => "Il cliente non è nel cestino.",
        (Rule::DeletedItself, true) => "Nessun altro cliente lo ha portato nel cestino.",
        (Rule::DeletedItself, false) => return format!("È stato eliminato con {found}: ripristina quello."),
    };
    text.to_owned()
}

fn needed(reason: &Reason) -> &'static str {
    role(reason.needed.unwrap_or(Role::Viewer))
}
