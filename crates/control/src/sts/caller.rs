//! The caller: the account's root, or whoever a temporary key was given to. There are no users to sign in.

use std::sync::Arc;

use adit_model::session::{Session, SessionPrincipal};
use adit_model::{AccountId, arn, credential};

use crate::cx::Cx;

pub struct Caller {
    account: AccountId,
    session: Option<Arc<Session>>,
}

impl Caller {
    pub fn of(cx: &Cx<'_>) -> Self {
        Self {
            account: cx.account.clone(),
            session: credential::session(cx.world(), &cx.access_key).cloned(),
        }
    }

    pub fn arn(&self) -> String {
        match &self.session {
            Some(session) => session.caller_arn(),
            None => arn::global("iam", &self.account, "root"),
        }
    }

    pub fn user_id(&self) -> String {
        match &self.session {
            Some(session) => session.user_id(),
            None => self.account.to_string(),
        }
    }

    /// Whether the caller's credentials are temporary.
    pub fn is_session(&self) -> bool {
        self.session.is_some()
    }

    /// The session of a role, which assumes the next one by chaining.
    pub fn role_session(&self) -> Option<&Session> {
        let session = self.session.as_deref()?;
        matches!(session.principal, SessionPrincipal::Role { .. }).then_some(session)
    }

    /// As policies compare `aws:PrincipalArn`: a session's role, not the session.
    pub fn principal_arn(&self) -> String {
        match self.session.as_deref().map(|session| &session.principal) {
            Some(SessionPrincipal::Role { name, .. }) => {
                arn::global("iam", &self.account, &format!("role/{name}"))
            }
            _ => arn::global("iam", &self.account, "root"),
        }
    }
}
