//! One run of the open-loop loader (src/bin/pace.rs): a fixed rate, and the 99th percentile of the time from when a
//! request was due.

use std::path::Path;

use anyhow::{Context, bail};

use super::servers::Cores;
use super::wrk::{CONNECTIONS, Target};
use crate::house;

/// Below this part of the rate asked for, the arm did not carry the load and its percentile is a backlog.
const CARRIED: f64 = 0.98;

pub(super) fn p99_us(
    cores: &Cores,
    pace: &Path,
    target: &Target,
    rate: u64,
    seconds: u32,
) -> anyhow::Result<f64> {
    let mut command = cores.command(pace);
    command.args([&target.port.to_string(), &target.host, &target.path]);
    command.args([&rate.to_string(), &seconds.to_string(), CONNECTIONS]);
    let report: serde_json::Value = serde_json::from_str(house::answer(&mut command)?.trim())?;
    let number = |name: &str| {
        report
            .get(name)
            .and_then(serde_json::Value::as_f64)
            .with_context(|| format!("no {name}"))
    };
    let (answered, failed, per_second) = (number("answered")?, number("failed")?, number("per_second")?);
    if failed > 0.0 {
        bail!("{failed} of {answered} requests at {rate} a second failed");
    }
    if per_second < rate as f64 * CARRIED {
        println!(
            "  note: {per_second:.0} of {rate} requests a second were carried; the p99 holds the backlog"
        );
    }
    number("p99_us")
}
