//! A listener's attributes (api E21): only their defaults, since none can be changed yet.

use adit_model::listener::ListenerProtocol;
use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::elbv2::{attribute, listener};

view! {
    pub struct DescribeListenerAttributes: "elbv2"."DescribeListenerAttributes" {
        listener: String = "ListenerArn",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeListenerAttributes) -> Result<Record, ApiError> {
    let listener = listener::find(cx, &asked.listener)?;
    let of_https: &[&str] = if listener.protocol == ListenerProtocol::Https {
        OF_HTTPS
    } else {
        &[]
    };
    let empty = OF_ALL.iter().chain(of_https).map(|key| (*key, ""));
    let server = std::iter::once(("routing.http.response.server.enabled", "true"));
    Ok(record! { "Attributes" => attribute::show(server.chain(empty)) })
}

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
