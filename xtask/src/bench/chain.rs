//! `bench chain`: the order of the measurement, from the builds to the bars.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::adit::{Adit, Cold, Origin};
use super::arms::{Arm, Field, Kind};
use super::bars::Bars;
use super::certificates::{Certificates, ORIGIN};
use super::peers::{FixedAnswer, Peers, Ports};
use super::servers::{Cores, Scratch, free_ports};
use super::spread::Spread;
use super::wrk::Target;
use super::{Options, adit_binary, pace, traces};
use crate::equipment;
use crate::house::{self, House, Outcome};

/// The part of the peers' maximum at which the percentiles are compared.
const FIXED_RATE: f64 = 0.7;
const PEERS_PATH: &str = "/v1/items/{n}";

pub(super) fn run(options: &Options) -> anyhow::Result<Outcome> {
    let house = House::find()?;
    equipment::system(&equipment::BENCH)?;
    let pace = build_pace(&house)?;
    let cores = Cores::first_two()?;
    println!(
        "load and servers share the cores {}; see bench/README.md for what is compared",
        cores.0
    );
    let scratch = Scratch::new()?;
    let templates = house.root.join("bench");
    let certificates = Certificates::make(&templates, &scratch)?;
    let [back, back_status, haproxy, haproxy_status, chain, hop] = free_ports()?;
    let ports = Ports {
        back,
        back_status,
        haproxy,
        haproxy_status,
        chain,
        hop,
    };
    let at = |port| Target {
        port,
        host: ORIGIN.to_owned(),
        path: PEERS_PATH.to_owned(),
    };
    let mut arms = vec![
        Arm::new(Kind::Bare, at(back)),
        Arm::new(Kind::PeersChain, at(chain)),
        Arm::new(Kind::PeersHop, at(hop)),
    ];

    let start_peers =
        |answer: &FixedAnswer| Peers::start(&templates, &scratch, &cores, &certificates, ports, answer);
    let mut subject = None;
    let mut peers = if options.peers_only {
        start_peers(&FixedAnswer::default())?
    } else {
        let binary = adit_binary(&house, options.adit.as_deref())?;
        let python = equipment::python(&house)?;
        let cold = Cold::measure(&binary, &scratch)?;
        println!(
            "start to first answer, ms: {}\nidle, MB: {:.1}",
            cold.start_ms, cold.idle_mb
        );
        let origin = Origin {
            name: ORIGIN,
            port: back,
            authority: certificates.authority(),
        };
        let adit = Adit::start(&binary, &cores, &scratch, &origin)?;
        let full = adit.build(&house, &python, "design_b.py", &[])?;
        let answer = adit.answer(&full, &scratch)?;
        let peers = start_peers(&answer)?;
        let hop = adit.build(&house, &python, "design_hop.py", &["--origin", ORIGIN])?;
        adit.answer(&hop, &scratch)?;
        arms.push(Arm::new(Kind::AditChain, full));
        arms.push(Arm::new(Kind::AditHop, hop));
        subject = Some((adit, cold));
        peers
    };

    let script = templates.join("vary.lua");
    let adit_pid = subject.as_ref().map(|(adit, _)| adit.pid());
    let mut field = Field {
        cores: &cores,
        script: &script,
        peers: &mut peers,
        adit: adit_pid,
        most_resident_mb: 0.0,
    };
    measure(
        &mut arms,
        &mut field,
        options,
        subject.as_mut().map(|(adit, _)| adit),
    )?;
    let rss_mb = field.most_resident_mb;
    for arm in &arms {
        println!("{}", arm.line());
    }
    let rate = |kind| find(&arms, kind).map(Arm::rate);
    let bare = find(&arms, Kind::Bare)?;
    for arm in &arms {
        arm.must_be_tuned(bare)?;
    }

    let fixed = (rate(Kind::PeersChain)?.median * FIXED_RATE) as u64;
    println!("p99 from when a request was due, ms, at {fixed} requests a second (open loop):");
    let p99 = percentiles(&arms, &cores, &pace, fixed, options)?;
    let Some((_, cold)) = &subject else {
        return Ok(Outcome::Passed);
    };
    let bars = Bars {
        full_chain: rate(Kind::AditChain)?.median / rate(Kind::PeersChain)?.median,
        hop_for_hop: rate(Kind::AditHop)?.median / rate(Kind::PeersHop)?.median,
        p99,
        rss_mb,
        start_ms: cold.start_ms.median,
        idle_mb: cold.idle_mb,
    };
    let missed = bars.missed();
    for bar in &missed {
        println!("bar missed: {bar}");
    }
    println!("{}", bars.line());
    Ok(if missed.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed
    })
}

fn measure(
    arms: &mut [Arm],
    field: &mut Field<'_>,
    options: &Options,
    adit: Option<&mut Adit>,
) -> anyhow::Result<()> {
    let mut adit = adit;
    println!(
        "{} rounds of {} s an arm, requests a second:",
        options.runs, options.seconds
    );
    for arm in arms.iter() {
        arm.warm(field)?;
    }
    let count = arms.len();
    for round in 0..options.runs as usize {
        for place in 0..count {
            let Some(arm) = arms.get_mut((round + place) % count) else {
                continue;
            };
            arm.run(field, options.seconds)?;
            if let Some(adit) = adit.as_deref_mut() {
                adit.must_live()?;
                if arm.kind == Kind::AditChain {
                    traces::check(adit.ports.api)?;
                }
            }
        }
        let so_far: Vec<String> = arms
            .iter()
            .map(|arm| format!("{} {:.0}", arm.kind.title(), arm.rate().median))
            .collect();
        println!("  after round {}: {}", round + 1, so_far.join(", "));
    }
    Ok(())
}

/// Adit's median percentile by the peers'; 0 when only the peers run.
fn percentiles(
    arms: &[Arm],
    cores: &Cores,
    pace: &Path,
    rate: u64,
    options: &Options,
) -> anyhow::Result<f64> {
    let mut contenders: Vec<(&Arm, Vec<f64>)> = arms
        .iter()
        .filter(|arm| matches!(arm.kind, Kind::PeersChain | Kind::AditChain))
        .map(|arm| (arm, Vec::new()))
        .collect();
    for _ in 0..options.runs {
        for (arm, values) in &mut contenders {
            let p99 = pace::p99_us(cores, pace, &arm.target, rate, options.seconds);
            values.push(p99.with_context(|| arm.kind.title())? / 1e3);
        }
        contenders.reverse();
    }
    let mut medians = (0.0, 0.0);
    for (arm, values) in &contenders {
        let spread = Spread::of(values);
        println!("{:<14}{spread}", arm.kind.title());
        match arm.kind {
            Kind::AditChain => medians.0 = spread.median,
            _ => medians.1 = spread.median,
        }
    }
    Ok(if medians.1 > 0.0 {
        medians.0 / medians.1
    } else {
        0.0
    })
}

fn find(arms: &[Arm], kind: Kind) -> anyhow::Result<&Arm> {
    arms.iter()
        .find(|arm| arm.kind == kind)
        .with_context(|| format!("{} was not run", kind.title()))
}

fn build_pace(house: &House) -> anyhow::Result<PathBuf> {
    println!("building the open-loop loader (release)");
    let what = [
        "build",
        "--release",
        "--package",
        "xtask",
        "--features",
        "pace",
        "--bin",
        "pace",
        "--quiet",
    ];
    house::must(house.cargo().args(what))?;
    Ok(house.built("release", "pace"))
}
