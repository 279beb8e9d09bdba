//! The table: what each verb answers to whom.

/// What a cell of the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    /// The role does not include it.
    Role,
    /// Governed from above.
    Governed,
    /// For this caller it does not exist.
    Absent,
    /// The state that it is in stands in the way.
    State,
}

pub use Answer::{Absent, Governed, Role as No, Yes};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Find,
    Detail,
    Ancestors,
    ListUnder,
    ListChildren,
    Branch,
    FindInTree,
    Edit,
    EditGoverned,
    EditNotes,
    CreateBelow,
    CreateBelowWithUser,
    Disable,
    MovePlan,
    Move,
    DeletionPlan,
    Delete,
    Schedule,
    CancelDeletion,
    Restore,
    Purge,
    ListUsers,
    AddUser,
    ListContacts,
    FindContact,
    AddContact,
    EditContact,
    SetDefaultContact,
    DisableContact,
    EnableContact,
    DeleteContact,
    DisableSignedIn,
    DeleteSignedIn,
    GiveSignIn,
    TakeSignIn,
    ListAllUsers,
    FindUser,
    EditUser,
    EditRole,
    DisableUser,
    EnableUser,
    DeleteUser,
    Invite,
    SendReset,
    EndSessions,
}

/// For each verb: viewer, editor, admin of the very customer; then of the customer above it.
pub const TABLE: [(Verb, [Answer; 3], [Answer; 3]); 45] = [
    (Verb::Find, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Detail, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Ancestors, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::ListUnder, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::ListChildren, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Branch, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::FindInTree, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::Edit, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::EditGoverned, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::EditNotes, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::CreateBelow, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::CreateBelowWithUser, [No, No, Yes], [No, No, Yes]),
    (Verb::Disable, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::MovePlan, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::Move, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::DeletionPlan, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::Delete, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::Schedule, [No, Governed, Governed], [No, Yes, Yes]),
    (Verb::CancelDeletion, [No, Governed, Governed], [No, Yes, Yes]),
    // A deleted customer exists only for who may restore it; nobody of it can act at all.
    (Verb::Restore, [Absent, Absent, Absent], [Absent, Yes, Yes]),
    (Verb::Purge, [Absent, Absent, Absent], [Absent, Yes, Yes]),
    (Verb::ListUsers, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::AddUser, [No, No, Yes], [No, No, Yes]),
    (Verb::ListContacts, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::FindContact, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::AddContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::EditContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::SetDefaultContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::DisableContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::EnableContact, [No, Yes, Yes], [No, Yes, Yes]),
    (Verb::DeleteContact, [No, Yes, Yes], [No, Yes, Yes]),
    // Who signs in is a matter of admins, also where it is a contact that does.
    (Verb::DisableSignedIn, [No, No, Yes], [No, No, Yes]),
    (Verb::DeleteSignedIn, [No, No, Yes], [No, No, Yes]),
    (Verb::GiveSignIn, [No, No, Yes], [No, No, Yes]),
    (Verb::TakeSignIn, [No, No, Yes], [No, No, Yes]),
    (Verb::ListAllUsers, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::FindUser, [Yes, Yes, Yes], [Yes, Yes, Yes]),
    (Verb::EditUser, [No, No, Yes], [No, No, Yes]),
    (Verb::EditRole, [No, No, Yes], [No, No, Yes]),
    (Verb::DisableUser, [No, No, Yes], [No, No, Yes]),
    (Verb::EnableUser, [No, No, Yes], [No, No, Yes]),
    (Verb::DeleteUser, [No, No, Yes], [No, No, Yes]),
    (Verb::Invite, [No, No, Yes], [No, No, Yes]),
    (Verb::SendReset, [No, No, Yes], [No, No, Yes]),
    (Verb::EndSessions, [No, No, Yes], [No, No, Yes]),
];

