//! People who sign in: the pages before the sign-in, and who is signed in.

mod account_api;
mod account_factor;
mod account_page;
mod account_passkeys;
mod account_password;
mod account_sessions;
mod activate_page;
pub mod api;
mod ask_reset_page;
mod code_page;
mod dead_link;
mod gate;
mod passkey_api;
mod passkey_autofill;
mod passkey_browser;
mod passkey_button;
mod passkey_form;
mod recovery_codes;
pub(crate) mod second_factor_api;
mod set_up_factor_page;
mod setup_page;
mod sign_in_page;
mod strength;
pub(crate) mod view_api;
mod viewing;

pub use account_page::AccountPage;
pub use activate_page::{ActivatePage, ResetPage};
pub use ask_reset_page::AskResetPage;
pub use code_page::CodePage;
pub use gate::{gate, preferences};
pub use set_up_factor_page::SetUpFactorPage;
pub use setup_page::SetupPage;
pub use sign_in_page::SignInPage;
pub use viewing::viewing_bar;
