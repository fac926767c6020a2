//! The dimensions of a policy's requests.
//!
//! A condition key has one kind for all policies and requests, fixed by its name: addresses and times are sets of
//! numbers, everything else is text. An operator that does not fit its key's kind still works (it looks at the value
//! as text, or reads the text as a number), at the price that the proof may not know its extent.

use std::fmt;
use std::sync::Arc;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// The caller's ARN or service name; `Absent` is anonymous.
    Principal,
    /// `execute-api:Invoke`, in any case.
    Action,
    /// The ARN that the request asks for.
    Resource,
    /// The lower-cased name of a condition key; make it with [`Key::condition`].
    Condition(Arc<str>),
}

/// What kind of value a key has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    Addrs,
    /// Whole numbers; times are seconds since 1970.
    Nums,
    Texts,
}

impl Key {
    /// Names are not case-sensitive (api B18). `aws:EpochTime` and `aws:CurrentTime` are one fact and one dimension.
    pub fn condition(name: &str) -> Key {
        let name = name.to_ascii_lowercase();
        Key::Condition(if name == EPOCH_TIME {
            CURRENT_TIME.into()
        } else {
            name.into()
        })
    }

    pub fn kind(&self) -> KeyKind {
        let Key::Condition(name) = self else {
            return KeyKind::Texts;
        };
        match &**name {
            "aws:sourceip" | "aws:vpcsourceip" => KeyKind::Addrs,
            CURRENT_TIME | TOKEN_ISSUE_TIME | "aws:multifactorauthage" => KeyKind::Nums,
            _ => KeyKind::Texts,
        }
    }
}

pub(crate) const CURRENT_TIME: &str = "aws:currenttime";
pub(crate) const EPOCH_TIME: &str = "aws:epochtime";
pub(crate) const TOKEN_ISSUE_TIME: &str = "aws:tokenissuetime";

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Key::Principal => "principal",
            Key::Action => "action",
            Key::Resource => "resource",
            Key::Condition(name) => name,
        })
    }
}
