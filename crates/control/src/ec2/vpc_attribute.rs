//! A VPC's attributes, one a call: DNS support, DNS host names, address usage metrics.
//!
//! The two DNS attributes decide whether private names of endpoints resolve (api D13). The third is stored only.

use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::resource::named;

view! {
    /// A boolean in its wrapping.
    pub struct AttributeBooleanValue: "ec2"/"AttributeBooleanValue" { value: Option<bool> = "Value" }
}

view! {
    pub struct ModifyVpcAttribute: "ec2"."ModifyVpcAttribute" {
        vpc: String = "VpcId",
        dns_support: Option<AttributeBooleanValue> = "EnableDnsSupport",
        dns_hostnames: Option<AttributeBooleanValue> = "EnableDnsHostnames",
        usage_metrics: Option<AttributeBooleanValue> = "EnableNetworkAddressUsageMetrics",
    }
}

view! {
    pub struct DescribeVpcAttribute: "ec2"."DescribeVpcAttribute" {
        vpc: String = "VpcId",
        attribute: String = "Attribute",
    }
}

pub fn modify(cx: &mut Cx<'_>, input: ModifyVpcAttribute) -> Result<Record, ApiError> {
    let mut vpc = (*named::<Vpc>(cx, &input.vpc)?).clone();
    let attributes = [
        ("enableDnsHostnames", input.dns_hostnames),
        ("enableDnsSupport", input.dns_support),
        ("enableNetworkAddressUsageMetrics", input.usage_metrics),
    ];
    let (name, value) = one(attributes)?;
    match name {
        "enableDnsHostnames" if value && !vpc.dns_support => {
            return Err(errors::ec2::dns_hostnames_need_support(&vpc.id));
        }
        "enableDnsHostnames" => vpc.dns_hostnames = value,
        "enableDnsSupport" => vpc.dns_support = value,
        _ => vpc.network_address_usage_metrics = value,
    }
    cx.put(vpc);
    Ok(record! {})
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcAttribute) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let wrapped = |value: bool| record! { "Value" => value };
    let answer = record! { "VpcId" => vpc.id.as_str() };
    Ok(match input.attribute.as_str() {
        "enableDnsSupport" => answer.with("EnableDnsSupport", wrapped(vpc.dns_support)),
        "enableDnsHostnames" => answer.with("EnableDnsHostnames", wrapped(vpc.dns_hostnames)),
        "enableNetworkAddressUsageMetrics" => answer.with(
            "EnableNetworkAddressUsageMetrics",
            wrapped(vpc.network_address_usage_metrics),
        ),
        other => {
            return Err(errors::ec2::invalid_value(
                other,
                "attribute",
                "Unknown attribute.",
            ));
        }
    })
}

/// The one attribute that a modify call names, with its value.
pub fn one<const N: usize>(
    attributes: [(&'static str, Option<AttributeBooleanValue>); N],
) -> Result<(&'static str, bool), ApiError> {
    let mut given = attributes
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?.value)));
    match (given.next(), given.next()) {
        (Some((name, value)), None) => match value {
            Some(value) => Ok((name, value)),
            None => Err(errors::ec2::missing_parameter(name)),
        },
        (Some((one, _)), Some((other, _))) => Err(errors::ec2::several_attributes(one, other)),
        (None, _) => Err(errors::ec2::no_attribute()),
    }
}
