//! What a page says about itself besides its content; nothing in the browser.

/// The page at this address is not there.
pub fn missing() {
    #[cfg(feature = "ssr")]
    crate::request::missing();
}

/// The page at this address is elsewhere.
pub fn moved(path: &str) {
    #[cfg(feature = "ssr")]
    crate::request::moved(path);
    #[cfg(not(feature = "ssr"))]
    let _ = path;
}
