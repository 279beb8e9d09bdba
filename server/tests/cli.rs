//! The binary as people run it: exit codes, what goes to stdout and what to stderr, starting and stopping.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// A working folder of its own, with nothing configured.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("canopy-cli-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_canopy"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CANOPY_") || name == "DATABASE_URL") {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self.command(arguments).spawn().unwrap();
        // A command that reads nothing may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn wrong_usage_is_2_and_tells_what_is_wrong() {
    let place = Place::new("usage");
    for arguments in
        [&["fly"][..], &["seed"], &["serve", "--addr", "x"], &["admin", "create"], &["--database-url", "mysql://x"]]
    {
        let output = place.run(arguments, "");
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
    std::fs::write(place.0.join("canopy.toml"), "adr = 'x'").unwrap();
    let output = place.run(&["migrate"], "");
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("unknown: adr"), "{}", text(&output.stderr));
    for help in ["--help", "--version"] {
        let output = place.run(&[help], "");
        assert_eq!((code(&output), output.stderr.len()), (0, 0));
        assert!(text(&output.stdout).contains("canopy"));
    }
}

#[test]
fn an_admin_and_a_token_from_an_empty_database() {
    let place = Place::new("admin");
    let output = place.run(&["admin", "create", "--email", "anna@provider.example", "--password-stdin"], "short\n");
    assert_eq!(code(&output), 1, "a password that short is refused");
    let create =
        ["admin", "create", "--email", "anna@provider.example", "--password-stdin", "--provider", "Rossi Cloud"];
    let output = place.run(&create, "correct horse battery staple\n");
    assert_eq!((code(&output), text(&output.stdout)), (0, String::new()), "{}", text(&output.stderr));
    let output = place.run(&["admin", "create", "--email", "bruno@provider.example", "--display-link"], "");
    let link = text(&output.stdout);
    assert!(link.starts_with("http://127.0.0.1:3000/activate/") && link.lines().count() == 1, "{link}");
    let output = place.run(&["token", "create", "--email", "anna@provider.example", "--expires", "7"], "");
    let token = text(&output.stdout);
    assert!(token.starts_with("cnp_") && token.trim_end().lines().count() == 1, "{token}");
    assert!(!text(&output.stderr).contains(token.trim_end()));
    let output = place.run(&["token", "create", "--email", "nobody@provider.example"], "");
    assert_eq!((code(&output), output.stdout.len()), (1, 0));
}

#[test]
fn migrating_goes_both_ways() {
    let place = Place::new("migrate");
    for arguments in [&["migrate"][..], &["migrate", "--down", "1"], &["migrate"]] {
        let output = place.run(arguments, "");
        assert_eq!((code(&output), output.stdout.len()), (0, 0), "{}", text(&output.stderr));
    }
}

#[test]
fn the_doctor_asks_the_mail_server_and_makes_nothing() {
    let place = Place::new("doctor");
    let finding = |output: &Output| {
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mail = found.as_array().unwrap().iter().find(|finding| finding["check"] == "config.mail").cloned();
        mail.unwrap()
    };
    let output = place.run(&["doctor", "--json"], "");
    assert_eq!((code(&output), finding(&output)["severity"].as_str()), (0, Some("warning")), "none is configured");
    assert_eq!(std::fs::read_dir(&place.0).unwrap().count(), 0, "it made something");
    // Nobody listens there any more.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut doctor = place.command(&["doctor", "--json"]);
    let output = doctor.env("CANOPY_SMTP_URL", format!("smtp://anna:hunter2@127.0.0.1:{port}")).output().unwrap();
    assert_eq!((code(&output), finding(&output)["severity"].as_str()), (1, Some("error")));
    assert!(!text(&output.stdout).contains("hunter2") && !text(&output.stderr).contains("hunter2"));
    let (port, mails) = mail_server();
    let mut doctor = place.command(&["doctor", "--json"]);
    let output = doctor.env("CANOPY_SMTP_URL", format!("smtp://127.0.0.1:{port}")).output().unwrap();
    let found = finding(&output);
    assert_eq!((code(&output), found["severity"].as_str()), (0, Some("fine")), "{found}");
    assert!(mails.try_recv().is_err(), "asking sends nothing");
}

#[test]
fn mail_waits_until_a_mail_server_is_configured() {
    let place = Place::new("mail");
    let create = ["admin", "create", "--email", "anna@provider.example", "--password-stdin"];
    assert_eq!(code(&place.run(&create, "correct horse battery staple")), 0);
    let token = text(&place.run(&["token", "create", "--email", "anna@provider.example"], "").stdout);
    let invite = |address: &str| {
        let new = r#"{"name":"Acme","kind":"company","country":"IT",
            "first_user":{"name":"Eve","email":"eve@acme.example","activation":"email"}}"#;
        let length = new.len();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /api/v1/customers HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{new}",
            token.trim()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    };
    let (mut server, address, _) = start(&place, &[]);
    invite(&address);
    stop(&mut server);

    let (port, mails) = mail_server();
    let (mut server, ..) = start(&place, &[("CANOPY_SMTP_URL", format!("smtp://127.0.0.1:{port}"))]);
    let mail = mails.recv_timeout(Duration::from_secs(20)).expect("a mail, opened with the key that was kept");
    let log = stop(&mut server);
    let (_, link) = mail.split_once("/activate/").expect("a link");
    assert!(mail.contains("To: Eve <eve@acme.example>") && !log.contains(&link[..20]), "{log}");
    assert_eq!(mails.recv_timeout(Duration::from_millis(200)).ok(), None, "once");
}

/// Takes mail and hands its text on.
fn mail_server() -> (u16, std::sync::mpsc::Receiver<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut answers = stream.try_clone().unwrap();
            let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
            answers.write_all(b"220 test\r\n").unwrap();
            while let Some(line) = lines.next() {
                let data = line == "DATA";
                answers.write_all(if data { b"354 go on\r\n" } else { b"250 ok\r\n" }).unwrap();
                if data {
                    let text: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                    answers.write_all(b"250 taken\r\n").unwrap();
                    sender.send(text.join("\n")).unwrap();
                }
            }
        }
    });
    (port, receiver)
}

#[test]
fn openapi_is_a_document() {
    let output = Place::new("openapi").run(&["openapi"], "");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

#[test]
fn the_server_starts_tells_where_it_is_and_stops_when_told() {
    let place = Place::new("serve");
    let (mut server, address, link) = start(&place, &[]);
    let link = link.expect("a new database has a set-up link");
    let path = link.split_once(&address).expect("the link is on this server").1.to_owned();
    assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(&address, &path).starts_with("HTTP/1.1 200"));
    let log = stop(&mut server);
    assert!(log.contains("path=\"/setup/…\""), "{log}");
    assert!(!log.contains(&link) && !log.contains(&path), "the link stands in the log");

    let create = ["admin", "create", "--email", "anna@provider.example", "--password-stdin"];
    assert_eq!(code(&place.run(&create, "correct horse battery staple")), 0);
    let (mut server, address, link) = start(&place, &[]);
    assert_eq!(link, None, "it is set up");
    assert!(get(&address, &path).starts_with("HTTP/1.1 404"), "and the old link is void");
    stop(&mut server);
}

/// Starts on a free port; gives the address, and the set-up link if there is one.
fn start(place: &Place, settings: &[(&str, String)]) -> (Child, String, Option<String>) {
    let mut command = place.command(&["serve", "--addr", "127.0.0.1:0"]);
    let mut server = command.envs(settings.iter().cloned()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.rsplit_once("http://").expect("the address").1.to_owned();
    // The second line, if any, follows at once; the pipe stays open after it.
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(sender.send(line))));
    let second = receiver.recv_timeout(Duration::from_secs(2)).ok();
    let link = second.map(|line| line.rsplit_once(' ').unwrap().1.to_owned());
    (server, address, link)
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Asks it to stop, and gives its log.
fn stop(server: &mut Child) -> String {
    let told = Command::new("kill").arg(server.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(server.wait().unwrap().success());
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    log
}
