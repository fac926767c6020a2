//! An error as AWS names it: a code, a text, a status, and whose fault it is.
//!
//! How it looks on the wire is the protocol's matter (`refuse`); which codes and texts a service has is in
//! `errors`. A status that is not given is taken from the service model's error shape, then from the protocol.

use std::borrow::Cow;
use std::fmt;

/// A refusal of an API call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub code: Cow<'static, str>,
    pub message: String,
    /// `None`: as the model says for this code, else 400.
    pub status: Option<u16>,
    pub fault: Fault,
}

/// Whom AWS blames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Sender,
    Receiver,
}

impl ApiError {
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        ApiError {
            code: code.into(),
            message: message.into(),
            status: None,
            fault: Fault::Sender,
        }
    }

    /// A failure of ours: 500, blamed on the receiver.
    pub fn internal(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        ApiError {
            code: code.into(),
            message: message.into(),
            status: Some(500),
            fault: Fault::Receiver,
        }
    }

    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ApiError {}
