//! The arms of the bench and what their runs gave. Runs alternate, so that a neighbour's load falls on all arms.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};

use super::peers::Peers;
use super::servers::{Cores, resident_mb};
use super::spread::Spread;
use super::wrk::{self, Target};

/// More upstream connections than this part of the requests: the pools do not pool.
const CONNECTIONS_PER_REQUEST: f64 = 0.01;
/// Slower than this part of the bare nginx: something in the chain is set wrong.
const PART_OF_BARE: f64 = 0.2;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bare,
    PeersChain,
    AditChain,
    PeersHop,
    AditHop,
}

pub(super) struct Arm {
    pub(super) kind: Kind,
    pub(super) target: Target,
    rates: Vec<f64>,
    p99s: Vec<f64>,
    /// Connections that the hops opened among themselves, by request; the worst run.
    opened: f64,
}

/// What the load runs against and is watched by.
pub(super) struct Field<'a> {
    pub(super) cores: &'a Cores,
    pub(super) script: &'a Path,
    pub(super) peers: &'a mut Peers,
    /// Adit's process, whose memory is watched while its chain is under load.
    pub(super) adit: Option<u32>,
    pub(super) most_resident_mb: f64,
}

impl Kind {
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Bare => "bare nginx",
            Self::PeersChain => "peers' chain",
            Self::AditChain => "Adit's chain",
            Self::PeersHop => "peers' hop",
            Self::AditHop => "Adit's hop",
        }
    }
}

impl Arm {
    pub(super) fn new(kind: Kind, target: Target) -> Self {
        Self {
            kind,
            target,
            rates: Vec::new(),
            p99s: Vec::new(),
            opened: 0.0,
        }
    }

    /// Fills pools and caches; its numbers are thrown away.
    pub(super) fn warm(&self, field: &Field<'_>) -> anyhow::Result<()> {
        wrk::run(field.cores, field.script, &self.target, 1)
            .map(drop)
            .with_context(|| self.kind.title())
    }

    pub(super) fn run(&mut self, field: &mut Field<'_>, seconds: u32) -> anyhow::Result<()> {
        let before = field.peers.opened()?;
        let watched = field.adit.filter(|_| self.kind == Kind::AditChain);
        let (run, resident) = watching(watched, || {
            wrk::run(field.cores, field.script, &self.target, seconds)
        });
        let run = run.with_context(|| self.kind.title())?;
        let after = field.peers.opened()?;
        field.most_resident_mb = field.most_resident_mb.max(resident);
        let opened = match self.kind {
            Kind::Bare | Kind::AditChain => 0,
            Kind::PeersHop | Kind::AditHop => after.to_back.saturating_sub(before.to_back),
            Kind::PeersChain => {
                after.to_back.saturating_sub(before.to_back)
                    + after.to_haproxy.saturating_sub(before.to_haproxy)
            }
        };
        self.rates.push(run.per_second);
        self.p99s.push(run.p99_us / 1e3);
        self.opened = self.opened.max(opened as f64 / run.requests as f64);
        Ok(())
    }

    pub(super) fn rate(&self) -> Spread {
        Spread::of(&self.rates)
    }

    pub(super) fn line(&self) -> String {
        let Self {
            kind, p99s, opened, ..
        } = self;
        let p99 = Spread::of(p99s).median;
        format!(
            "{:<14}{}   p99 at full load {p99:.1} ms, {:.3} % upstream connections by request",
            kind.title(),
            self.rate(),
            opened * 100.0
        )
    }

    /// The peers must be as good as they can be made, or the comparison flatters. A run is held against the bare arm's
    /// run of the same round: what a busy neighbour takes, it takes from both.
    pub(super) fn must_be_tuned(&self, bare: &Self) -> anyhow::Result<()> {
        if !matches!(self.kind, Kind::PeersChain | Kind::PeersHop) {
            return Ok(());
        }
        if self.opened > CONNECTIONS_PER_REQUEST {
            bail!(
                "mistuned: in a run of the {} a connection was opened for {:.1} % of the requests, 1 % is the limit",
                self.kind.title(),
                self.opened * 100.0
            );
        }
        let rounds = self.rates.iter().zip(&bare.rates);
        if let Some((run, bare)) = rounds
            .into_iter()
            .find(|(run, bare)| **run < **bare * PART_OF_BARE)
        {
            bail!(
                "mistuned: a run of the {} carried {run:.0} requests a second, below {PART_OF_BARE} of the bare nginx in the same round ({bare:.0})",
                self.kind.title(),
            );
        }
        Ok(())
    }
}

/// Runs `work` and returns the highest resident memory that the process had meanwhile, 0 without a process.
fn watching<T>(pid: Option<u32>, work: impl FnOnce() -> T) -> (T, f64) {
    let Some(pid) = pid else { return (work(), 0.0) };
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0.0_f64;
            while !done.load(Ordering::Relaxed) {
                most = most.max(resident_mb(pid).unwrap_or(0.0));
                std::thread::sleep(Duration::from_millis(100));
            }
            most
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        (result, watch.join().unwrap_or(0.0))
    })
}
