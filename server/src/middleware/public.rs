//! How the world reaches this server, as configured; never taken from a request.

/// The public URL and what follows from it.
#[derive(Clone, Debug)]
pub struct Public {
    /// Scheme, host and port.
    pub url: String,
    /// Whether it is https.
    pub https: bool,
    /// Whether browsers trust it: https, or this very machine.
    pub trusted: bool,
}

impl Public {
    /// Of a public URL without a slash at its end.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let https = url.starts_with("https://");
        let host = url.split_once("://").map_or(url, |(_, host)| host);
        let host = host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(host, _)| host);
        let local = host == "localhost" || host == "[::1]" || host.starts_with("127.");
        Self { url: url.to_owned(), https, trusted: https || local }
    }
}

#[cfg(test)]
mod tests {
    use super::Public;

    #[test]
    fn only_https_and_this_machine_are_trusted() {
        for url in [
            "https://crm.example.com",
            "http://127.0.0.1:3000",
            "http://localhost:3000",
            "http://[::1]:3000",
            "http://[::1]",
        ] {
            assert!(Public::new(url).trusted, "{url}");
        }
        for url in
            ["http://192.168.1.2:3000", "http://crm.example.com", "http://localhost.example.com", "http://[fe80::1]:80"]
        {
            assert!(!Public::new(url).trusted, "{url}");
        }
    }
}
