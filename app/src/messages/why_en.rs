//! Explanations in English.

use super::why::Why;
use model::people::Role;
use model::permissions::{Explanation, Reason, Rule};

pub(super) const WHY: Why = Why {
    action: "What",
    actions: [
        "see the customer",
        "edit the customer’s own data",
        "edit what is managed from above",
        "add customers below",
        "add customers with a user below",
        "enable or disable the customer",
        "require two-factor sign-in",
        "stop requiring two-factor sign-in",
        "move the customer",
        "delete the customer",
        "restore the customer",
        "delete the customer for good",
        "add users",
        "see the user",
        "edit the user",
        "change the user’s role",
        "enable the user",
        "disable the user",
        "delete the user",
        "invite the user again",
        "send a link for a new password",
        "sign the user out everywhere",
        "remove the user’s passkeys and codes",
        "view the pages as the user",
        "ask what the user may do",
        "add contacts",
        "see the contact",
        "edit the contact",
        "make the contact the default",
        "enable the contact",
        "disable the contact",
        "delete the contact",
        "let the contact sign in",
        "take the contact’s sign-in away",
        "see the rankings",
        "edit the rankings",
        "read the outbox",
        "make API tokens",
    ],
    allowed: "Yes, this is allowed.",
    end_view: "End",
    explain: "Explain",
    met: "Met:",
    not_allowed: "No, this is not allowed.",
    object: "With which customer",
    on: |name, action| format!("{name}: {action}"),
    oneself: "You can’t do this with yourself.",
    reason,
    unmet: "Not met:",
    view_as: "View as this user",
    viewing: |name, customer| format!("You view as {name} of {customer}"),
    viewing_note: |until| format!("You see what they see and change nothing. It ends on {until}."),
    viewing_refused: "You view as someone else: nothing can be changed, and what is theirs alone isn’t shown.",
    what_may: "What may they do?",
    what_may_for: |name| format!("What may {name} do?"),
    why: "Why?",
    why_for: |what| format!("Why can’t I {what}?"),
    why_not: "Why not?",
};

const fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Editor => "editor",
        Role::Admin => "admin",
    }
}

fn reason(reason: &Reason, told: &Explanation) -> String {
    let found = reason.found.as_deref().unwrap_or_default();
    let (name, customer) = (&told.user_name, &told.customer);
    let text = match (reason.rule, reason.holds) {
        (Rule::Activated, true) => "A password is set.",
        (Rule::Activated, false) => return format!("{name} is only invited and has no password yet."),
        (Rule::Enabled, true) => "The user is enabled.",
        (Rule::Enabled, false) => return format!("{name} is disabled."),
        (Rule::CustomerOpen, true) => return format!("{customer} and all above it are enabled."),
        (Rule::CustomerOpen | Rule::UserCustomerOpen, false) => {
            return format!("{found} is disabled: nobody of it or below can sign in.");
        }
        (Rule::SecondFactor, true) => "A second factor is set up, or none is required.",
        (Rule::SecondFactor, false) if found.is_empty() => {
            return format!("{name} has not set up the second factor that is required.");
        }
        (Rule::SecondFactor, false) => {
            return format!("{name} has not set up the second factor that {found} requires.");
        }
        (Rule::Scope, true) if found == "own" => return format!("It is {customer} itself, or belongs to it."),
        (Rule::Scope, true) => return format!("It lies below {customer}."),
        (Rule::Scope, false) => return format!("It lies neither in {customer} nor below it."),
        (Rule::NotDeleted, true) => "It is not in the Trash.",
        (Rule::NotDeleted, false) => "It is in the Trash.",
        (Rule::Role, true) => return format!("The role {} is enough; {name} is {}.", needed(reason), role(told.role)),
        (Rule::Role, false) => return format!("It takes the role {}; {name} is {}.", needed(reason), role(told.role)),
        (Rule::NotProvider, true) => "It is not the provider itself.",
        (Rule::NotProvider, false) => "The provider itself can’t be moved, disabled or deleted.",
        (Rule::Ancestor, true) => return format!("It is managed from above, and {customer} is above."),
        (Rule::Ancestor, false) => {
            return format!("It is managed from above: only editors and admins above {customer} change it.");
        }
        (Rule::NotSetFromAbove, true) => "It was not set by those who manage the account, or they are asked.",
        (Rule::NotSetFromAbove, false) => {
            return format!("It was set by those who manage {customer} from above: they take it off.");
        }
        (Rule::NotRequiredAbove, true) => "No customer above requires it.",
        (Rule::NotRequiredAbove, false) if found.is_empty() => "It is required from above.",
        (Rule::NotRequiredAbove, false) => return format!("{found}, above it, requires it."),
        (Rule::OfProvider, true) => return format!("{name} is of the provider."),
        (Rule::OfProvider, false) => "Only the provider’s own people do this.",
        (Rule::NotOneself, true) => "It is someone else.",
        (Rule::NotOneself, false) => "One does not do this with oneself.",
        (Rule::NotActivated, true) => "The user has not set a password yet.",
        (Rule::NotActivated, false) => "The user has set a password already.",
        (Rule::UserActivated, true) => "The user has set a password.",
        (Rule::UserActivated, false) => "The user has not set a password yet.",
        (Rule::UserEnabled, true) => "The user to whom it is done is enabled.",
        (Rule::UserEnabled, false) => "The user to whom it is done is disabled.",
        (Rule::UserCustomerOpen, true) => "The customer of that user and all above it are enabled.",
        (Rule::LastAdmin, true) => "The provider keeps an admin.",
        (Rule::LastAdmin, false) => "It is the provider’s last admin.",
        (Rule::NotDefault, true) => "It is not a default contact that is needed.",
        (Rule::NotDefault, false) => "It is the default contact. Another one has to be it first.",
        (Rule::ContactEnabled, true) => "The contact is enabled.",
        (Rule::ContactEnabled, false) => "The contact is disabled.",
        (Rule::NoSignIn, true) => "The contact doesn’t sign in yet.",
        (Rule::NoSignIn, false) => "The contact signs in already.",
        (Rule::Company, true) => "The customer is a company.",
        (Rule::Company, false) => "The customer is an individual: only companies have contacts.",
        (Rule::Deleted, true) => "The customer is in the Trash.",
        (Rule::Deleted, false) => "The customer is not in the Trash.",
        (Rule::DeletedItself, true) => "No other customer took it to the Trash.",
        (Rule::DeletedItself, false) => return format!("It was deleted along with {found}: restore that one."),
    };
    text.to_owned()
}

fn needed(reason: &Reason) -> &'static str {
    role(reason.needed.unwrap_or(Role::Viewer))
}
