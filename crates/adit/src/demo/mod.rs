//! `adit demo`: both designs, built through Adit's own AWS APIs and attacked through its vantage proxy.
//!
//! Design A guards a public endpoint by policy; design B has no public endpoint. Every row of the table is a real
//! request with the answer and the decider that AWS's rules call for; a row that comes out otherwise fails the demo.
//! `--omit RULE` leaves one rule out, which must flip its row.

pub(crate) mod attempt;
pub(crate) mod aws;
pub(crate) mod cure;
pub(crate) mod design_a;
pub(crate) mod design_b;
pub(crate) mod omit;
pub(crate) mod table;

use std::time::Instant;

use anyhow::Context;

use crate::client::admin::AdminClient;
use crate::client::{Viewer, tls};
use crate::demo::attempt::{Attempt, Outcome, Scene};
use crate::demo::aws::Aws;
use crate::demo::omit::Omit;
use crate::node::Node;

/// Where the demo's private things live.
pub(crate) const REGION: &str = "eu-west-1";

/// What the demo came to.
pub(crate) struct Report {
    pub(crate) outcomes: Vec<Outcome>,
}

impl Report {
    /// Whether every row came out as expected.
    pub(crate) fn passed(&self) -> bool {
        self.outcomes.iter().all(Outcome::as_expected)
    }
}

/// Builds and attacks both designs on a running node. `tell` gets a line as each part is done.
pub(crate) fn run(node: &Node, omit: Option<Omit>, tell: &mut dyn FnMut(String)) -> anyhow::Result<Report> {
    let started = Instant::now();
    let addresses = node.addresses();
    let admin = AdminClient::new(addresses.api);
    let aws = Aws::new(addresses.api, "123456789012", REGION);
    let global = Aws::new(addresses.api, "123456789012", "us-east-1");
    let b = design_b::build(&aws, &global, omit).context("design B was not built")?;
    let a = design_a::build(&aws, &global, omit).context("design A was not built")?;
    tell(format!(
        "built both designs in {} ms through the AWS APIs on http://{}",
        started.elapsed().as_millis(),
        addresses.api
    ));
    let scene = Scene {
        admin,
        viewer: Viewer {
            proxy: addresses.vantage,
            from: String::new(),
            tls: tls::insecure()?,
            patience: std::time::Duration::from_secs(10),
        },
        trusted: tls::trusting(&admin.ca()?)?,
    };
    let mut attempts = a.attempts();
    attempts.extend(b.attempts());
    let mut outcomes = scene.try_all(attempts);
    outcomes.extend(break_and_cure(&scene, &aws, &b)?);
    Ok(Report { outcomes })
}

/// Takes the balancer's ingress rule away, reads the reason, applies the command that the trace prints.
fn break_and_cure(scene: &Scene, aws: &Aws, b: &design_b::DesignB) -> anyhow::Result<Vec<Outcome>> {
    b.revoke_balancer_ingress(aws)?;
    let broken = scene.try_one(Attempt {
        design: 'B',
        what: "edge, balancer's ingress rule revoked".to_owned(),
        ..b.through_the_edge("internet-IE", 504, "ingress-group")
    });
    // Without a cure nothing broke, and the row says so.
    if let Some(cure) = &broken.cure {
        cure::apply(aws, cure).with_context(|| format!("the printed cure could not be applied: {cure}"))?;
    }
    let cured = scene.try_one(Attempt {
        design: 'B',
        what: "edge, after the printed cure".to_owned(),
        ..b.through_the_edge("internet-IE", 200, "integration")
    });
    Ok(vec![broken, cured])
}
