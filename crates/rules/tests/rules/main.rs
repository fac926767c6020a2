//! The algebra of sets and the agreement of the two evaluators, by property and by example.

#![cfg(test)]

mod agreement;
mod algebra;
mod globs;
mod lists;
mod strategies;
