//! IAM-language policies compiled to rule lists: resource policies of APIs, endpoint policies, identity policies.
//!
//! A document is parsed once ([`Policy`]), with errors that say where, and compiled to a [`Compiled`] list: all `Deny`
//! statements, then all `Allow` statements, then the implicit denial. Traffic asks [`evaluate`]; the proof cuts the
//! same list into regions. Principal, action, resource and each condition key are its dimensions ([`Key`]).
//!
//! A map of the crate: `document` and `statement` are the parsed form, `json` walks the document; `principal`,
//! `operator`, `condition`, `template` hold the elements and turn them into sets; `quantity` has numbers and dates;
//! `compile` and `request` are the two sides of an evaluation; `execute_api` is what API Gateway does to a policy when
//! it saves it.
//!
//! Left out on purpose: how several policies of one request combine (that differs by authorization type, api B1-B7, and
//! belongs to the hop), who the caller is, and multivalued request keys: a request has at most one value for each key.

mod compile;
mod condition;
mod document;
mod error;
pub mod execute_api;
mod json;
mod key;
mod operator;
mod principal;
mod quantity;
mod request;
mod statement;
mod template;

pub use compile::{Compiled, Effect, StatementRef, Verdict, evaluate};
pub use document::{ENDPOINT_POLICY_CHARS, Policy, PolicyKind, RESOURCE_POLICY_CHARS};
pub use error::PolicyError;
pub use key::{Key, KeyKind};
pub use request::Request;
