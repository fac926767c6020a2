//! The World that requests meet: both designs, and one of most other things. Its ports answer without a world outside.

use std::time::SystemTime;

use adit_control::ports::{CertificateDetails, Certificates, NoObjects, ObservedTarget, Ports, TargetHealth};
use adit_control::{Outcome, Request};
use adit_hops::tls::{CertificateFact, Rehearse};
use adit_hops::{Compiler, plan};
use adit_model::certificate::{Certificate, CertificateMaterial};
use adit_model::id::TargetGroupArn;
use adit_model::minter::Minter;
use adit_model::{AccountId, Change, Key, Region, World};
use adit_wire::{ApiError, Call};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::reference::Said;
use crate::{Dialect, reference};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "us-east-1";

/// The designs of the tests with ids as AWS writes them, since a request's are held against that form.
const DESIGNS: &str = r#"
account 123456789012
region us-east-1
vpc vpc-0aaaaaaaaaaaaaaa1 10.0.0.0/16
igw igw-0aaaaaaaaaaaaaaa1
subnet subnet-0aaaaaaaaaaaaaaa1 10.0.1.0/24
subnet subnet-0aaaaaaaaaaaaaaa2 10.0.2.0/24
sg sg-0aaaaaaaaaaaaaaa1
  in tcp 443 from cloudfront
  out tcp 443 to sg-0aaaaaaaaaaaaaaa2
sg sg-0aaaaaaaaaaaaaaa2
  in tcp 443 from sg-0aaaaaaaaaaaaaaa1
endpoint vpce-0aaaaaaaaaaaaaaa1 with sg-0aaaaaaaaaaaaaaa2
target-group tg-api https 443
  target endpoint vpce-0aaaaaaaaaaaaaaa1
  health matcher 200,403
certificate 11111111-2222-3333-4444-555555555555 origin.example.com
alb web internal with sg-0aaaaaaaaaaaaaaa1
  listener https 443 certificate 11111111-2222-3333-4444-555555555555 forward tg-api
  rule 10 host a.example.com path /x*,/y header X-Key secret fixed 403 no
api api0000001 private endpoints vpce-0aaaaaaaaaaaaaaa1
  policy {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}
  GET /hello mock 200 {"message":"hello"}
  ANY /items/{proxy+} auth AWS_IAM key http-proxy https://backend.example.com/{proxy}
  deploy v1
vpc-origin vo_aaaaaaaaaaaaaaaaaaaaaa to web https-only
distribution EDESIGNB111111 d111111abcdef8.cloudfront.net
  origin api origin.example.com vpc-origin vo_aaaaaaaaaaaaaaaaaaaaaa
  header x-apigw-api-id api0000001
  default api redirect-to-https no-cache origin-request all-viewer-except-host
api api0000002 regional
  GET /hello mock 200 {"message":"hello"}
  deploy v1
distribution EDESIGNA222222 d222222abcdef8.cloudfront.net
  origin api api0000002.execute-api.us-east-1.amazonaws.com https-only path /v1
  header Referer secure-access
  default api https-only
  geo allow IE GB
"#;

/// What is made of everything else, by requests in the form of the targets.
const MAKERS: [(Dialect, &[u8]); 5] = [
    (Dialect::Ec2, include_bytes!("../scene/wire_ec2")),
    (Dialect::Query, include_bytes!("../scene/wire_query")),
    (Dialect::RestXml, include_bytes!("../scene/wire_rest_xml")),
    (Dialect::RestJson, include_bytes!("../scene/wire_rest_json")),
    (Dialect::Json, include_bytes!("../scene/wire_json")),
];

pub(crate) struct Scene {
    pub(crate) world: World,
    compiler: Compiler,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let mut world = adit_testkit::world(DESIGNS);
        let mut minter = Minter::seeded(0);
        let mut said = Said::default();
        for (dialect, requests) in MAKERS {
            for text in dialect.texts(requests.trim_ascii_end()) {
                let text = reference::fill(text, &world, &said);
                let call = dialect
                    .request(&text)
                    .ok_or_else(|| "no request".to_owned())
                    .and_then(|(parts, body)| {
                        adit_wire::read(&parts, body, String::new()).map_err(|why| why.error.to_string())
                    });
                let outcome = call.and_then(|call| {
                    execute(&call, &world, &mut minter)
                        .map_err(|why| format!("{}: {why}", call.operation.name))
                });
                match outcome {
                    Ok(outcome) => {
                        said.made.extend(outcome.changes.iter().map(Change::key));
                        world = outcome.world;
                    }
                    // The scene stands without it, and whoever changes one of them shall see that it fell out.
                    Err(why) => eprintln!("scene: {why}"),
                }
            }
        }
        Self {
            compiler: Compiler::new(&world, plan::Settings::default(), &Outside),
            world,
        }
    }

    /// Follows a conversation that changed `keys` and ended with `after`, and takes it back: the Plan's part of commits.
    pub(crate) fn compile(&mut self, after: &World, mut keys: Vec<Key>) {
        keys.sort_unstable();
        keys.dedup();
        if !keys.is_empty() {
            self.compiler.update(&self.world, after, &keys, &Outside);
            self.compiler.update(after, &self.world, &keys, &Outside);
        }
    }
}

/// What the binary's ledger does with a call, up to the commit.
pub(crate) fn execute(call: &Call, world: &World, minter: &mut Minter) -> Result<Outcome, ApiError> {
    let unknown = |what: &str| ApiError::new("InvalidClientTokenId", what.to_owned());
    let request = Request {
        service: call.service,
        operation: call.operation.name,
        account: AccountId::parse(&call.account).ok_or_else(|| unknown("account"))?,
        region: Region::parse(&call.region).ok_or_else(|| unknown("region"))?,
        access_key: &call.access_key,
        input: &call.input,
    };
    let ports = Ports {
        certificates: &Outside,
        health: &Outside,
        objects: &NoObjects,
        deploy_delay: Duration::ZERO,
    };
    adit_control::execute(&request, world, NOW, minter, ports)
}

const NOW: OffsetDateTime = datetime!(2026-01-02 03:04:05 UTC);

/// Takes any certificate: what `tls` makes of one is a target of its own.
struct Outside;

impl Certificates for Outside {
    fn inspect(
        &self,
        certificate: &str,
        _: Option<&str>,
        _: &str,
        _: OffsetDateTime,
    ) -> Result<CertificateDetails, String> {
        self.describe(certificate)
    }

    fn describe(&self, certificate: &str) -> Result<CertificateDetails, String> {
        if certificate.is_empty() {
            return Err("there is none".to_owned());
        }
        Ok(CertificateDetails {
            common_name: Some("a.example.com".to_owned()),
            names: vec!["a.example.com".to_owned(), "*.example.com".to_owned()],
            serial: "0a:0b".to_owned(),
            issuer: "Adit".to_owned(),
            subject: "CN=a.example.com".to_owned(),
            not_before: NOW - Duration::DAY,
            not_after: NOW + Duration::DAY,
            key_algorithm: "EC_prime256v1".to_owned(),
            signature_algorithm: "SHA256WITHECDSA".to_owned(),
            key_usages: vec!["DIGITAL_SIGNATURE".to_owned()],
            extended_key_usages: Vec::new(),
        })
    }

    fn issue(&self, _: &[String], _: &str, now: OffsetDateTime) -> Result<CertificateMaterial, String> {
        Ok(CertificateMaterial {
            certificate: "issued".to_owned(),
            chain: None,
            private_key: "issued".to_owned(),
            not_before: now,
            not_after: now + Duration::DAY,
        })
    }
}

impl TargetHealth for Outside {
    fn states(&self, _: &TargetGroupArn) -> Vec<ObservedTarget> {
        Vec::new()
    }
}

impl Rehearse for Outside {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact {
        let seconds = |moment: SystemTime| {
            moment
                .duration_since(SystemTime::UNIX_EPOCH)
                .map_or(0, |since| since.as_secs())
        };
        CertificateFact {
            names: certificate.names.clone(),
            not_before: seconds((NOW - Duration::DAY).into()),
            not_after: seconds((NOW + Duration::DAY).into()),
            chain: Ok(()),
        }
    }

    fn overlap(&self, _: &str, _: &[String]) -> bool {
        true
    }
}
