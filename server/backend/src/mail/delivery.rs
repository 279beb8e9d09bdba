//! One letter over SMTP. Each step has its own patience, so that a server that hangs is left after a while, and says
//! by its step whether a refusal is about the recipient or about the server.

use super::sender::host;
use super::smtp::{Smtp, Tls};
use super::texts::Letter;
use super::{Settings, html};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::{Error as SmtpError, response::Response};
use lettre::{Address, transport::smtp::commands::Quit};
use model::ids::MailId;
use model::lang::Lang;
use model::time::Timestamp;
use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

/// After the text servers look at it before they answer: longer than for a command.
const TEXT_PATIENCE: u32 = 5;
/// Longest error that is kept.
const ERROR: usize = 200;

/// Why a mail was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It may be taken later: the server is away, busy, or wrongly configured.
    Later(String),
    /// It will never be taken: the recipient or the text was refused for good.
    Never(String),
}

/// A mail as it goes out.
pub(super) struct Outgoing<'a> {
    pub id: MailId,
    pub recipient: &'a str,
    pub lang: Lang,
    pub letter: &'a Letter,
    pub now: Timestamp,
}

/// Hands a mail to the server.
pub(super) async fn deliver(
    settings: &Settings,
    smtp: &Smtp,
    public_url: &str,
    mail: &Outgoing<'_>,
) -> Result<(), Refusal> {
    let message = compose(settings, public_url, mail).map_err(Refusal::Never)?;
    let envelope = message.envelope();
    let (Some(from), [to]) = (envelope.from(), envelope.to()) else {
        return Err(Refusal::Never("no sender or not one recipient".to_owned()));
    };
    let scrub = |refusal| scrubbed(refusal, smtp, &mail.letter.link);
    let mut connection = Connection::open(smtp, public_url).await.map_err(scrub)?;
    let outcome = connection.hand_over(from, to, &message.formatted()).await.map_err(scrub);
    connection.close().await;
    outcome
}

/// Asks the server for its name and whether it lets us in, and sends nothing.
pub async fn probe(smtp: &Smtp, public_url: &str) -> Result<(), String> {
    let told = |refusal| match scrubbed(refusal, smtp, "") {
        Refusal::Later(why) | Refusal::Never(why) => why,
    };
    let mut connection = Connection::open(smtp, public_url).await.map_err(told)?;
    let answer = connection.step("NOOP", async |smtp| smtp.command(Noop).await).await;
    connection.close().await;
    answer.map(drop).map_err(|failure| told(failure.later()))
}

/// The message: text and HTML, an id that is the same at each attempt, and a word to programs that answer by themselves.
fn compose(settings: &Settings, public_url: &str, mail: &Outgoing<'_>) -> Result<Message, String> {
    let address: Address = mail.recipient.parse().map_err(|error| format!("{}: {error}", mail.recipient))?;
    let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.now.0).unwrap_or_default());
    Message::builder()
        .message_id(Some(format!("<{}@{}>", mail.id, host(public_url))))
        .date(date)
        .from(settings.from.mailbox().clone())
        .to(Mailbox::new(Some(mail.letter.name.clone()), address))
        .subject(mail.letter.subject.clone())
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(mail.letter.text(), html::page(mail.letter, mail.lang.tag())))
        .map_err(|error| error.to_string())
}

/// RFC 3834: no out-of-office replies.
#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

struct Connection {
    smtp: AsyncSmtpConnection,
    patience: Duration,
}

/// A step that failed.
struct Failure {
    /// The server answered 5xx.
    refused: bool,
    why: String,
}

impl Failure {
    /// What is wrong with the server or with our access to it passes, or is repaired.
    fn later(self) -> Refusal {
        Refusal::Later(self.why)
    }

    /// A 5xx about the recipient or the text will be the same next time.
    fn by_code(self) -> Refusal {
        if self.refused { Refusal::Never(self.why) } else { Refusal::Later(self.why) }
    }
}

impl Connection {
    async fn open(smtp: &Smtp, public_url: &str) -> Result<Self, Refusal> {
        let name = client(public_url);
        let tls = match smtp.tls {
            Tls::None => None,
            _ => Some(parameters(smtp).await.map_err(Refusal::Later)?),
        };
        let (at_once, later) = if smtp.tls == Tls::Wrapped { (tls, None) } else { (None, tls) };
        let server = (smtp.host.as_str(), smtp.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(smtp.patience), &name, at_once, None);
        let connected = within(smtp.patience, "connecting", connecting).await.map_err(Failure::later)?;
        let mut connection = Self { smtp: connected, patience: smtp.patience };
        if let Some(tls) = later {
            let offered = connection.smtp.server_info().supports_feature(Extension::StartTls);
            if offered || smtp.tls == Tls::Required {
                let upgraded = connection.step("STARTTLS", async |smtp| smtp.starttls(tls, &name).await).await;
                upgraded.map_err(Failure::later)?;
            }
        }
        if let Some((user, password)) = &smtp.login {
            let login = Credentials::new(user.clone(), password.clone());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let allowed = connection.step("AUTH", async |smtp| smtp.auth(&mechanisms, &login).await).await;
            allowed.map_err(Failure::later)?;
        }
        Ok(connection)
    }

    async fn hand_over(&mut self, from: &Address, to: &Address, message: &[u8]) -> Result<(), Refusal> {
        let foreign = [from, to].into_iter().any(|address| !address.to_string().is_ascii());
        if foreign && !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Refusal::Never("the mail server takes no addresses beyond ASCII".to_owned()));
        }
        // All parts are encoded in ASCII, so that 8BITMIME is not needed.
        let options = if foreign { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
        let mail = Mail::new(Some(from.clone()), options);
        self.step("MAIL", async |smtp| smtp.command(mail).await).await.map_err(Failure::later)?;
        let rcpt = Rcpt::new(to.clone(), Vec::new());
        self.step("RCPT", async |smtp| smtp.command(rcpt).await).await.map_err(Failure::by_code)?;
        self.step("DATA", async |smtp| smtp.command(Data).await).await.map_err(Failure::by_code)?;
        let patience = self.patience * TEXT_PATIENCE;
        within(patience, "the text", self.smtp.message(message)).await.map_err(Failure::by_code)?;
        Ok(())
    }

    async fn step<T>(
        &mut self,
        name: &str,
        step: impl AsyncFnOnce(&mut AsyncSmtpConnection) -> Result<T, SmtpError>,
    ) -> Result<T, Failure> {
        within(self.patience, name, step(&mut self.smtp)).await
    }

    /// A polite end; whether it is heard does not matter any more.
    async fn close(mut self) {
        let _: Result<Response, Failure> = self.step("QUIT", async |smtp| smtp.command(Quit).await).await;
    }
}

async fn within<T>(
    patience: Duration,
    name: &str,
    step: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Failure> {
    match tokio::time::timeout(patience, step).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Failure { refused: error.is_permanent(), why: format!("{name}: {error}") }),
        Err(_) => Err(Failure { refused: false, why: format!("{name}: no answer in {} s", patience.as_secs()) }),
    }
}

/// Whom we trust to be the server.
async fn parameters(smtp: &Smtp) -> Result<TlsParameters, String> {
    let mut parameters = TlsParameters::builder(smtp.host.clone());
    if let Some(file) = &smtp.ca {
        let said = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = tokio::fs::read(file).await.map_err(|error| said(&error))?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&text).map_err(|error| said(&error))?);
    }
    parameters.build().map_err(|error| error.to_string())
}

/// How we introduce ourselves.
fn client(public_url: &str) -> ClientId {
    let host = host(public_url);
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

/// Errors are kept and shown: servers that repeat what they refuse must not make that a leak.
fn scrubbed(refusal: Refusal, smtp: &Smtp, link: &str) -> Refusal {
    let clean = |text: String| {
        let secrets = smtp.login.iter().flat_map(|(user, password)| [user.as_str(), password.as_str()]);
        let token = link.rsplit('/').next().unwrap_or_default();
        let mut text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        for secret in secrets.chain([token]).filter(|secret| !secret.is_empty()) {
            text = text.replace(secret, "…");
        }
        text.chars().take(ERROR).collect()
    };
    match refusal {
        Refusal::Later(why) => Refusal::Later(clean(why)),
        Refusal::Never(why) => Refusal::Never(clean(why)),
    }
}
