//! Who may import whom (docs/DESIGN.md): model ← backend ← app with ssr ← server; slim, model ← app ← frontend;
//! migrations ← server and the backend's tests; SQL only in backend and migrations.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Each of our packages and its folder.
const PACKAGES: [(&str, &str); 7] = [
    ("app", "app"),
    ("backend", "server/backend"),
    ("frontend", "frontend"),
    ("migrations", "migrations"),
    ("model", "app/model"),
    ("server", "server"),
    ("slim", "app/leptos"),
];

/// Our packages that a package depends on, apart from its tests.
fn ours(folder: &str) -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let named = manifest["dependencies"].as_table().unwrap().iter();
    let named = named.map(|(name, what)| what.get("package").and_then(|name| name.as_str()).unwrap_or(name).to_owned());
    named.filter(|name| PACKAGES.iter().any(|(package, _)| package == name)).collect()
}

#[test]
fn packages_depend_in_one_direction() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("app", ["backend", "model", "slim"].as_slice()),
        // Its builders for tests need the schema.
        ("backend", &["migrations", "model"]),
        ("frontend", &["app", "model"]),
        ("migrations", &[]),
        ("model", &[]),
        ("server", &["app", "backend", "migrations", "model"]),
        ("slim", &[]),
    ]);
    for (package, folder) in PACKAGES {
        let found = ours(folder);
        let forbidden: Vec<_> = found.iter().filter(|name| !allowed[package].contains(&name.as_str())).collect();
        assert!(forbidden.is_empty(), "{package} depends on {forbidden:?}");
    }
}

#[test]
fn the_server_side_never_gets_into_the_browser() {
    let manifest = std::fs::read_to_string(root().join("app/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    assert_eq!(manifest["dependencies"]["backend"]["optional"].as_bool(), Some(true), "only with the feature ssr");
    let manifest = std::fs::read_to_string(root().join("server/backend/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    assert_eq!(manifest["dependencies"]["migrations"]["optional"].as_bool(), Some(true), "only for tests");
}

#[test]
fn in_the_app_only_its_border_names_the_backend() {
    for (path, text) in sources("app/src") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let border = name == "api.rs" || name.ends_with("_api.rs") || name == "request.rs";
        assert!(border || !text.contains("backend::"), "{} names the backend", path.display());
    }
}

#[test]
fn a_feature_uses_no_other_features_pages() {
    let features = ["customers", "people", "trash"];
    for feature in features {
        for (path, text) in sources(&format!("app/src/{feature}")) {
            for other in features.into_iter().filter(|other| *other != feature) {
                let lines = text.lines().filter(|line| line.contains(&format!("crate::{other}::")));
                let foreign: Vec<_> = lines.filter(|line| line.contains("_page") || line.contains("Page")).collect();
                assert!(foreign.is_empty(), "{}: {foreign:?}", path.display());
            }
        }
    }
}

#[test]
fn sql_stays_in_the_backend() {
    for (path, text) in ["app", "frontend", "server/src"].into_iter().flat_map(sources) {
        for word in ["sea_orm::", "sqlx::", "SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE "] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn the_model_does_no_io() {
    for (path, text) in sources("app/model/src") {
        for word in ["std::fs", "std::net", "std::env", "std::process", "SystemTime", "tokio", "leptos"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn files_stay_small() {
    for (path, text) in PACKAGES.iter().flat_map(|(_, folder)| sources(folder)) {
        assert!(text.lines().count() <= 500, "{} is longer than 500 lines", path.display());
    }
}

/// Every Rust file of ours below a folder.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !["target", "node_modules"].contains(&name) {
                folders.push(path);
            } else if name.ends_with(".rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no sources");
    found
}
