//! Design B: no public endpoint. Distribution, VPC origin, internal balancer, execute-api endpoint, private API.

mod balancer;
mod network;

use adit_tls::{KeyAlgorithm, Window};
use anyhow::{Context, anyhow};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::demo::attempt::Attempt;
use crate::demo::aws::{Aws, member};
use crate::demo::design_b::balancer::Balancer;
use crate::demo::design_b::network::{Network, allow};
use crate::demo::omit::Omit;
use crate::demo::{REGION, design_a};

const ORIGIN: &str = "origin.example.com";

pub(crate) struct DesignB {
    domain: String,
    wrong_id_domain: String,
    self_signed_domain: String,
    api: String,
    balancer_name: String,
    endpoint_name: String,
    subnet: String,
    balancer_group: String,
    prefix_list: String,
}

pub(crate) fn build(aws: &Aws, global: &Aws, omit: Option<Omit>) -> anyhow::Result<DesignB> {
    let network = Network::build(aws, omit)?;
    let api = private_api(aws, &network, omit)?;
    let certificate = issued(aws)?;
    let balancer = Balancer::build(aws, &network, &certificate, omit)?;
    let vpc_origin = vpc_origin(global, "demo", &balancer.arn, 443)?;
    let domain = distribution(global, "demo-b", &vpc_origin, &api, omit)?;
    let wrong = if omit == Some(Omit::WrongApiId) {
        api.clone()
    } else {
        "a0b0c0d0e0".to_owned()
    };
    let wrong_id_domain = distribution(global, "demo-b-wrong-id", &vpc_origin, &wrong, omit)?;
    let self_signed_domain = self_signed(aws, global, &network, &balancer, &certificate, &api, omit)?;
    Ok(DesignB {
        domain,
        wrong_id_domain,
        self_signed_domain,
        api,
        balancer_name: balancer.name,
        endpoint_name: network.endpoint_name,
        subnet: network.subnets.into_iter().next().context("no subnet")?,
        balancer_group: network.balancer_group,
        prefix_list: network.prefix_list,
    })
}

fn private_api(aws: &Aws, network: &Network, omit: Option<Omit>) -> anyhow::Result<String> {
    let configuration = if omit == Some(Omit::PrivateApi) {
        json!({ "types": ["REGIONAL"] })
    } else {
        json!({ "types": ["PRIVATE"], "vpcEndpointIds": [network.endpoint] })
    };
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" },
        { "Sid": "OnlyThroughTheEndpoint", "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
          "Condition": { "StringNotEquals": { "aws:SourceVpce": network.endpoint } } },
    ]});
    design_a::mock_api(
        aws,
        "demo-b",
        &configuration,
        Some(&policy),
        r#"{"message":"hello from a private API"}"#,
    )
}

/// A certificate from a trusted authority for the origin's name.
fn issued(aws: &Aws) -> anyhow::Result<String> {
    let requested = aws.acm(
        "RequestCertificate",
        &json!({ "DomainName": ORIGIN, "ValidationMethod": "DNS" }),
    )?;
    member(&requested, "CertificateArn")
}

fn vpc_origin(global: &Aws, name: &str, balancer: &str, port: u16) -> anyhow::Result<String> {
    let body = format!(
        "<CreateVpcOriginRequest xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><VpcOriginEndpointConfig>\
         <Name>{name}</Name><Arn>{balancer}</Arn><HTTPPort>80</HTTPPort><HTTPSPort>{port}</HTTPSPort>\
         <OriginProtocolPolicy>https-only</OriginProtocolPolicy>\
         <OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols>\
         </VpcOriginEndpointConfig></CreateVpcOriginRequest>"
    );
    global.cloudfront("POST", "/vpc-origin", &body)?.tag("Id")
}

fn distribution(
    global: &Aws,
    reference: &str,
    vpc_origin: &str,
    api: &str,
    omit: Option<Omit>,
) -> anyhow::Result<String> {
    let origin = format!(
        "<DomainName>{ORIGIN}</DomainName><OriginPath/>{}<VpcOriginConfig><VpcOriginId>{vpc_origin}</VpcOriginId>\
         <OriginReadTimeout>30</OriginReadTimeout><OriginKeepaliveTimeout>5</OriginKeepaliveTimeout></VpcOriginConfig>",
        design_a::custom_headers(&[("x-apigw-api-id", api)])
    );
    design_a::distribution(global, reference, &origin, omit)
}

/// A second listener, VPC origin and distribution, whose certificate nobody signed.
fn self_signed(
    aws: &Aws,
    global: &Aws,
    network: &Network,
    balancer: &Balancer,
    trusted: &str,
    api: &str,
    omit: Option<Omit>,
) -> anyhow::Result<String> {
    const PORT: u16 = 8444;
    let certificate = if omit == Some(Omit::SelfSigned) {
        trusted.to_owned()
    } else {
        import_self_signed(aws)?
    };
    balancer.listen(aws, PORT, &certificate)?;
    // The service group exists since the first VPC origin (cf A5).
    let service = aws
        .ec2(
            "DescribeSecurityGroups",
            &[
                ("Filter.1.Name", "group-name"),
                ("Filter.1.Value.1", "CloudFront-VPCOrigins-Service-SG"),
                ("Filter.2.Name", "vpc-id"),
                ("Filter.2.Value.1", &network.vpc),
            ],
        )?
        .tag("groupId")?;
    allow(aws, &network.balancer_group, PORT, "Groups.1.GroupId", &service)?;
    let origin = vpc_origin(global, "demo-self-signed", &balancer.arn, PORT)?;
    distribution(global, "demo-b-self-signed", &origin, api, omit)
}

fn import_self_signed(aws: &Aws) -> anyhow::Result<String> {
    use base64::Engine;
    let now: OffsetDateTime = adit_model::clock::Clock::date_time(&adit_model::clock::MachineClock);
    let window = Window::between(now - Duration::days(1), now + Duration::days(90));
    let issued = adit_tls::self_signed(&[ORIGIN], KeyAlgorithm::P256, window).map_err(|e| anyhow!("{e}"))?;
    let base64 = |pem: &str| base64::engine::general_purpose::STANDARD.encode(pem);
    let body =
        json!({ "Certificate": base64(&issued.certificate), "PrivateKey": base64(&issued.private_key) });
    let imported = aws.acm("ImportCertificate", &body)?;
    member(&imported, "CertificateArn")
}

impl DesignB {
    /// A request through the distribution.
    pub(crate) fn through_the_edge(&self, from: &str, expected: u16, decision: &'static str) -> Attempt {
        Attempt {
            design: 'B',
            what: format!("edge from {from}"),
            from: from.to_owned(),
            url: format!("https://{}/v1/hello", self.domain),
            headers: Vec::new(),
            verify: true,
            expected: Some(expected),
            decision,
        }
    }

    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        let edge = self.through_the_edge("internet-IE", 200, "integration");
        let straight = |what: &str, from: &str, url: String, expected, decision| Attempt {
            design: 'B',
            what: what.to_owned(),
            from: from.to_owned(),
            url,
            headers: vec![("x-apigw-api-id".to_owned(), self.api.clone())],
            verify: false,
            expected,
            decision,
        };
        let (balancer, endpoint) = (
            format!("https://{}/v1/hello", self.balancer_name),
            format!("https://{}/v1/hello", self.endpoint_name),
        );
        vec![
            edge.clone(),
            self.through_the_edge("internet-US", 403, "geo-restriction"),
            Attempt {
                what: "edge over HTTP".to_owned(),
                url: format!("http://{}/v1/hello", self.domain),
                expected: Some(403),
                decision: "viewer-protocol",
                ..edge.clone()
            },
            Attempt {
                what: "edge, viewer names another API".to_owned(),
                headers: vec![("x-apigw-api-id".to_owned(), "a0b0c0d0e0".to_owned())],
                ..edge.clone()
            },
            straight(
                "straight at the balancer",
                "internet-IE",
                balancer.clone(),
                None,
                "route",
            ),
            straight(
                "straight at the endpoint",
                "internet-IE",
                endpoint.clone(),
                None,
                "route",
            ),
            straight(
                "straight at the API",
                "internet-IE",
                format!("https://{}.execute-api.{REGION}.amazonaws.com/v1/hello", self.api),
                None,
                "public-name",
            ),
            straight(
                "balancer, without its group",
                &self.subnet,
                balancer,
                None,
                "ingress-group",
            ),
            straight(
                "endpoint, without its group",
                &self.subnet,
                endpoint,
                None,
                "ingress-group",
            ),
            Attempt {
                what: "edge with a wrong API id".to_owned(),
                url: format!("https://{}/v1/hello", self.wrong_id_domain),
                expected: Some(403),
                decision: "api-name",
                ..edge.clone()
            },
            Attempt {
                what: "edge to a self-signed listener".to_owned(),
                url: format!("https://{}/v1/hello", self.self_signed_domain),
                expected: Some(502),
                decision: "certificate-chain",
                ..edge
            },
        ]
    }

    pub(crate) fn revoke_balancer_ingress(&self, aws: &Aws) -> anyhow::Result<()> {
        let parameters = [
            ("GroupId", self.balancer_group.as_str()),
            ("IpPermissions.1.IpProtocol", "tcp"),
            ("IpPermissions.1.FromPort", "443"),
            ("IpPermissions.1.ToPort", "443"),
            ("IpPermissions.1.PrefixListIds.1.PrefixListId", &self.prefix_list),
        ];
        aws.ec2("RevokeSecurityGroupIngress", &parameters).map(drop)
    }
}
