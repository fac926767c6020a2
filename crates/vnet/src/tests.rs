//! Worlds in text, flows in text, verdicts in text.

mod cures;
mod flows;
mod names;
mod proof;

use std::net::Ipv4Addr;

use adit_model::World;
use adit_model::id::*;

use crate::{Destination, Net, Permit, Refusal, Source};

/// `SOURCE -> ADDRESS:PORT`, SOURCE being `eni-a`, `vo_a`, `internet 203.0.113.7` or `subnet-a 10.0.1.99 [sg-a ...]`. Private
/// addresses are those of vpc-a, or of the VPC named behind: `10.1.1.10:443 of vpc-b`.
fn admit(world: &World, flow: &str) -> Result<Permit, Refusal> {
    let (source, to) = flow_of(flow);
    let (to, port) = to;
    Net::compile(world).admit(&source, &to, port)
}

fn flow_of(flow: &str) -> (Source, (Destination, u16)) {
    let (from, to) = flow.split_once(" -> ").unwrap();
    let words: Vec<&str> = from.split_whitespace().collect();
    let source = match words.as_slice() {
        ["internet", address] => Source::Internet(address.parse().unwrap()),
        [subnet, address, groups @ ..] => Source::Subnet {
            subnet: SubnetId::parse(subnet).unwrap(),
            address: address.parse().unwrap(),
            groups: groups
                .iter()
                .map(|g| SecurityGroupId::parse(g).unwrap())
                .collect(),
        },
        [one] if one.starts_with("eni-") => Source::Interface(NetworkInterfaceId::parse(one).unwrap()),
        [one] => Source::VpcOrigin(VpcOriginId::parse(one).unwrap()),
        [] => panic!("no source in `{flow}`"),
    };
    let (to, vpc) = to.split_once(" of ").unwrap_or((to, "vpc-a"));
    let (address, port) = to.split_once(':').unwrap();
    let address: Ipv4Addr = address.parse().unwrap();
    let destination = if address.is_private() {
        Destination::private(VpcId::parse(vpc).unwrap(), address)
    } else {
        Destination::public(address)
    };
    (source, (destination, port.parse().unwrap()))
}

/// The verdict in one line: what decided, check by check, or who refused and why.
fn told(verdict: &Result<Permit, Refusal>) -> String {
    match verdict {
        Ok(permit) => {
            let passed = permit.passed().iter();
            let told: Vec<String> = passed.map(|p| format!("{:?} {}", p.check, p.by)).collect();
            told.join("; ")
        }
        Err(refusal) => format!("{:?} {} by {}", refusal.check, refusal.reason, refusal.by),
    }
}

/// Each line of `table`: `FLOW = VERDICT`.
#[track_caller]
fn check(text: &str, table: &str) {
    let world = adit_testkit::world(text);
    let mut wrong = String::new();
    for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (flow, wanted) = line.split_once(" = ").unwrap();
        let verdict = told(&admit(&world, flow));
        if verdict != wanted {
            wrong.push_str(&format!("\n{flow}\n  is     {verdict}\n  wanted {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
