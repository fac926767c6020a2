//! AWS's wire as data: service models, one engine for every protocol, typed views, error codes and texts.
//!
//! - [`model`]: the published service models, reduced to facts.
//! - [`Value`], [`Record`], [`record!`]: what every protocol is read into and written from.
//! - [`read`]: an HTTP request as a [`Call`], or a [`Rejection`] that can answer for itself.
//! - [`view!`]: typed requests, which refuse what they do not list.
//! - [`ApiError`], [`errors`]: AWS's codes and texts, named in one place.
//! - [`answer`], [`refuse`]: the HTTP response; [`conformance`] holds an output against the model.
//!
//! Handlers know none of the protocols. Signatures are not verified here, and sockets are elsewhere.

mod answer;
mod call;
mod conformance;
mod constraint;
mod error;
pub mod errors;
pub mod model;
mod path;
mod read;
mod service;
mod timestamp;
mod value;
pub mod view;

pub use answer::{answer, refuse};
pub use call::{Call, DEFAULT_ACCOUNT, DEFAULT_REGION, Rejection};
pub use conformance::conformance;
pub use constraint::{Pattern, check as check_constraints};
pub use error::{ApiError, Fault};
pub use model::{UNIMPLEMENTED, operations};
pub use path::Path;
pub use read::{MAX_BODY, read};
pub use service::{Protocol, Service};
pub use value::{IntoMember, Record, Value};
pub use view::{FromValue, Input, View};
