//! Design B's balancer: internal, with a target group of the endpoint's addresses.

use crate::demo::aws::Aws;
use crate::demo::design_b::network::Network;
use crate::demo::omit::Omit;

pub(crate) struct Balancer {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) target_group: String,
}

impl Balancer {
    pub(crate) fn build(
        aws: &Aws,
        network: &Network,
        certificate: &str,
        omit: Option<Omit>,
    ) -> anyhow::Result<Self> {
        let scheme = if omit == Some(Omit::InternalBalancer) {
            "internet-facing"
        } else {
            "internal"
        };
        let mut parameters = vec![
            ("Name".to_owned(), "demo".to_owned()),
            ("Scheme".to_owned(), scheme.to_owned()),
            (
                "SecurityGroups.member.1".to_owned(),
                network.balancer_group.clone(),
            ),
        ];
        for (at, subnet) in network.subnets.iter().enumerate() {
            parameters.push((format!("Subnets.member.{}", at + 1), subnet.clone()));
        }
        let created = aws.elbv2("CreateLoadBalancer", &borrowed(&parameters))?;
        let (arn, name) = (created.tag("LoadBalancerArn")?, created.tag("DNSName")?);
        let target_group = aws
            .elbv2(
                "CreateTargetGroup",
                &[
                    ("Name", "demo"),
                    ("Protocol", "HTTPS"),
                    ("Port", "443"),
                    ("VpcId", &network.vpc),
                    ("TargetType", "ip"),
                    ("HealthCheckProtocol", "HTTPS"),
                    ("Matcher.HttpCode", "200,403"),
                ],
            )?
            .tag("TargetGroupArn")?;
        let mut targets = vec![("TargetGroupArn".to_owned(), target_group.clone())];
        for (at, address) in network.addresses.iter().enumerate() {
            targets.push((format!("Targets.member.{}.Id", at + 1), address.clone()));
        }
        aws.elbv2("RegisterTargets", &borrowed(&targets))?;
        let balancer = Self {
            arn,
            name,
            target_group,
        };
        balancer.listen(aws, 443, certificate)?;
        Ok(balancer)
    }

    pub(crate) fn listen(&self, aws: &Aws, port: u16, certificate: &str) -> anyhow::Result<()> {
        let parameters = [
            ("LoadBalancerArn", self.arn.as_str()),
            ("Protocol", "HTTPS"),
            ("Port", &port.to_string()),
            ("Certificates.member.1.CertificateArn", certificate),
            ("DefaultActions.member.1.Type", "forward"),
            ("DefaultActions.member.1.TargetGroupArn", &self.target_group),
        ];
        aws.elbv2("CreateListener", &parameters).map(drop)
    }
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}
