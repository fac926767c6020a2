//! The control plane: what each AWS operation does to the World.
//!
//! One folder a service, one file a resource. A handler sees a typed view of its request and a [`Cx`]: it reads the
//! World, checks AWS's rules, puts and deletes resources, and returns the members of its answer. It knows no protocol,
//! opens nothing and decides nothing about traffic: the clock, ids, certificates and observed health come through
//! [`Cx`] and [`ports`]. The caller commits the changes, or drops them when the handler failed.

#![expect(
    clippy::needless_pass_by_value,
    reason = "an operation takes its view whole, whatever it keeps of it"
)]

pub mod acm;
pub mod apigateway;
pub mod cloudfront;
mod cx;
pub mod ec2;
pub mod elbv2;
pub mod iam;
pub mod logs;
mod operation;
pub mod ports;
pub mod route53;
mod secret;
pub mod sts;

pub use cx::{Cx, Effect, Outcome};
pub use operation::{Operation, Request, execute, operations};

#[cfg(test)]
mod tests;
