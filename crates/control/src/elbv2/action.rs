//! The action of a rule or of a listener: forward, redirect, fixed response (api E7, E11).
//!
//! A rule has exactly one, since the authenticating actions that may stand before it are not here.

use std::collections::BTreeSet;

use adit_model::id::TargetGroupArn;
use adit_model::listener::{Action, GroupStickiness, ListenerProtocol, Redirect, WeightedGroup};
use adit_model::load_balancer::LoadBalancer;
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::protocol::Protocol;
use crate::elbv2::{limit, listener_store, target_group};

view! {
    pub struct AskedAction: "elbv2"/"Action" {
        kind: String = "Type",
        group: Option<String> = "TargetGroupArn",
        order: Option<u32> = "Order",
        redirect: Option<AskedRedirect> = "RedirectConfig",
        fixed: Option<AskedFixed> = "FixedResponseConfig",
        forward: Option<AskedForward> = "ForwardConfig",
    }
}
view! {
    pub struct AskedRedirect: "elbv2"/"RedirectActionConfig" {
        protocol: Option<String> = "Protocol",
        port: Option<String> = "Port",
        host: Option<String> = "Host",
        path: Option<String> = "Path",
        query: Option<String> = "Query",
        status: String = "StatusCode",
    }
}
view! {
    pub struct AskedFixed: "elbv2"/"FixedResponseActionConfig" {
        body: Option<String> = "MessageBody",
        status: String = "StatusCode",
        content_type: Option<String> = "ContentType",
    }
}
view! {
    pub struct AskedForward: "elbv2"/"ForwardActionConfig" {
        groups: Vec<AskedGroup> = "TargetGroups",
        stickiness: Option<AskedStickiness> = "TargetGroupStickinessConfig",
    }
}
view! {
    pub struct AskedGroup: "elbv2"/"TargetGroupTuple" {
        group: Option<String> = "TargetGroupArn",
        weight: Option<u32> = "Weight",
    }
}
view! {
    pub struct AskedStickiness: "elbv2"/"TargetGroupStickinessConfig" {
        enabled: Option<bool> = "Enabled",
        seconds: Option<u32> = "DurationSeconds",
    }
}

/// Where an action is to stand.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    pub balancer: &'p LoadBalancer,
    pub protocol: Protocol,
}

const CONTENT_TYPES: [&str; 5] = [
    "text/plain",
    "text/css",
    "text/html",
    "application/javascript",
    "application/json",
];
const LARGEST_WEIGHT: u32 = 999;
const LONGEST_STICKINESS: u32 = 604_800;

/// Reads the actions of a request, with the `Order` that was given.
pub fn read(
    cx: &Cx<'_>,
    place: Place<'_>,
    asked: Vec<AskedAction>,
) -> Result<(Vec<Action>, Option<u32>), ApiError> {
    let mut asked = asked.into_iter();
    let Some(one) = asked.next() else {
        return Err(errors::elbv2::action_missing());
    };
    if asked.next().is_some() {
        return Err(errors::elbv2::action_single());
    }
    let order = one.order;
    let action = match one.kind.as_str() {
        "forward" => read_forward(cx, place, one)?,
        other if matches!(place.protocol, Protocol::Network(_)) => {
            return Err(errors::elbv2::action_of_network(other));
        }
        "redirect" => Action::Redirect(read_redirect(place.protocol, one)?),
        "fixed-response" => read_fixed(one)?,
        other => {
            return Err(errors::unsupported_value(
                &Path::root(Service::Elbv2)
                    .member("Actions")
                    .index(0)
                    .member("Type"),
                other,
            ));
        }
    };
    Ok((vec![action], order))
}

pub fn show(actions: &[Action], order: Option<u32>) -> Vec<Record> {
    actions
        .iter()
        .map(|action| show_one(action).with("Order", order))
        .collect()
}

fn show_one(action: &Action) -> Record {
    match action {
        Action::Forward { groups, stickiness } => show_forward(groups, *stickiness),
        Action::Redirect(redirect) => record! {
            "Type" => "redirect",
            "RedirectConfig" => record! {
                "Protocol" => &redirect.protocol,
                "Port" => &redirect.port,
                "Host" => &redirect.host,
                "Path" => &redirect.path,
                "Query" => &redirect.query,
                "StatusCode" => format!("HTTP_{}", redirect.status),
            },
        },
        Action::FixedResponse {
            status,
            content_type,
            body,
        } => record! {
            "Type" => "fixed-response",
            "FixedResponseConfig" => record! {
                "MessageBody" => body.clone(),
                "StatusCode" => status.to_string(),
                "ContentType" => content_type.clone(),
            },
        },
    }
}

/// A single group is shown twice: on its own and as a list, as AWS does whichever way it came.
fn show_forward(groups: &[WeightedGroup], stickiness: Option<GroupStickiness>) -> Record {
    let single = match groups {
        [one] => Some(one.group.as_str()),
        _ => None,
    };
    let weighted =
        |one: &WeightedGroup| record! { "TargetGroupArn" => one.group.as_str(), "Weight" => one.weight };
    record! {
        "Type" => "forward",
        "TargetGroupArn" => single,
        "ForwardConfig" => record! {
            "TargetGroups" => groups.iter().map(weighted).collect::<Vec<_>>(),
            "TargetGroupStickinessConfig" => record! {
                "Enabled" => stickiness.is_some_and(|stickiness| stickiness.enabled),
                "DurationSeconds" => stickiness.and_then(|stickiness| stickiness.seconds),
            },
        },
    }
}

/// A configuration that belongs to another type of action.
fn refuse_foreign(kind: &str, others: [(bool, &str); 3]) -> Result<(), ApiError> {
    match others.into_iter().find(|(given, _)| *given) {
        Some((_, field)) => Err(errors::elbv2::action_foreign_config(kind, field)),
        None => Ok(()),
    }
}

fn read_forward(cx: &Cx<'_>, place: Place<'_>, asked: AskedAction) -> Result<Action, ApiError> {
    let foreign = [
        (asked.redirect.is_some(), "RedirectConfig"),
        (asked.fixed.is_some(), "FixedResponseConfig"),
        (false, ""),
    ];
    refuse_foreign("forward", foreign)?;
    let (listed, stickiness) = match asked.forward {
        Some(forward) => (forward.groups, forward.stickiness),
        None => (Vec::new(), None),
    };
    let listed = match (asked.group, listed.as_slice()) {
        (None, []) => return Err(errors::elbv2::action_config("forward", "TargetGroupArn")),
        (Some(group), []) => vec![AskedGroup {
            group: Some(group),
            weight: None,
        }],
        (Some(group), [only]) if only.group.as_ref() == Some(&group) => listed,
        (Some(_), _) => return Err(errors::elbv2::forward_disagrees()),
        (None, _) => listed,
    };
    if listed.len() > limit::ACTION_GROUPS {
        return Err(errors::elbv2::forward_groups(limit::ACTION_GROUPS));
    }
    let mut groups: Vec<WeightedGroup> = Vec::new();
    for AskedGroup { group, weight } in listed {
        let arn = group.ok_or_else(|| errors::elbv2::action_config("forward", "TargetGroupArn"))?;
        let id = read_group(cx, place, &arn)?;
        if groups.iter().any(|known| known.group == id) {
            return Err(errors::elbv2::forward_repeated(id));
        }
        let weight = weight.unwrap_or(1);
        let fits = u16::try_from(weight).ok().filter(|_| weight <= LARGEST_WEIGHT);
        groups.push(WeightedGroup {
            group: id,
            weight: fits.ok_or_else(|| errors::elbv2::forward_weight(weight))?,
        });
    }
    check_count(cx, place, &groups)?;
    Ok(Action::Forward {
        groups,
        stickiness: stickiness.map(read_stickiness).transpose()?,
    })
}

/// A group that this listener may forward to.
fn read_group(cx: &Cx<'_>, place: Place<'_>, arn: &str) -> Result<TargetGroupArn, ApiError> {
    let group = target_group::find(cx, arn)?;
    if group.vpc != place.balancer.vpc {
        return Err(errors::elbv2::target_group_other_vpc(
            &place.balancer.id,
            group.id,
        ));
    }
    let receives = Protocol::of_group(&group);
    if !place.protocol.forwards_to(receives) {
        return Err(errors::elbv2::incompatible_protocols(
            place.protocol.name(),
            receives.name(),
        ));
    }
    if group.protocol_version != "HTTP1" && place.protocol == Protocol::Application(ListenerProtocol::Http) {
        return Err(errors::elbv2::protocol_version_mismatch(
            place.protocol.name(),
            group.protocol_version,
        ));
    }
    if target_group::balancers(cx, &group.id)
        .iter()
        .any(|balancer| *balancer != place.balancer.id)
    {
        return Err(errors::elbv2::target_group_association_limit(group.id));
    }
    Ok(group.id)
}

/// How many groups the balancer would forward to.
fn check_count(cx: &Cx<'_>, place: Place<'_>, new: &[WeightedGroup]) -> Result<(), ApiError> {
    let mut groups: BTreeSet<TargetGroupArn> = new.iter().map(|weighted| weighted.group.clone()).collect();
    for stored in listener_store::of_balancer(cx, &place.balancer.id) {
        let rules = listener_store::rules(cx, &stored.listener.id);
        let actions = rules
            .flat_map(|rule| rule.actions.iter())
            .chain(&stored.listener.default_actions);
        groups.extend(actions.flat_map(Action::groups).cloned());
    }
    match groups.len() > limit::BALANCER_GROUPS {
        true => Err(errors::elbv2::unique_target_groups()),
        false => Ok(()),
    }
}

fn read_stickiness(asked: AskedStickiness) -> Result<GroupStickiness, ApiError> {
    let enabled = asked.enabled.unwrap_or(false);
    match asked.seconds {
        Some(seconds) if !(1..=LONGEST_STICKINESS).contains(&seconds) => {
            Err(errors::elbv2::forward_stickiness())
        }
        None if enabled => Err(errors::elbv2::forward_stickiness()),
        seconds => Ok(GroupStickiness { enabled, seconds }),
    }
}

fn read_redirect(protocol: Protocol, asked: AskedAction) -> Result<Redirect, ApiError> {
    let foreign = [
        (asked.group.is_some(), "TargetGroupArn"),
        (asked.forward.is_some(), "ForwardConfig"),
        (asked.fixed.is_some(), "FixedResponseConfig"),
    ];
    refuse_foreign("redirect", foreign)?;
    let Some(asked) = asked.redirect else {
        return Err(errors::elbv2::action_config("redirect", "RedirectConfig"));
    };
    let redirect = Redirect {
        protocol: asked.protocol.unwrap_or_else(|| "#{protocol}".to_owned()),
        host: asked.host.unwrap_or_else(|| "#{host}".to_owned()),
        port: asked.port.unwrap_or_else(|| "#{port}".to_owned()),
        path: asked.path.unwrap_or_else(|| "/#{path}".to_owned()),
        query: asked.query.unwrap_or_else(|| "#{query}".to_owned()),
        status: if asked.status == "HTTP_301" { 301 } else { 302 },
    };
    if redirect.port != "#{port}" && !redirect.port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err(errors::elbv2::redirect_part("port", redirect.port));
    }
    if !redirect.path.starts_with('/') {
        return Err(errors::elbv2::redirect_part("path", redirect.path));
    }
    if protocol.has_tls() && redirect.protocol == "HTTP" {
        return Err(errors::elbv2::redirect_downgrade());
    }
    let same_protocol = redirect.protocol == "#{protocol}" || redirect.protocol == protocol.name();
    if same_protocol
        && redirect.host == "#{host}"
        && redirect.port == "#{port}"
        && redirect.path == "/#{path}"
    {
        return Err(errors::elbv2::redirect_loop());
    }
    Ok(redirect)
}

fn read_fixed(asked: AskedAction) -> Result<Action, ApiError> {
    let foreign = [
        (asked.group.is_some(), "TargetGroupArn"),
        (asked.forward.is_some(), "ForwardConfig"),
        (asked.redirect.is_some(), "RedirectConfig"),
    ];
    refuse_foreign("fixed-response", foreign)?;
    let Some(AskedFixed {
        body,
        status,
        content_type,
    }) = asked.fixed
    else {
        return Err(errors::elbv2::action_config(
            "fixed-response",
            "FixedResponseConfig",
        ));
    };
    if let Some(content_type) = content_type
        .as_deref()
        .filter(|known| !CONTENT_TYPES.contains(known))
    {
        return Err(errors::elbv2::content_type(content_type));
    }
    // The model's pattern holds the status to three digits.
    let status = status
        .parse()
        .map_err(|_| errors::elbv2::action_config("fixed-response", "StatusCode"))?;
    Ok(Action::FixedResponse {
        status,
        content_type,
        body,
    })
}
