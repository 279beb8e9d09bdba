//! Lets cargo embed the site anew when it has changed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // In development the site is read from disk at every request: no need to compile again for a changed style.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo::rerun-if-changed=../target/site");
    }
}
