//! EC2 told as calls: form fields as a client sends them, and members of the answers.
//!
//! [`Scene`] reads each call through the wire, runs it, holds the answer against the service model and commits what it
//! changed. Places in an answer are written `Vpcs.0.Tags.0.Key`.

mod describe;
mod internet_gateway;
mod network_acl;
mod network_interface;
mod prefix_list;
mod route;
mod security_group;
mod subnet;
mod tag;
mod vpc;
mod vpc_endpoint;

use std::str::FromStr;

use adit_model::certificate::CertificateMaterial;
use adit_model::id::{SubnetId, TargetGroupArn};
use adit_model::minter::Minter;
use adit_model::network_interface::NetworkInterface;
use adit_model::subnet::Subnet;
use adit_model::{AccountId, Region, World};
use adit_wire::{ApiError, Record, Value, conformance};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::cx::Cx;
use crate::ec2::network_interface::{NewInterface, create};
use crate::operation::{Request, execute};
use crate::ports::{CertificateDetails, Certificates, ObservedTarget, Ports, TargetHealth};

pub(super) const NOW: OffsetDateTime = datetime!(2026-01-02 03:04:05 UTC);

pub(super) struct Scene {
    pub(super) world: World,
    minter: Minter,
    account: &'static str,
    region: &'static str,
}

/// EC2 asks nothing of the ports.
struct NoPorts;

impl Certificates for NoPorts {
    fn inspect(
        &self,
        _: &str,
        _: Option<&str>,
        _: &str,
        _: OffsetDateTime,
    ) -> Result<CertificateDetails, String> {
        Err("no certificates here".to_owned())
    }

    fn describe(&self, _: &str) -> Result<CertificateDetails, String> {
        Err("no certificates here".to_owned())
    }

    fn issue(&self, _: &[String], _: &str, _: OffsetDateTime) -> Result<CertificateMaterial, String> {
        Err("no certificates here".to_owned())
    }
}

impl TargetHealth for NoPorts {
    fn states(&self, _: &TargetGroupArn) -> Vec<ObservedTarget> {
        Vec::new()
    }
}

impl Scene {
    pub(super) fn new() -> Self {
        Self {
            world: World::default(),
            minter: Minter::seeded(1),
            account: "111122223333",
            region: "eu-west-1",
        }
    }

    /// Who calls from now on, and where.
    pub(super) fn become_caller(&mut self, account: &'static str, region: &'static str) {
        (self.account, self.region) = (account, region);
    }

    /// One call, `fields` joined by `&` as in a form.
    pub(super) fn call(&mut self, operation: &str, fields: &str) -> Result<Record, ApiError> {
        let scope = format!("{}/20260102/{}/ec2/aws4_request", self.account, self.region);
        let request = http::Request::post("/")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header(
                "authorization",
                format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"),
            );
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let body = format!(
            "Action={operation}&Version=2016-11-15&{}",
            fields.replace(' ', "+")
        );
        let call =
            adit_wire::read(&parts, body.as_bytes(), "r".to_owned()).map_err(|rejection| rejection.error)?;
        let request = Request {
            service: call.service,
            operation: call.operation.name,
            account: AccountId::parse(&call.account).unwrap(),
            region: Region::parse(&call.region).unwrap(),
            access_key: &call.access_key,
            input: &call.input,
        };
        let ports = Ports {
            certificates: &NoPorts,
            health: &NoPorts,
            objects: &crate::ports::NoObjects,
            deploy_delay: time::Duration::ZERO,
        };
        let outcome = execute(&request, &self.world, NOW, &mut self.minter, ports)?;
        assert_eq!(
            conformance(call.operation, &modelled(&outcome.output, "")),
            Ok(())
        );
        self.world = outcome.world;
        Ok(outcome.output)
    }

    /// A call that succeeds.
    #[track_caller]
    pub(super) fn ok(&mut self, operation: &str, fields: &str) -> Record {
        match self.call(operation, fields) {
            Ok(output) => output,
            Err(error) => panic!("{operation} {fields}: {error}"),
        }
    }

    /// A call that is refused with this code, and a text that has `text` in it; nothing is changed.
    #[track_caller]
    pub(super) fn refused(&mut self, operation: &str, fields: &str, code: &str, text: &str) {
        match self.call(operation, fields) {
            Ok(output) => panic!("{operation} {fields} succeeded: {output:?}"),
            Err(error) => {
                assert_eq!(error.code, code, "{operation} {fields}: {error}");
                assert!(error.message.contains(text), "{operation} {fields}: {error}");
            }
        }
    }

    pub(super) fn vpc(&mut self) -> String {
        text(&self.ok("CreateVpc", "CidrBlock=10.0.0.0/16"), "Vpc.VpcId")
    }

    pub(super) fn subnet(&mut self, vpc: &str, cidr: &str, zone: &str) -> String {
        let fields = format!("VpcId={vpc}&CidrBlock={cidr}&AvailabilityZone={zone}");
        text(&self.ok("CreateSubnet", &fields), "Subnet.SubnetId")
    }

    pub(super) fn group(&mut self, vpc: &str, name: &str) -> String {
        text(
            &self.ok(
                "CreateSecurityGroup",
                &format!("GroupName={name}&GroupDescription=d&VpcId={vpc}"),
            ),
            "GroupId",
        )
    }

    pub(super) fn gateway(&mut self) -> String {
        text(
            &self.ok("CreateInternetGateway", ""),
            "InternetGateway.InternetGatewayId",
        )
    }

    /// An interface as another service makes it.
    pub(super) fn interface(
        &mut self,
        subnet: &str,
        new: NewInterface,
    ) -> Result<NetworkInterface, ApiError> {
        let subnet: Subnet = (**self.world.subnets.get(&SubnetId::parse(subnet).unwrap()).unwrap()).clone();
        let ports = Ports {
            certificates: &NoPorts,
            health: &NoPorts,
            objects: &crate::ports::NoObjects,
            deploy_delay: time::Duration::ZERO,
        };
        let caller = (
            subnet.owner.account.clone(),
            subnet.owner.region.clone(),
            String::new(),
        );
        let mut cx = Cx::new(self.world.clone(), caller, NOW, &mut self.minter, ports);
        let made = create(&mut cx, &subnet, new)?;
        self.world = cx.finish(Record::new()).world;
        Ok(made)
    }
}

/// The value at a place of an answer.
#[track_caller]
pub(super) fn at<'a>(record: &'a Record, place: &str) -> Option<&'a Value> {
    let mut steps = place.split('.');
    let mut here = record.get(steps.next()?)?;
    for step in steps {
        here = match here {
            Value::Record(inner) => inner.get(step)?,
            Value::List(items) => items.get(usize::from_str(step).expect("an index"))?,
            other => panic!("{place}: {step} of a {}", other.kind()),
        };
    }
    Some(here)
}

/// The value at a place, as text.
#[track_caller]
pub(super) fn text(record: &Record, place: &str) -> String {
    match at(record, place) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Bool(is)) => is.to_string(),
        Some(Value::Int(int)) => int.to_string(),
        Some(Value::Time(time)) => time.to_string(),
        Some(Value::List(items)) => format!("{} items", items.len()),
        Some(other) => panic!("{place} is a {}", other.kind()),
        None => "absent".to_owned(),
    }
}

/// Each place has each value.
#[track_caller]
pub(super) fn expect(record: &Record, places: &[(&str, &str)]) {
    for (place, value) in places {
        assert_eq!(text(record, place), *value, "{place} of {record:#?}");
    }
}

/// The texts at `member` of each item of a list.
#[track_caller]
pub(super) fn column(record: &Record, list: &str, member: &str) -> Vec<String> {
    match at(record, list) {
        Some(Value::List(items)) => (0..items.len())
            .map(|i| text(record, &format!("{list}.{i}.{member}")))
            .collect(),
        other => panic!("{list} is {other:?}"),
    }
}

/// The answer in the model's words where EC2 has others: the state of an attached gateway is `available`, and that of
/// an endpoint is in lower case (api D3).
fn modelled(record: &Record, within: &str) -> Record {
    record.iter().fold(Record::new(), |made, (name, value)| {
        let value = match (within, name, value) {
            ("Attachments", "State", Value::Text(state)) if state == "available" => {
                Value::Text("attached".to_owned())
            }
            ("VpcEndpoint" | "VpcEndpoints", "State", Value::Text(state)) => match state.as_str() {
                "available" => Value::Text("Available".to_owned()),
                "pending" => Value::Text("Pending".to_owned()),
                other => panic!("an endpoint that is {other}"),
            },
            (_, name, Value::Record(inner)) => Value::Record(modelled(inner, name)),
            (_, name, Value::List(items)) => Value::List(
                items
                    .iter()
                    .map(|item| match item {
                        Value::Record(inner) => Value::Record(modelled(inner, name)),
                        other => other.clone(),
                    })
                    .collect(),
            ),
            (_, _, other) => other.clone(),
        };
        made.with(name, value)
    })
}
