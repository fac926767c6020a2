//! Target health: a pure step function (api E28, E32) and the table of what was observed.
//!
//! ```text
//! initial ──one success──▶ healthy ◀──healthy threshold── unhealthy
//!    └──unhealthy threshold──▶ unhealthy ◀──unhealthy threshold── healthy
//! ```
//! The table is keyed by group, address and port, so health survives a new Plan. Requests read a snapshot.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use adit_hops::Plan;
use adit_hops::balancer::group::Group;
use adit_hops::step::{Health, TargetLoad};
use adit_model::Rev;
use adit_model::id::TargetGroupArn;
use adit_model::target_group::HealthCheck;
use arc_swap::ArcSwap;

/// How one check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    /// Answered with a status that the matcher does not list.
    Mismatch(u16),
    TimedOut,
    /// The connection was refused or broke.
    Failed,
}

/// What is known of one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetHealth {
    pub health: Health,
    /// The last failure, kept until the target is healthy.
    pub failure: Option<Outcome>,
    streak: u32,
    last_passed: bool,
}

/// A target as DescribeTargetHealth tells of it (api E32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetState {
    pub address: IpAddr,
    pub port: u16,
    /// `initial`, `healthy`, `unhealthy`.
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub description: Option<String>,
}

impl Default for TargetHealth {
    fn default() -> Self {
        Self {
            health: Health::Initial,
            failure: None,
            streak: 0,
            last_passed: false,
        }
    }
}

impl TargetHealth {
    #[must_use]
    pub fn step(self, outcome: Outcome, check: &HealthCheck) -> Self {
        let passed = outcome == Outcome::Passed;
        let streak = if passed == self.last_passed {
            self.streak.saturating_add(1)
        } else {
            1
        };
        let health = match (self.health, passed) {
            // The first registration needs one success.
            (Health::Initial, true) => Health::Healthy,
            (Health::Unhealthy, true) if streak >= check.healthy_threshold => Health::Healthy,
            (Health::Initial | Health::Healthy, false) if streak >= check.unhealthy_threshold => {
                Health::Unhealthy
            }
            (health, _) => health,
        };
        let failure = match (health, passed) {
            (Health::Healthy, true) => None,
            (_, true) => self.failure,
            (_, false) => Some(outcome),
        };
        Self {
            health,
            failure,
            streak,
            last_passed: passed,
        }
    }

    fn state(self, address: IpAddr, port: u16) -> TargetState {
        let (state, reason, description) = match self.health {
            Health::Healthy => ("healthy", None, None),
            Health::Initial => (
                "initial",
                Some("Elb.InitialHealthChecking"),
                Some("Initial health checks in progress".to_owned()),
            ),
            Health::Unhealthy => {
                let (reason, description) = match self.failure {
                    Some(Outcome::Mismatch(status)) => (
                        "Target.ResponseCodeMismatch",
                        format!("Health checks failed with these codes: [{status}]"),
                    ),
                    Some(Outcome::TimedOut) => ("Target.Timeout", "Request timed out".to_owned()),
                    _ => ("Target.FailedHealthChecks", "Health checks failed".to_owned()),
                };
                ("unhealthy", Some(reason), Some(description))
            }
        };
        TargetState {
            address,
            port,
            state,
            reason,
            description,
        }
    }
}

/// The observed health of all targets.
#[derive(Default)]
pub struct HealthTable {
    snapshot: ArcSwap<Snapshot>,
}

#[derive(Default)]
pub(crate) struct Snapshot {
    /// The Plan whose order `loads` follows.
    pub(crate) rev: Rev,
    pub(crate) groups: HashMap<TargetGroupArn, GroupHealth>,
}

#[derive(Default)]
pub(crate) struct GroupHealth {
    pub(crate) loads: Vec<TargetLoad>,
    pub(crate) targets: HashMap<(IpAddr, u16), TargetHealth>,
}

impl HealthTable {
    pub(crate) fn publish(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
    }

    /// In the order of the group's targets in `plan`. Requests in flight are not told: within this process a request
    /// reaches its target and comes back before another is looked at.
    pub(crate) fn loads(&self, plan: &Plan, group: &TargetGroupArn) -> Vec<TargetLoad> {
        let snapshot = self.snapshot.load();
        let known = snapshot.groups.get(group);
        if let Some(known) = known
            && snapshot.rev == plan.rev
        {
            return known.loads.clone();
        }
        let compiled = plan
            .private
            .balancers
            .values()
            .find_map(|balancer| balancer.group(group));
        compiled
            .map(|compiled| loads(compiled, known))
            .unwrap_or_default()
    }

    /// A group's targets that were checked; those that are missing are in their first check.
    pub fn states(&self, group: &TargetGroupArn) -> Vec<TargetState> {
        let snapshot = self.snapshot.load();
        let Some(known) = snapshot.groups.get(group) else {
            return Vec::new();
        };
        let mut states: Vec<_> = known
            .targets
            .iter()
            .map(|((address, port), t)| t.state(*address, *port))
            .collect();
        states.sort_by_key(|state| (state.address, state.port));
        states
    }
}

pub(crate) fn loads(group: &Group, known: Option<&GroupHealth>) -> Vec<TargetLoad> {
    let health = |at: (IpAddr, u16)| {
        known
            .and_then(|known| known.targets.get(&at))
            .map_or(Health::Initial, |t| t.health)
    };
    group
        .targets
        .iter()
        .map(|t| TargetLoad {
            health: health((t.address, t.port)),
            in_flight: 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use adit_model::listener::ListenerProtocol;

    use super::*;

    /// Steps from the start: `+` passes, `-` fails; the health after each as `i`, `h`, `u`.
    #[track_caller]
    fn check(outcomes: &str, expected: &str) {
        let config = HealthCheck {
            enabled: true,
            protocol: ListenerProtocol::Https,
            port: None,
            path: "/".to_owned(),
            interval_seconds: 30,
            timeout_seconds: 5,
            healthy_threshold: 3,
            unhealthy_threshold: 2,
            matcher: "200".to_owned(),
        };
        let mut target = TargetHealth::default();
        let mut seen = String::new();
        for outcome in outcomes.chars() {
            target = target.step(
                if outcome == '+' {
                    Outcome::Passed
                } else {
                    Outcome::Mismatch(403)
                },
                &config,
            );
            seen.push(match target.health {
                Health::Initial => 'i',
                Health::Healthy => 'h',
                Health::Unhealthy => 'u',
            });
        }
        assert_eq!(seen, expected);
    }

    #[test]
    fn thresholds() {
        check("+", "h");
        check("--", "iu");
        check("-+", "ih");
        check("+-+--", "hhhhu");
        check("--++-+++", "iuuuuuuh");
    }

    #[test]
    fn words_of_describe_target_health() {
        let target = TargetHealth {
            health: Health::Unhealthy,
            failure: Some(Outcome::Mismatch(403)),
            ..Default::default()
        };
        let state = target.state([10, 0, 1, 7].into(), 443);
        assert_eq!(
            (state.state, state.reason),
            ("unhealthy", Some("Target.ResponseCodeMismatch"))
        );
        assert_eq!(
            state.description.as_deref(),
            Some("Health checks failed with these codes: [403]")
        );
    }
}
