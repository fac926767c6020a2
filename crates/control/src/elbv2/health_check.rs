//! A target group's health check: AWS's defaults for addresses behind an Application Load Balancer (api E28) and for groups
//! of Network Load Balancers, and the bounds of what may be asked for. The bounds of counts and seconds are the model's.
//!
//! A gRPC group's codes are kept and shown; the check itself sees the HTTP status.

use adit_model::listener::ListenerProtocol;
use adit_model::target_group::{HealthCheck, TargetType};
use adit_wire::{ApiError, Record, errors, record, view};

view! {
    pub struct Matcher: "elbv2"/"Matcher" { http: Option<String> = "HttpCode", grpc: Option<String> = "GrpcCode" }
}

/// What a request says of the check.
#[derive(Debug, Default)]
pub struct Asked {
    pub protocol: Option<String>,
    pub port: Option<String>,
    pub enabled: Option<bool>,
    pub path: Option<String>,
    pub interval: Option<u32>,
    pub timeout: Option<u32>,
    pub healthy: Option<u32>,
    pub unhealthy: Option<u32>,
    pub matcher: Option<Matcher>,
}

/// A check, and whether it is a TCP connection: its protocol, path and matcher say nothing then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub check: HealthCheck,
    pub tcp: bool,
}

/// Of which kind of group a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind<'k> {
    /// `HTTP1` and the like.
    pub version: &'k str,
    pub network: bool,
    pub target_type: TargetType,
}

/// The check of a group that says nothing of it; `asked` decides whether a Network Load Balancer's is HTTP's.
pub fn default(kind: Kind<'_>, asked: &Asked) -> Check {
    let http = matches!(asked.protocol.as_deref(), Some("HTTP" | "HTTPS"));
    let tcp = kind.network && kind.target_type != TargetType::Alb && !http;
    let (path, matcher) = match (kind.version, kind.network) {
        ("GRPC", _) => ("/AWS.ALB/healthcheck", "12"),
        (_, true) => ("/", "200-399"),
        (_, false) => ("/", "200"),
    };
    let check = HealthCheck {
        enabled: true,
        protocol: ListenerProtocol::Http,
        port: None,
        path: path.to_owned(),
        interval_seconds: 30,
        timeout_seconds: match (kind.network, tcp) {
            (false, _) => 5,
            (true, false) => 6,
            (true, true) => 10,
        },
        healthy_threshold: 5,
        unhealthy_threshold: 2,
        matcher: matcher.to_owned(),
    };
    Check { check, tcp }
}

/// `check` with what is asked for.
pub fn change(before: Check, asked: Asked, kind: Kind<'_>) -> Result<Check, ApiError> {
    let Check { mut check, mut tcp } = before;
    if let Some(protocol) = &asked.protocol {
        tcp = kind.network && protocol == "TCP";
        if !tcp {
            let known = ListenerProtocol::parse(protocol);
            check.protocol = known.ok_or_else(|| errors::elbv2::health_check_protocol(protocol))?;
        }
    }
    if let Some(port) = &asked.port {
        check.port = read_port(port)?;
    }
    if asked.enabled == Some(false) {
        return Err(errors::elbv2::health_check_enabled(kind.target_type.name()));
    }
    if tcp && (asked.path.is_some() || asked.matcher.is_some()) {
        return Err(errors::elbv2::health_check_of_tcp());
    }
    if let Some(path) = asked.path {
        if !path.starts_with('/') {
            return Err(errors::elbv2::health_check_path(path));
        }
        check.path = path;
    }
    check.interval_seconds = asked.interval.unwrap_or(check.interval_seconds);
    check.timeout_seconds = asked.timeout.unwrap_or(check.timeout_seconds);
    check.healthy_threshold = asked.healthy.unwrap_or(check.healthy_threshold);
    check.unhealthy_threshold = asked.unhealthy.unwrap_or(check.unhealthy_threshold);
    if check.interval_seconds <= check.timeout_seconds {
        return Err(errors::elbv2::health_check_interval());
    }
    if let Some(matcher) = asked.matcher {
        check.matcher = read_matcher(matcher, kind)?;
    }
    Ok(Check { check, tcp })
}

/// Adds the check to a target group's record.
pub fn show(check: &HealthCheck, tcp: bool, version: &str, record: &mut Record) {
    let protocol = if tcp { "TCP" } else { check.protocol.name() };
    record.put("HealthCheckProtocol", protocol);
    record.put(
        "HealthCheckPort",
        check
            .port
            .map_or_else(|| "traffic-port".to_owned(), |port| port.to_string()),
    );
    record.put("HealthCheckEnabled", check.enabled);
    record.put("HealthCheckIntervalSeconds", check.interval_seconds);
    record.put("HealthCheckTimeoutSeconds", check.timeout_seconds);
    record.put("HealthyThresholdCount", check.healthy_threshold);
    record.put("UnhealthyThresholdCount", check.unhealthy_threshold);
    if !tcp {
        record.put("HealthCheckPath", &check.path);
        let code = if version == "GRPC" { "GrpcCode" } else { "HttpCode" };
        record.put("Matcher", record! {}.with(code, &check.matcher));
    }
}

fn read_port(port: &str) -> Result<Option<u16>, ApiError> {
    match port {
        "traffic-port" => Ok(None),
        number => match number.parse() {
            Ok(port) if port > 0 => Ok(Some(port)),
            _ => Err(errors::elbv2::health_check_port(port)),
        },
    }
}

fn read_matcher(matcher: Matcher, kind: Kind<'_>) -> Result<String, ApiError> {
    let highest = if kind.network { 599 } else { 499 };
    let (text, low, high) = match (kind.version == "GRPC", matcher.http, matcher.grpc) {
        (false, Some(http), None) => (http, 200, highest),
        (true, None, Some(grpc)) => (grpc, 0, 99),
        _ => return Err(errors::elbv2::health_check_matcher_kind(kind.version)),
    };
    let within = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        matches!((from.parse::<u16>(), to.parse::<u16>()), (Ok(from), Ok(to)) if low <= from && from <= to && to <= high)
    };
    match text.split(',').all(within) {
        true => Ok(text),
        false => Err(errors::elbv2::health_check_matcher(text, format!("{low}-{high}"))),
    }
}
