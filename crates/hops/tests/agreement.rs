//! The two readings of every compiled list agree: regions are disjoint and cover everything, and a sampled member, each
//! boundary and its neighbours get their region's outcome when read as a request.

use std::fmt::Debug;

use adit_hops::Plan;
use adit_hops::dim::Rules;
use adit_hops::plan::Settings;
use adit_hops::tls::{CertificateFact, Rehearse};
use adit_model::certificate::Certificate;
use adit_rules::Guard;
use adit_rules::testing::check_agreement;

/// Design B with every kind of decision at the edge configured.
fn plan() -> Plan {
    let world = adit_testkit::design_b().replace(
        "default api redirect-to-https no-cache origin-request all-viewer-except-host",
        "default api redirect-to-https no-cache origin-request all-viewer-except-host\n  \
         behavior /static/*.js api https-only optimized\n  behavior /v?/items* api allow-all methods read no-cache\n  \
         geo allow IE GB\n  error 502 /sorry.html 200\n  \
         web-acl 473e64fd-f30b-4765-81a0-62ad96dd167a\n  \
         behavior /private/* api key-group key-1 function viewer-request guard response-headers CORS-With-Preflight",
    );
    Plan::compile(&adit_testkit::world(&world), Settings::default(), &Trusting)
}

fn agrees<O: Debug + PartialEq + Clone>(what: &str, list: &Rules<O>) {
    let checked = check_agreement(list, &Guard::any());
    assert!(checked.is_ok(), "{what}: {checked:?}");
}

#[test]
fn the_edges_lists_agree() {
    let plan = plan();
    let distribution = plan.edge.distributions.values().next().unwrap();
    agrees("distribution", &distribution.enabled);
    agrees("certificate match", &distribution.certificate_match);
    agrees("request size", &distribution.size);
    agrees("geo restriction", &distribution.geo);
    agrees("web ACL", &distribution.web_acl);
    agrees("behavior", &distribution.routes);
    for behavior in &distribution.behaviors {
        agrees("viewer protocol", &behavior.protocol);
        agrees("allowed methods", &behavior.methods);
        agrees("request body", &behavior.body);
        agrees("signed request", &behavior.signed);
        agrees("edge function", &behavior.function);
        if let Some(headers) = &behavior.response_headers {
            agrees("response headers", &headers.cors);
        }
        agrees("cache", &behavior.cache.lookup);
    }
    for origin in &distribution.origins {
        agrees("origin", &origin.protocol);
        agrees("what the origin serves", &origin.serves);
    }
}

#[test]
fn the_fronts_list_agrees() {
    let plan = plan();
    agrees("public names", &plan.edge.names.served);
    agrees("public ports", &plan.edge.names.ports);
}

#[test]
fn the_vpc_origins_lists_agree() {
    let plan = plan();
    let origin = plan.private.vpc_origins.values().next().unwrap();
    agrees("origin state", &origin.state);
    agrees("origin protocol", &origin.protocol);
    for rules in origin.certificates.values() {
        agrees("what the listener speaks", &rules.speaks);
    }
}

/// Certificates are judged elsewhere.
struct Trusting;

impl Rehearse for Trusting {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact {
        CertificateFact {
            names: certificate.names.clone(),
            not_before: 0,
            not_after: u64::MAX,
            chain: Ok(()),
        }
    }

    fn overlap(&self, _: &str, _: &[String]) -> bool {
        true
    }
}
