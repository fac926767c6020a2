//! The demo's own AWS client: the requests that the AWS CLI would send, over the API's port.
//!
//! Small on purpose: five functions and a look into XML by tag. Signatures carry account and region and are not computed:
//! the demo's Adit does not verify them.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use serde_json::Value;

use crate::client::admin::AdminClient;
use crate::client::{Answer, Question};

pub(crate) struct Aws {
    api: AdminClient,
    account: String,
    pub(crate) region: String,
}

/// An XML answer.
pub(crate) struct Xml {
    pub(crate) text: String,
}

impl Xml {
    /// The text of the first element of that name.
    pub(crate) fn tag(&self, name: &str) -> anyhow::Result<String> {
        self.tags(name)
            .into_iter()
            .next()
            .with_context(|| format!("the answer has no `{name}`: {}", self.text))
    }

    /// The texts of all elements of that name, in order.
    pub(crate) fn tags(&self, name: &str) -> Vec<String> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let found = self.text.split(&open).skip(1);
        found
            .filter_map(|rest| rest.split_once(&close))
            .map(|(text, _)| text.replace("&amp;", "&"))
            .collect()
    }
}

impl Aws {
    pub(crate) fn new(api: SocketAddr, account: &str, region: &str) -> Self {
        Self {
            api: AdminClient::new(api),
            account: account.to_owned(),
            region: region.to_owned(),
        }
    }

    pub(crate) fn ec2(&self, action: &str, parameters: &[(&str, &str)]) -> anyhow::Result<Xml> {
        self.query("ec2", "2016-11-15", action, parameters)
    }

    pub(crate) fn elbv2(&self, action: &str, parameters: &[(&str, &str)]) -> anyhow::Result<Xml> {
        self.query("elasticloadbalancing", "2015-12-01", action, parameters)
    }

    pub(crate) fn acm(&self, action: &str, body: &Value) -> anyhow::Result<Value> {
        let headers = [
            ("Content-Type".to_owned(), "application/x-amz-json-1.1".to_owned()),
            ("X-Amz-Target".to_owned(), format!("CertificateManager.{action}")),
        ];
        let answer = self.send("acm", "POST", "/", &headers, body.to_string().as_bytes())?;
        serde_json::from_slice(&answer.body).context("the answer is no JSON")
    }

    pub(crate) fn apigateway(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.send(
            "apigateway",
            method,
            path,
            &[("Content-Type".to_owned(), "application/json".to_owned())],
            body.as_bytes(),
        )?;
        if answer.body.is_empty() {
            Ok(Value::Null)
        } else {
            serde_json::from_slice(&answer.body).context("the answer is no JSON")
        }
    }

    pub(crate) fn cloudfront(&self, method: &str, path: &str, body: &str) -> anyhow::Result<Xml> {
        let target = format!("/2020-05-31{path}");
        let answer = self.send(
            "cloudfront",
            method,
            &target,
            &[("Content-Type".to_owned(), "application/xml".to_owned())],
            body.as_bytes(),
        )?;
        Ok(Xml { text: answer.text() })
    }

    fn query(
        &self,
        service: &str,
        version: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> anyhow::Result<Xml> {
        let mut form = format!("Action={action}&Version={version}");
        for (name, value) in parameters {
            form.push_str(&format!("&{}={}", encoded(name), encoded(value)));
        }
        let headers = [(
            "Content-Type".to_owned(),
            "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
        )];
        let answer = self.send(service, "POST", "/", &headers, form.as_bytes())?;
        Ok(Xml { text: answer.text() })
    }

    fn send(
        &self,
        service: &str,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> anyhow::Result<Answer> {
        let mut headers = headers.to_vec();
        let scope = format!("{}/20260101/{}/{service}/aws4_request", self.account, self.region);
        headers.push(("X-Amz-Date".to_owned(), "20260101T000000Z".to_owned()));
        headers.push((
            "Authorization".to_owned(),
            format!(
                "AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={}",
                "0".repeat(64)
            ),
        ));
        let answer = self.api.call(
            target,
            &Question {
                method,
                headers: &headers,
                body,
            },
        )?;
        if answer.status >= 300 {
            bail!(
                "{service} answered {} to {method} {target} {}: {}",
                answer.status,
                String::from_utf8_lossy(body),
                answer.text()
            );
        }
        Ok(answer)
    }
}

/// A text member of a JSON answer.
pub(crate) fn member(value: &Value, name: &str) -> anyhow::Result<String> {
    value
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .with_context(|| format!("the answer has no `{name}`: {value}"))
}

/// Percent-encodes for a form (RFC 3986's unreserved characters pass).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
