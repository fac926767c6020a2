//! The compiled lists read the same for traffic and for the proof.

use adit_rules::testing::check_agreement;
use adit_rules::{Guard, NumSet};
use proptest::prelude::*;

use super::*;
use crate::flow::tcp;
use crate::{Flow, FlowDim, Outcome};

#[track_caller]
fn agree(world: &World) {
    let net = Net::compile(world);
    let answers = Guard::any().with(FlowDim::Port, NumSet::from_ranges([(1024, 65_535)]));
    for within in [Guard::any(), tcp(443), answers] {
        for group in world.security_groups.iter() {
            let group = net.security_group(&group.id).unwrap();
            check_agreement(&group.ingress, &within).unwrap();
            check_agreement(&group.egress, &within).unwrap();
        }
        for acl in world.network_acls.iter() {
            let acl = net.network_acl(&acl.id).unwrap();
            check_agreement(&acl.ingress.rules, &within).unwrap();
            check_agreement(&acl.egress.rules, &within).unwrap();
        }
        for table in world.route_tables.iter() {
            check_agreement(&net.route_table(&table.id).unwrap().routes, &within).unwrap();
        }
    }
}

#[test]
fn both_evaluators_agree_on_design_b() {
    agree(&adit_testkit::world(adit_testkit::design_b()));
}

fn peers() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("anywhere".to_owned()),
        Just("vpc".to_owned()),
        (0..4_u8, 8..=32_u8).prop_map(|(third, length)| format!("10.0.{third}.16/{length}")),
    ]
}

fn traffic() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("all".to_owned()),
        Just("udp 53".to_owned()),
        Just("icmp".to_owned()),
        (0..6_u16, 0..4_u16).prop_map(|(from, more)| {
            format!("tcp {}-{}", from * 1000 + 443, from * 1000 + 443 + more * 20_000)
        }),
    ]
}

fn lines(kind: &'static str) -> impl Strategy<Value = String> {
    let line = (any::<bool>(), any::<bool>(), traffic(), peers());
    prop::collection::vec(line, 0..6).prop_map(move |lines| {
        let written = lines
            .into_iter()
            .enumerate()
            .map(|(at, (out, allow, traffic, peer))| {
                let (direction, preposition) = if out { ("out", "to") } else { ("in", "from") };
                let entry = match kind {
                    "acl" => format!("{} {} ", at + 1, if allow { "allow" } else { "deny" }),
                    _ => String::new(),
                };
                let group = kind == "sg" && allow;
                let peer = if group { "sg-b".to_owned() } else { peer };
                format!("\n  {direction} {entry}{traffic} {preposition} {peer}")
            });
        written.collect::<String>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn both_evaluators_agree(rules in lines("sg"), entries in lines("acl")) {
        agree(&adit_testkit::world(&format!(
            "vpc vpc-a 10.0.0.0/16\nsg sg-a{rules}\nsg sg-b\nacl acl-a{entries}\n\
             subnet subnet-a 10.0.1.0/24 acl acl-a\neni eni-b in subnet-a with sg-b"
        )));
    }

    /// Asking the edges is asking every port.
    #[test]
    fn answers_pass_when_every_ephemeral_port_passes(entries in lines("acl"), last in 0..=255_u8) {
        let world = adit_testkit::world(&format!("vpc vpc-a 10.0.0.0/16\nacl acl-a{entries}"));
        let net = Net::compile(&world);
        let acl = net.network_acl(&NetworkAclId::parse("acl-a").unwrap()).unwrap();
        let peer = Ipv4Addr::new(10, 0, 1, last).into();
        let flow = |port| Flow { peer, peer_group: None, port };
        let all = (1024..=65_535).all(|port| *acl.egress.rules.eval(&flow(port)).outcome == Outcome::Allow);
        prop_assert_eq!(acl.egress.answers(&flow(0)).is_ok(), all);
    }
}
