//! `cargo xtask bench`: Adit against its peers, with bars that fail. What is compared, and why it is fair, is argued
//! in bench/README.md; the servers' settings are the templates beside it.
//!
//! Nothing here measures an absolute speed: two cores of an unknown machine allow ratios only.

mod adit;
mod arms;
mod bars;
mod certificates;
mod chain;
mod control;
mod http;
mod pace;
mod peers;
mod servers;
mod spread;
mod traces;
mod wrk;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::house::{self, House, Outcome};

const USAGE: &str = "usage: cargo xtask bench chain [--seconds N] [--runs N] [--adit PATH] [--peers-only]";

struct Options {
    seconds: u32,
    runs: u32,
    /// A binary to measure instead of a fresh release build.
    adit: Option<PathBuf>,
    /// Only the peers' arms: to tune them, or to learn what the machine can do.
    peers_only: bool,
}

pub(crate) fn run(args: &[String]) -> anyhow::Result<Outcome> {
    let Some((which, rest)) = args.split_first() else {
        bail!("{USAGE}")
    };
    match which.as_str() {
        "chain" => chain::run(&Options::read(rest)?),
        "control" => control::run(rest),
        _ => bail!("there is no bench `{which}`; there are `chain` and `control`"),
    }
}

/// A binary that was given, or a fresh release build.
fn adit_binary(house: &House, given: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(path) = given {
        return path
            .canonicalize()
            .with_context(|| format!("`{}`", path.display()));
    }
    println!("building adit (release)");
    house::must(
        house
            .cargo()
            .args(["build", "--release", "--package", "adit", "--quiet"]),
    )?;
    Ok(house.built("release", "adit"))
}

impl Options {
    fn read(args: &[String]) -> anyhow::Result<Self> {
        let mut options = Self {
            seconds: 6,
            runs: 5,
            adit: None,
            peers_only: false,
        };
        let mut args = args.iter();
        while let Some(flag) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("`{flag}` needs a value; {USAGE}"))
            };
            match flag.as_str() {
                "--seconds" => options.seconds = value()?.parse().context("--seconds takes a number")?,
                "--runs" => options.runs = value()?.parse().context("--runs takes a number")?,
                "--adit" => options.adit = Some(PathBuf::from(value()?)),
                "--peers-only" => options.peers_only = true,
                other => bail!("`{other}` is not known; {USAGE}"),
            }
        }
        if options.seconds == 0 || options.runs == 0 {
            bail!("--seconds and --runs are at least 1");
        }
        Ok(options)
    }
}
