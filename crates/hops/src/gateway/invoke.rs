//! A call as policies see it: principal, action, resource and condition keys (api B10-B13, B.3).
//!
//! Callers are anonymous: signatures are not verified yet. The resource's ARN is made only when a statement asks.

use std::cell::OnceCell;
use std::net::IpAddr;

use adit_policy::Key;
use adit_rules::{Point, Value};

use crate::dim::seconds;
use crate::facts::Facts;
use crate::gateway::plan::Api;
use crate::gateway::target::Target;
use crate::head::Head;
use crate::step::Via;

pub struct Invoke<'a> {
    api: &'a Api,
    via: &'a Via,
    head: &'a Head,
    now: u64,
    target: Target<'a>,
    resource: OnceCell<String>,
}

impl<'a> Invoke<'a> {
    pub fn new(api: &'a Api, via: &'a Via, head: &'a Head, facts: &Facts) -> Self {
        Self {
            api,
            via,
            head,
            now: seconds(facts),
            target: Target::of(head),
            resource: OnceCell::new(),
        }
    }

    /// `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path}`.
    pub fn resource(&self) -> &str {
        self.resource.get_or_init(|| {
            let Target { stage, path, method } = self.target;
            // The path begins with a slash, that of the root is one (api B12).
            format!("{}{stage}/{method}{path}", self.api.arn)
        })
    }

    /// Everything of the API.
    pub fn api_resource(&self) -> String {
        format!("{}*", self.api.arn)
    }

    fn condition(&self, name: &str) -> Value<'_> {
        let text = |value: Option<&'a str>| value.map_or(Value::Absent, Value::Text);
        match (name, self.via) {
            ("aws:currenttime", _) => Value::Num(self.now),
            ("aws:securetransport", _) => Value::Text("true"),
            ("aws:referer", _) => text(self.head.header("referer")),
            ("aws:useragent", _) => text(self.head.header("user-agent")),
            ("aws:sourceip", Via::Public { source }) => address(*source),
            ("aws:vpcsourceip", Via::Private { source, .. }) => address(*source),
            ("aws:sourcevpce", Via::Private { endpoint, .. }) => Value::Text(endpoint.as_str()),
            ("aws:sourcevpc", Via::Private { vpc, .. }) => Value::Text(vpc.as_str()),
            _ => Value::Absent,
        }
    }
}

impl Point<Key> for Invoke<'_> {
    fn value(&self, key: &Key) -> Value<'_> {
        match key {
            Key::Principal => Value::Absent,
            Key::Action => Value::Text("execute-api:Invoke"),
            Key::Resource => Value::Text(self.resource()),
            Key::Condition(name) => self.condition(name),
        }
    }
}

fn address(source: IpAddr) -> Value<'static> {
    Value::Addr(source.to_canonical())
}
