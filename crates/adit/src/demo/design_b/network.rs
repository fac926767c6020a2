//! Design B's network: VPC, two subnets, groups for balancer and endpoint, the endpoint and its addresses.

use anyhow::Context;

use crate::demo::REGION;
use crate::demo::aws::Aws;
use crate::demo::omit::Omit;

pub(crate) struct Network {
    pub(crate) vpc: String,
    pub(crate) subnets: Vec<String>,
    pub(crate) balancer_group: String,
    pub(crate) endpoint: String,
    pub(crate) endpoint_name: String,
    pub(crate) addresses: Vec<String>,
    pub(crate) prefix_list: String,
}

impl Network {
    pub(crate) fn build(aws: &Aws, omit: Option<Omit>) -> anyhow::Result<Self> {
        let vpc = aws
            .ec2("CreateVpc", &[("CidrBlock", "10.0.0.0/16")])?
            .tag("vpcId")?;
        aws.ec2(
            "ModifyVpcAttribute",
            &[("VpcId", &vpc), ("EnableDnsHostnames.Value", "true")],
        )?;
        // A VPC origin asks for a gateway in the VPC; no route leads to it (cf A4).
        let gateway = aws.ec2("CreateInternetGateway", &[])?.tag("internetGatewayId")?;
        aws.ec2(
            "AttachInternetGateway",
            &[("VpcId", &vpc), ("InternetGatewayId", &gateway)],
        )?;
        let mut subnets = Vec::new();
        for (cidr, zone) in [("10.0.1.0/24", "a"), ("10.0.2.0/24", "b")] {
            let zone = format!("{REGION}{zone}");
            let subnet = aws
                .ec2(
                    "CreateSubnet",
                    &[("VpcId", &vpc), ("CidrBlock", cidr), ("AvailabilityZone", &zone)],
                )?
                .tag("subnetId")?;
            if omit == Some(Omit::InternalBalancer) {
                let table = aws
                    .ec2(
                        "DescribeRouteTables",
                        &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &vpc)],
                    )?
                    .tag("routeTableId")?;
                if subnets.is_empty() {
                    aws.ec2(
                        "CreateRoute",
                        &[
                            ("RouteTableId", &table),
                            ("DestinationCidrBlock", "0.0.0.0/0"),
                            ("GatewayId", &gateway),
                        ],
                    )?;
                }
            }
            subnets.push(subnet);
        }
        let prefix_list = aws
            .ec2(
                "DescribeManagedPrefixLists",
                &[
                    ("Filter.1.Name", "prefix-list-name"),
                    (
                        "Filter.1.Value.1",
                        "com.amazonaws.global.cloudfront.origin-facing",
                    ),
                ],
            )?
            .tag("prefixListId")?;
        let balancer_group = group(aws, &vpc, "demo-balancer")?;
        allow(
            aws,
            &balancer_group,
            443,
            "PrefixListIds.1.PrefixListId",
            &prefix_list,
        )?;
        if omit == Some(Omit::BalancerGroup) {
            allow(aws, &balancer_group, 443, "IpRanges.1.CidrIp", "10.0.0.0/16")?;
        }
        if omit == Some(Omit::InternalBalancer) {
            allow(aws, &balancer_group, 443, "IpRanges.1.CidrIp", "0.0.0.0/0")?;
        }
        let endpoint_group = group(aws, &vpc, "demo-endpoint")?;
        allow(aws, &endpoint_group, 443, "Groups.1.GroupId", &balancer_group)?;
        if omit == Some(Omit::EndpointGroup) {
            allow(aws, &endpoint_group, 443, "IpRanges.1.CidrIp", "10.0.0.0/16")?;
        }
        let (first, second) = (
            subnets.first().context("no subnet")?,
            subnets.get(1).context("no second subnet")?,
        );
        let created = aws.ec2(
            "CreateVpcEndpoint",
            &[
                ("VpcId", &vpc),
                ("VpcEndpointType", "Interface"),
                ("ServiceName", &format!("com.amazonaws.{REGION}.execute-api")),
                ("SubnetId.1", first),
                ("SubnetId.2", second),
                ("SecurityGroupId.1", &endpoint_group),
                ("PrivateDnsEnabled", "true"),
            ],
        )?;
        let endpoint = created.tag("vpcEndpointId")?;
        let endpoint_name = created.tag("dnsName")?;
        let interfaces = aws.ec2(
            "DescribeNetworkInterfaces",
            &[
                ("Filter.1.Name", "interface-type"),
                ("Filter.1.Value.1", "vpc_endpoint"),
                ("Filter.2.Name", "vpc-id"),
                ("Filter.2.Value.1", &vpc),
            ],
        )?;
        let mut addresses = interfaces.tags("privateIpAddress");
        addresses.sort();
        addresses.dedup();
        Ok(Self {
            vpc,
            subnets,
            balancer_group,
            endpoint,
            endpoint_name,
            addresses,
            prefix_list,
        })
    }
}

fn group(aws: &Aws, vpc: &str, name: &str) -> anyhow::Result<String> {
    aws.ec2(
        "CreateSecurityGroup",
        &[("VpcId", vpc), ("GroupName", name), ("GroupDescription", name)],
    )?
    .tag("groupId")
}

pub(crate) fn allow(aws: &Aws, group: &str, port: u16, peer: &str, value: &str) -> anyhow::Result<()> {
    let port = port.to_string();
    let peer = format!("IpPermissions.1.{peer}");
    let parameters = [
        ("GroupId", group),
        ("IpPermissions.1.IpProtocol", "tcp"),
        ("IpPermissions.1.FromPort", &port),
        ("IpPermissions.1.ToPort", &port),
        (&peer, value),
    ];
    aws.ec2("AuthorizeSecurityGroupIngress", &parameters).map(drop)
}
