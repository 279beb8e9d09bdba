//! What a browser calls itself, in two words: enough to tell one's devices apart, and no more than that.

/// Browser and system, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Device {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
}

/// Every browser names those that it wants to be taken for, so the most particular word comes first.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The device of a user agent.
pub(super) fn of(user_agent: &str) -> Device {
    let named = |words: &[(&str, &'static str)]| {
        words.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
    };
    Device { browser: named(&BROWSERS), system: named(&SYSTEMS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_under_the_names_of_others() {
        let known = |agent: &str| {
            let Device { browser, system } = of(agent);
            (browser.unwrap_or("?"), system.unwrap_or("?"))
        };
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        assert_eq!(known(chrome), ("Chrome", "Linux"));
        assert_eq!(known(&format!("{chrome} Edg/140.0.0.0")), ("Edge", "Linux"));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        assert_eq!(known(phone), ("Safari", "iPhone"));
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0";
        assert_eq!(known(firefox), ("Firefox", "Windows"));
        assert_eq!(known("curl/8.5.0"), ("?", "?"));
    }
}
