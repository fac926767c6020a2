//! Decisions as data: sets, guards and ordered rule lists that two evaluators read.
//!
//! Wherever AWS decides, the decision is compiled from configuration into a [`RuleList`]: ordered rules of
//! (guard, outcome, object that decided) with a default. A [`Guard`] is a conjunction of [`Set`]s, one per named
//! dimension, each of which may include `Absent`. [`RuleList::eval`] reads the list for one request;
//! [`RuleList::regions`] reads the same list for all requests and cuts them into disjoint boxes. Nothing else
//! decides, so what is proved cannot drift from what is served; [`testing::check_agreement`] holds the two together
//! and is exported so that each crate that compiles lists can call it on its own.
//!
//! A map of the crate, from the bottom up:
//! - `interval`, `addr_set`, `num_set`: sorted disjoint intervals;
//! - `glob`, `alphabet`, `dfa`, `minimise`, `language`, `text_set`: languages over strings;
//! - `opaque`, `set`: one set of any kind, and sets known only by a test;
//! - `value`, `point`, `guard`, `list`, `regions`: points, boxes, lists and the two evaluators.
//!
//! Left out on purpose: anything of AWS (the names of dimensions and outcomes are type parameters), rewrites of
//! requests between decisions, and any notion of time, I/O or state.

mod addr_set;
mod alphabet;
mod dfa;
mod display;
mod glob;
mod guard;
mod interval;
mod language;
mod list;
mod minimise;
mod num_set;
mod opaque;
mod point;
mod regions;
mod set;
pub mod testing;
mod text_set;
mod value;

pub use addr_set::AddrSet;
pub use dfa::TooLarge;
pub use glob::{Glob, Piece};
pub use guard::Guard;
pub use list::{Decision, Rule, RuleList};
pub use num_set::NumSet;
pub use opaque::{Opaque, Test};
pub use point::{Point, Witness};
pub use regions::{BOX_LIMIT, Finding, Region};
pub use set::Set;
pub use text_set::TextSet;
pub use value::{OwnedValue, Value};
