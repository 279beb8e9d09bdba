# What every script here shares: where the project is, how to speak, how to fail.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
export ROOT

# Progress goes to stderr: stdout is for results.
say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }
fail() { printf '\033[1;31m✗ %s\033[0m\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The version that Cargo.toml pins is the only one that fits the generated code.
bindgen_version() { sed -n 's/^wasm-bindgen = "=\([0-9.]*\)".*/\1/p' Cargo.toml; }
bindgen_fits() { [ "$("$1" --version 2>/dev/null)" = "wasm-bindgen $(bindgen_version)" ]; }

# Ours, else one that is installed already and has the very version.
find_bindgen() {
    local candidate
    for candidate in "$ROOT/.tools/wasm-bindgen-$(bindgen_version)/bin/wasm-bindgen" \
        "${CARGO_HOME:-$HOME/.cargo}/bin/wasm-bindgen" "$(command -v wasm-bindgen || true)"; do
        if [ -x "$candidate" ] && bindgen_fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# Cuts the wasm into parts; it fits the macro in Cargo.lock (wasm_split_helpers) by its minor version.
SPLIT_VERSION=0.2.4
find_split() {
    local candidate
    for candidate in "$ROOT/.tools/wasm-split-$SPLIT_VERSION/bin/wasm-split-cli" \
        "${CARGO_HOME:-$HOME/.cargo}/bin/wasm-split-cli" "$(command -v wasm-split-cli || true)"; do
        if [ -x "$candidate" ]; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# The folder with initdb, pg_ctl and postgres; Debian keeps it off the PATH. Newest first.
find_postgres() {
    local dir
    for dir in ${CANOPY_POSTGRES_BIN:-} $(find /usr/lib/postgresql /usr/pgsql-* /opt/homebrew/opt/postgresql* \
        -maxdepth 2 -type d -name bin 2>/dev/null | sort -Vr) "$(dirname "$(command -v initdb || echo /none/x)")"; do
        if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && [ -x "$dir/postgres" ]; then
            echo "$dir"
            return
        fi
    done
    return 1
}

find_chromium() {
    local candidate
    for candidate in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome; do
        if [ -n "$candidate" ] && have "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}
