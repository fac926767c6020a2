//! A target group's attributes (api E23).

use adit_model::target_group::{TargetGroup, TargetType};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::attribute::{self, Attribute, Form};
use crate::elbv2::target_group;

view! {
    pub struct DescribeTargetGroupAttributes: "elbv2"."DescribeTargetGroupAttributes" {
        group: String = "TargetGroupArn",
    }
}
view! {
    pub struct ModifyTargetGroupAttributes: "elbv2"."ModifyTargetGroupAttributes" {
        group: String = "TargetGroupArn",
        attributes: Vec<Attribute> = "Attributes",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeTargetGroupAttributes) -> Result<Record, ApiError> {
    Ok(show(&target_group::find(cx, &asked.group)?))
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyTargetGroupAttributes) -> Result<Record, ApiError> {
    let mut group = target_group::find(cx, &asked.group)?;
    let known = group.attribute_defaults();
    for attribute in &asked.attributes {
        if !known.iter().any(|(key, _)| *key == attribute.key) {
            return Err(errors::elbv2::unknown_target_group_attribute(&attribute.key));
        }
    }
    let network = group.transport().is_some();
    let form = if network { network_form } else { form };
    attribute::set(&mut group.attributes, asked.attributes, form, |key| {
        errors::elbv2::unknown_target_group_attribute(key)
    })?;
    if !network {
        agree(&group)?;
    }
    let answer = show(&group);
    cx.put(group);
    Ok(answer)
}

fn form(key: &str) -> Option<Form> {
    Some(match key {
        "deregistration_delay.timeout_seconds" => Form::Number(0..=3_600),
        "load_balancing.algorithm.anomaly_mitigation" => Form::OneOf(&["on", "off"]),
        "load_balancing.algorithm.type" => {
            Form::OneOf(&["round_robin", "least_outstanding_requests", "weighted_random"])
        }
        "load_balancing.cross_zone.enabled" => {
            Form::OneOf(&["true", "false", "use_load_balancer_configuration"])
        }
        "slow_start.duration_seconds" => Form::ZeroOr(30..=900),
        "stickiness.app_cookie.cookie_name" => Form::Text,
        "stickiness.app_cookie.duration_seconds" | "stickiness.lb_cookie.duration_seconds" => {
            Form::Number(1..=604_800)
        }
        "stickiness.enabled" => Form::Flag,
        "stickiness.type" => Form::OneOf(&["lb_cookie", "app_cookie"]),
        "target_group_health.dns_failover.minimum_healthy_targets.count" => Form::NumberOrOff(1..=1_000),
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count" => {
            Form::Number(1..=1_000)
        }
        "target_group_health.dns_failover.minimum_healthy_targets.percentage"
        | "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage" => {
            Form::NumberOrOff(1..=100)
        }
        _ => return None,
    })
}

/// Of groups of Network Load Balancers, where other than Application Load Balancers'.
fn network_form(key: &str) -> Option<Form> {
    match key {
        "deregistration_delay.connection_termination.enabled"
        | "preserve_client_ip.enabled"
        | "proxy_protocol_v2.enabled"
        | "target_health_state.unhealthy.connection_termination.enabled" => Some(Form::Flag),
        "stickiness.type" => Some(Form::OneOf(&["source_ip"])),
        "target_health_state.unhealthy.draining_interval_seconds" => Some(Form::Number(0..=360_000)),
        other => form(other),
    }
}

/// What one attribute asks of another.
fn agree(group: &TargetGroup) -> Result<(), ApiError> {
    let is = |key, value| group.attribute(key) == Some(value);
    let algorithm = group
        .attribute("load_balancing.algorithm.type")
        .unwrap_or_default();
    let refuse = |text: &str| Err(errors::elbv2::invalid_configuration(text));
    if !is("slow_start.duration_seconds", "0") && algorithm != "round_robin" {
        return refuse(&format!(
            "Slow start cannot be enabled with the load balancing algorithm '{algorithm}'"
        ));
    }
    if is("load_balancing.algorithm.anomaly_mitigation", "on") && algorithm != "weighted_random" {
        return refuse(
            "Anomaly mitigation can only be enabled with the load balancing algorithm 'weighted_random'",
        );
    }
    let cookie = group
        .attribute("stickiness.app_cookie.cookie_name")
        .unwrap_or_default();
    if cookie.starts_with("AWSALB") {
        return refuse(&format!("The cookie name '{cookie}' is reserved"));
    }
    let sticky = is("stickiness.enabled", "true");
    if sticky && is("stickiness.type", "app_cookie") && cookie.is_empty() {
        return refuse("A cookie name must be specified for stickiness of type 'app_cookie'");
    }
    if sticky && is("load_balancing.cross_zone.enabled", "false") {
        return refuse("Stickiness cannot be enabled when cross-zone load balancing is off");
    }
    Ok(())
}

fn show(group: &TargetGroup) -> Record {
    // A balancer as a target always sees its clients, so that there is nothing to set.
    let hidden = |key: &str| group.target_type() == TargetType::Alb && key.starts_with("preserve_client_ip");
    let all = group
        .attribute_defaults()
        .iter()
        .filter(|(key, _)| !hidden(key))
        .map(|(key, default)| (*key, group.attribute(key).unwrap_or(default)));
    record! { "Attributes" => attribute::show(all) }
}
