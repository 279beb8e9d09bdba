//! `doctor`: is everything as it must be? Warnings are told and forgiven, errors end with exit code 1.

use super::output::line;
use super::{Doctor, Failure, Result};
use crate::config::Config;
use crate::{database, secret};
use backend::doctor::{self, Finding, Severity};
use backend::{Backend, mail};

pub(super) async fn run(args: Doctor, config: &Config) -> Result {
    let findings = examine(config).await;
    if args.json {
        line(serde_json::to_string(&findings).map_err(Failure::failed)?);
    } else {
        findings.iter().for_each(|finding| line(words(finding)));
    }
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    if broken { Err(Failure::Told) } else { Ok(()) }
}

fn words(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Fine => "ok",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    format!("{severity:<8}{:<20}{}", finding.check, finding.message)
}

/// Everything that can be looked at: what can't be opened is a finding, too.
async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = configuration(config);
    findings.extend(mail_server(config).await);
    match database(config).await {
        Ok(found) => findings.extend(found),
        Err(error) => findings.push(Finding::error("database", error.to_string())),
    }
    findings
}

fn configuration(config: &Config) -> Vec<Finding> {
    let url = config.public_url_at(&config.addr);
    let mut findings = vec![if url.starts_with("https://") {
        Finding::fine("config.public_url", url)
    } else {
        let message = format!("{url} is plain http: cookies and passwords travel unprotected (CANOPY_PUBLIC_URL)");
        Finding::warning("config.public_url", message)
    }];
    if config.clock_offset != 0 {
        let message = format!("\"now\" is moved by {} seconds (CANOPY_CLOCK_OFFSET)", config.clock_offset / 1_000);
        findings.push(Finding::warning("config.clock_offset", message));
    }
    findings
}

/// Whether mail can be sent. Without a mail server it waits in the outbox; with one that does not answer, something is
/// broken.
async fn mail_server(config: &Config) -> Vec<Finding> {
    let Some(smtp) = &config.smtp else {
        let message = "no mail server (CANOPY_SMTP_URL): mail stays in the outbox, links are handed over by hand";
        return vec![Finding::warning("config.mail", message)];
    };
    let url = config.public_url_at(&config.addr);
    let mut findings = vec![match mail::probe(smtp, &url).await {
        Ok(()) => Finding::fine("config.mail", format!("{smtp} answers")),
        Err(why) => Finding::error("config.mail", format!("{smtp} can't be used: {why}")),
    }];
    if smtp.is_exposed() {
        let message = format!("the password for {smtp} travels unprotected: use smtps:// or leave tls= out");
        findings.push(Finding::warning("config.mail_password", message));
    }
    let sender = config.sender(&url);
    if !sender.is_public() {
        let message = format!("mail is from {sender}, which other servers hardly take (CANOPY_MAIL_FROM)");
        findings.push(Finding::warning("config.mail_from", message));
    }
    findings
}

/// Opens the database as it is: the doctor migrates nothing and creates nothing.
async fn database(config: &Config) -> backend::Result<Vec<Finding>> {
    if let Some(path) = missing_file(&config.database_url) {
        let message = format!("{path} does not exist yet; the server makes it at its first start");
        return Ok(vec![Finding::warning("database", message)]);
    }
    let key = secret::peek(config);
    let key = key.map_err(|error| backend::Error::internal(format!("the secret key: {error}")))?;
    let backend = Backend::open(config.backend_options(config.public_url_at(&config.addr), key)).await?;
    let mut findings = doctor::check_engine(&backend).await?;
    if !database::is_migrated(&backend).await? {
        let message = "migrations are missing; `canopy migrate` applies them";
        findings.push(Finding::error("database.migrations", message));
        return Ok(findings);
    }
    findings.push(Finding::fine("database.migrations", "up to date"));
    findings.extend(doctor::check_clock(&backend).await?);
    let broken = doctor::check(&backend).await?;
    if broken.is_empty() {
        findings.push(Finding::fine("tree", "tree, search index, Trash, people and mail are as they must be"));
    }
    findings.extend(broken);
    Ok(findings)
}

/// The file of an SQLite database that is not there.
fn missing_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//").split('?').next()?;
    (!path.is_empty() && path != ":memory:" && !std::path::Path::new(path).exists()).then_some(path)
}
