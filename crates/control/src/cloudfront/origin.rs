//! A distribution's origins: a public name, a VPC origin, or a bucket (cf A2, B2, B12, A7).
//!
//! Origin Shield is kept and read back; there is one cache here. Signing for an access control is not built, so a bucket
//! would see unsigned requests. Client certificates towards the origin are refused.

use adit_model::distribution::Distribution;
use adit_model::id::{DistributionId, DnsName, OriginAccessControlId, VpcOriginId};
use adit_model::origin::{Origin, OriginKind};
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{ApiError, Path, Record, errors, record, view};

use super::custom_header::{self, CustomHeaders};
use super::quantity::{self, Names};
use super::s3_origin::{self, S3Origin};
use super::{neutral, origin_access_control, origin_protocol, policy};
use crate::cx::Cx;

/// cf G.
const MAX_ORIGINS: usize = 100;
const MAX_DISTRIBUTIONS_PER_VPC_ORIGIN: usize = 50;

view! {
    pub(super) struct Origins: "cloudfront"/"Origins" { quantity: i64 = "Quantity", items: Vec<OriginView> = "Items" }
}
view! {
    pub(super) struct OriginView: "cloudfront"/"Origin" {
        id: String = "Id",
        domain_name: String = "DomainName",
        path: Option<String> = "OriginPath",
        custom_headers: Option<CustomHeaders> = "CustomHeaders",
        custom: Option<CustomOrigin> = "CustomOriginConfig",
        vpc: Option<VpcOriginConfig> = "VpcOriginConfig",
        s3: Option<S3Origin> = "S3OriginConfig",
        attempts: Option<i64> = "ConnectionAttempts",
        timeout: Option<i64> = "ConnectionTimeout",
        completion_timeout: Option<i64> = "ResponseCompletionTimeout",
        shield: Option<Shield> = "OriginShield",
        access_control: Option<String> = "OriginAccessControlId",
    }
}
view! {
    pub(super) struct CustomOrigin: "cloudfront"/"CustomOriginConfig" {
        http_port: i64 = "HTTPPort",
        https_port: i64 = "HTTPSPort",
        protocol: String = "OriginProtocolPolicy",
        ssl_protocols: Option<Names> = "OriginSslProtocols",
        read_timeout: Option<i64> = "OriginReadTimeout",
        keepalive_timeout: Option<i64> = "OriginKeepaliveTimeout",
        ip_address_type: Option<String> = "IpAddressType",
    }
}
view! {
    pub(super) struct VpcOriginConfig: "cloudfront"/"VpcOriginConfig" {
        id: String = "VpcOriginId",
        owner: Option<String> = "OwnerAccountId",
        read_timeout: Option<i64> = "OriginReadTimeout",
        keepalive_timeout: Option<i64> = "OriginKeepaliveTimeout",
    }
}
view! {
    pub(super) struct Shield: "cloudfront"/"OriginShield" {
        enabled: bool = "Enabled",
        region: Option<String> = "OriginShieldRegion",
    }
}

/// The origins, and `Origins` as it is kept. `own` is the distribution that is being changed.
pub(super) fn read(
    cx: &Cx<'_>,
    origins: Origins,
    own: Option<&DistributionId>,
    path: &Path<'_>,
) -> Result<(Vec<Origin>, Record), ApiError> {
    let views = quantity::items(origins.quantity, origins.items)?;
    if views.is_empty() {
        return Err(errors::cloudfront::parameter_required("Origins"));
    }
    if views.len() > MAX_ORIGINS {
        return Err(errors::cloudfront::too_many_origins());
    }
    let mut read: Vec<Origin> = Vec::new();
    let mut kept: Vec<Record> = Vec::new();
    let list = path.member("Items");
    for (at, view) in views.into_iter().enumerate() {
        let (origin, record) = one(cx, view, own, &list.index(at))?;
        if read.iter().any(|other| other.id == origin.id) {
            return Err(errors::cloudfront::parameter_invalid(
                "Origin Id",
                format!("{} is used twice", origin.id),
            ));
        }
        read.push(origin);
        kept.push(record);
    }
    Ok((read, quantity::list(kept)))
}

fn one(
    cx: &Cx<'_>,
    view: OriginView,
    own: Option<&DistributionId>,
    path: &Path<'_>,
) -> Result<(Origin, Record), ApiError> {
    if !(1..=128).contains(&view.id.len()) {
        return Err(errors::cloudfront::parameter_invalid(
            "Origin Id",
            "must have 1 to 128 characters",
        ));
    }
    let domain = domain(&view.domain_name)?;
    let origin_path = view.path.unwrap_or_default();
    check_path(&origin_path)?;
    let custom_headers = custom_header::read(view.custom_headers)?;
    let connection_attempts = bounded("ConnectionAttempts", view.attempts, 3, 1, 3)?;
    let connection_timeout = bounded("ConnectionTimeout", view.timeout, 10, 1, 10)?;
    let shield = shield(view.shield)?;
    let access_control = origin_access_control::of_origin(cx, view.access_control, &domain)?;

    let (kind, timeouts, member, config) = match (view.custom, view.vpc, view.s3) {
        (Some(custom), None, None) => {
            let timeouts = Timeouts::read(custom.read_timeout, custom.keepalive_timeout)?;
            let (kind, config) = custom_origin(custom, &timeouts, &path.member("CustomOriginConfig"))?;
            (kind, timeouts, "CustomOriginConfig", config)
        }
        (None, Some(vpc), None) => {
            let timeouts = Timeouts::read(vpc.read_timeout, vpc.keepalive_timeout)?;
            let (kind, config) = vpc_origin(cx, &vpc, &timeouts, own)?;
            (kind, timeouts, "VpcOriginConfig", config)
        }
        (None, None, Some(s3)) => {
            let timeouts = Timeouts::read(s3.read_timeout, None)?;
            let (kind, config) = s3_origin::read(cx, &s3, &domain, timeouts.read)?;
            (kind, timeouts, "S3OriginConfig", config)
        }
        _ => return Err(errors::cloudfront::origin_kind()),
    };
    if access_control.is_some() && matches!(kind, OriginKind::S3 { identity: Some(_) }) {
        return Err(errors::cloudfront::two_origin_accesses());
    }
    if let Some(control) = access_control.as_ref() {
        let others = policy::own_distributions(cx)
            .filter(|d| Some(&d.id) != own && origin_access_control::uses(d, control));
        if others.count() >= policy::MAX_DISTRIBUTIONS {
            return Err(errors::cloudfront::too_many_origin_access_control_distributions());
        }
    }
    let completion_timeout = completion_timeout(view.completion_timeout, timeouts.read)?;
    let mut kept = record! {
        "Id" => &view.id,
        "DomainName" => domain.as_str(),
        "OriginPath" => &origin_path,
        "CustomHeaders" => custom_header::show(&custom_headers),
    };
    kept.put(member, config);
    let kept = kept
        .with("ConnectionAttempts", connection_attempts)
        .with("ConnectionTimeout", connection_timeout)
        .with("ResponseCompletionTimeout", completion_timeout)
        .with("OriginShield", shield)
        .with(
            "OriginAccessControlId",
            access_control.as_ref().map_or("", OriginAccessControlId::as_str),
        );
    let origin = Origin {
        id: view.id,
        domain,
        path: origin_path,
        custom_headers,
        kind,
        connection_attempts,
        connection_timeout,
        read_timeout: timeouts.read,
        keepalive_timeout: timeouts.keepalive,
        completion_timeout,
        access_control,
    };
    Ok((origin, kept))
}

/// `OriginShield` as it is kept: a region exactly when it is on.
fn shield(shield: Option<Shield>) -> Result<Record, ApiError> {
    let region = |shield: &Shield| shield.region.clone().filter(|region| !region.is_empty());
    match shield {
        Some(shield) if shield.enabled => match region(&shield) {
            Some(region) => Ok(record! { "Enabled" => true, "OriginShieldRegion" => region }),
            None => Err(errors::cloudfront::parameter_required("OriginShieldRegion")),
        },
        Some(shield) if region(&shield).is_some() => Err(errors::cloudfront::parameter_invalid(
            "OriginShieldRegion",
            "cannot be used when OriginShield is not enabled",
        )),
        _ => Ok(record! { "Enabled" => false }),
    }
}

fn custom_origin(
    custom: CustomOrigin,
    timeouts: &Timeouts,
    path: &Path<'_>,
) -> Result<(OriginKind, Record), ApiError> {
    let ip_address_type = custom.ip_address_type.as_deref();
    // Origins are asked over IPv4 here.
    let over_ipv4 = ip_address_type.is_none_or(|t| t != "ipv6");
    neutral::off(
        over_ipv4,
        path,
        "IpAddressType",
        ip_address_type.unwrap_or_default(),
    )?;
    let protocol = origin_protocol::policy(&custom.protocol)?;
    let http_port = origin_protocol::port("HTTPPort", custom.http_port)?;
    let https_port = origin_protocol::port("HTTPSPort", custom.https_port)?;
    let ssl_protocols = origin_protocol::ssl_protocols(custom.ssl_protocols)?;
    let config = record! {
        "HTTPPort" => http_port,
        "HTTPSPort" => https_port,
        "OriginProtocolPolicy" => protocol.name(),
        "OriginSslProtocols" => quantity::list(ssl_protocols.clone()),
        "OriginReadTimeout" => timeouts.read,
        "OriginKeepaliveTimeout" => timeouts.keepalive,
        "IpAddressType" => custom.ip_address_type,
    };
    Ok((
        OriginKind::Custom {
            protocol,
            http_port,
            https_port,
            ssl_protocols,
        },
        config,
    ))
}

/// The VPC origin must be the caller's own: one shared through RAM is not carried.
fn vpc_origin(
    cx: &Cx<'_>,
    vpc: &VpcOriginConfig,
    timeouts: &Timeouts,
    own: Option<&DistributionId>,
) -> Result<(OriginKind, Record), ApiError> {
    let owner = vpc.owner.as_deref().filter(|owner| !owner.is_empty());
    if let Some(other) = owner.filter(|owner| *owner != cx.account.as_str()) {
        return Err(errors::cloudfront::vpc_origin_other_account(other));
    }
    let found = VpcOriginId::parse(&vpc.id).and_then(|id| cx.get::<VpcOrigin>(&id));
    let origin = found
        .filter(|o| o.account == cx.account)
        .ok_or_else(errors::cloudfront::vpc_origin_not_found)?;
    let others = cx
        .table::<Distribution>()
        .iter()
        .filter(|d| Some(&d.id) != own && uses(d, &origin.id));
    if others.count() >= MAX_DISTRIBUTIONS_PER_VPC_ORIGIN {
        return Err(errors::cloudfront::vpc_origin_distribution_limit(&origin.id));
    }
    let config = record! {
        "VpcOriginId" => origin.id.as_str(),
        "OwnerAccountId" => owner.map(ToOwned::to_owned),
        "OriginReadTimeout" => timeouts.read,
        "OriginKeepaliveTimeout" => timeouts.keepalive,
    };
    Ok((OriginKind::VpcOrigin(origin.id), config))
}

/// Whether a distribution has an origin that leads through the VPC origin.
pub(super) fn uses(distribution: &Distribution, vpc_origin: &VpcOriginId) -> bool {
    distribution
        .config
        .origins
        .iter()
        .any(|o| matches!(&o.kind, OriginKind::VpcOrigin(id) if id == vpc_origin))
}

/// Seconds.
struct Timeouts {
    read: u32,
    keepalive: u32,
}

impl Timeouts {
    fn read(read: Option<i64>, keepalive: Option<i64>) -> Result<Self, ApiError> {
        let fits = |given: Option<i64>, default: u32| match given {
            None => Some(default),
            Some(given) => u32::try_from(given)
                .ok()
                .filter(|seconds| (1..=120).contains(seconds)),
        };
        Ok(Self {
            read: fits(read, 30).ok_or_else(errors::cloudfront::invalid_read_timeout)?,
            keepalive: fits(keepalive, 5).ok_or_else(errors::cloudfront::invalid_keepalive_timeout)?,
        })
    }
}

fn completion_timeout(given: Option<i64>, read_timeout: u32) -> Result<Option<u32>, ApiError> {
    let Some(given) = given else { return Ok(None) };
    let seconds = u32::try_from(given)
        .ok()
        .filter(|seconds| *seconds >= read_timeout);
    let reason = "must not be less than OriginReadTimeout";
    seconds
        .map(Some)
        .ok_or_else(|| errors::cloudfront::parameter_invalid("ResponseCompletionTimeout", reason))
}

fn bounded(name: &str, given: Option<i64>, default: u32, low: u32, high: u32) -> Result<u32, ApiError> {
    let Some(given) = given else { return Ok(default) };
    let fits = u32::try_from(given)
        .ok()
        .filter(|given| (low..=high).contains(given));
    fits.ok_or_else(|| errors::cloudfront::parameter_range(name, low, high))
}

/// A fully qualified name, not an address.
fn domain(text: &str) -> Result<DnsName, ApiError> {
    let qualified = |name: &DnsName| {
        let last = name.as_str().rsplit('.').next().unwrap_or_default();
        name.as_str().contains('.')
            && !name.as_str().contains('*')
            && !last.bytes().all(|b| b.is_ascii_digit())
    };
    DnsName::of(text)
        .filter(qualified)
        .ok_or_else(errors::cloudfront::invalid_origin_name)
}

/// Empty, or from `/` on without a final one (cf B3).
fn check_path(path: &str) -> Result<(), ApiError> {
    let fits = path.starts_with('/') && !path.ends_with('/') && path.len() <= 255;
    let printable = path
        .bytes()
        .all(|b| b.is_ascii_graphic() && b != b'?' && b != b'#');
    if path.is_empty() || (fits && printable) {
        return Ok(());
    }
    let reason = "must begin with a slash, must not end with one and has at most 255 characters";
    Err(errors::cloudfront::parameter_invalid("OriginPath", reason))
}
