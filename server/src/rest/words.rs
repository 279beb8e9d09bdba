//! The kinds of problems: status, stable name, and words in each language.

use axum::http::StatusCode;
use backend::Denial;
use model::lang::Lang;

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Fields or parameters are wrong.
    Invalid,
    /// The request as a whole can't be understood.
    BadRequest,
    /// The body is not JSON.
    Json,
    /// `If-Match` can't be read.
    IfMatch,
    /// `Idempotency-Key` can't be read.
    Key,
    /// No token, or none that is valid.
    Unauthenticated,
    /// Seen, but not allowed.
    Forbidden(Denial),
    /// Not there, or out of reach.
    NotFound,
    /// The path has no such method.
    Method,
    /// The version is not the current one.
    Stale,
    /// Something stands in the way.
    Blocked,
    /// The first request with the key is under way.
    KeyInFlight,
    /// The key was used for another request.
    KeyReused,
    /// The body is too large.
    TooLarge,
    /// The body is not declared as JSON.
    MediaType,
    /// `If-Match` is missing.
    PreconditionRequired,
    /// Too many requests.
    TooMany,
    /// A fault of ours.
    Internal,
    /// Not now.
    Busy,
}

impl Kind {
    /// One of each, for the documentation.
    pub const ALL: [Self; 19] = [
        Self::Invalid,
        Self::BadRequest,
        Self::Json,
        Self::IfMatch,
        Self::Key,
        Self::Unauthenticated,
        Self::Forbidden(Denial::Role),
        Self::NotFound,
        Self::Method,
        Self::Stale,
        Self::Blocked,
        Self::KeyInFlight,
        Self::KeyReused,
        Self::TooLarge,
        Self::MediaType,
        Self::PreconditionRequired,
        Self::TooMany,
        Self::Internal,
        Self::Busy,
    ];

    /// The status that it has.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Invalid | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BadRequest | Self::Json | Self::IfMatch | Self::Key => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Stale | Self::Blocked | Self::KeyInFlight => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The kind that fits an answer of which only the status is known.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let same = |kind: &Self| kind.status() == status;
        match status {
            StatusCode::BAD_REQUEST => Self::BadRequest,
            StatusCode::FORBIDDEN => Self::Forbidden(Denial::Role),
            StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT => Self::Busy,
            _ if status.is_server_error() => Self::ALL.into_iter().find(same).unwrap_or(Self::Internal),
            _ => Self::ALL.into_iter().find(same).unwrap_or(Self::BadRequest),
        }
    }

    /// The stable name, the end of the problem's `type`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::BadRequest => "bad-request",
            Self::Json => "json",
            Self::IfMatch => "if-match",
            Self::Key => "idempotency-key",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound => "not-found",
            Self::Method => "method-not-allowed",
            Self::Stale => "stale",
            Self::Blocked => "blocked",
            Self::KeyInFlight => "key-in-flight",
            Self::KeyReused => "key-reused",
            Self::TooLarge => "too-large",
            Self::MediaType => "unsupported-media-type",
            Self::PreconditionRequired => "precondition-required",
            Self::TooMany => "too-many-requests",
            Self::Internal => "internal",
            Self::Busy => "busy",
        }
    }
}

/// What it is, in a few words.
#[must_use]
pub const fn title(kind: Kind, lang: Lang) -> &'static str {
    match lang {
        Lang::En => english(kind).0,
        Lang::It => italian(kind).0,
    }
}

/// What it is and what to do, in a sentence.
#[must_use]
pub const fn detail(kind: Kind, lang: Lang) -> &'static str {
    match lang {
        Lang::En => english(kind).1,
        Lang::It => italian(kind).1,
    }
}

const fn english(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Invalid => ("Some of this can't be taken", "Nothing was changed; `errors` says what is wrong where."),
        Kind::BadRequest => ("The request can't be understood", "Check its syntax."),
        Kind::Json => ("The body is not JSON", "The body can't be read as JSON."),
        Kind::IfMatch => ("If-Match can't be read", "Give one version in quotes, such as \"3\", or *."),
        Kind::Key => ("Idempotency-Key can't be read", "Give 1 to 255 visible ASCII characters."),
        Kind::Unauthenticated => ("A token is needed", "Send a valid API token: Authorization: Bearer cnp_…"),
        Kind::Forbidden(Denial::Role) => ("Not allowed", "The token's role does not include this."),
        Kind::Forbidden(Denial::Governed) => {
            ("Not allowed", "This is managed from above: only an editor or admin of an ancestor changes it.")
        }
        Kind::Forbidden(Denial::Provider) => ("Not allowed", "The provider itself can't be changed in this way."),
        Kind::Forbidden(Denial::Oneself) => ("Not allowed", "One does not do this with oneself."),
        Kind::Forbidden(Denial::Viewing) => ("Not allowed", "Who views as someone else changes nothing."),
        Kind::Forbidden(Denial::SecondFactor) => {
            ("Not allowed", "A second factor is required of the token's holder: tokens work again once it is set up.")
        }
        Kind::NotFound => ("Not found", "This doesn't exist, or lies outside the token's reach."),
        Kind::Method => ("Method not allowed", "This path has other methods; Allow lists them."),
        Kind::Stale => ("Changed meanwhile", "The version is not the current one; `current` is."),
        Kind::Blocked => ("Something stands in the way", "Nothing was changed; `blockers` says what to clear first."),
        Kind::KeyInFlight => {
            ("Still under way", "The first request with this idempotency key has no answer yet; ask again.")
        }
        Kind::KeyReused => {
            ("Idempotency key reused", "This idempotency key was used for another request; take a new one.")
        }
        Kind::TooLarge => ("The body is too large", "A body can have 1 MiB."),
        Kind::MediaType => ("The body is not declared as JSON", "Send Content-Type: application/json."),
        Kind::PreconditionRequired => ("If-Match is needed", "Say which version is changed: If-Match with the ETag."),
        Kind::TooMany => ("Too many requests", "Wait as long as Retry-After says."),
        Kind::Internal => ("Our fault", "Something went wrong here; `request_id` finds it in the server's log."),
        Kind::Busy => ("Not now", "The server is too busy; ask again as Retry-After says."),
    }
}

const fn italian(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Invalid => ("Qualcosa non va", "Niente è cambiato; `errors` dice che cosa non va e dove."),
        Kind::BadRequest => ("Richiesta incomprensibile", "Controlla la sintassi."),
        Kind::Json => ("Il corpo non è JSON", "Il corpo non si legge come JSON."),
        Kind::IfMatch => ("If-Match illeggibile", "Indica una versione tra virgolette, come \"3\", oppure *."),
        Kind::Key => ("Idempotency-Key illeggibile", "Da 1 a 255 caratteri ASCII visibili."),
        Kind::Unauthenticated => ("Serve un token", "Invia un token API valido: Authorization: Bearer cnp_…"),
        Kind::Forbidden(Denial::Role) => ("Non consentito", "Il ruolo del token non lo comprende."),
        Kind::Forbidden(Denial::Governed) => {
            ("Non consentito", "È gestito dall'alto: lo cambia solo un editor o admin di un antenato.")
        }
        Kind::Forbidden(Denial::Provider) => ("Non consentito", "Il fornitore stesso non si cambia in questo modo."),
        Kind::Forbidden(Denial::Oneself) => ("Non consentito", "Non si fa con sé stessi."),
        Kind::Forbidden(Denial::Viewing) => ("Non consentito", "Chi guarda come un'altra persona non cambia niente."),
        Kind::Forbidden(Denial::SecondFactor) => (
            "Non consentito",
            "Al titolare del token è richiesto un secondo fattore: i token tornano a valere quando è configurato.",
        ),
        Kind::NotFound => ("Non trovato", "Non esiste, o è fuori dalla portata del token."),
        Kind::Method => ("Metodo non consentito", "Questo percorso ha altri metodi; Allow li elenca."),
        Kind::Stale => ("Cambiato nel frattempo", "La versione non è quella attuale; `current` lo è."),
        Kind::Blocked => ("Qualcosa lo impedisce", "Niente è cambiato; `blockers` dice che cosa sistemare prima."),
        Kind::KeyInFlight => {
            ("Ancora in corso", "La prima richiesta con questa chiave non ha ancora risposta; riprova.")
        }
        Kind::KeyReused => {
            ("Chiave già usata", "Questa chiave di idempotenza è di un'altra richiesta; usane una nuova.")
        }
        Kind::TooLarge => ("Corpo troppo grande", "Un corpo può avere 1 MiB."),
        Kind::MediaType => ("Il corpo non è dichiarato JSON", "Invia Content-Type: application/json."),
        Kind::PreconditionRequired => ("Serve If-Match", "Indica quale versione cambi: If-Match con l'ETag."),
        Kind::TooMany => ("Troppe richieste", "Attendi quanto dice Retry-After."),
        Kind::Internal => {
            ("Errore nostro", "Qualcosa è andato storto qui; `request_id` lo trova nel registro del server.")
        }
        Kind::Busy => ("Non ora", "Il server è troppo occupato; riprova come dice Retry-After."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_and_server_status_is_some_kind() {
        for code in 400..600 {
            let status = StatusCode::from_u16(code).unwrap();
            let kind = Kind::of_status(status);
            assert_eq!(kind.status().is_server_error(), status.is_server_error() || code == 408, "{code}");
        }
        assert_eq!(Kind::of_status(StatusCode::CONFLICT), Kind::Stale);
    }

    #[test]
    fn slugs_differ() {
        let mut slugs = Kind::ALL.map(Kind::slug).to_vec();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), Kind::ALL.len());
    }
}
