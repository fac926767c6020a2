//! Listeners: a port of a balancer, its certificate and policy, its default action (api E13, E14).
//!
//! Client certificates (`MutualAuthentication`) other than `off` are refused.

use adit_model::id::{CertificateArn, ListenerArn};
use adit_model::listener::{Listener, ListenerProtocol};
use adit_model::listener_rule::ListenerRule;
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::action::{self, AskedAction, Place};
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::listener_certificate::{self, AskedCertificate};
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{limit, load_balancer, page, ssl_policy};

view! {
    pub struct CreateListener: "elbv2"."CreateListener" {
        load_balancer: String = "LoadBalancerArn",
        protocol: Option<String> = "Protocol",
        port: Option<u16> = "Port",
        ssl_policy: Option<String> = "SslPolicy",
        certificates: Vec<AskedCertificate> = "Certificates",
        actions: Vec<AskedAction> = "DefaultActions",
        tags: Vec<Tag> = "Tags",
        mutual: Option<MutualAuthentication> = "MutualAuthentication",
    }
}
view! {
    pub struct MutualAuthentication: "elbv2"/"MutualAuthenticationAttributes" { mode: Option<String> = "Mode" }
}
view! {
    pub struct DescribeListeners: "elbv2"."DescribeListeners" {
        load_balancer: Option<String> = "LoadBalancerArn",
        arns: Vec<String> = "ListenerArns",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}
view! {
    pub struct ModifyListener: "elbv2"."ModifyListener" {
        listener: String = "ListenerArn",
        port: Option<u16> = "Port",
        protocol: Option<String> = "Protocol",
        ssl_policy: Option<String> = "SslPolicy",
        certificates: Vec<AskedCertificate> = "Certificates",
        actions: Vec<AskedAction> = "DefaultActions",
        mutual: Option<MutualAuthentication> = "MutualAuthentication",
    }
}
view! {
    pub struct DeleteListener: "elbv2"."DeleteListener" { listener: String = "ListenerArn" }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateListener) -> Result<Record, ApiError> {
    let balancer = load_balancer::find(cx, &asked.load_balancer)?;
    let protocol = asked.protocol.ok_or_else(errors::elbv2::listener_protocol)?;
    let protocol = read_protocol(&protocol)?;
    let port = asked.port.ok_or_else(errors::elbv2::listener_port)?;
    refuse_mutual(asked.mutual)?;
    let tags = tag::read(asked.tags)?;
    let others = of_balancer(cx, &balancer.id).count();
    if of_balancer(cx, &balancer.id).any(|listener| listener.port == port) {
        return Err(errors::elbv2::duplicate_listener());
    }
    if others >= limit::LISTENERS {
        return Err(errors::elbv2::too_many_listeners(&balancer.id));
    }
    let (certificate, ssl_policy) = read_tls(cx, protocol, asked.certificates, asked.ssl_policy)?;
    if protocol == ListenerProtocol::Https && certificate.is_none() {
        return Err(errors::elbv2::certificate_required());
    }
    let place = Place {
        balancer: &balancer,
        protocol,
    };
    let (default_actions, action_order) = action::read(cx, place, asked.actions)?;
    let default_policy = || (protocol == ListenerProtocol::Https).then(|| ssl_policy::DEFAULT.to_owned());
    let listener = Listener {
        id: arn::mint_below(
            cx,
            balancer.id.as_str(),
            "loadbalancer",
            "listener",
            ListenerArn::parse,
        )?,
        owner: cx.owner(),
        balancer: balancer.id.clone(),
        port,
        protocol,
        ssl_policy: ssl_policy.or_else(default_policy),
        certificates: certificate.into_iter().collect(),
        default_actions,
        action_order,
        tags,
    };
    let answer = record! { "Listeners" => vec![show(&listener)] };
    cx.put(listener);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeListeners) -> Result<Record, ApiError> {
    let found: Vec<Listener> = match (&asked.load_balancer, asked.arns.is_empty()) {
        (Some(_), false) => return Err(errors::elbv2::exclusive("Load balancer ARN", "listener ARNs")),
        (None, true) => return Err(errors::elbv2::one_of("a load balancer ARN", "listener ARNs")),
        (Some(balancer), true) => {
            let balancer = load_balancer::find(cx, balancer)?;
            of_balancer(cx, &balancer.id).cloned().collect()
        }
        (None, false) => asked
            .arns
            .iter()
            .map(|arn| find(cx, arn))
            .collect::<Result<_, _>>()?,
    };
    let mut items: Vec<(String, Record)> = found.iter().map(|l| (l.id.to_string(), show(l))).collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items.dedup_by(|a, b| a.0 == b.0);
    let page = page::cut(items, asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "Listeners" => page.items, "NextMarker" => page.next })
}

/// What is not named stays; turning HTTPS into HTTP drops certificates and policy.
pub fn modify(cx: &mut Cx<'_>, asked: ModifyListener) -> Result<Record, ApiError> {
    let mut listener = find(cx, &asked.listener)?;
    let balancer = load_balancer::find(cx, listener.balancer.as_str())?;
    refuse_mutual(asked.mutual)?;
    if let Some(port) = asked.port.filter(|port| *port != listener.port) {
        if of_balancer(cx, &balancer.id).any(|other| other.port == port) {
            return Err(errors::elbv2::duplicate_listener());
        }
        listener.port = port;
    }
    if let Some(protocol) = &asked.protocol {
        listener.protocol = read_protocol(protocol)?;
    }
    let (certificate, ssl_policy) = read_tls(cx, listener.protocol, asked.certificates, asked.ssl_policy)?;
    if listener.protocol == ListenerProtocol::Http {
        listener.certificates.clear();
        listener.ssl_policy = None;
    } else {
        if let Some(certificate) = certificate {
            listener.certificates.retain(|known| *known != certificate);
            match listener.certificates.first_mut() {
                Some(default) => *default = certificate,
                None => listener.certificates.push(certificate),
            }
        }
        if listener.certificates.is_empty() {
            return Err(errors::elbv2::certificate_required());
        }
        let policy = ssl_policy.or(listener.ssl_policy);
        listener.ssl_policy = Some(policy.unwrap_or_else(|| ssl_policy::DEFAULT.to_owned()));
    }
    if !asked.actions.is_empty() {
        let place = Place {
            balancer: &balancer,
            protocol: listener.protocol,
        };
        (listener.default_actions, listener.action_order) = action::read(cx, place, asked.actions)?;
    }
    let answer = record! { "Listeners" => vec![show(&listener)] };
    cx.put(listener);
    Ok(answer)
}

/// Takes its rules along.
pub fn delete(cx: &mut Cx<'_>, asked: DeleteListener) -> Result<Record, ApiError> {
    let listener = find(cx, &asked.listener)?;
    let rules: Vec<_> = cx
        .table::<ListenerRule>()
        .iter()
        .filter(|rule| rule.listener == listener.id)
        .map(|rule| rule.id.clone())
        .collect();
    for rule in &rules {
        cx.delete::<ListenerRule>(rule);
    }
    cx.delete::<Listener>(&listener.id);
    Ok(Record::new())
}

/// The caller's listener with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<Listener, ApiError> {
    let id = ArnKind::Listener.read(text, ListenerArn::parse)?;
    let found = cx
        .get::<Listener>(&id)
        .filter(|listener| cx.owns(&listener.owner));
    found.ok_or_else(errors::elbv2::listeners_not_found)
}

fn of_balancer<'c>(
    cx: &'c Cx<'_>,
    id: &'c adit_model::id::LoadBalancerArn,
) -> impl Iterator<Item = &'c Listener> {
    cx.table::<Listener>()
        .iter()
        .map(AsRef::as_ref)
        .filter(move |listener| listener.balancer == *id)
}

fn show(listener: &Listener) -> Record {
    let default = listener.certificates.first();
    let certificates = default.map(|arn| vec![record! { "CertificateArn" => arn.as_str() }]);
    let https = listener.protocol == ListenerProtocol::Https;
    record! {
        "ListenerArn" => listener.id.as_str(),
        "LoadBalancerArn" => listener.balancer.as_str(),
        "Port" => listener.port,
        "Protocol" => listener.protocol.name(),
        "Certificates" => certificates,
        "SslPolicy" => listener.ssl_policy.clone(),
        "DefaultActions" => action::show(&listener.default_actions, listener.action_order),
        "MutualAuthentication" => https.then(|| record! { "Mode" => "off" }),
    }
}

fn read_protocol(text: &str) -> Result<ListenerProtocol, ApiError> {
    ListenerProtocol::parse(text).ok_or_else(|| errors::elbv2::unsupported_protocol(text))
}

fn refuse_mutual(asked: Option<MutualAuthentication>) -> Result<(), ApiError> {
    match asked.and_then(|mutual| mutual.mode).as_deref() {
        None | Some("off") => Ok(()),
        Some(mode) => {
            let root = Path::root(Service::Elbv2);
            Err(errors::unsupported_value(
                &root.member("MutualAuthentication").member("Mode"),
                mode,
            ))
        }
    }
}

/// The default certificate and the policy that a request names.
fn read_tls(
    cx: &Cx<'_>,
    protocol: ListenerProtocol,
    certificates: Vec<AskedCertificate>,
    policy: Option<String>,
) -> Result<(Option<CertificateArn>, Option<String>), ApiError> {
    if protocol == ListenerProtocol::Http {
        return match (certificates.is_empty(), policy) {
            (false, _) => Err(errors::elbv2::certificate_of_http()),
            (true, Some(_)) => Err(errors::elbv2::ssl_policy_of_http()),
            (true, None) => Ok((None, None)),
        };
    }
    if let Some(name) = policy.as_deref().filter(|name| !ssl_policy::exists(name)) {
        return Err(errors::elbv2::ssl_policy_not_found(name));
    }
    if certificates.len() > 1 {
        return Err(errors::elbv2::certificate_count(1, certificates.len()));
    }
    let certificate = certificates.into_iter().next();
    let certificate = certificate
        .map(|asked| listener_certificate::usable(cx, asked))
        .transpose()?;
    Ok((certificate, policy))
}
