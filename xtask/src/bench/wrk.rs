//! One run of wrk: as many requests as 64 connections carry, every answer a success.
//!
//! An answer of 400 and above or a broken connection fails the bench: a fast refusal must not count as speed.

use std::path::Path;

use anyhow::{Context, bail};

use super::servers::Cores;
use crate::house;

pub(super) const CONNECTIONS: &str = "64";
const THREADS: &str = "2";

/// Where the load goes: a port of the loopback under the name that the viewer uses.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) port: u16,
    pub(super) host: String,
    pub(super) path: String,
}

pub(super) struct Run {
    pub(super) requests: u64,
    pub(super) per_second: f64,
    pub(super) p99_us: f64,
}

pub(super) fn run(cores: &Cores, script: &Path, target: &Target, seconds: u32) -> anyhow::Result<Run> {
    let Target { port, host, path } = target;
    let mut command = cores.system("wrk")?;
    command.args([
        "-t",
        THREADS,
        "-c",
        CONNECTIONS,
        "-d",
        &format!("{seconds}s"),
        "--timeout",
        "5s",
        "-s",
    ]);
    command
        .arg(script)
        .arg(format!("https://{host}:{port}/"))
        .env("BENCH_PATH", path)
        .env("BENCH_HOST", host);
    read(&house::answer(&mut command)?)
}

fn read(output: &str) -> anyhow::Result<Run> {
    let line = output
        .lines()
        .find_map(|line| line.strip_prefix("bench "))
        .context("wrk printed no result")?;
    let field = |name: &str| -> anyhow::Result<u64> {
        let value = line
            .split(' ')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value
            .and_then(|value| value.parse().ok())
            .with_context(|| format!("wrk printed no {name}"))
    };
    let (requests, refused, broken) = (field("requests")?, field("refused")?, field("broken")?);
    if requests == 0 || refused > 0 || broken > 0 {
        bail!(
            "{requests} requests, {refused} of them refused, {broken} connections broken: not a run to compare"
        );
    }
    let seconds = field("duration_us")? as f64 / 1e6;
    Ok(Run {
        requests,
        per_second: requests as f64 / seconds,
        p99_us: field("p99_us")? as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_run_is_read_and_a_refused_one_is_no_run() {
        let good = "x\nbench requests=1000 duration_us=500000 refused=0 broken=0 p50_us=10 p99_us=99\n";
        assert_eq!(read(good).unwrap().per_second, 2000.0);
        assert!(read(&good.replace("refused=0", "refused=1")).is_err());
        assert!(read("nothing").is_err());
    }
}
