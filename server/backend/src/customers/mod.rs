//! Customers: the verbs on the tree and its nodes.

mod batch;
mod branch;
mod create;
mod delete;
mod detail;
mod due;
mod edit;
mod facts;
mod index;
mod list;
mod many;
mod policy;
mod provider;
mod purge;
mod record;
mod relocate;
mod restore;
mod similar;
mod status;
mod trash;
mod tree;

pub use batch::{BatchItem, BatchOutcome, BatchOutcomes, create_batch};
pub use branch::{children, find_in_tree};
pub use create::{CreatedCustomer, check_new, create, create_dated, create_from_draft};
pub use delete::{cancel_deletion, delete, deletion_plan};
pub use detail::{ancestors, detail, find};
pub use due::run_due;
pub use edit::{Change, Edit, edit};
pub use list::{list, total_of};
pub use purge::purge;
pub use relocate::{move_plan, relocate};
pub use restore::restore;
pub use similar::similar;
pub use status::set_status;
pub use trash::{TrashQuery, trash};

pub(crate) use delete::touch;
pub(crate) use facts::as_object;
pub(crate) use index::{TermKind, forget_term, index_term, index_user_email, lines_of, search_text};
pub(crate) use list::{Place, piece};
pub(crate) use list::{Term, all_marks};
pub(crate) use many::{NewRow, Prepared, insert_many};
pub(crate) use policy::{place_of_users, visible};
pub(crate) use provider::{create_provider, name_provider, provider};
pub(crate) use record::Record;
pub(crate) use tree::size;
