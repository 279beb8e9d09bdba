//! `export customers`: the tree, or a part of it, as CSV.

use super::{ExportCustomers, Failure, Result};
use crate::config::Config;
use crate::database;
use backend::export::{Format, customer_of};
use backend::{Caller, Via};
use futures::{StreamExt, pin_mut};
use model::customers::CustomerQuery;
use std::io::{BufWriter, ErrorKind, Write, stdout};

pub(super) async fn customers(args: ExportCustomers, config: &Config) -> Result {
    let backend = database::open(config, &config.addr).await?;
    let caller = Caller::system(Via::Cli);
    let mut query = CustomerQuery::default();
    if let Some(ref_id) = &args.customer {
        let found = customer_of(&backend, &caller, ref_id).await;
        query.under = Some(found.map_err(|_| Failure::Failed(format!("no customer has the ref ID {ref_id}")))?);
    }
    let format = Format { raw: args.raw, bom: args.bom, semicolon: args.semicolon };
    let pieces = backend::export::customers(&backend, &caller, query, format).await?;
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => {
            let file = std::fs::File::create(path);
            Box::new(BufWriter::new(file.map_err(|error| Failure::Failed(format!("{}: {error}", path.display())))?))
        }
        None => Box::new(stdout()),
    };
    pin_mut!(pieces);
    while let Some(piece) = pieces.next().await {
        if let Err(error) = out.write_all(&piece?) {
            return gone(error);
        }
    }
    out.flush().or_else(gone)
}

/// A reader that went away (`| head`) has had enough: that is no failure.
fn gone(error: std::io::Error) -> Result {
    if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error.into()) }
}
