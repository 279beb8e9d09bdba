//! What letters say, in every language. A sentence that one language lacks does not compile.

use model::lang::Lang;
use model::time::HOUR;
use serde::{Deserialize, Serialize};

/// A letter with one link, in parts: text and HTML are made of the same.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// The person's name, for the address.
    pub name: String,
    pub subject: String,
    pub before: Vec<String>,
    /// What the link does, as a button says it.
    pub action: String,
    /// Said before the link as a text.
    pub copy: String,
    pub link: String,
    pub after: Vec<String>,
}

impl Letter {
    /// The plain text.
    pub fn text(&self) -> String {
        let paragraphs = self.before.iter().chain([&self.link]).chain(&self.after);
        let mut text = paragraphs.map(String::as_str).collect::<Vec<_>>().join("\n\n");
        text.push('\n');
        text
    }
}

/// An invitation.
pub(crate) struct Invitation<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The address to sign in with.
    pub email: &'a str,
    /// The customer's name.
    pub customer: &'a str,
    /// Who invites; nobody when the operator does.
    pub by: Option<&'a str>,
    pub link: &'a str,
    /// Milliseconds that the link is good for.
    pub lasts: i64,
}

/// A link for a new password.
pub(crate) struct Reset<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The address of the account.
    pub email: &'a str,
    /// The admin who sends it; nobody when the person asked.
    pub by: Option<&'a str>,
    pub link: &'a str,
    /// Milliseconds that the link is good for.
    pub lasts: i64,
}

struct Words {
    hello: fn(&str) -> String,
    copy: &'static str,
    once: fn(i64) -> String,
    invitation_subject: fn(&str) -> String,
    invited: fn(Option<&str>, &str) -> String,
    choose_first: fn(&str) -> String,
    activate: &'static str,
    unexpected: &'static str,
    reset_subject: &'static str,
    asked: fn(&str) -> String,
    sent_by: fn(&str, &str) -> String,
    choose_new: &'static str,
    reset: &'static str,
    not_you: &'static str,
}

const EN: Words = Words {
    hello: |name| format!("Hello {name},"),
    copy: "Or open this address:",
    once: |hours| match hours {
        1 => "The link works once, within one hour.".to_owned(),
        hours => format!("The link works once, within {hours} hours."),
    },
    invitation_subject: |customer| format!("Your access to Canopy for {customer}"),
    invited: |by, customer| match by {
        Some(by) => format!("{by} has invited you to Canopy, for {customer}."),
        None => format!("You have been invited to Canopy, for {customer}."),
    },
    choose_first: |email| format!("Choose a password, then sign in with {email}."),
    activate: "Choose a password",
    unexpected: "If you did not expect this, delete this message: nothing happens without the link.",
    reset_subject: "A new password for Canopy",
    asked: |email| format!("Someone asked for a new password for {email}."),
    sent_by: |by, email| format!("{by} sends you a link for a new password for {email}."),
    choose_new: "Choose it here. Until then your present password keeps working.",
    reset: "Choose a new password",
    not_you: "If it was not you, delete this message: nothing changes.",
};

const IT: Words = Words {
    hello: |name| format!("Buongiorno {name},"),
    copy: "Oppure apri questo indirizzo:",
    once: |hours| match hours {
        1 => "Il link funziona una sola volta, entro un'ora.".to_owned(),
        hours => format!("Il link funziona una sola volta, entro {hours} ore."),
    },
    invitation_subject: |customer| format!("Il tuo accesso a Canopy per {customer}"),
    invited: |by, customer| match by {
        Some(by) => format!("{by} ti ha invitato su Canopy, per {customer}."),
        None => format!("Hai ricevuto un invito su Canopy, per {customer}."),
    },
    choose_first: |email| format!("Scegli una password, poi accedi con {email}."),
    activate: "Scegli una password",
    unexpected: "Se non te lo aspettavi, elimina questo messaggio: senza il link non succede nulla.",
    reset_subject: "Una nuova password per Canopy",
    asked: |email| format!("È stata chiesta una nuova password per {email}."),
    sent_by: |by, email| format!("{by} ti manda un link per una nuova password per {email}."),
    choose_new: "Sceglila qui. Fino ad allora la password attuale resta valida.",
    reset: "Scegli una nuova password",
    not_you: "Se non l'hai chiesta tu, elimina questo messaggio: non cambia nulla.",
};

const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::It => &IT,
    }
}

/// The invitation of a new user.
pub(crate) fn invitation(lang: Lang, about: &Invitation<'_>) -> Letter {
    let w = words(lang);
    Letter {
        name: about.name.to_owned(),
        subject: (w.invitation_subject)(about.customer),
        before: vec![(w.hello)(about.name), (w.invited)(about.by, about.customer), (w.choose_first)(about.email)],
        action: w.activate.to_owned(),
        copy: w.copy.to_owned(),
        link: about.link.to_owned(),
        after: vec![(w.once)(about.lasts / HOUR), w.unexpected.to_owned()],
    }
}

/// The link for a new password.
pub(crate) fn reset(lang: Lang, about: &Reset<'_>) -> Letter {
    let w = words(lang);
    let why = about.by.map_or_else(|| (w.asked)(about.email), |by| (w.sent_by)(by, about.email));
    Letter {
        name: about.name.to_owned(),
        subject: w.reset_subject.to_owned(),
        before: vec![(w.hello)(about.name), why, w.choose_new.to_owned()],
        action: w.reset.to_owned(),
        copy: w.copy.to_owned(),
        link: about.link.to_owned(),
        after: vec![(w.once)(about.lasts / HOUR), w.not_you.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::super::html;
    use super::*;

    fn about() -> Invitation<'static> {
        Invitation {
            name: "Anna <script>",
            email: "anna@example.com",
            customer: "Rossi & \"Figli\"",
            by: Some("Bea O'Hara"),
            link: "https://canopy.example/activate/x",
            lasts: 72 * HOUR,
        }
    }

    #[test]
    fn names_never_become_markup() {
        let letter = invitation(Lang::En, &about());
        let page = html::page(&letter, "en");
        assert!(!page.contains("<script>") && page.contains("Anna &lt;script&gt;"), "{page}");
        assert!(page.contains("Rossi &amp; &quot;Figli&quot;") && page.contains("Bea O&#39;Hara"));
        assert_eq!(page.matches("href=\"https://canopy.example/activate/x\"").count(), 2);
        assert!(!page.contains("<table") && !page.contains("src=") && !page.contains("url("), "nothing is fetched");
        let text = letter.text();
        assert!(text.contains("Anna <script>") && text.contains("\nhttps://canopy.example/activate/x\n"), "{text}");
    }

    #[test]
    fn every_language_says_the_same() {
        for lang in Lang::ALL {
            let letter = invitation(lang, &about());
            let text = letter.text();
            for part in ["Anna", "Bea O'Hara", "Rossi", "anna@example.com", "72", "https://canopy.example/activate/x"] {
                assert!(text.contains(part), "{lang:?} lacks {part}: {text}");
            }
            let ours = Reset { name: "Anna", email: "a@b.it", by: None, link: "https://x/reset/y", lasts: HOUR };
            let asked = reset(lang, &ours).text();
            let sent = reset(lang, &Reset { by: Some("Bea"), ..ours }).text();
            assert!(!asked.contains("Bea") && sent.contains("Bea") && !asked.contains(" 1 "), "{asked}{sent}");
        }
        assert_ne!(invitation(Lang::En, &about()).subject, invitation(Lang::It, &about()).subject);
    }
}
