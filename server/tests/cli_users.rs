//! `canopy user …`: exit codes, what is the result, and what became of the user.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A working folder with an installation in it: an admin of the provider, and a customer with the ref ID `ACME`.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Exit code, result and what is told beside it.
type Ended = (i32, String, String);

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("canopy-users-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let place = Self(folder);
        let admin = ["admin", "create", "--email", "ada@provider.example", "--password-stdin"];
        assert_eq!(place.run(&admin, "correct horse battery staple").0, 0);
        let csv = "ref_id,name,kind,country\nACME,Acme,company,IT\nBESIDE,Beside,company,IT\n";
        std::fs::write(place.0.join("customers.csv"), csv).unwrap();
        assert_eq!(place.run(&["import", "customers", "customers.csv"], "").0, 0);
        place
    }

    fn run(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_canopy"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CANOPY_") || name == "DATABASE_URL") {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(&self.0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn user(&self, arguments: &str) -> Ended {
        let arguments: Vec<&str> = ["user"].into_iter().chain(arguments.split(' ')).collect();
        self.run(&arguments, "")
    }

    /// It is done, and there is no result but words on the way.
    #[track_caller]
    fn does(&self, arguments: &str) -> String {
        let (code, result, told) = self.user(arguments);
        assert_eq!((code, result.as_str()), (0, ""), "{arguments}: {told}");
        told
    }

    #[track_caller]
    fn refuses(&self, arguments: &str, why: &str) {
        let (code, result, told) = self.user(arguments);
        assert_eq!((code, result.as_str()), (1, ""), "{arguments}: {told}");
        assert!(told.contains(why), "{arguments}: {told}");
    }

    fn listed(&self) -> Vec<String> {
        let (code, result, told) = self.user("list");
        assert_eq!(code, 0, "{told}");
        result.lines().map(str::to_owned).collect()
    }
}

#[test]
fn wrong_usage_is_2_and_every_verb_has_help() {
    let place = Place::new("usage");
    for arguments in
        ["fly", "invite", "role --email a@b.example", "disable", "list --what", "delete ada@provider.example"]
    {
        let (code, result, told) = place.user(arguments);
        assert_eq!((code, result.as_str(), told.is_empty()), (2, "", false), "{arguments}");
    }
    for verb in [
        "list",
        "invite",
        "role",
        "enable",
        "disable",
        "reset-password",
        "reset-second-factor",
        "end-sessions",
        "delete",
    ] {
        let (code, result, told) = place.user(&format!("{verb} --help"));
        assert_eq!((code, told.as_str()), (0, ""), "{verb}");
        assert!(result.contains("Usage: canopy user"), "{result}");
    }
    place.refuses("disable --email nowhere", "--email: ");
    place.refuses("disable --email nobody@provider.example", "email: ");
    place.refuses("invite --email eve@acme.example --role king", "--role: ");
    place.refuses("invite --email eve@acme.example --role viewer --customer NONE", "no customer has the ref ID NONE");
    place.refuses("list --customer NONE", "no customer has the ref ID NONE");
}

#[test]
fn a_user_from_the_invitation_to_the_end() {
    let place = Place::new("life");
    let (code, link, told) = place.user("invite --email eve@acme.example --customer ACME --role editor --display-link");
    assert_eq!(code, 0, "{told}");
    assert!(link.starts_with("http://127.0.0.1:3000/activate/") && link.lines().count() == 1, "{link}");
    assert!(told.contains("Invited eve (eve@acme.example)") && !told.contains(link.trim()), "{told}");
    place.refuses("invite --email EVE@acme.example --customer BESIDE --role editor", "email: ");
    place.refuses("invite --email eve@acme.example --role viewer", "as editor; canopy user role changes that");
    let (code, again, told) =
        place.user("invite --email EVE@acme.example --customer ACME --role editor --display-link");
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("Invited eve (eve@acme.example) again: an earlier link no longer works"), "{told}");
    assert!(again.contains("/activate/") && again != link, "{again}");
    let told = place.does("invite --email bob@beside.example --customer BESIDE --role viewer --name Bob");
    assert!(told.contains("waits in the outbox"), "{told}");
    assert_eq!(
        place.listed(),
        [
            "ada@provider.example\tadmin\tactive\tProvider\tada",
            "bob@beside.example\tviewer\tinvited\tBeside\tBob",
            "eve@acme.example\teditor\tinvited\tAcme\teve",
        ]
    );
    let (code, json, _) = place.user("list --customer ACME --json");
    let users: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, users.as_array().unwrap().len()), (0, 1));
    assert_eq!((&users[0]["email"], &users[0]["role"]), (&Value::from("eve@acme.example"), &Value::from("editor")));
    place.refuses("reset-password --email eve@acme.example", "has set no password yet");

    assert!(place.does("role --email eve@acme.example --role admin").contains("eve@acme.example is admin"));
    assert!(place.does("disable --email eve@acme.example").contains("is disabled"));
    assert_eq!(place.listed()[2], "eve@acme.example\tadmin\tdisabled\tAcme\teve");
    place.refuses("reset-password --email eve@acme.example", "is disabled");
    place.refuses("invite --email eve@acme.example --role admin", "canopy user enable comes first");
    assert!(place.does("enable --email eve@acme.example").contains("is invited"));
    assert!(place.does("reset-second-factor --email eve@acme.example").contains("has no second factor"));
    assert!(place.does("end-sessions --email eve@acme.example").contains("0 sessions"));
    place.does("delete --email eve@acme.example");
    assert_eq!(place.listed().len(), 2);
    let (_, none, _) = place.user("list --customer ACME --json");
    assert_eq!(serde_json::from_str::<Value>(&none).unwrap(), Value::from(Vec::<Value>::new()));
}

#[test]
fn a_link_for_a_new_password_and_the_last_admin() {
    let place = Place::new("admin");
    let (code, link, _) = place.user("reset-password --email ada@provider.example --display-link");
    assert_eq!((code, link.lines().count()), (0, 1));
    assert!(link.starts_with("http://127.0.0.1:3000/reset/"), "{link}");
    assert!(place.does("reset-password --email ada@provider.example").contains("waits in the outbox"));
    for verb in ["disable", "delete", "role --role viewer"] {
        place.refuses(&format!("{verb} --email ada@provider.example"), "ada is the provider's last admin");
    }
    place.refuses("invite --email ada@provider.example --role admin", "is active already; canopy user reset-password");
    // Without --customer it is one of the provider's own people.
    place.does("invite --email bea@provider.example --role admin");
    place.refuses("disable --email ada@provider.example", "last admin");
}

#[test]
fn an_import_says_what_becomes_of_the_invitations() {
    let place = Place::new("invitations");
    let import = |name: &str, more: &[&str]| {
        let csv =
            format!("name,kind,country,first_user_name,first_user_email\n{name},company,IT,Ugo,ugo@{name}.example\n");
        std::fs::write(place.0.join("more.csv"), csv).unwrap();
        let (code, result, told) = place.run(&[&["import", "customers", "more.csv"], more].concat(), "");
        assert_eq!(code, 0, "{told}");
        assert!(result.contains("1 of 1 rows"), "{result}");
        told
    };
    let told = import("one", &[]);
    assert!(told.contains("first users who know nothing of it yet: 1") && told.contains("--mail"), "{told}");
    assert!(import("two", &["--mail"]).contains("invitations that wait in the outbox"));
    let told = import("three", &["--links", "links.csv"]);
    assert!(!told.contains("invitations") && !told.contains("first users"), "{told}");
    assert!(std::fs::read_to_string(place.0.join("links.csv")).unwrap().contains(",ugo@three.example,"));
    assert!(!import("four", &["--mail", "--dry-run"]).contains("invitations"));
    let (code, _, told) = place.run(&["import", "customers", "more.csv", "--mail", "--links", "links.csv"], "");
    assert!(code != 0 && told.contains("cannot be used with"), "{told}");
}
