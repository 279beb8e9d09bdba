//! `import customers`: a CSV file into the database; the bad rows are told, the others get in.

use super::output::{line, say};
use super::{Failure, ImportCustomers, Result};
use crate::config::Config;
use crate::database;
use backend::import::{Event, Options, Report, import};
use backend::{Caller, Via};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// How many bad rows are told without `--json`; `--json` has them all.
const TOLD: usize = 50;
/// Rows between two words on how far it is.
const STEP: u64 = 50_000;

pub(super) async fn customers(args: ImportCustomers, config: &Config) -> Result {
    let file = File::open(&args.file).map_err(|error| unusable(&args.file, error))?;
    let mut links = args.links.as_deref().map(Links::create).transpose()?;
    let backend = database::open(config, &config.addr).await?;
    let options = Options { dry_run: args.dry_run, mail: args.mail };
    let mut invited = 0;
    let tell = |event| match event {
        Event::Founded => say("Created the provider; `canopy admin create` gives it an admin"),
        Event::Checked(rows) if rows % STEP == 0 => say(format!("{rows} rows checked")),
        Event::Created(rows, all) if rows % STEP == 0 => say(format!("{rows} of {all} customers created")),
        Event::Invited { ref_id, email, link } => {
            invited += 1;
            if let (Some(links), Some(link)) = (&mut links, link) {
                links.add(&ref_id, &email, &link);
            }
        }
        Event::Checked(_) | Event::Created(..) => {}
    };
    let report = import(&backend, &Caller::system(Via::Cli), file, options, tell).await.map_err(Failure::failed);
    // What was created before a failure has its links too.
    let handed_over = links.is_some();
    let written = links.map_or(Ok(()), Links::finish);
    if invited > 0 {
        tell_of_invitations(invited, args.mail, handed_over, config.smtp.is_some());
    }
    let report = report?;
    written?;
    if args.json {
        line(serde_json::to_string(&report).map_err(Failure::failed)?);
    } else {
        tell_people(&report, args.dry_run);
    }
    if report.bad == 0 { Ok(()) } else { Err(Failure::Told) }
}

fn tell_people(report: &Report, dry_run: bool) {
    for error in report.errors.iter().take(TOLD) {
        let place = if error.ref_id.is_empty() { String::new() } else { format!(" ({})", error.ref_id) };
        let field = if error.field.is_empty() { String::new() } else { format!("{}: ", error.field) };
        let sentence = error.problem.sentence(model::lang::Lang::En);
        line(format!("line {}{place}: {field}{sentence}", error.line));
    }
    if report.errors.len() > TOLD {
        line(format!("… and {} more; --json tells them all", report.errors.len() - TOLD));
    }
    let done = if dry_run { "would be imported" } else { "imported" };
    line(format!("{} of {} rows {done}, {} refused", report.ok, report.rows, report.bad));
}

/// What becomes of the invitations. Nobody is mailed unless that was asked for: a file may be one of thousands, or only a try.
fn tell_of_invitations(count: u64, mailed: bool, handed_over: bool, mails: bool) {
    match (mailed, handed_over) {
        (true, _) if mails => say(format!("invitations that the server sends: {count}")),
        (true, _) => {
            say(format!("invitations that wait in the outbox until a mail server is set up, for 72 hours: {count}"))
        }
        (false, true) => {}
        (false, false) => say(format!(
            "first users who know nothing of it yet: {count}; invite them from their pages, or with --mail right away"
        )),
    }
}

fn unusable(path: &Path, error: impl std::fmt::Display) -> Failure {
    Failure::Failed(format!("{}: {error}", path.display()))
}

/// The file of activation links. Whoever reads it can sign in: it is the owner's alone.
struct Links<'a> {
    path: &'a Path,
    writer: csv::Writer<BufWriter<File>>,
    failed: Option<csv::Error>,
}

impl<'a> Links<'a> {
    fn create(path: &'a Path) -> Result<Self> {
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| unusable(path, error))?;
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BufWriter::new(file));
        let mut links = Self { path, writer, failed: None };
        links.add("ref_id", "email", "link");
        Ok(links)
    }

    fn add(&mut self, ref_id: &str, email: &str, link: &str) {
        let cells = [ref_id, email, link].map(model::codes::csv_guard::guard);
        if let Err(error) = self.writer.write_record(cells.iter().map(|cell| cell.as_bytes())) {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(mut self) -> Result {
        let flushed = self.writer.flush().map_err(csv::Error::from);
        match self.failed.map_or(flushed, Err) {
            Ok(()) => Ok(()),
            Err(error) => Err(unusable(self.path, error)),
        }
    }
}
