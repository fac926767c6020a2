//! What each box of the path decides, as state machines without I/O, and the Plan that they read.
//!
//! A hop is entered with a request's head and answers with a [`Step`]: ask for something outside Plan and Facts,
//! cross to the next hop, respond, or fail as a connection fails. [`journey`] strings hops together; `proxy` acts.
//! Every decision is a rule list compiled into the [`Plan`] (crate `adit_rules`), one file a decision, and each hop's
//! `ORDER` is the one table that says in which order they are taken, for a request here and for sets in the prover.
//!
//! | module | the box |
//! |---|---|
//! | [`front`] | which box a public name leads to |
//! | [`edge`] | CloudFront: distribution, behaviors, cache, origin request, error pages |
//! | [`vpc_origin`] | CloudFront's way into the VPC: network and TLS verdicts |
//! | [`balancer`] | the Application Load Balancer |
//! | [`endpoint`] | the execute-api VPC endpoint |
//! | [`gateway`] | API Gateway: stage, method, resource policy, integration |

pub mod balancer;
pub mod compile;
pub mod date;
pub mod dim;
pub mod edge;
pub mod endpoint;
pub mod facts;
pub mod front;
pub mod gateway;
pub mod head;
pub mod header_op;
pub mod journey;
pub mod plan;
pub mod request_id;
pub mod step;
pub mod tls;
pub mod trace;
pub mod vpc_origin;

pub use compile::Compiler;
pub use facts::{CountryCode, Facts};
pub use head::{Head, ResponseHead, Scheme, Tail};
pub use journey::{Act, Arrival, Journey};
pub use plan::Plan;
pub use step::{Answer, Ask, Fault, Hop, Inbound, Outbound, Step};
pub use trace::{Decision, HopKind, Trail};
