//! UpdateDomainName's patches (iac-operations 3d): certificates, endpoint types, mutual TLS and the policies.
//!
//! A public name migrates by getting its other endpoint type and that one's certificate, and losing the first one later. A
//! private name stays private. What the patches made is judged as a whole when all are done.

use adit_model::domain_name::{DomainCertificate, DomainName, MutualTls};
use adit_model::rest_api::EndpointType;
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;

use super::domain_name::accept_policy;
use super::patch::{Op, Patch};
use crate::cx::Cx;

pub(super) fn apply(cx: &Cx<'_>, domain: &mut DomainName, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["certificateArn"] => certificate(cx, &mut domain.certificate, patch, |one| &mut one.arn)?,
        ["certificateName"] => certificate(cx, &mut domain.certificate, patch, |one| &mut one.name)?,
        ["regionalCertificateArn"] => {
            certificate(cx, &mut domain.regional_certificate, patch, |one| &mut one.arn)?;
        }
        ["regionalCertificateName"] => {
            certificate(cx, &mut domain.regional_certificate, patch, |one| &mut one.name)?;
        }
        ["endpointConfiguration", "types"] => endpoint_type(domain, patch, patch.value()?)?,
        ["endpointConfiguration", "types", which] => endpoint_type(domain, patch, which)?,
        ["endpointConfiguration", "ipAddressType"] => {
            patch.replaces()?;
            patch
                .one_of("IpAddressType")?
                .clone_into(&mut domain.ip_address_type);
        }
        ["securityPolicy"] => {
            patch.replaces()?;
            patch
                .one_of("SecurityPolicy")?
                .clone_into(&mut domain.security_policy);
        }
        ["endpointAccessMode"] => {
            patch.replaces()?;
            domain.endpoint_access_mode = Some(patch.one_of("EndpointAccessMode")?.to_owned());
        }
        ["routingMode"] => {
            patch.replaces()?;
            patch.one_of("RoutingMode")?.clone_into(&mut domain.routing_mode);
        }
        ["ownershipVerificationCertificateArn"] => {
            domain.ownership_verification_certificate = given(patch)?;
        }
        [
            "mutualTlsAuthentication",
            member @ ("truststoreUri" | "truststoreVersion"),
        ] => {
            mutual_tls(domain, member, given(patch)?);
        }
        ["policy"] => {
            patch.replaces()?;
            domain.policy = accept_policy(domain, patch.value()?)?;
        }
        ["managementPolicy"] => {
            patch.replaces()?;
            domain.management_policy = accept_policy(domain, patch.value()?)?;
        }
        _ => return Err(patch.unknown()),
    }
    Ok(())
}

fn given(patch: &Patch) -> Result<Option<String>, ApiError> {
    match patch.op {
        Op::Add | Op::Replace => Ok(patch.optional()),
        Op::Remove => Ok(None),
        _ => Err(errors::patch_entry_operation()),
    }
}

fn certificate(
    cx: &Cx<'_>,
    known: &mut Option<DomainCertificate>,
    patch: &Patch,
    member: fn(&mut DomainCertificate) -> &mut Option<String>,
) -> Result<(), ApiError> {
    let value = given(patch)?;
    let none = DomainCertificate {
        name: None,
        arn: None,
        uploaded: cx.now,
    };
    let certificate = known.get_or_insert(none);
    *member(certificate) = value;
    certificate.uploaded = cx.now;
    if certificate.name.is_none() && certificate.arn.is_none() {
        *known = None;
    }
    Ok(())
}

/// `add` and `remove` name the type; `replace` names the one that goes, or its place in the list.
fn endpoint_type(domain: &mut DomainName, patch: &Patch, which: &str) -> Result<(), ApiError> {
    let parse = |text: &str| EndpointType::parse(text).ok_or_else(errors::endpoint_type_patch);
    let types = &mut domain.endpoint_types;
    let before = types.clone();
    match patch.op {
        Op::Add => {
            let new = parse(patch.value()?)?;
            if !types.contains(&new) {
                types.push(new);
            }
        }
        Op::Remove => {
            let gone = parse(which)?;
            types.retain(|known| *known != gone);
            if types.is_empty() {
                return Err(errors::endpoint_types_empty());
            }
            match gone {
                EndpointType::Edge => domain.certificate = None,
                EndpointType::Regional => domain.regional_certificate = None,
                EndpointType::Private => {}
            }
        }
        Op::Replace => {
            let new = parse(patch.value()?)?;
            let old = match which.parse::<usize>() {
                Ok(place) => types.get_mut(place),
                Err(_) => {
                    let named = parse(which)?;
                    types.iter_mut().find(|known| **known == named)
                }
            };
            *old.ok_or_else(|| patch.unknown())? = new;
        }
        _ => return Err(errors::patch_entry_operation()),
    }
    let private = |types: &[EndpointType]| types.contains(&EndpointType::Private);
    if private(types) == private(&before) {
        Ok(())
    } else {
        Err(errors::domain_private_conversion())
    }
}

/// Mutual TLS is off without a trust store.
fn mutual_tls(domain: &mut DomainName, member: &str, value: Option<String>) {
    match (member, value, &mut domain.mutual_tls) {
        ("truststoreUri", Some(uri), Some(tls)) => tls.truststore_uri = uri,
        ("truststoreUri", Some(uri), none) => {
            *none = Some(MutualTls {
                truststore_uri: uri,
                truststore_version: None,
            });
        }
        ("truststoreUri", None, known) => *known = None,
        (_, version, Some(tls)) => tls.truststore_version = version,
        (_, _, None) => {}
    }
}
