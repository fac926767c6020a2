//! A key pair: the public half, under a name that is unique in a region.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::KeyPairId;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPair {
    pub id: KeyPairId,
    pub owner: Owner,
    pub name: String,
    pub kind: KeyKind,
    /// As EC2 shows it: by the key's kind and origin.
    pub fingerprint: String,
    /// One line of OpenSSH's form.
    pub public_key: String,
    pub created: OffsetDateTime,
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyKind {
    Rsa,
    Ed25519,
}

impl KeyKind {
    /// `KeyType`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}
