//! People who sign in: the pages before the sign-in, and who is signed in.

mod activate_page;
pub mod api;
mod ask_reset_page;
mod dead_link;
mod gate;
mod setup_page;
mod sign_in_page;
pub(crate) mod view_api;
mod viewing;

pub use activate_page::{ActivatePage, ResetPage};
pub use ask_reset_page::AskResetPage;
pub use gate::{gate, preferences};
pub use setup_page::SetupPage;
pub use sign_in_page::SignInPage;
pub use viewing::viewing_bar;
