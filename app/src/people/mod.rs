//! People who sign in: the pages before the sign-in, and who is signed in.

mod activate_page;
pub mod api;
mod gate;
mod setup_page;
mod sign_in_page;

pub use activate_page::ActivatePage;
pub use gate::{gate, preferences};
pub use setup_page::SetupPage;
pub use sign_in_page::SignInPage;
