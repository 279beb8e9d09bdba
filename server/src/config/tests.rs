use super::*;

fn load(file: &str, environment: &[(&str, &str)], flags: &Flags) -> Result<Config, ConfigError> {
    let environment = |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    Config::from_sources(file, "canopy.toml", environment, flags)
}

#[test]
fn each_source_wins_over_the_one_before() {
    let defaults = load("", &[], &Flags::default()).unwrap();
    assert_eq!((defaults.addr.as_str(), defaults.trash_days), ("127.0.0.1:3000", 30));
    let file = "addr = '127.0.0.1:1'\ntrash_days = 1\nlog = 'debug'";
    let environment = [("CANOPY_ADDR", "127.0.0.1:2"), ("CANOPY_LOG", "warn"), ("CANOPY_TRASH_DAYS", "")];
    let flags = Flags { addr: Some("127.0.0.1:3".to_owned()), ..Flags::default() };
    let config = load(file, &environment, &flags).unwrap();
    assert_eq!((config.addr.as_str(), config.log.as_str(), config.trash_days), ("127.0.0.1:3", "warn", 1));
}

#[test]
fn our_database_url_wins_over_the_common_one() {
    let common = ("DATABASE_URL", "postgres://one/x");
    let config = load("", &[common], &Flags::default()).unwrap();
    assert_eq!(config.database_url, "postgres://one/x");
    let config = load("", &[common, ("CANOPY_DATABASE_URL", "postgres://two/x")], &Flags::default()).unwrap();
    assert_eq!(config.database_url, "postgres://two/x");
}

#[test]
fn unknown_keys_are_all_named() {
    let error = load("adress = 'x'\nlog = 'info'\n[smtp]\nurl = 'x'", &[], &Flags::default()).unwrap_err();
    assert!(error.0.contains("adress, smtp"), "{error}");
}

#[test]
fn a_wrong_value_is_refused_with_its_source_and_without_its_text() {
    let secret = "mysql://root:hunter2@localhost/x";
    let error = load("", &[("CANOPY_DATABASE_URL", secret)], &Flags::default()).unwrap_err();
    assert!(error.0.contains("CANOPY_DATABASE_URL") && !error.0.contains("hunter2"), "{error}");
    for (key, value) in [
        ("addr", "3000"),
        ("trash_days", "-1"),
        ("log_format", "xml"),
        ("clock_offset", "40"),
        ("api_rate", "0"),
        ("smtp_url", "mail.example.com:25"),
        ("mail_from", "nobody"),
        ("secret_key", "hunter2"),
    ] {
        let error = load(&format!("{key} = '{value}'"), &[], &Flags::default()).unwrap_err();
        assert!(error.0.contains(key), "{error}");
    }
}

#[test]
fn secrets_of_mail_are_never_printed() {
    let environment = [
        ("CANOPY_SMTP_URL", "smtp://anna:hunter2@mail.example.com"),
        ("CANOPY_SECRET_KEY", "hunter2hunter2hunter2hunter2hunter2"),
    ];
    let config = load("", &environment, &Flags::default()).unwrap();
    assert!(config.smtp.is_some() && config.secret_key.is_some());
    assert!(!format!("{config:?}").contains("hunter2"));
    let wrong = [("CANOPY_SMTP_URL", "imap://anna:hunter2@mail.example.com")];
    assert!(!load("", &wrong, &Flags::default()).unwrap_err().0.contains("hunter2"));
}

#[test]
fn public_urls_take_the_form_of_origins() {
    assert_eq!(public_url("https://CRM.Example.com:443/").unwrap(), "https://crm.example.com");
    assert_eq!(public_url("http://10.0.0.1:3000").unwrap(), "http://10.0.0.1:3000");
    for wrong in ["crm.example.com", "ftp://x", "https://", "https://x/y", "https://a@b", "https://x?y", "https://x y"]
    {
        assert!(public_url(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn offsets_have_a_sign_and_a_unit() {
    assert_eq!(duration("+40d"), Ok(40 * 86_400_000));
    assert_eq!(duration("-90m"), Ok(-5_400_000));
    assert!(duration("").is_err() && duration("d").is_err() && duration("99999999999999999d").is_err());
}

#[test]
fn the_example_file_holds_the_defaults() {
    let example = include_str!("../../../canopy.toml.example");
    let settings = |line: &str| line.strip_prefix("# ").filter(|line| line.contains(" = ")).map(str::to_owned);
    let mut table: toml::Table = example.lines().filter_map(settings).collect::<Vec<_>>().join("\n").parse().unwrap();
    let missing: Vec<_> = KEYS.into_iter().filter(|key| !table.contains_key(*key)).collect();
    assert_eq!(missing, ["clock_offset"], "which is for tests");
    // They have no default: what stands there is an example.
    for key in ["api_rate", "mail_from", "secret_key", "smtp_url"] {
        table.remove(key);
    }
    let mut expected = load("", &[], &Flags::default()).unwrap();
    expected.public_url = Some("http://127.0.0.1:3000".to_owned());
    assert_eq!(load(&table.to_string(), &[], &Flags::default()).unwrap(), expected);
}
