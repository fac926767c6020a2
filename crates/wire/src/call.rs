//! A request that was understood, and one that was not.

use crate::model::Operation;
use crate::{ApiError, Protocol, Record, Service};

/// The account of callers whose access key id names none.
pub const DEFAULT_ACCOUNT: &str = "123456789012";
/// The region of unsigned requests.
pub const DEFAULT_REGION: &str = "us-east-1";

/// One API call, of whatever protocol: all that a handler may know.
#[derive(Clone, Debug)]
pub struct Call {
    pub service: Service,
    pub operation: &'static Operation,
    pub account: String,
    pub region: String,
    /// Empty for an unsigned request.
    pub access_key: String,
    pub request_id: String,
    /// The input, checked against the model's constraints.
    pub input: Record,
}

/// A request that could not be made a call, with what it takes to say so in the caller's protocol.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// `None` where nothing tells the service.
    pub service: Option<Service>,
    /// The service's protocol, or the one that the request looks like.
    pub protocol: Protocol,
    pub operation: Option<&'static Operation>,
    pub request_id: String,
    pub error: ApiError,
}
