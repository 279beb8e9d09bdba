//! Import of customers from CSV: read once to check every row and find its place in the tree, then, parents first,
//! once more to create what is good, by the same verb as everywhere.

mod header;
mod importer;
mod problem;
mod reader;
mod report;
mod row;
mod scan;
mod stored;
mod tree;
mod write;

pub use header::COLUMNS;
pub use problem::{FileProblem, RowProblem};
pub use report::{Report, RowError};

pub(crate) use stored::customers as stored_customers;

use crate::call::Caller;
use crate::error::Error;
use crate::{Backend, bulk};
use header::Header;
use importer::Importer;
use model::people::{LinkBy, Role};
use reader::{Reader, Record};
use row::Row;
use scan::Scan;
use std::io::{BufReader, Read, Seek, SeekFrom};

/// Rows that are read, checked and written together; between two writes others get in.
const AT_ONCE: usize = 500;

/// A file, or bytes in memory: it is read twice.
pub trait Source: Read + Seek + Send + 'static {}
impl<T: Read + Seek + Send + 'static> Source for T {}

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Check everything, write nothing.
    pub dry_run: bool,
    /// Invite the first users by mail; otherwise by links, which are told.
    pub mail: bool,
}

/// What happens meanwhile.
#[derive(Clone, Debug)]
pub enum Event {
    /// The database was empty, and the provider was created.
    Founded,
    /// Rows checked so far.
    Checked(u64),
    /// Rows created so far, and all that will be.
    Created(u64, u64),
    /// A first user was invited.
    Invited {
        /// The ref ID of the user's customer; empty if it has none.
        ref_id: String,
        /// The user's address.
        email: String,
        /// The activation link, unless it is mailed; it can't be had again.
        link: Option<String>,
    },
}

/// Why nothing, or not all, was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file can't be understood; nothing was imported.
    #[error("{0}")]
    File(#[from] FileProblem),
    /// The file can't be read.
    #[error("The file can't be read: {0}")]
    Io(#[from] std::io::Error),
    /// The import stopped in the middle; what was created before stays.
    #[error("stopped after {created} customers: {error}")]
    Stopped {
        /// Customers created before.
        created: u64,
        /// Why it stopped.
        error: Box<Error>,
    },
    /// Nothing was imported.
    #[error("{0}")]
    Backend(#[from] Error),
}

/// Imports customers below the caller's own, the provider for its users. Rows that are wrong are refused and told,
/// all others get in; the caller must not reach further by a file than by a form.
pub async fn import(
    backend: &Backend,
    caller: &Caller,
    source: impl Source,
    options: Options,
    mut tell: impl FnMut(Event) + Send,
) -> Result<Report, ImportError> {
    let invite = if options.mail { LinkBy::Email } else { LinkBy::Link };
    let mut file = File::open(source, invite).await?;
    let importer = Importer::of(backend, caller, options).await?;
    importer.needs(Role::Editor)?;
    if importer.has_founded {
        tell(Event::Founded);
    }
    let reader = if importer.would_found { &Caller::Anonymous } else { caller };
    let mut scan = Scan::start(&backend.read(reader).await?, importer).await?;
    loop {
        let rows;
        (file, rows) = file.next().await?;
        if rows.is_empty() {
            break;
        }
        scan.add(&backend.read(reader).await?, rows).await?;
        tell(Event::Checked(scan.entries.len() as u64));
    }
    let levels = scan.place(&backend.read(reader).await?).await?;
    if !options.dry_run {
        write::write(backend, caller, file, &mut scan, &levels, &mut tell).await?;
        bulk::settle(backend, scan.entries.len() as u64).await;
    }
    let rows = scan.entries.len() as u64;
    let bad = scan.entries.iter().filter(|entry| entry.refused).count() as u64;
    let mut errors = scan.errors;
    errors.sort_by_key(RowError::order);
    Ok(Report { rows, ok: rows - bad, bad, errors })
}

/// The file being read, away from the runtime's own threads.
struct File<S> {
    header: Header,
    reader: Reader<BufReader<S>>,
    invite: LinkBy,
}

impl<S: Source> File<S> {
    async fn open(source: S, invite: LinkBy) -> Result<Self, ImportError> {
        blocking(move || {
            let mut source = BufReader::with_capacity(64 * 1024, source);
            let header = Header::read(&header::beginning(&mut source)?)?;
            source.seek(SeekFrom::Start(0))?;
            let mut reader = Reader::new(source, header.delimiter)?;
            reader.read(&mut Record::default())?;
            Ok(Self { header, reader, invite })
        })
        .await
    }

    /// The next rows in the order of the file; none at its end.
    async fn next(mut self) -> Result<(Self, Vec<Row>), ImportError> {
        blocking(move || {
            let (mut rows, mut record) = (Vec::new(), Record::default());
            while rows.len() < AT_ONCE && self.reader.read(&mut record)? {
                rows.push(Row::read(&self.header, &record, self.invite));
            }
            Ok((self, rows))
        })
        .await
    }

    /// Rows by their places in the file, once more.
    async fn again(mut self, places: Vec<(u64, u64)>) -> Result<(Self, Vec<Row>), ImportError> {
        blocking(move || {
            let (mut rows, mut record) = (Vec::new(), Record::default());
            for (offset, line) in places {
                self.reader.seek(offset, line)?;
                self.reader.read(&mut record)?;
                rows.push(Row::read(&self.header, &record, self.invite));
            }
            Ok((self, rows))
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ImportError> + Send + 'static,
) -> Result<T, ImportError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::internal("reading a file panicked"))?
}
