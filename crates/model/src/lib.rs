//! The nouns of Adit: identifiers, resources, the World that holds them, and what may be said to it.
//!
//! Nothing here does I/O, knows a wire protocol, or decides who may pass. A resource holds what was asked for
//! through an AWS API, parsed once; what follows from it is compiled elsewhere (`hops::plan`).

pub mod account;
pub mod arn;
pub mod binding;
pub mod cache_policy;
pub mod certificate;
pub mod client_token;
pub mod clock;
pub mod deployment;
pub mod distribution;
pub mod id;
pub mod index;
pub mod internet_gateway;
pub mod listener;
pub mod listener_rule;
pub mod load_balancer;
pub mod managed_policy;
pub mod method;
pub mod minter;
pub mod network_acl;
pub mod network_interface;
pub mod origin;
pub mod origin_request_policy;
pub mod prefix_list;
pub mod rest_api;
pub mod route_table;
pub mod security_group;
pub mod stage;
pub mod store;
pub mod subnet;
pub mod tag;
pub mod target_group;
pub mod vpc;
pub mod vpc_endpoint;
pub mod vpc_origin;
pub mod world;

pub use account::{AccountId, Owner, Region, ZoneName};
pub use world::{Change, Key, Kind, Resource, Rev, World};
