//! Italian.

use super::words::*;
use crate::format::number;
use model::lang::Lang;

fn n(value: u32) -> String {
    number(Lang::It, value)
}

fn wait(seconds: u32) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "un minuto".to_owned(),
        minutes => format!("{minutes} minuti"),
    }
}

/// Italian.
pub const MESSAGES: Messages = Messages {
    actions: "Azioni",
    cancel: "Annulla",
    close: "Chiudi",
    copied: "Copiato.",
    copy: "Copia",
    dismiss: "Nascondi",
    not_copied: "Qui non si può copiare; seleziona il testo.",
    required_note: "obbligatorio",
    save: "Salva",
    saved: "Salvato",
    saving: "Salvataggio in corso",
    show_password: "Mostra la password",
    undo: "Annulla",
    shown: |shown, total| format!("{} di {total}", n(shown)),
    to_mend: |count| {
        if count == 1 { "1 cosa da correggere".to_owned() } else { format!("{} cose da correggere", n(count)) }
    },
    total: |total, more| if more { format!("{}+", n(total)) } else { n(total) },
    frame: FRAME,
    palette: PALETTE,
    states: STATES,
    errors: ERRORS,
    fields: FIELDS,
    people: PEOPLE,
    filters: FILTERS,
    users: USERS,
    trash: TRASH,
    tree: TREE,
    customers: CUSTOMERS,
};

const FRAME: Frame = Frame {
    comfortable: "Comoda",
    compact: "Compatta",
    customers: "Clienti",
    dark: "Scuro",
    density: "Righe",
    language: "Lingua",
    light: "Chiaro",
    main: "Principale",
    offline: "Sei offline. Ciò che vedi può non essere aggiornato, e nulla può essere salvato.",
    search: "Cerca clienti",
    sign_out: "Esci",
    skip: "Vai al contenuto",
    system: "Sistema",
    theme: "Tema",
    trash: "Cestino",
};

const PALETTE: Palette = Palette {
    action: "Azione",
    count: |count| match count {
        0 => "Nessuna scelta".to_owned(),
        1 => "1 scelta".to_owned(),
        count => format!("{count} scelte"),
    },
    key_edit: "Modifica il campo che ha il fuoco",
    key_escape: "Lascia un campo com’era; chiude ciò che è aperto",
    key_keys: "Mostra questi tasti",
    key_palette: "Trova clienti, pagine e azioni",
    key_rows: "Passa da una riga all’altra",
    key_search: "Cerca clienti",
    keys: "Scorciatoie da tastiera",
    none: "Nessuna scelta. Prova con meno parole o con altre.",
    page: "Pagina",
    placeholder: "Un cliente, una pagina, un’azione",
    title: "Trova o fai",
};

const STATES: States = States {
    again: "Riprova",
    broken: "Non ha funzionato",
    closed: "Questo non ti è aperto",
    lost: "Qui non c’è nulla",
    lost_text: "L’indirizzo può essere sbagliato, o ciò che c’era è stato eliminato.",
    signed_out: "Sei uscito",
    signed_out_text: "La sessione è terminata. Accedi per continuare.",
    to_customers: "Vai ai clienti",
};

const ERRORS: Errors = Errors {
    bad_request: "Richiesta illeggibile. Ricarica la pagina e riprova.",
    blocked: "Qualcosa lo impedisce.",
    busy: "Il server ha troppo da fare in questo momento. Riprova tra poco.",
    conflict: "Qualcuno l’ha cambiato nel frattempo. Ricarica per vedere com’è ora.",
    forbidden: "Il tuo ruolo non lo permette.",
    governed: "Può cambiarlo solo chi gestisce questo account.",
    internal: "La colpa è nostra, e nulla è cambiato. Riprova tra poco.",
    invalid: "Qualcosa non va ancora.",
    link_invalid: "Questo link è già stato usato, o è scaduto.",
    not_found: "Non esiste, o non puoi vederlo.",
    offline: "Il server non è raggiungibile. Nulla è cambiato.",
    provider: "Il provider stesso non si può spostare, disabilitare o eliminare.",
    sign_in_failed: "E-mail e password non corrispondono.",
    signed_out: "La sessione è terminata. Accedi per continuare.",
    taken: |value| format!("{value} appartiene ora a un altro. Cambialo prima lì."),
    too_many: |seconds| format!("Troppi tentativi. Riprova tra {}.", wait(seconds)),
};

const FIELDS: Fields = Fields {
    city: "Città",
    country: "Paese",
    email: "E-mail",
    fiscal_code: "Codice fiscale",
    kind: "Tipo",
    name: "Nome",
    phone: "Telefono",
    postal_code: "CAP",
    province: "Provincia",
    ranking: "Livello",
    ref_id: "Codice cliente",
    street: "Via",
    vat_number: "Partita IVA",
    website: "Sito web",
};

const PEOPLE: People = People {
    activate: "Attiva",
    activation_for: |email, customer| format!("per {email} di {customer}"),
    awaits_setup: "Nessuno può ancora accedere. Apri il link che il server ha scritto all’avvio.",
    choose_password: "Scegli una password",
    create_provider: "Crea il provider",
    dead_link: "Questo link non vale più",
    dead_link_text: "È già stato usato, o è scaduto. Chiedine uno nuovo.",
    email: "E-mail",
    password: "Password",
    password_again: "Ripeti la password",
    password_help: |least| format!("Almeno {least} caratteri. Vanno bene alcune parole senza legame."),
    provider: "Nome del provider",
    provider_help: "Il nome che vedono i tuoi clienti.",
    remember: "Ricordami per 30 giorni",
    set_up: "Configurazione",
    set_up_text: "Questo link vale una volta. Crea il tuo provider e il suo primo amministratore.",
    set_up_title: "Configura Canopy",
    sign_in: "Accedi",
    your_name: "Il tuo nome",
};

const FILTERS: Filters = Filters {
    any: "Tutti",
    by_name: "Nome, dalla A alla Z",
    by_name_down: "Nome, dalla Z alla A",
    clear_all: "Azzera",
    clear_search: "Azzera la ricerca",
    filter: "Filtri",
    filter_on: |count| format!("Filtri, {count} attivi"),
    last_changed: "Modificati di recente",
    longest_unchanged: "Modificati da più tempo",
    newest: "Più recenti",
    oldest: "Meno recenti",
    on: "Filtri attivi",
    one_branch: "Un ramo",
    one_level: "Sotto-clienti diretti",
    placeholder: "Nome, codice, partita IVA, città, e-mail",
    remove: |filter, value| format!("Togli il filtro {filter}: {value}"),
    search: "Cerca in questo elenco",
    show: "Mostra",
    sort: "Ordine",
    status: "Stato",
    this_list: "Questo elenco",
    under: "Sotto",
};

const USERS: Users = Users {
    add: "Aggiungi utente",
    admin: "Amministratore",
    admin_reach: "Amministratore: tutto ciò che sta sotto",
    by_link: "Link di attivazione",
    by_link_help: "Sceglie la propria password. Il link si vede una volta, dopo il salvataggio.",
    by_password: "Imposta ora una password",
    editor: "Redattore",
    editor_reach: "Redattore: dati dei clienti",
    how: "Come accede",
    invited: "Invitato",
    last_sign_in: "Ultimo accesso",
    link: "Link di attivazione",
    link_for: |name| format!("Link di attivazione per {name}"),
    link_note: "Consegnalo tu. Vale una volta, per 72 ore, e si vede solo ora. Un link precedente non vale più.",
    new_link: "Nuovo link di attivazione",
    new_link_for: |name| format!("Nuovo link di attivazione per {name}"),
    none: "Ancora nessun utente",
    none_text: "Qui c’è chi accede per questo cliente.",
    role: "Ruolo",
    viewer: "Lettore",
    viewer_reach: "Lettore: legge",
    was_added: |name| format!("{name} è stato aggiunto"),
};

const TREE: Tree = Tree {
    list: "Elenco",
    not_moved: "Nulla si sposta",
    top: "Inizio",
    tree: "Albero",
    view: "Vista",
    way: "Il percorso fino a questo ramo",
    closed: |name| format!("{name} chiuso"),
    depth: |level| format!("Livello {level}"),
    first_only: |shown, all| {
        format!(
            "{} su {all}, ciascuno con chi gli sta sopra. Più parole restringono la ricerca; l’elenco li ha tutti.",
            n(shown)
        )
    },
    move_under: |name| format!("Sposta sotto {name}"),
    opened: |name, count| format!("{name} aperto, {} sotto", n(count)),
    taken: |name| format!("{name} è preso: Ctrl+V sul nuovo gestore lo sposta, Esc lo lascia"),
    what_is_below: |name| format!("Che cosa c’è sotto {name}"),
};

const TRASH: Trash = Trash {
    by: "da",
    days_left: |days| match days {
        0 => "Da un momento all’altro".to_owned(),
        1 => "1 giorno".to_owned(),
        _ => format!("{} giorni", n(days)),
    },
    deleted: "Eliminato",
    keeps: |days| {
        format!(
            "I clienti eliminati restano qui per {}, poi spariscono per sempre.",
            if days == 1 { "1 giorno".to_owned() } else { format!("{} giorni", n(days)) }
        )
    },
    left: "Rimane",
    none: "Il cestino è vuoto",
    none_text: "Da qui si recupera ciò che elimini.",
    not_the_name: "Non è il nome.",
    placeholder: "Nome, ref ID, partita IVA, città",
    purge: "Elimina per sempre",
    purge_of: |name| format!("Elimina {name} per sempre"),
    purge_text: "Né questo né ciò che sta sotto si potrà recuperare. Ciò che è stato fatto resta nel registro, senza nomi.",
    purge_title: ("Eliminare ", " per sempre?"),
    restore_of: |name| format!("Ripristina {name}"),
    search: "Cerca nel cestino",
    show_all: "Mostra tutto il cestino",
    title: "Cestino",
    type_its_name: "Scrivi il suo nome per continuare",
    was_purged: |name| format!("{name} è eliminato per sempre"),
    with_below: |count| format!("e {} sotto", n(count)),
};

const CUSTOMERS: Customers = Customers {
    account: "Account",
    add: "Aggiungi cliente",
    add_another: "Aggiungine un altro",
    add_below: "Aggiungi sotto",
    address: "Indirizzo",
    at_the_top: "In cima",
    at_time: "In una data e ora",
    below: "I suoi sotto-clienti",
    cancel_deletion: "Annulla eliminazione",
    changed: "Modificato",
    company: "Azienda",
    conflict: "Qualcuno l’ha cambiato mentre lo cambiavi tu.",
    contact: "Contatti",
    copy_ref: |reference| format!("Copia il codice {reference}"),
    created: "Creato",
    customer: "Cliente",
    customer_section: "Cliente",
    customer_section_text: "Chi è e dove sta nell’albero.",
    delete: "Elimina",
    delete_all: |count| {
        if count == 1 { "Elimina anche quello".to_owned() } else { format!("Elimina anche tutti i {}", n(count)) }
    },
    delete_of: |name| format!("Elimina {name}"),
    delete_text: |days| {
        format!(
            "Va nel cestino e si può ripristinare per {}. Fino ad allora nessuno dei suoi può accedere.",
            if days == 1 { "1 giorno".to_owned() } else { format!("{} giorni", n(days)) }
        )
    },
    delete_text_at_once: "Qui il cestino non conserva nulla: sparisce subito e per sempre.",
    delete_title: ("Eliminare ", "?"),
    delete_verb: |count| {
        if count == 1 { "Elimina 1 cliente".to_owned() } else { format!("Elimina {} clienti", n(count)) }
    },
    deletes_on: |date| format!("Si elimina il {date}"),
    deletion_cancelled: |name| format!("{name} resta"),
    disable: "Disabilita",
    disabled: "Disabilitato",
    disabled_above: |name| format!("{name}, qui sopra, è disabilitato: nessuno qui può accedere."),
    disabled_banner: "Disabilitato: né i suoi né chi sta sotto possono accedere.",
    edit: "Modifica",
    edit_field: |field| format!("Modifica {field}"),
    edit_of: |name| format!("Modifica {name}"),
    empty_means: |home| format!("Vuoto significa {home} stesso."),
    enable: "Abilita",
    enabled: "Abilitato",
    filters_too: "Sono attivi anche dei filtri.",
    first_user: "Primo utente",
    first_user_text: "Qualcuno che può accedere. Si può aggiungere anche dopo.",
    gaining: |names| format!("Lo vedranno: {names}"),
    in_trash: "Nel cestino",
    individual: "Persona",
    keep_theirs: "Tieni il loro",
    local_time: "Nel tuo fuso orario.",
    locked: |field| format!("{field}: impostato dall’alto"),
    locked_why: "Impostato da chi gestisce questo account.",
    losing: |names| format!("Non lo vedranno più: {names}"),
    managed_by: "Gestito da",
    more: "Carica altri",
    more_customers: "Altri clienti",
    more_for: |name| format!("Altro per {name}"),
    move_plan: |count, to| {
        if count == 1 {
            format!("Passa sotto {to}")
        } else {
            format!("Passa sotto {to} con i {} che ha sotto", n(count - 1))
        }
    },
    move_title: ("Spostare ", " sotto…"),
    move_under: "Sposta sotto…",
    move_up: |parent| format!("Passano a {parent}, e ci restano anche se questo viene ripristinato"),
    move_verb: |count| if count == 1 { "Sposta 1 cliente".to_owned() } else { format!("Sposta {} clienti", n(count)) },
    move_word: "Sposta",
    new_parent: "Nuovo gestore",
    next_page: "Pagina seguente",
    no_match: "Nessun risultato",
    no_match_for: |words| format!("Nessun risultato per «{words}»"),
    no_match_text: "Prova con meno parole o con altre.",
    no_ranking: "Nessuno",
    none: "Ancora nessun cliente",
    none_text: "Tutti quelli che servi, e quelli che servono loro, in un solo albero.",
    notes: "Note",
    notes_text: "Le vedete solo tu e chi sta sopra.",
    now: "Subito",
    numbers: "Numeri",
    numbers_text: "Controllati mentre scrivi.",
    open_it: "Aprilo",
    phone_help: "Con il prefisso del paese: +39 035 123456",
    place: "Luogo",
    profile: "Profilo",
    reason: "Motivo",
    reason_help: "Resta nel registro.",
    ref_help: "Unico, se lo indichi.",
    restore: "Ripristina",
    scheduled_banner: |when, reason| format!("Sarà eliminato il {when}: {reason}"),
    show_all: "Mostra tutti i clienti",
    sub_customers: "Sotto-clienti",
    theirs: "Loro",
    theirs_now: "Nel frattempo qualcuno ha salvato questi. Salva di nuovo per mettere i tuoi, o copia i loro nel modulo.",
    title: "Clienti",
    trashed_banner: |by, when, reason| format!("Eliminato da {by} il {when}: {reason}"),
    two_changes: |field| format!("Due modifiche di {field}"),
    type_name: |name| format!("Scrivi «{name}» per continuare"),
    type_to_find: "Scrivi per cercare",
    under: |name| format!("sotto {name}"),
    unset: "Non indicato",
    use_mine: "Usa il mio",
    user_email: "E-mail di un utente",
    users: "Utenti",
    users_of: |name| format!("Utenti di {name}"),
    utc_time: "In UTC.",
    was_created: |name| format!("{name} è stato aggiunto"),
    was_deleted: |name| format!("{name} è nel cestino"),
    was_disabled: |name| format!("{name} è disabilitato"),
    was_enabled: |name| format!("{name} è abilitato"),
    was_moved: |name, to| format!("{name} è ora sotto {to}"),
    was_saved: |name| format!("{name} è salvato"),
    was_restored: |name| format!("{name} è ripristinato"),
    was_scheduled: |name| format!("{name} sarà eliminato"),
    when: "Quando",
    width: "Larghezza dell’elenco",
    without_filters: "Cerca senza i filtri",
    yours: "Tuo",
};
