//! Custom domain names (api A.6): a name with a certificate, at the edge, in a region, or private to VPC endpoints.
//!
//! Public names stand once in a region, whoever owns them; private ones are told apart by an id, which every call then
//! needs. No name is reachable yet: requests come by an API's own names. Uploaded certificates (CertificateBody and its
//! kin, deprecated) are refused by name; certificates come from ACM.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::domain_name::{DomainCertificate, DomainName, DomainNameAccessAssociation, MutualTls};
use adit_model::id::{DnsName, DomainNameKey};
use adit_model::rest_api::EndpointType;
use adit_policy::{Effect, Policy, PolicyKind, Request, evaluate};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::domain_certificate::{self, Purpose};
use super::endpoint_configuration::EndpointConfiguration;
use super::method::some;
use super::page::Wanted;
use super::patch::{self, PatchOperation};
use super::{domain_name_patch, resource_policy, tag};
use crate::cx::Cx;

view! {
    pub(super) struct CreateDomainName: "apigateway"."CreateDomainName" {
        domain_name: String = "domainName",
        certificate_name: Option<String> = "certificateName",
        certificate_arn: Option<String> = "certificateArn",
        regional_certificate_name: Option<String> = "regionalCertificateName",
        regional_certificate_arn: Option<String> = "regionalCertificateArn",
        endpoint_configuration: Option<EndpointConfiguration> = "endpointConfiguration",
        tags: BTreeMap<String, String> = "tags",
        security_policy: Option<String> = "securityPolicy",
        endpoint_access_mode: Option<String> = "endpointAccessMode",
        mutual_tls_authentication: Option<MutualTlsAuthentication> = "mutualTlsAuthentication",
        ownership_verification_certificate_arn: Option<String> = "ownershipVerificationCertificateArn",
        policy: Option<String> = "policy",
        routing_mode: Option<String> = "routingMode",
    }
}

view! {
    pub(super) struct MutualTlsAuthentication: "apigateway"/"MutualTlsAuthenticationInput" {
        truststore_uri: Option<String> = "truststoreUri",
        truststore_version: Option<String> = "truststoreVersion",
    }
}

view! {
    pub(super) struct GetDomainName: "apigateway"."GetDomainName" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
    }
}

view! {
    pub(super) struct GetDomainNames: "apigateway"."GetDomainNames" {
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
        resource_owner: Option<String> = "resourceOwner",
    }
}

view! {
    pub(super) struct UpdateDomainName: "apigateway"."UpdateDomainName" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteDomainName: "apigateway"."DeleteDomainName" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
    }
}

/// Where aliases of edge-optimized names point, in every region.
const DISTRIBUTION_ZONE: &str = "Z2FDTNDATAQYW2";

pub(super) fn create(cx: &mut Cx<'_>, input: CreateDomainName) -> Result<Record, ApiError> {
    let name = DnsName::of(&input.domain_name).filter(|name| name.as_str().contains('.'));
    let name = name.ok_or_else(|| errors::domain_name(&input.domain_name))?;
    tag::check(&input.tags)?;
    let asked = input.endpoint_configuration;
    let (types, address_type) = match asked {
        Some(asked) => (asked.types.unwrap_or_default(), asked.ip_address_type),
        None => (Vec::new(), None),
    };
    let parsed = types
        .iter()
        .map(|text| EndpointType::parse(text).ok_or_else(errors::endpoint_type_patch));
    let mut endpoint_types = parsed.collect::<Result<Vec<_>, _>>()?;
    if endpoint_types.is_empty() {
        endpoint_types.push(EndpointType::Edge);
    }
    let private = endpoint_types.contains(&EndpointType::Private);
    let domain_name_id = private.then(|| cx.minter.lower(10));
    let certificate = |name: Option<String>, arn: Option<String>| {
        (name.is_some() || arn.is_some()).then_some(DomainCertificate {
            name,
            arn,
            uploaded: cx.now,
        })
    };
    let mut domain = DomainName {
        id: DomainNameKey::of(&cx.region, name.as_str(), domain_name_id.as_deref()),
        owner: cx.owner(),
        name: name.as_str().to_owned(),
        domain_name_id,
        endpoint_types,
        ip_address_type: address_type.unwrap_or_else(|| if private { DUALSTACK } else { IPV4 }.to_owned()),
        certificate: certificate(input.certificate_name, input.certificate_arn),
        regional_certificate: certificate(input.regional_certificate_name, input.regional_certificate_arn),
        regional_domain_name: None,
        distribution_domain_name: None,
        security_policy: input.security_policy.unwrap_or_else(|| "TLS_1_2".to_owned()),
        endpoint_access_mode: input.endpoint_access_mode,
        mutual_tls: input.mutual_tls_authentication.and_then(|asked| {
            let truststore_uri = asked.truststore_uri?;
            let truststore_version = asked.truststore_version;
            Some(MutualTls {
                truststore_uri,
                truststore_version,
            })
        }),
        ownership_verification_certificate: input.ownership_verification_certificate_arn,
        policy: None,
        management_policy: None,
        routing_mode: input
            .routing_mode
            .unwrap_or_else(|| "BASE_PATH_MAPPING_ONLY".to_owned()),
        mappings: BTreeMap::new(),
        created: cx.now,
        updated: cx.now,
        tags: input.tags,
    };
    domain.policy = accept_policy(&domain, input.policy.as_deref().unwrap_or_default())?;
    settle(cx, &mut domain)?;
    if cx.table::<DomainName>().contains(&domain.id) {
        return Err(errors::domain_name_exists());
    }
    let output = show(cx, &domain);
    cx.put(domain);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetDomainName) -> Result<Record, ApiError> {
    let found = find(cx, &input.domain_name, input.domain_name_id.as_deref())?;
    Ok(show(cx, found))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetDomainNames) -> Result<Record, ApiError> {
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let others = input.resource_owner.as_deref() == Some("OTHER_ACCOUNTS");
    let names = cx.table::<DomainName>().iter().map(|domain| &**domain);
    let names = names.filter(|domain| {
        if others {
            domain.owner.region == cx.region && domain.owner.account != cx.account && shared(cx, domain)
        } else {
            cx.owns(&domain.owner)
        }
    });
    Ok(page.of(names, |domain| domain.id.as_str(), |domain| show(cx, domain)))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateDomainName) -> Result<Record, ApiError> {
    let mut domain = DomainName::clone(find(cx, &input.domain_name, input.domain_name_id.as_deref())?);
    for patch in patch::read(input.patch_operations)? {
        domain_name_patch::apply(cx, &mut domain, &patch)?;
    }
    settle(cx, &mut domain)?;
    domain.updated = cx.now;
    let output = show(cx, &domain);
    cx.put(domain);
    Ok(output)
}

/// The mappings go along.
pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteDomainName) -> Result<Record, ApiError> {
    let key = find(cx, &input.domain_name, input.domain_name_id.as_deref())?
        .id
        .clone();
    let associated = |association: &DomainNameAccessAssociation| association.domain_name == key;
    if cx
        .table::<DomainNameAccessAssociation>()
        .iter()
        .any(|one| associated(one))
    {
        return Err(errors::domain_associated());
    }
    cx.delete::<DomainName>(&key);
    Ok(Record::new())
}

/// The caller's domain name; a private one is found by its id alone.
pub(super) fn find<'a>(
    cx: &'a Cx<'_>,
    name: &str,
    id: Option<&str>,
) -> Result<&'a Arc<DomainName>, ApiError> {
    let id = id.filter(|id| !id.is_empty());
    let key = DnsName::of(name).map(|name| DomainNameKey::of(&cx.region, name.as_str(), id));
    let found = key.and_then(|key| cx.table::<DomainName>().get(&key));
    found
        .filter(|domain| cx.owns(&domain.owner))
        .ok_or_else(errors::domain_name_not_found)
}

/// What an ARN's path names: `{name}` or `{name}+{id}`, whoever owns it.
pub(super) fn of_path<'a>(cx: &'a Cx<'_>, path: &str) -> Option<&'a Arc<DomainName>> {
    let (name, id) = match path.split_once('+') {
        Some((name, id)) => (name, Some(id)),
        None => (path, None),
    };
    cx.table::<DomainName>()
        .get(&DomainNameKey::of(&cx.region, name, id))
}

/// Whether the owner's management policy lets the caller make associations with the name.
pub(super) fn shared(cx: &Cx<'_>, domain: &DomainName) -> bool {
    let document = domain
        .management_policy
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let policy = document
        .and_then(|document: serde_json::Value| Policy::from_json(&document, PolicyKind::Resource).ok());
    let request = Request::new("apigateway:CreateAccessAssociation", domain.arn())
        .principal(format!("arn:aws:iam::{}:root", cx.account));
    policy.is_some_and(|policy| evaluate(&policy.compile(), &request).effect == Effect::Allow)
}

/// A policy of a private name; an empty text takes it away.
pub(super) fn accept_policy(domain: &DomainName, text: &str) -> Result<Option<String>, ApiError> {
    let part = format!(
        "/domainnames/{}+{}",
        domain.name,
        domain.domain_name_id.as_deref().unwrap_or_default()
    );
    let accepted = resource_policy::accept_of_domain(text, &domain.owner, &part)?;
    match accepted {
        Some(_) if !domain.is_private() => Err(errors::domain_private_only("policy")),
        accepted => Ok(accepted),
    }
}

const IPV4: &str = "ipv4";
const DUALSTACK: &str = "dualstack";

/// What holds of a domain name, however it came about; gives it the names that its endpoints have.
fn settle(cx: &mut Cx<'_>, domain: &mut DomainName) -> Result<(), ApiError> {
    let has = |wanted| domain.endpoint_types.contains(&wanted);
    let (edge, regional, private) = (
        has(EndpointType::Edge),
        has(EndpointType::Regional),
        has(EndpointType::Private),
    );
    if domain.endpoint_types.len() > 2 || private && domain.endpoint_types.len() > 1 {
        return Err(errors::domain_endpoint_types());
    }
    if private && domain.name.starts_with("*.") {
        return Err(errors::domain_name_wildcard());
    }
    if private && domain.ip_address_type != DUALSTACK {
        return Err(errors::domain_private_dualstack());
    }
    if edge || private {
        let purpose = if edge { Purpose::Edge } else { Purpose::Private };
        domain_certificate::check(cx, domain.certificate.as_ref(), purpose, &domain.name)?;
    } else if domain.certificate.is_some() {
        return Err(errors::certificate_unused(
            "certificateArn",
            EndpointType::Regional.name(),
        ));
    }
    if regional {
        domain_certificate::check(
            cx,
            domain.regional_certificate.as_ref(),
            Purpose::Regional,
            &domain.name,
        )?;
    } else if domain.regional_certificate.is_some() {
        let kind = if private {
            EndpointType::Private
        } else {
            EndpointType::Edge
        };
        return Err(errors::certificate_unused("regionalCertificateArn", kind.name()));
    }
    if let Some(tls) = &domain.mutual_tls {
        let stored = tls
            .truststore_uri
            .strip_prefix("s3://")
            .and_then(|rest| rest.split_once('/'));
        if stored.is_none_or(|(bucket, key)| bucket.is_empty() || key.is_empty()) {
            return Err(errors::truststore_uri());
        }
        if !regional || edge {
            return Err(errors::mutual_tls_edge());
        }
        if domain.security_policy == "TLS_1_0" {
            return Err(errors::mutual_tls_policy());
        }
    }
    if regional && domain.regional_domain_name.is_none() {
        domain.regional_domain_name = Some(format!(
            "d-{}.execute-api.{}.amazonaws.com",
            cx.minter.lower(10),
            cx.region
        ));
    }
    if edge && domain.distribution_domain_name.is_none() {
        domain.distribution_domain_name = Some(format!("d{}.cloudfront.net", cx.minter.lower(13)));
    }
    Ok(())
}

fn show(cx: &Cx<'_>, domain: &DomainName) -> Record {
    let certificate = domain.certificate.as_ref();
    let regional = domain.regional_certificate.as_ref();
    let has = |kind| domain.endpoint_types.contains(&kind);
    let types: Value = domain.endpoint_types.iter().map(|kind| kind.name()).collect();
    let tls = domain.mutual_tls.as_ref().map(|tls| {
        record! { "truststoreUri" => &tls.truststore_uri, "truststoreVersion" => tls.truststore_version.as_deref() }
    });
    record! {
        "domainName" => &domain.name,
        "domainNameId" => domain.domain_name_id.as_deref(),
        "domainNameArn" => domain.is_private().then(|| domain.arn()),
        "certificateName" => certificate.and_then(|one| one.name.as_deref()),
        "certificateArn" => certificate.and_then(|one| one.arn.as_deref()),
        "certificateUploadDate" => certificate.map(|one| one.uploaded),
        "regionalDomainName" => domain.regional_domain_name.as_deref().filter(|_| has(EndpointType::Regional)),
        "regionalHostedZoneId" => has(EndpointType::Regional).then(|| hosted_zone(domain.owner.region.as_str())),
        "regionalCertificateName" => regional.and_then(|one| one.name.as_deref()),
        "regionalCertificateArn" => regional.and_then(|one| one.arn.as_deref()),
        "distributionDomainName" => domain.distribution_domain_name.as_deref().filter(|_| has(EndpointType::Edge)),
        "distributionHostedZoneId" => has(EndpointType::Edge).then_some(DISTRIBUTION_ZONE),
        "endpointConfiguration" => record! { "types" => types, "ipAddressType" => &domain.ip_address_type },
        "domainNameStatus" => if cx.settled(domain.updated) { "AVAILABLE" } else { "UPDATING" },
        "securityPolicy" => &domain.security_policy,
        "endpointAccessMode" => domain.endpoint_access_mode.as_deref(),
        "tags" => some(&domain.tags),
        "mutualTlsAuthentication" => tls,
        "ownershipVerificationCertificateArn" => domain.ownership_verification_certificate.as_deref(),
        // As JSON, not escaped as an API's policy is: the OpenTofu provider takes it as it stands.
        "managementPolicy" => domain.management_policy.as_deref(),
        "policy" => domain.policy.as_deref(),
        "routingMode" => &domain.routing_mode,
    }
}

/// The zone of a region's `execute-api` names; a region that is not listed here gets Ireland's.
pub(crate) fn hosted_zone(region: &str) -> &'static str {
    match region {
        "us-east-1" => "Z1UJRXOUMOOFQ8",
        "us-east-2" => "ZOJJZC49E0EPZ",
        "us-west-1" => "Z2MUQ32089INYE",
        "us-west-2" => "Z2OJLYMUO9EFXC",
        "ap-south-1" => "Z3VO1THU9YC4UR",
        "ap-northeast-1" => "Z1YSHQZHG15GKL",
        "ap-northeast-2" => "Z20JF4UZKIW1U8",
        "ap-northeast-3" => "Z2YQB5RD63NC85",
        "ap-southeast-1" => "ZL327KTPIQFUL",
        "ap-southeast-2" => "Z2RPCDW04V8134",
        "ca-central-1" => "Z19DQILCV0OWEC",
        "eu-central-1" => "Z1U9ULNL0V5AJ3",
        "eu-west-2" => "ZJ5UAJN8Y3Z2Q",
        "eu-west-3" => "Z3KY65QIEKYHQQ",
        "sa-east-1" => "ZCMLWB8V5SYIT",
        _ => "ZLY8HYME6SFDD",
    }
}
