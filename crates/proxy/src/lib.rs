//! The data plane that acts: it owns sockets, timers, kept bytes, health tables and traces, and decides nothing.
//!
//! A request is read here, stamped with its facts and driven through the hops (`adit_hops::Journey`), which answer or
//! ask for what only the world outside can tell or do. There is no lock and no parsing on that way but the request's
//! own: the Plan is one atomic load, and each thread has its own runtime, listeners and connections.
//!
//! | module | what it holds |
//! |---|---|
//! | [`server`], `worker`, [`settings`] | threads, listeners, bounds |
//! | `connection`, `door`, `cipher`, `refusal_page`, `reply` | a client's TLS and what it is told |
//! | `http1`, `request_parser`, `request_head`, `request_body`, `response_writer`, `head_lines` | HTTP/1 with it |
//! | `http2`, `pulse` | HTTP/2 with it |
//! | `driver` | one request's journey: every wait is there |
//! | `upstream`, `upstream_request`, `upstream_body`, `upstream_tls`, `pool`, `wire`, `response_head`, `chunked` | real servers |
//! | `response_cache` | kept answers |
//! | [`health`], `health_check` | targets |
//! | [`certificate_store`], [`certifier`], [`rehearsal`] | certificates |
//! | `vantage`, `socks`, `connect`, `stand`, `way` | the proxy port through which a client stands anywhere |
//! | [`trace_ring`], [`trace_view`], [`metrics`], [`country`] | what operators see, and where addresses are |

pub mod certificate_store;
pub mod certifier;
mod chunked;
mod cipher;
mod connect;
mod connection;
pub mod country;
mod door;
mod driver;
mod head_lines;
pub mod health;
mod health_check;
mod http1;
mod http2;
pub mod metrics;
mod pool;
mod pulse;
mod refusal_page;
pub mod rehearsal;
mod reply;
mod request_body;
mod request_head;
mod request_parser;
mod response_cache;
mod response_head;
mod response_writer;
pub mod server;
pub mod settings;
mod socks;
mod stand;
pub mod trace_ring;
pub mod trace_view;
mod upstream;
mod upstream_body;
mod upstream_request;
mod upstream_tls;
mod vantage;
mod way;
mod wire;
mod worker;

pub use certificate_store::CertificateStore;
pub use certifier::Certifier;
pub use country::{Countries, Registries};
pub use health::{HealthTable, TargetState};
pub use metrics::Metrics;
pub use rehearsal::Rehearsal;
pub use server::{Addresses, Proxy, Sources};
pub use settings::{Bounds, Settings, StartError};
pub use trace_ring::Traces;
pub use trace_view::TraceView;
