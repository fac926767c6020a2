//! Alias targets: a record set of the same zone, or a name that an AWS service answers for, in that service's own zone.
//!
//! Whether the service has such a distribution or balancer is not asked, only whether name and zone belong together, as far
//! as AWS publishes the zones. Other services' names are taken with whatever zone the caller gives.

use adit_model::hosted_zone::HostedZone;
use adit_model::id::{HostedZoneId, RecordSetKey};
use adit_model::record_set::RecordTarget;
use adit_model::{Region, record_set::RecordSet};
use adit_wire::view;

use crate::cx::Cx;
use crate::route53::domain_name;
use crate::{apigateway, elbv2};

view! {
    pub struct AliasTarget: "route53"/"AliasTarget" {
        zone: String = "HostedZoneId",
        name: String = "DNSName",
        evaluate_health: bool = "EvaluateTargetHealth",
    }
}

const CLOUDFRONT: &str = "Z2FDTNDATAQYW2";
/// Network Load Balancers' zones.
const NETWORK_BALANCERS: [(&str, &str); 17] = [
    ("ap-northeast-1", "Z31USIVHYNEOWT"),
    ("ap-northeast-2", "ZIBE1TIR4HY56"),
    ("ap-northeast-3", "Z1GWIQ4HH19I5X"),
    ("ap-south-1", "ZVDDRBQ08TROA"),
    ("ap-southeast-1", "ZKVM4W9LS7TM"),
    ("ap-southeast-2", "ZCT6FZBF4DROD"),
    ("ca-central-1", "Z2EPGBW3API2WT"),
    ("eu-central-1", "Z3F0SRJ5LGBH90"),
    ("eu-north-1", "Z1UDT6IFJ4EJM"),
    ("eu-west-1", "Z2IFOLAFXWLO4F"),
    ("eu-west-2", "ZD4D7Y8KGAS4G"),
    ("eu-west-3", "Z1CMS0P5QUZ6D5"),
    ("sa-east-1", "ZTK26PT1VY4CU"),
    ("us-east-1", "Z26RNL4JYFTOTI"),
    ("us-east-2", "ZLMOA37VPKANP"),
    ("us-west-1", "Z24FKFUX50B4VW"),
    ("us-west-2", "Z18D5FSROUN65G"),
];
/// The alias of a record set `of` a name and type; the error is AWS's sentence.
pub fn read(
    cx: &Cx<'_>,
    zone: &HostedZone,
    of: (&str, &str),
    asked: &AliasTarget,
) -> Result<RecordTarget, String> {
    let (name, kind) = of;
    let target = domain_name::normal(&asked.name)?;
    let id = asked.zone.rsplit('/').next().unwrap_or_default();
    let tried = format!("Tried to create an alias that targets {target}, type {kind} in zone {id},");
    let outside = || {
        Err(format!(
            "{tried} but the alias target name does not lie within the target zone"
        ))
    };
    if matches!(kind, "NS" | "SOA") {
        return Err(format!(
            "RRSet of type {kind} with DNS name {name} cannot be an alias."
        ));
    }
    if id == zone.id.as_str() {
        if !zone.holds(&target) {
            return outside();
        }
        let there = |set: &RecordSet| set.name == target && set.kind == kind;
        let first = RecordSetKey::of(&zone.id, &target, kind, None);
        let found = cx.table::<RecordSet>().range_from(first).next();
        if target == name || !found.is_some_and(|set| there(set)) {
            return Err(format!("{tried} but that target was not found"));
        }
    } else if own_zone(cx, id) {
        return Err(format!(
            "{tried} but the alias target must be in the hosted zone {}",
            zone.id
        ));
    } else if !belongs(&target, id) {
        return outside();
    } else if id == CLOUDFRONT && asked.evaluate_health {
        return Err(format!(
            "{tried} but the health of a CloudFront distribution cannot be evaluated"
        ));
    }
    Ok(RecordTarget::Alias {
        zone: id.to_owned(),
        name: target,
        evaluate_health: asked.evaluate_health,
    })
}

fn own_zone(cx: &Cx<'_>, id: &str) -> bool {
    HostedZoneId::parse(id).is_some_and(|id| cx.table::<HostedZone>().contains(&id))
}

/// Whether AWS answers for a name in a zone of its own.
fn belongs(target: &str, zone: &str) -> bool {
    let Some(name) = target.strip_suffix('.') else {
        return false;
    };
    let mut labels = name.rsplit('.');
    let mut next = || labels.next().unwrap_or_default();
    let (top, second, third, fourth) = (next(), next(), next(), next());
    let in_table =
        |table: &[(&str, &str)], region: &str| match table.iter().find(|(known, _)| *known == region) {
            Some((_, wanted)) => *wanted == zone,
            None => Region::parse(region).is_some() && zone != CLOUDFRONT,
        };
    match (second, top) {
        ("cloudfront", "net") => zone == CLOUDFRONT && !third.is_empty(),
        _ if zone == CLOUDFRONT => false,
        // name.region.elb.amazonaws.com and name.elb.region.amazonaws.com
        ("amazonaws", "com") if third == "elb" => {
            Region::parse(fourth).is_some_and(|region| elbv2::hosted_zone::of(&region) == zone)
        }
        ("amazonaws", "com") if fourth == "elb" => {
            in_table(&NETWORK_BALANCERS, third)
                || Region::parse(third).is_some_and(|region| elbv2::hosted_zone::of(&region) == zone)
        }
        ("amazonaws", "com") if fourth == "execute-api" => {
            apigateway::domain_name::hosted_zone(third) == zone
        }
        ("amazonaws", "com") | ("elasticbeanstalk", "com") | ("awsglobalaccelerator", "com") | (_, "aws") => {
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::belongs;

    #[test]
    fn names_belong_to_their_services_zones() {
        for (name, zone, fits) in [
            ("d111111abcdef8.cloudfront.net.", "Z2FDTNDATAQYW2", true),
            ("d111111abcdef8.cloudfront.net.", "Z32O12XQLNTSW2", false),
            ("www.example.com.", "Z2FDTNDATAQYW2", false),
            ("web-1.eu-west-1.elb.amazonaws.com.", "Z32O12XQLNTSW2", true),
            (
                "dualstack.web-1.eu-west-1.elb.amazonaws.com.",
                "Z32O12XQLNTSW2",
                true,
            ),
            ("web-1.eu-west-1.elb.amazonaws.com.", "Z35SXDOTRQ7X7K", false),
            ("net-1.elb.eu-west-1.amazonaws.com.", "Z2IFOLAFXWLO4F", true),
            (
                "d-abc.execute-api.eu-west-1.amazonaws.com.",
                "ZLY8HYME6SFDD",
                true,
            ),
            (
                "d-abc.execute-api.eu-west-1.amazonaws.com.",
                "Z2FDTNDATAQYW2",
                false,
            ),
            (
                "vpce-1.execute-api.eu-west-1.vpce.amazonaws.com.",
                "Z38GZ743OKFT7T",
                true,
            ),
            ("s3-website-eu-west-1.amazonaws.com.", "Z1BKCTXD74EZPE", true),
            ("www.example.com.", "Z1BKCTXD74EZPE", false),
        ] {
            assert_eq!(belongs(name, zone), fits, "{name} in {zone}");
        }
    }
}
