//! Temporary credentials that sts gave out, until they expire.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::arn;
use crate::id::AccessKeyId;

/// Its `Debug` keeps the secret to itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: AccessKeyId,
    pub account: AccountId,
    pub secret: String,
    /// What requests carry as `X-Amz-Security-Token`.
    pub token: String,
    pub created: OffsetDateTime,
    pub expires: OffsetDateTime,
    pub principal: SessionPrincipal,
    /// A policy and ARNs of policies that narrow the session.
    pub policies: Vec<String>,
    pub source_identity: Option<String>,
    pub tags: BTreeMap<String, String>,
    /// Keys of the tags that later sessions inherit.
    pub transitive: Vec<String>,
}

/// Who acts in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionPrincipal {
    /// The account's root, by GetSessionToken.
    Root,
    Role {
        name: String,
        role_id: String,
        session: String,
    },
}

impl Session {
    /// As GetCallerIdentity and policies name the caller.
    pub fn caller_arn(&self) -> String {
        match &self.principal {
            SessionPrincipal::Root => arn::global("iam", &self.account, "root"),
            SessionPrincipal::Role { name, session, .. } => {
                arn::global("sts", &self.account, &format!("assumed-role/{name}/{session}"))
            }
        }
    }

    pub fn user_id(&self) -> String {
        match &self.principal {
            SessionPrincipal::Root => self.account.to_string(),
            SessionPrincipal::Role { role_id, session, .. } => format!("{role_id}:{session}"),
        }
    }

    pub fn has_expired(&self, now: OffsetDateTime) -> bool {
        now >= self.expires
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session of {} until {}", self.caller_arn(), self.expires)
    }
}
