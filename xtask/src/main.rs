//! The single door to the house's chores: `cargo xtask tidy | test | fuzz | bench | models`.
//!
//! Everything a contributor or a build machine runs goes through here, so that a local run and a remote one cannot
//! differ. Product behaviour is never decided here; what a task needs (tools, Python packages) it fetches itself or
//! names in its error.

mod bench;
mod equipment;
mod fuzz;
mod house;
mod models;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::bail;

use house::Outcome;

const USAGE: &str = "\
cargo xtask tidy [--record]    house rules: crate edges, module docs, file length, ratchets
cargo xtask test [--all]       every test; equips itself; --all adds the slow suites
cargo xtask fuzz [TARGET...]   attacks the wire, policies and certificates; --seconds N each
cargo xtask bench chain        the chain against its peers; see bench/README.md
cargo xtask models [--check]   distils the service models into crates/wire/models";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(Outcome::Passed) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> anyhow::Result<Outcome> {
    let Some((task, rest)) = args.split_first() else {
        bail!("no task given; there are:\n{USAGE}")
    };
    match task.as_str() {
        "tidy" => tidy::run(rest).map(|()| Outcome::Passed),
        "test" => test::run(rest),
        "fuzz" => fuzz::run(rest),
        "bench" => bench::run(rest),
        "models" => models::run(rest).map(|()| Outcome::Passed),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(Outcome::Passed)
        }
        other => bail!("there is no task `{other}`; there are:\n{USAGE}"),
    }
}
