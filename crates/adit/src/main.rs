//! `adit`: the command line, and the composition of everything else.
//!
//! `node` starts a whole Adit in this process (World, AWS API, data plane); `command` has one file a subcommand; `client`
//! is what the subcommands speak to a running Adit with; `demo` builds and attacks the two designs. No rule of AWS's
//! lives here.

mod admin;
mod api;
mod cli;
mod client;
mod command;
mod demo;
mod ledger;
mod node;
mod ports;
mod signature;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("adit: {error:#}");
            ExitCode::FAILURE
        }
    }
}
