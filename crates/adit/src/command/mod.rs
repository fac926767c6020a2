//! One file a subcommand: its flags, what it does, what it prints.

pub(crate) mod backup;
pub(crate) mod bind;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod env;
pub(crate) mod request;
pub(crate) mod restore;
pub(crate) mod status;
pub(crate) mod trace;
pub(crate) mod up;
