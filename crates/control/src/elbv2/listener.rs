//! Listeners: a port of a balancer, its certificate and policy, its default action (api E13, E14).

use adit_model::id::{CertificateArn, ListenerArn};
use adit_model::listener::{Listener, ListenerProtocol};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::action::{self, AskedAction, Place};
use crate::elbv2::arn;
use crate::elbv2::listener_certificate::{self, AskedCertificate};
use crate::elbv2::listener_store::{self, StoredListener};
use crate::elbv2::mutual_authentication::{self, AskedMutual};
use crate::elbv2::protocol::Protocol;
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
        alpn: Vec<String> = "AlpnPolicy",
        tags: Vec<Tag> = "Tags",
        mutual: Option<AskedMutual> = "MutualAuthentication",
    }
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
        alpn: Vec<String> = "AlpnPolicy",
        mutual: Option<AskedMutual> = "MutualAuthentication",
    }
}
view! {
    pub struct DeleteListener: "elbv2"."DeleteListener" { listener: String = "ListenerArn" }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateListener) -> Result<Record, ApiError> {
    let balancer = load_balancer::find(cx, &asked.load_balancer)?;
    let protocol = asked.protocol.ok_or_else(errors::elbv2::listener_protocol)?;
    let protocol = Protocol::of_listener(&balancer, &protocol)?;
    let port = asked.port.ok_or_else(errors::elbv2::listener_port)?;
    let mutual = match asked.mutual {
        Some(asked) => mutual_authentication::read(cx, protocol, asked)?,
        None => None,
    };
    let alpn = read_alpn(protocol, asked.alpn)?;
    let tags = tag::read(asked.tags)?;
    let others = listener_store::of_balancer(cx, &balancer.id);
    if others.iter().any(|stored| stored.listener.port == port) {
        return Err(errors::elbv2::duplicate_listener());
    }
    if others.len() >= limit::LISTENERS {
        return Err(errors::elbv2::too_many_listeners(&balancer.id));
    }
    let (certificate, ssl_policy) = read_tls(cx, protocol, asked.certificates, asked.ssl_policy)?;
    if protocol.has_tls() && certificate.is_none() {
        return Err(errors::elbv2::certificate_required());
    }
    let place = Place {
        balancer: &balancer,
        protocol,
    };
    let (default_actions, action_order) = action::read(cx, place, asked.actions)?;
    let default_policy = || protocol.has_tls().then(|| ssl_policy::DEFAULT.to_owned());
    let (application, transport) = halves(protocol);
    let stored = StoredListener {
        listener: Listener {
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
            protocol: application,
            ssl_policy: ssl_policy.or_else(default_policy),
            certificates: certificate.into_iter().collect(),
            default_actions,
            action_order,
            attributes: Default::default(),
            mutual,
            tags,
        },
        transport,
        alpn,
    };
    let answer = record! { "Listeners" => vec![show(&stored)] };
    stored.put(cx);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeListeners) -> Result<Record, ApiError> {
    let found: Vec<StoredListener> = match (&asked.load_balancer, asked.arns.is_empty()) {
        (Some(_), false) => return Err(errors::elbv2::exclusive("Load balancer ARN", "listener ARNs")),
        (None, true) => return Err(errors::elbv2::one_of("a load balancer ARN", "listener ARNs")),
        (Some(balancer), true) => {
            let balancer = load_balancer::find(cx, balancer)?;
            listener_store::of_balancer(cx, &balancer.id)
        }
        (None, false) => asked
            .arns
            .iter()
            .map(|arn| listener_store::find(cx, arn))
            .collect::<Result<_, _>>()?,
    };
    let mut items: Vec<(String, Record)> = found
        .iter()
        .map(|stored| (stored.listener.id.to_string(), show(stored)))
        .collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items.dedup_by(|a, b| a.0 == b.0);
    let page = page::cut(items, asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "Listeners" => page.items, "NextMarker" => page.next })
}

/// What is not named stays; a protocol without TLS drops certificates, policy and what clients are asked for.
pub fn modify(cx: &mut Cx<'_>, asked: ModifyListener) -> Result<Record, ApiError> {
    let mut stored = listener_store::find(cx, &asked.listener)?;
    let balancer = load_balancer::find(cx, stored.listener.balancer.as_str())?;
    if let Some(port) = asked.port.filter(|port| *port != stored.listener.port) {
        let others = listener_store::of_balancer(cx, &balancer.id);
        if others.iter().any(|other| other.listener.port == port) {
            return Err(errors::elbv2::duplicate_listener());
        }
        stored.listener.port = port;
    }
    if let Some(protocol) = &asked.protocol {
        (stored.listener.protocol, stored.transport) = halves(Protocol::of_listener(&balancer, protocol)?);
    }
    let protocol = stored.protocol();
    if let Some(asked) = asked.mutual {
        stored.listener.mutual = mutual_authentication::read(cx, protocol, asked)?;
    }
    if !asked.alpn.is_empty() {
        stored.alpn = read_alpn(protocol, asked.alpn)?;
    }
    let (certificate, ssl_policy) = read_tls(cx, protocol, asked.certificates, asked.ssl_policy)?;
    let listener = &mut stored.listener;
    if protocol.has_tls() {
        // The ones beside it stay.
        if let Some(certificate) = certificate.filter(|asked| listener.certificates.first() != Some(asked)) {
            listener.certificates.retain(|known| *known != certificate);
            match listener.certificates.first_mut() {
                Some(default) => *default = certificate,
                None => listener.certificates.push(certificate),
            }
        }
        if listener.certificates.is_empty() {
            return Err(errors::elbv2::certificate_required());
        }
        let policy = ssl_policy.or(listener.ssl_policy.take());
        listener.ssl_policy = Some(policy.unwrap_or_else(|| ssl_policy::DEFAULT.to_owned()));
    } else {
        listener.certificates.clear();
        listener.ssl_policy = None;
        listener.mutual = None;
        stored.alpn = None;
    }
    if !asked.actions.is_empty() {
        let place = Place {
            balancer: &balancer,
            protocol,
        };
        let (actions, order) = action::read(cx, place, asked.actions)?;
        (stored.listener.default_actions, stored.listener.action_order) = (actions, order);
    }
    let answer = record! { "Listeners" => vec![show(&stored)] };
    stored.put(cx);
    Ok(answer)
}

/// Takes its rules along.
pub fn delete(cx: &mut Cx<'_>, asked: DeleteListener) -> Result<Record, ApiError> {
    listener_store::find(cx, &asked.listener)?.delete(cx);
    Ok(Record::new())
}

fn show(stored: &StoredListener) -> Record {
    let listener = &stored.listener;
    let default = listener.certificates.first();
    let certificates = default.map(|arn| vec![record! { "CertificateArn" => arn.as_str() }]);
    let https = stored.protocol() == Protocol::Application(ListenerProtocol::Https);
    record! {
        "ListenerArn" => listener.id.as_str(),
        "LoadBalancerArn" => listener.balancer.as_str(),
        "Port" => listener.port,
        "Protocol" => stored.protocol().name(),
        "Certificates" => certificates,
        "SslPolicy" => listener.ssl_policy.clone(),
        "DefaultActions" => action::show(&listener.default_actions, listener.action_order),
        "AlpnPolicy" => stored.alpn.as_ref().map(|policy| vec![policy.clone()]),
        "MutualAuthentication" => https.then(|| mutual_authentication::show(listener.mutual.as_ref())),
    }
}

/// A protocol as it is kept: a transport's says all, and the other half nothing.
fn halves(protocol: Protocol) -> (ListenerProtocol, Option<adit_model::listener::TransportProtocol>) {
    match protocol {
        Protocol::Application(application) => (application, None),
        Protocol::Network(transport) => (ListenerProtocol::Http, Some(transport)),
    }
}

const ALPN: [&str; 5] = [
    "HTTP1Only",
    "HTTP2Only",
    "HTTP2Optional",
    "HTTP2Preferred",
    "None",
];

fn read_alpn(protocol: Protocol, asked: Vec<String>) -> Result<Option<String>, ApiError> {
    let network_tls = protocol.has_tls() && matches!(protocol, Protocol::Network(_));
    match asked.as_slice() {
        [] => Ok(None),
        _ if !network_tls => Err(errors::elbv2::alpn_of(protocol.name())),
        [policy] if ALPN.contains(&policy.as_str()) => Ok(Some(policy.clone())),
        _ => Err(errors::elbv2::alpn_unsupported(asked.join(", "))),
    }
}

/// The default certificate and the policy that a request names.
fn read_tls(
    cx: &Cx<'_>,
    protocol: Protocol,
    certificates: Vec<AskedCertificate>,
    policy: Option<String>,
) -> Result<(Option<CertificateArn>, Option<String>), ApiError> {
    if !protocol.has_tls() {
        return match (certificates.is_empty(), policy) {
            (false, _) => Err(errors::elbv2::certificate_of(protocol.name())),
            (true, Some(_)) => Err(errors::elbv2::ssl_policy_of(protocol.name())),
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
