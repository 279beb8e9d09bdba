//! The command line: what there is, and which module does it.

mod admin;
mod doctor;
mod export;
mod import;
mod migrate;
mod openapi;
mod output;
mod seed;
mod serve;
mod token;
mod user;
mod user_args;

use crate::config::{Config, ConfigError, Flags};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

pub use output::line;

/// Customer management for providers: one tree of customers and everything that hangs on it.
#[derive(Debug, Parser)]
#[command(name = "canopy", version, about)]
pub struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrates the database and serves pages and the REST API (what happens without a command)
    Serve,
    /// Brings the database's schema up to date, or takes it back
    Migrate(Migrate),
    /// Manages the provider's admins
    #[command(subcommand)]
    Admin(Admin),
    /// Manages API tokens
    #[command(subcommand)]
    Token(Token),
    /// Manages users of the provider and of customers
    #[command(subcommand)]
    User(user_args::User),
    /// Reads a CSV file into the database
    #[command(subcommand)]
    Import(Import),
    /// Writes what is in the database as CSV
    #[command(subcommand)]
    Export(Export),
    /// Fills the database with sample data; the same seed gives the same data
    Seed(Seed),
    /// Checks configuration, database, migrations, tree and clock
    Doctor(Doctor),
    /// Prints the OpenAPI document of the REST API
    Openapi,
}

/// `migrate`
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Take back so many migrations instead (no server may be running)
    #[arg(long, value_name = "N")]
    pub down: Option<u32>,
}

/// `admin …`
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Creates an admin of the provider, and the provider itself in an empty database
    Create(AdminCreate),
}

/// `admin create`
#[derive(Debug, Args)]
pub(crate) struct AdminCreate {
    /// The address to sign in with; its local part becomes the name
    #[arg(long, value_name = "E-MAIL")]
    pub email: String,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "display_link")]
    pub password_stdin: bool,
    /// Print a one-time link that sets the password (what happens without --password-stdin)
    #[arg(long)]
    pub display_link: bool,
    /// The provider's name, when the database is empty
    #[arg(long, value_name = "NAME", default_value = "Provider")]
    pub provider: String,
}

/// `token …`
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Creates an API token with a user's role and reach, and prints it: it is shown this once
    Create(TokenCreate),
}

/// `token create`
#[derive(Debug, Args)]
pub(crate) struct TokenCreate {
    /// The user whose role and reach the token gets
    #[arg(long, value_name = "E-MAIL")]
    pub email: String,
    /// What the token is for
    #[arg(long, default_value = "Command line")]
    pub name: String,
    /// Days until it expires; without it, never
    #[arg(long, value_name = "DAYS")]
    pub expires: Option<u32>,
}

/// `import …`
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Customers
    Customers(ImportCustomers),
}

/// `import customers`
#[derive(Debug, Args)]
pub(crate) struct ImportCustomers {
    /// The CSV file
    pub file: PathBuf,
    /// Check everything, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    /// Send the first users their invitations by mail
    #[arg(long, conflicts_with = "links")]
    pub mail: bool,
    /// Write the first users' activation links to this file
    #[arg(long, value_name = "FILE")]
    pub links: Option<PathBuf>,
}

/// `export …`
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Customers
    Customers(ExportCustomers),
}

/// `export customers`
#[derive(Debug, Args)]
pub(crate) struct ExportCustomers {
    /// Only this customer and all below it, by ref ID
    #[arg(long, value_name = "REF")]
    pub customer: Option<String>,
    /// The file to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Leave cells that a spreadsheet would take for a formula as they are
    #[arg(long)]
    pub raw: bool,
    /// Begin with a byte order mark, for Excel
    #[arg(long)]
    pub bom: bool,
    /// Separate by semicolons, for Excel in locales with a decimal comma
    #[arg(long)]
    pub semicolon: bool,
}

/// `seed`
#[derive(Debug, Args)]
pub(crate) struct Seed {
    /// How many customers
    #[arg(long, value_name = "N")]
    pub customers: u32,
    /// Where the sequence begins
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Add people of every role, and print how they sign in
    #[arg(long)]
    pub sign_ins: bool,
}

/// `doctor`
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Print the findings as JSON
    #[arg(long)]
    pub json: bool,
}

/// Why a command ended without having done what it should.
#[derive(Debug)]
pub enum Failure {
    /// Wrong usage: exit code 2.
    Usage(String),
    /// It went wrong: exit code 1.
    Failed(String),
    /// It went wrong and the command has said so in its result: exit code 1.
    Told,
}

/// The result of a command.
pub type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    /// It went wrong, in words.
    pub fn failed(message: impl std::fmt::Display) -> Self {
        Self::Failed(message.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error)
    }
}

impl From<backend::Error> for Failure {
    fn from(error: backend::Error) -> Self {
        let errors = match error {
            backend::Error::Invalid(errors) => errors,
            backend::Error::Blocked(blockers) => {
                let one = |blocker: &backend::Blocker| match blocker.field {
                    "last_admin" => format!("{} is the provider's last admin who can sign in", blocker.value),
                    "default_contact_id" => format!("{} is the default contact: set another one first", blocker.value),
                    field => format!("{field}: {} stands in the way", blocker.value),
                };
                return Self::Failed(blockers.iter().map(one).collect::<Vec<_>>().join("\n"));
            }
            error => return Self::failed(error),
        };
        let sentence = |error: &model::form::FieldError| {
            format!("{}: {}", error.field, error.problem.sentence(model::lang::Lang::En))
        };
        Self::Failed(errors.0.iter().map(sentence).collect::<Vec<_>>().join("\n"))
    }
}

/// Parses the command line, does what it says, and tells how it went.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results and go to stdout, the rest to stderr; clap knows which is which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let runtime = tokio::runtime::Runtime::new().expect("the operating system gives threads");
    let outcome = runtime.block_on(dispatch(cli));
    // A look-up that hangs in a thread must not hold up the end.
    runtime.shutdown_background();
    let (message, code) = match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Told) => return ExitCode::from(1),
        Err(Failure::Failed(message)) => (message, 1),
        Err(Failure::Usage(message)) => (message, 2),
    };
    output::complain(&message);
    ExitCode::from(code)
}

async fn dispatch(cli: Cli) -> Result {
    if let Some(Command::Openapi) = cli.command {
        return openapi::run();
    }
    let config = Config::load(&cli.flags)?;
    crate::log::start(&config)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(config).await,
        Command::Migrate(args) => migrate::run(&args, &config).await,
        Command::Admin(Admin::Create(args)) => admin::create(args, &config).await,
        Command::Token(Token::Create(args)) => token::create(args, &config).await,
        Command::User(command) => user::run(command, &config).await,
        Command::Import(Import::Customers(args)) => import::customers(args, &config).await,
        Command::Export(Export::Customers(args)) => export::customers(args, &config).await,
        Command::Seed(args) => seed::run(args, &config).await,
        Command::Doctor(args) => doctor::run(args, &config).await,
        Command::Openapi => openapi::run(),
    }
}
