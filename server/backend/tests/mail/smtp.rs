//! A small SMTP server that does what a test tells it: takes mail, refuses, hangs or drops the line at any step.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A step of the protocol, named by what the client has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Connect,
    Hello,
    Auth,
    Mail,
    Rcpt,
    Data,
    Text,
}

pub const STEPS: [Step; 6] = [Step::Connect, Step::Hello, Step::Mail, Step::Rcpt, Step::Data, Step::Text];

/// What happens at a step instead of the usual.
#[derive(Clone, Debug)]
pub enum Then {
    /// Says this.
    Say(String),
    /// Says nothing more, ever.
    Hang,
    /// Closes the connection.
    Drop,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    /// As it came, dots unstuffed.
    pub raw: String,
}

impl Received {
    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.raw.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix(&*start)).unwrap_or("")
    }

    /// The decoded body of the part of this type.
    pub fn part(&self, media_type: &str) -> String {
        let at = self.raw.find(&format!("Content-Type: {media_type}")).expect("the part is there");
        let (head, body) = self.raw[at..].split_once("\r\n\r\n").expect("a part has a head");
        let body = body.split("\r\n--").next().unwrap();
        let bytes = if head.contains("quoted-printable") {
            quoted_printable(body)
        } else if head.contains("base64") {
            STANDARD.decode(body.replace("\r\n", "")).unwrap()
        } else {
            body.as_bytes().to_vec()
        };
        String::from_utf8(bytes).unwrap()
    }

    /// The link in the text.
    pub fn link(&self) -> String {
        let text = self.part("text/plain");
        text.lines().find(|line| line.starts_with("https://")).expect("a link").trim().to_owned()
    }
}

fn quoted_printable(body: &str) -> Vec<u8> {
    let body = body.replace("=\r\n", "");
    let (mut out, mut bytes) = (Vec::new(), body.bytes());
    while let Some(byte) = bytes.next() {
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
        out.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
    }
    out
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    commands: Vec<String>,
    /// One for each connection, in order; afterwards all goes well.
    plans: VecDeque<(Step, Then)>,
    /// What happens at RCPT for one recipient, or at a later step of their mail.
    recipients: HashMap<String, (Step, Then)>,
    /// `AUTH PLAIN` that is accepted; none = no AUTH is offered.
    login: Option<String>,
}

pub struct Server {
    pub port: u16,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How a server encrypts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Encrypts {
    Never,
    /// When asked to by STARTTLS.
    Asked,
    /// From the first byte.
    Always,
}

/// The certificate of `localhost`, signed by an authority that is made up for these tests: certificate/ca.pem.
fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from(include_bytes!("certificate/server.der").as_slice());
    let key = PrivateKeyDer::try_from(include_bytes!("certificate/server.key.der").as_slice()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate], key).unwrap()))
}

impl Server {
    pub async fn start() -> Self {
        Self::that(Encrypts::Never).await
    }

    pub async fn that(encrypts: Encrypts) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let plan = shared.lock().unwrap().plans.pop_front();
                let state = shared.clone();
                tokio::spawn(async move {
                    let stream: Box<dyn Line> = Box::new(stream);
                    let mut session = Session { stream: Some(BufReader::new(stream)), state, plan, encrypts };
                    if encrypts != Encrypts::Always || session.encrypt().await.is_ok() {
                        session.run().await;
                    }
                });
            }
        });
        Self { port, state, task }
    }

    /// Where it is.
    pub fn smtp(&self) -> backend::mail::Smtp {
        format!("smtp://127.0.0.1:{}", self.port).parse().unwrap()
    }

    /// What the next connections meet, one after the other.
    pub fn plan(&self, step: Step, then: Then) {
        self.state.lock().unwrap().plans.push_back((step, then));
    }

    /// What mail to an address meets.
    pub fn plan_for(&self, recipient: &str, step: Step, then: Then) {
        self.state.lock().unwrap().recipients.insert(recipient.to_owned(), (step, then));
    }

    pub fn forget_plans(&self) {
        let mut state = self.state.lock().unwrap();
        state.recipients.clear();
        state.plans.clear();
    }

    pub fn accept_login(&self, user: &str, password: &str) {
        self.state.lock().unwrap().login = Some(STANDARD.encode(format!("\0{user}\0{password}")));
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    /// The one mail to an address.
    pub fn only_to(&self, recipient: &str) -> Received {
        let mut to: Vec<_> = self.received().into_iter().filter(|mail| mail.to == recipient).collect();
        assert_eq!(to.len(), 1, "mails to {recipient}");
        to.remove(0)
    }

    pub fn commands(&self) -> Vec<String> {
        self.state.lock().unwrap().commands.clone()
    }

    /// Waits until so many mails have come.
    pub async fn until(&self, count: usize) {
        for _ in 0..2_000 {
            if self.received().len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{} of {count} mails came", self.received().len());
    }
}

/// A line to the client, encrypted or not.
trait Line: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

struct Session {
    /// Absent while it is being encrypted.
    stream: Option<BufReader<Box<dyn Line>>>,
    state: Arc<Mutex<State>>,
    plan: Option<(Step, Then)>,
    encrypts: Encrypts,
}

/// The connection is over.
struct Over;

impl Session {
    async fn run(mut self) {
        let _ = self.talk().await;
    }

    async fn encrypt(&mut self) -> Result<(), Over> {
        let plain = self.stream.take().ok_or(Over)?.into_inner();
        let encrypted: Box<dyn Line> = Box::new(acceptor().accept(plain).await.map_err(|_| Over)?);
        self.stream = Some(BufReader::new(encrypted));
        self.encrypts = Encrypts::Never;
        Ok(())
    }

    async fn talk(&mut self) -> Result<(), Over> {
        self.answer(Step::Connect, "220 test").await?;
        let mut to = String::new();
        loop {
            let line = self.line().await?;
            self.state.lock().unwrap().commands.push(line.clone());
            let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match word.as_str() {
                "EHLO" => {
                    let auth = if self.state.lock().unwrap().login.is_some() { "250-AUTH PLAIN LOGIN\r\n" } else { "" };
                    let tls = if self.encrypts == Encrypts::Asked { "250-STARTTLS\r\n" } else { "" };
                    let offers = format!("250-test\r\n{auth}{tls}250-SMTPUTF8\r\n250 8BITMIME");
                    self.answer(Step::Hello, &offers).await?;
                }
                "STARTTLS" => {
                    self.say("220 go on").await?;
                    self.encrypt().await?;
                }
                "AUTH" => {
                    let right = self.state.lock().unwrap().login.clone().unwrap_or_default();
                    let given = line.rsplit(' ').next().unwrap_or_default();
                    let answer = if given == right { "235 welcome" } else { "535 5.7.8 no" };
                    self.answer(Step::Auth, answer).await?;
                }
                "MAIL" => self.answer(Step::Mail, "250 ok").await?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    if let Some(plan) = self.state.lock().unwrap().recipients.get(&to) {
                        self.plan = Some(plan.clone());
                    }
                    self.answer(Step::Rcpt, "250 ok").await?;
                }
                "DATA" => {
                    self.answer(Step::Data, "354 go on").await?;
                    if !matches!(self.plan, Some((Step::Data, _))) {
                        self.text(&to).await?;
                    }
                }
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Err(Over);
                }
                _ => self.say("250 ok").await?,
            }
        }
    }

    async fn text(&mut self, to: &str) -> Result<(), Over> {
        let mut raw = String::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
        let refused = matches!(&self.plan, Some((Step::Text, Then::Say(_))));
        if !refused {
            // A server that hangs or drops the line after the text may well have taken it.
            self.state.lock().unwrap().received.push(Received { to: to.to_owned(), raw });
        }
        self.answer(Step::Text, "250 taken").await
    }

    async fn answer(&mut self, step: Step, usual: &str) -> Result<(), Over> {
        match self.plan.clone() {
            Some((at, then)) if at == step => match then {
                Then::Say(other) => self.say(&other).await,
                Then::Drop => Err(Over),
                Then::Hang => {
                    // Until the client goes away.
                    let mut rest = Vec::new();
                    let _ = self.stream.as_mut().ok_or(Over)?.read_to_end(&mut rest).await;
                    Err(Over)
                }
            },
            _ => self.say(usual).await,
        }
    }

    async fn say(&mut self, text: &str) -> Result<(), Over> {
        let stream = self.stream.as_mut().ok_or(Over)?.get_mut();
        stream.write_all(format!("{text}\r\n").as_bytes()).await.map_err(|_| Over)?;
        stream.flush().await.map_err(|_| Over)
    }

    async fn line(&mut self) -> Result<String, Over> {
        let mut line = String::new();
        match self.stream.as_mut().ok_or(Over)?.read_line(&mut line).await {
            Ok(read) if read > 0 => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
            _ => Err(Over),
        }
    }
}
