//! The network of the World, compiled for the data plane: who may open a connection to whom, and what names mean.
//!
//! [`Compiler`] turns security groups, network ACLs and route tables into rule lists, and follows changes; [`Net::admit`] reads them for one
//! flow and answers with a [`Permit`], which nothing else can make, or a [`Refusal`] that names the object and the
//! command that would change it; [`Net::resolve`] answers names as they resolve from the internet or inside a VPC.
//! The proof reads the same lists through [`Net::security_group`], [`Net::network_acl`] and [`Net::route_table`].
//!
//! - `flow`: the dimensions of a flow and its point;
//! - `prefix_list`, `security_group`, `network_acl`, `route_table`: one compiled object each;
//! - `source`: where a flow starts and where it goes;
//! - `verdict`: permits and refusals;
//! - `net`, `subnet`, `interface`: the whole, and what stands in it; `compile`: how it is made;
//! - `admit`, `internet`, `vpc_origin`: the order of the checks, by the way a flow takes;
//! - `cure`: the command that lets a refused flow pass;
//! - `name`: names.
//!
//! Left out: protocols other than TCP, IPv6 inside a VPC, NAT, peering and transit gateways, tracked flows that outlive
//! a change of their group (api F5). Every refusal is silence to the client (api F11); waiting is the caller's.

mod admit;
mod compile;
mod cure;
pub mod flow;
pub mod interface;
mod internet;
pub mod name;
mod net;
pub mod network_acl;
mod prefix_list;
pub mod route_table;
pub mod security_group;
pub mod source;
pub mod subnet;
pub mod testing;
pub mod verdict;
mod vpc_origin;

pub use compile::Compiler;
pub use flow::{Flow, FlowDim, Outcome};
pub use interface::Interface;
pub use name::{Addresses, Named, PublicName, Resolution};
pub use net::Net;
pub use source::{Destination, Source, Vantage};
pub use verdict::{Check, Passed, Permit, Reason, Refusal};

#[cfg(test)]
mod tests;
