//! Words of the home page.

use super::{en, it};

/// The home page.
#[expect(missing_docs, reason = "a key says what its words say")]
pub struct HomeWords {
    pub title: &'static str,
    pub hello: fn(&str) -> String,
    pub search: &'static str,
    pub view: &'static str,
    pub open: &'static str,
    pub add_address: &'static str,
    pub people: &'static str,
    pub users_in_all: &'static str,
    pub alone: &'static str,
    pub newest_of: fn(&str) -> String,
    pub all_customers: &'static str,
    pub none_below: &'static str,
    pub none_below_add: &'static str,
    pub endings: &'static str,
    pub invitation: fn(&str) -> String,
    pub is_deleted: &'static str,
    pub token: &'static str,
    pub safety: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub set_up: &'static str,
    pub sessions: fn(u32) -> String,
}

/// English.
pub const EN: HomeWords = HomeWords {
    title: "Home",
    hello: |name| format!("Hello, {name}"),
    search: "Name, ref ID, city, e-mail",
    view: "View",
    open: "Open profile",
    add_address: "Add the address",
    people: "People",
    users_in_all: "Users in all",
    alone: "You are the only one who can sign in here. Add the people you work with.",
    newest_of: |total| format!("The newest of {total}"),
    all_customers: "All customers",
    none_below: "No customers below this one.",
    none_below_add: "No customers yet. Add the first one; its people look after it themselves.",
    endings: "Ends soon",
    invitation: |name| format!("Invitation of {name}"),
    is_deleted: "Will be deleted",
    token: "Your API token",
    safety: "Your account",
    on: "On",
    off: "Off",
    set_up: "Set up",
    sessions: |count| match count {
        1 => "Only this one".to_owned(),
        count => format!("{} in all", en::n(count)),
    },
};

/// Italian.
pub const IT: HomeWords = HomeWords {
    title: "Inizio",
    hello: |name| format!("Ciao, {name}"),
    search: "Nome, codice, città, e-mail",
    view: "Mostra",
    open: "Apri il profilo",
    add_address: "Aggiungi l’indirizzo",
    people: "Persone",
    users_in_all: "Utenti in tutto",
    alone: "Solo tu puoi accedere qui. Aggiungi le persone con cui lavori.",
    newest_of: |total| format!("I più recenti di {total}"),
    all_customers: "Tutti i clienti",
    none_below: "Nessun cliente sotto questo.",
    none_below_add: "Ancora nessun cliente. Aggiungi il primo; le sue persone se ne occupano da sé.",
    endings: "In scadenza",
    invitation: |name| format!("Invito di {name}"),
    is_deleted: "Verrà eliminato",
    token: "Il tuo token API",
    safety: "Il tuo account",
    on: "Attivo",
    off: "Disattivato",
    set_up: "Configura",
    sessions: |count| match count {
        1 => "Solo questa".to_owned(),
        count => format!("{} in tutto", it::n(count)),
    },
};
