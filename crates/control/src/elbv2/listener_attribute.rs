//! A listener's attributes (api E21): stored and shown. The headers that they name are not written yet.

use adit_model::listener::TransportProtocol;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::attribute::{self, Attribute, Form};
use crate::elbv2::listener_store::{self, StoredListener};
use crate::elbv2::protocol::Protocol;

view! {
    pub struct DescribeListenerAttributes: "elbv2"."DescribeListenerAttributes" {
        listener: String = "ListenerArn",
    }
}
view! {
    pub struct ModifyListenerAttributes: "elbv2"."ModifyListenerAttributes" {
        listener: String = "ListenerArn",
        attributes: Vec<Attribute> = "Attributes",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeListenerAttributes) -> Result<Record, ApiError> {
    Ok(show(&listener_store::find(cx, &asked.listener)?))
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyListenerAttributes) -> Result<Record, ApiError> {
    let mut stored = listener_store::find(cx, &asked.listener)?;
    let known = defaults(stored.protocol());
    for attribute in &asked.attributes {
        if !known.iter().any(|(key, _)| *key == attribute.key) {
            return Err(errors::elbv2::unknown_listener_attribute(&attribute.key));
        }
    }
    attribute::set(&mut stored.listener.attributes, asked.attributes, form, |key| {
        errors::elbv2::unknown_listener_attribute(key)
    })?;
    let answer = show(&stored);
    stored.put(cx);
    Ok(answer)
}

/// The keys of a listener and what they are until they are set.
fn defaults(protocol: Protocol) -> Vec<(&'static str, &'static str)> {
    match protocol {
        Protocol::Network(TransportProtocol::Tcp) => vec![("tcp.idle_timeout.seconds", "350")],
        Protocol::Network(_) => Vec::new(),
        Protocol::Application(_) => {
            let of_https: &[&str] = if protocol.has_tls() { OF_HTTPS } else { &[] };
            let empty = OF_ALL.iter().chain(of_https).map(|key| (*key, ""));
            std::iter::once((SERVER, "true")).chain(empty).collect()
        }
    }
}

fn form(key: &str) -> Option<Form> {
    Some(match key {
        "tcp.idle_timeout.seconds" => Form::Number(60..=6_000),
        SERVER => Form::Flag,
        "routing.http.response.x_content_type_options.header_value" => Form::OneOf(&["", "nosniff"]),
        "routing.http.response.access_control_allow_credentials.header_value" => Form::OneOf(&["", "true"]),
        key if OF_ALL.contains(&key) || OF_HTTPS.contains(&key) => Form::Text,
        _ => return None,
    })
}

fn show(stored: &StoredListener) -> Record {
    let set = &stored.listener.attributes;
    let known = defaults(stored.protocol());
    let all = known
        .iter()
        .map(|(key, default)| (*key, set.get(*key).map_or(*default, String::as_str)));
    record! { "Attributes" => attribute::show(all) }
}

const SERVER: &str = "routing.http.response.server.enabled";

const OF_ALL: &[&str] = &[
    "routing.http.response.access_control_allow_credentials.header_value",
    "routing.http.response.access_control_allow_headers.header_value",
    "routing.http.response.access_control_allow_methods.header_value",
    "routing.http.response.access_control_allow_origin.header_value",
    "routing.http.response.access_control_expose_headers.header_value",
    "routing.http.response.access_control_max_age.header_value",
    "routing.http.response.content_security_policy.header_value",
    "routing.http.response.strict_transport_security.header_value",
    "routing.http.response.x_content_type_options.header_value",
    "routing.http.response.x_frame_options.header_value",
];

const OF_HTTPS: &[&str] = &[
    "routing.http.request.x_amzn_mtls_clientcert.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
    "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
    "routing.http.request.x_amzn_tls_cipher_suite.header_name",
    "routing.http.request.x_amzn_tls_version.header_name",
];
