//! The installation's secret key when none is configured: made at the first start and kept beside the data.

use crate::config::Config;
use backend::SecretKey;
use std::io::{ErrorKind, Result, Write as _};
use std::path::{Path, PathBuf};

/// The file's name.
const FILE: &str = "secret.key";
/// Where it is when the data is not in a file of ours.
const FOLDER: &str = "data";

/// The key that is configured, else the one that is kept, else a new one, which is kept from now on.
pub fn load(config: &Config) -> Result<SecretKey> {
    match &config.secret_key {
        Some(key) => Ok(key.clone()),
        None => kept_or_made(&path(&config.database_url)),
    }
}

/// The same, but makes none that is kept: for looking at an installation.
pub fn peek(config: &Config) -> Result<SecretKey> {
    match &config.secret_key {
        Some(key) => Ok(key.clone()),
        None => Ok(kept(&path(&config.database_url))?.unwrap_or_else(SecretKey::generate)),
    }
}

/// Beside the SQLite file, so that two installations on one machine have two keys.
fn path(database_url: &str) -> PathBuf {
    let file = database_url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
    let file = file.and_then(|path| path.split('?').next()).filter(|path| *path != ":memory:");
    let folder = file.and_then(|path| Path::new(path).parent());
    folder.unwrap_or_else(|| Path::new(FOLDER)).join(FILE)
}

fn kept(path: &Path) -> Result<Option<SecretKey>> {
    match std::fs::read_to_string(path) {
        Ok(text) => match SecretKey::parse(&text) {
            Some(key) => Ok(Some(key)),
            None => Err(std::io::Error::new(ErrorKind::InvalidData, format!("{} holds no key", path.display()))),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

/// Processes that start together agree: the file appears whole, and the first one counts.
fn kept_or_made(path: &Path) -> Result<SecretKey> {
    if let Some(key) = kept(path)? {
        return Ok(key);
    }
    let key = SecretKey::generate();
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let made = write(&draft, &key).and_then(|()| std::fs::hard_link(&draft, path));
    let _ = std::fs::remove_file(&draft);
    match made {
        Ok(()) => Ok(key),
        Err(error) => match kept(path)? {
            Some(first) => Ok(first),
            None => Err(std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
        },
    }
}

/// Nobody but the owner reads it.
fn write(path: &Path, key: &SecretKey) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", key.expose())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_the_owners_alone() {
        let folder = std::env::temp_dir().join(format!("canopy-secret-{}", std::process::id()));
        let file = folder.join("data").join(FILE);
        let made = kept_or_made(&file).unwrap();
        assert_eq!(kept_or_made(&file).unwrap(), made);
        assert_eq!(kept(&file).unwrap(), Some(made));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "no draft is left");
        std::fs::write(&file, "short").unwrap();
        assert!(kept_or_made(&file).is_err(), "a broken one is not replaced");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn it_lies_beside_the_data() {
        assert_eq!(path("sqlite://data/canopy.db"), Path::new("data/secret.key"));
        assert_eq!(path("sqlite:///srv/x/canopy.db?mode=rwc"), Path::new("/srv/x/secret.key"));
        assert_eq!(path("postgres://u@h/x"), Path::new("data/secret.key"));
    }
}
