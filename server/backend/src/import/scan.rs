//! The first reading of a file: every row checked by itself and against the others and the stored; of each only what
//! is needed to place it and to find it again is kept.

use super::importer::Importer;
use super::problem::RowProblem;
use super::report::RowError;
use super::row::Row;
use super::stored::{self, Stored};
use super::tree::{self, Node, Parent, Place};
use crate::call::View;
use crate::error::Result;
use crate::fold::name_key;
use crate::{path, rankings};
use model::form::Problem;
use model::ids::{CustomerId, RankingId};
use model::people::Role;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A ref ID of the file, by the order in which they were met.
type Symbol = u32;

/// What is kept of a row.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The byte at which it begins.
    pub offset: u64,
    /// The line on which it begins.
    pub line: u64,
    own: Option<Symbol>,
    parent: ParentCell,
    /// Refused, for a reason of its own or for its place.
    pub refused: bool,
}

#[derive(Clone, Copy, Debug)]
enum ParentCell {
    Empty,
    Wrong,
    Is(Symbol),
}

/// A tier that the file names.
#[derive(Clone, Debug)]
pub enum Tier {
    /// It exists.
    Stored(RankingId),
    /// It is to be created, with this name.
    New(String),
    /// It does not exist and the caller may not create it.
    Refused,
}

/// All that is kept of a file.
#[derive(Debug, Default)]
pub struct Scan {
    importer: Importer,
    /// The rows in the order of the file.
    pub entries: Vec<Entry>,
    /// What is wrong.
    pub errors: Vec<RowError>,
    /// The tiers by the key of their names.
    pub tiers: HashMap<String, Tier>,
    symbols: HashMap<Arc<str>, Symbol>,
    names: Vec<Arc<str>>,
    /// By symbol: the first row that has it as its own.
    definers: Vec<Option<u32>>,
    /// By symbol: the stored customer that has it.
    stored: HashMap<Symbol, Stored>,
    emails: HashSet<String>,
}

/// Where a good row goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Below the importer's own customer.
    Home,
    /// Below a stored customer.
    Stored(CustomerId),
    /// Below another row.
    Row(u32),
}

impl Scan {
    /// A scan that knows the tiers.
    pub async fn start(view: &View, importer: Importer) -> Result<Self> {
        let tiers = if importer.would_found { HashMap::new() } else { stored::rankings(view).await? };
        Ok(Self {
            importer,
            tiers: tiers.into_iter().map(|(key, id)| (key, Tier::Stored(id))).collect(),
            ..Self::default()
        })
    }

    /// Takes in the next rows.
    pub async fn add(&mut self, view: &View, rows: Vec<Row>) -> Result<()> {
        let ref_ids: Vec<&str> = rows.iter().filter_map(|row| row.ref_id.as_deref()).collect();
        let customers = stored::customers(view, &self.importer.scope, &ref_ids).await?;
        let keys: Vec<&str> = rows.iter().filter_map(|row| row.email_key.as_deref()).collect();
        let emails = stored::emails(view, &keys).await?;
        let manages_users = self.importer.has(Role::Admin);
        let makes_tiers = manages_users && self.importer.of_provider;
        for mut row in rows {
            let own = row.ref_id.take().map(|ref_id| self.symbol(&ref_id));
            if let Some(own) = own {
                let index = own as usize;
                if self.definers[index].is_some() {
                    row.add("ref_id", Problem::Taken.into());
                } else {
                    self.definers[index] = Some(self.entries.len() as u32);
                    if let Some(stored) = customers.get(&*self.names[index]) {
                        self.stored.insert(own, *stored);
                        row.add("ref_id", Problem::Taken.into());
                    }
                }
            }
            if let Some(key) = row.email_key.take() {
                if !manages_users {
                    row.add("first_user_email", Problem::RoleTooHigh.into());
                }
                if emails.contains(&key) || !self.emails.insert(key) {
                    row.add("first_user_email", Problem::Taken.into());
                }
            }
            if row.require_two_factor && !manages_users {
                row.add("require_two_factor", RowProblem::AdminsOnly);
            }
            if let Some(name) = row.ranking.take() {
                let room = self.tiers.len() < rankings::MOST as usize;
                let tier = self
                    .tiers
                    .entry(name_key(&name))
                    .or_insert_with(|| if makes_tiers && room { Tier::New(name) } else { Tier::Refused });
                if matches!(tier, Tier::Refused) {
                    row.add("ranking", Problem::NotFound.into());
                }
            }
            let parent = match row.parent_ref_id.take() {
                Some(parent) => ParentCell::Is(self.symbol(&parent)),
                None if row.is_wrong("parent_ref_id") => ParentCell::Wrong,
                None => ParentCell::Empty,
            };
            let refused = !row.problems.is_empty();
            self.entries.push(Entry { offset: row.offset, line: row.line, own, parent, refused });
            RowError::of_row(row, &mut self.errors);
        }
        Ok(())
    }

    fn symbol(&mut self, ref_id: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(ref_id) {
            return symbol;
        }
        let (name, symbol) = (Arc::<str>::from(ref_id), self.names.len() as Symbol);
        self.symbols.insert(name.clone(), symbol);
        self.names.push(name);
        self.definers.push(None);
        symbol
    }

    /// Finds every row's place once all are in; gives the good ones' levels, by row.
    pub async fn place(&mut self, view: &View) -> Result<Vec<Option<u32>>> {
        let undefined: Vec<Symbol> =
            (0..self.names.len() as Symbol).filter(|&symbol| self.definers[symbol as usize].is_none()).collect();
        let ref_ids: Vec<&str> = undefined.iter().map(|&symbol| &*self.names[symbol as usize]).collect();
        let mut customers = stored::customers(view, &self.importer.scope, &ref_ids).await?;
        for symbol in undefined {
            if let Some(stored) = customers.remove(&*self.names[symbol as usize]) {
                self.stored.insert(symbol, stored);
            }
        }
        let parent = |entry: &Entry| match entry.parent {
            ParentCell::Empty => Parent::Home,
            ParentCell::Wrong => Parent::Wrong,
            ParentCell::Is(symbol) => self.parent(symbol),
        };
        let nodes: Vec<Node> =
            self.entries.iter().map(|entry| Node { parent: parent(entry), refused: entry.refused }).collect();
        let mut levels = vec![None; nodes.len()];
        for (row, place) in tree::places(&nodes, path::depth(&self.importer.scope)).into_iter().enumerate() {
            match place {
                Place::Level(level) if !self.entries[row].refused => levels[row] = Some(level),
                Place::Level(_) | Place::Wrong => {}
                Place::Refused(problem) => self.refuse(row, problem),
            }
        }
        Ok(levels)
    }

    /// A stored customer comes before a row: a row with its ref ID is refused and could be nobody's parent.
    fn parent(&self, symbol: Symbol) -> Parent {
        match (self.stored.get(&symbol), self.definers[symbol as usize]) {
            (Some(Stored { place: Some((_, level)) }), _) => Parent::Stored(*level),
            (_, Some(row)) => Parent::Row(row),
            _ => Parent::Unknown,
        }
    }

    /// Notes that a row has no place.
    pub fn refuse(&mut self, row: usize, problem: RowProblem) {
        self.entries[row].refused = true;
        let error = RowError::new(self.entries[row].line, self.ref_id(row), "parent_ref_id", problem);
        self.errors.push(error);
    }

    /// A row's own ref ID; empty if it has none.
    #[must_use]
    pub fn ref_id(&self, row: usize) -> String {
        self.entries[row].own.map(|symbol| self.names[symbol as usize].to_string()).unwrap_or_default()
    }

    /// Where a good row goes.
    #[must_use]
    pub fn destination(&self, row: usize) -> Destination {
        let ParentCell::Is(symbol) = self.entries[row].parent else { return Destination::Home };
        match (self.stored.get(&symbol), self.definers[symbol as usize]) {
            (Some(Stored { place: Some((id, _)) }), _) => Destination::Stored(*id),
            (_, Some(row)) => Destination::Row(row),
            _ => Destination::Home,
        }
    }
}
