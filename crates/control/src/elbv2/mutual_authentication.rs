//! Client certificates of an HTTPS listener: not asked for, passed on, or verified against a trust store.
//!
//! AWS lets a client without a certificate through in `passthrough`, as here, where no header tells of a certificate
//! either; in `verify` it ends the handshake of such a client, and here the whole listener is shut, which also refuses
//! those whom AWS would let in.

use adit_model::id::TrustStoreArn;
use adit_model::listener::MutualAuthentication;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::protocol::Protocol;
use crate::elbv2::trust_store;

view! {
    /// `TrustStoreAssociationStatus` is an answer's member.
    pub struct AskedMutual: "elbv2"/"MutualAuthenticationAttributes" {
        mode: Option<String> = "Mode",
        trust_store: Option<String> = "TrustStoreArn",
        ignore_expiry: Option<bool> = "IgnoreClientCertificateExpiry",
        advertise: Option<String> = "AdvertiseTrustStoreCaNames",
    }
}

/// What a listener of `protocol` is to ask for.
pub fn read(
    cx: &Cx<'_>,
    protocol: Protocol,
    asked: AskedMutual,
) -> Result<Option<MutualAuthentication>, ApiError> {
    let extra = asked.trust_store.is_some() || asked.ignore_expiry.is_some() || asked.advertise.is_some();
    let mode = asked
        .mode
        .as_deref()
        .ok_or_else(errors::elbv2::mutual_mode_missing)?;
    if mode != "off" && (!protocol.has_tls() || matches!(protocol, Protocol::Network(_))) {
        return Err(errors::elbv2::mutual_protocol(protocol.name()));
    }
    match mode {
        "off" | "passthrough" if extra => Err(errors::elbv2::mutual_extra(mode)),
        "off" => Ok(None),
        "passthrough" => Ok(Some(MutualAuthentication::Passthrough)),
        "verify" => {
            let arn = asked.trust_store.ok_or_else(errors::elbv2::mutual_trust_store)?;
            Ok(Some(MutualAuthentication::Verify {
                trust_store: ready(cx, &arn)?,
                ignore_expiry: asked.ignore_expiry.unwrap_or(false),
                advertise_names: asked.advertise.as_deref() == Some("on"),
            }))
        }
        other => Err(errors::elbv2::mutual_mode(other)),
    }
}

/// Of an HTTPS listener.
pub fn show(mutual: Option<&MutualAuthentication>) -> Record {
    match mutual {
        None => record! { "Mode" => "off" },
        Some(MutualAuthentication::Passthrough) => record! { "Mode" => "passthrough" },
        Some(MutualAuthentication::Verify {
            trust_store,
            ignore_expiry,
            advertise_names,
        }) => record! {
            "Mode" => "verify",
            "TrustStoreArn" => trust_store.as_str(),
            "IgnoreClientCertificateExpiry" => *ignore_expiry,
            "TrustStoreAssociationStatus" => "active",
            "AdvertiseTrustStoreCaNames" => if *advertise_names { "on" } else { "off" },
        },
    }
}

fn ready(cx: &Cx<'_>, arn: &str) -> Result<TrustStoreArn, ApiError> {
    let store = trust_store::find(cx, arn)?;
    match cx.settled(store.created) {
        true => Ok(store.id),
        false => Err(errors::elbv2::trust_store_not_ready(arn)),
    }
}
