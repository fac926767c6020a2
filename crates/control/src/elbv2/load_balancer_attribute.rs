//! A balancer's attributes (api E20): stored, read back with their defaults, and honoured by the hop where it decides.
//!
//! Logs are not written: their attributes are kept and shown only.

use adit_model::load_balancer::LoadBalancer;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::attribute::{self, Attribute, Form};
use crate::elbv2::load_balancer;

view! {
    pub struct DescribeLoadBalancerAttributes: "elbv2"."DescribeLoadBalancerAttributes" {
        load_balancer: String = "LoadBalancerArn",
    }
}
view! {
    pub struct ModifyLoadBalancerAttributes: "elbv2"."ModifyLoadBalancerAttributes" {
        load_balancer: String = "LoadBalancerArn",
        attributes: Vec<Attribute> = "Attributes",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeLoadBalancerAttributes) -> Result<Record, ApiError> {
    Ok(show(&load_balancer::find(cx, &asked.load_balancer)?))
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyLoadBalancerAttributes) -> Result<Record, ApiError> {
    let mut balancer = load_balancer::find(cx, &asked.load_balancer)?;
    let known = balancer.attribute_defaults();
    for attribute in &asked.attributes {
        if !known.iter().any(|(key, _)| *key == attribute.key) {
            return Err(errors::elbv2::unknown_attribute(&attribute.key));
        }
    }
    let form = if balancer.network.is_some() {
        network_form
    } else {
        form
    };
    attribute::set(&mut balancer.attributes, asked.attributes, form, |key| {
        errors::elbv2::unknown_attribute(key)
    })?;
    for (enabled, bucket) in LOGS {
        let on = balancer.attribute(enabled) == Some("true");
        if on && balancer.attribute(bucket).is_none_or(str::is_empty) {
            let text = format!("The value of '{bucket}' cannot be empty when '{enabled}' is true");
            return Err(errors::elbv2::invalid_configuration(text));
        }
    }
    let answer = show(&balancer);
    cx.put(balancer);
    Ok(answer)
}

const LOGS: [(&str, &str); 3] = [
    ("access_logs.s3.enabled", "access_logs.s3.bucket"),
    ("connection_logs.s3.enabled", "connection_logs.s3.bucket"),
    ("health_check_logs.s3.enabled", "health_check_logs.s3.bucket"),
];

fn form(key: &str) -> Option<Form> {
    Some(match key {
        "access_logs.s3.enabled"
        | "connection_logs.s3.enabled"
        | "health_check_logs.s3.enabled"
        | "deletion_protection.enabled"
        | "ipv6.deny_all_igw_traffic"
        | "routing.http.drop_invalid_header_fields.enabled"
        | "routing.http.preserve_host_header.enabled"
        | "routing.http.x_amzn_tls_version_and_cipher_suite.enabled"
        | "routing.http.xff_client_port.enabled"
        | "routing.http2.enabled"
        | "waf.fail_open.enabled"
        | "zonal_shift.config.enabled" => Form::Flag,
        "access_logs.s3.bucket"
        | "access_logs.s3.prefix"
        | "connection_logs.s3.bucket"
        | "connection_logs.s3.prefix"
        | "health_check_logs.s3.bucket"
        | "health_check_logs.s3.prefix" => Form::Text,
        "client_keep_alive.seconds" => Form::Number(60..=604_800),
        "idle_timeout.timeout_seconds" => Form::Number(1..=4_000),
        // Cannot be switched off for this type of balancer.
        "load_balancing.cross_zone.enabled" => Form::OneOf(&["true"]),
        "routing.http.desync_mitigation_mode" => Form::OneOf(&["monitor", "defensive", "strictest"]),
        "routing.http.xff_header_processing.mode" => Form::OneOf(&["append", "preserve", "remove"]),
        _ => return None,
    })
}

/// Of Network Load Balancers, where other than Application Load Balancers'.
fn network_form(key: &str) -> Option<Form> {
    match key {
        "load_balancing.cross_zone.enabled" => Some(Form::Flag),
        "dns_record.client_routing_policy" => Some(Form::OneOf(&[
            "any_availability_zone",
            "availability_zone_affinity",
            "partial_availability_zone_affinity",
        ])),
        "secondary_ips.auto_assigned.per_subnet" => Some(Form::Number(0..=7)),
        other => form(other),
    }
}

fn show(balancer: &LoadBalancer) -> Record {
    let all = balancer
        .attribute_defaults()
        .iter()
        .map(|(key, default)| (*key, balancer.attribute(key).unwrap_or(default)));
    record! { "Attributes" => attribute::show(all) }
}
