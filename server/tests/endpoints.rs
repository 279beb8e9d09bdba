//! Every address at which the server answers stands in endpoints.txt, so that a new one is noticed and thought about.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use std::path::Path;

/// Rewrites the list when set.
const UPDATE: &str = "CANOPY_UPDATE_ENDPOINTS";

#[test]
fn every_endpoint_is_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/endpoints.txt");
    let found = found();
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let listed = std::fs::read_to_string(&path).unwrap_or_default();
    let missing: Vec<_> = found.lines().filter(|line| !listed.lines().any(|known| known == *line)).collect();
    let gone: Vec<_> = listed.lines().filter(|line| !found.lines().any(|known| known == *line)).collect();
    assert!(
        found == listed,
        "new: {missing:#?}, gone: {gone:#?}; if that is right: {UPDATE}=1 cargo test -p server --test endpoints"
    );
}

fn found() -> String {
    let pages = server::pages::paths().flat_map(|path| [format!("GET {path}"), format!("POST {path}")]);
    let mut pages: Vec<_> = pages.chain(["GET /".to_owned()]).collect();
    let mut functions: Vec<_> = server::pages::server_fns().map(|(path, method)| format!("{method} {path}")).collect();
    let mut api = Vec::new();
    let document = serde_json::to_value(server::rest::openapi()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        api.extend(
            methods.as_object().unwrap().keys().map(|method| format!("{} /api/v1{path}", method.to_uppercase())),
        );
    }
    let mut others = ["/api/v1/docs.css", "/docs", "/healthz", "/openapi.json", "/readyz"]
        .map(|path| format!("GET {path}"))
        .to_vec();
    // They exist in development builds alone (tests/dev.rs), and are listed whatever the build.
    let mut dev =
        ["GET /dev/components", "POST /dev/components", "GET /dev/components.css"].map(str::to_owned).to_vec();
    let mut text = String::new();
    for (title, lines) in [
        ("pages", &mut pages),
        ("server functions", &mut functions),
        ("REST API", &mut api),
        ("others", &mut others),
        ("development builds alone", &mut dev),
    ] {
        lines.sort_by_key(|line| line.split_once(' ').map(|(method, path)| (path.to_owned(), method.to_owned())));
        text += &format!("# {title}\n{}\n\n", lines.join("\n"));
    }
    text.trim_end().to_owned() + "\n"
}
