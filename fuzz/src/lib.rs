//! What fuzzers do to Adit: requests of each protocol, policy documents, certificates, as hostile as they come.
//!
//! A target takes bytes and must return: no panic, no overflow, no hang, bounded memory; and whatever is answered is
//! well-formed. libFuzzer keeps inputs that reach new code, so each target's input is text that mutates well, with a
//! plain line between its parts. `cargo xtask fuzz` builds, seeds and runs the targets; a committed seed is in `corpus/`,
//! and a request for each operation is made from the service models before a run ([`samples`]).
//!
//! Sockets, the HTTP parser and the proxy are left out: hyper's and the black-box suites' work.

pub mod certificate_import;
pub mod conversation;
mod exchange;
pub mod policy;
mod reference;
pub mod samples;
mod scene;
mod spelling;
mod well_formed;

pub use exchange::Dialect;
