//! Serves a text world on local ports, for measuring the data plane by itself.
//!
//! ```text
//! chain [--world FILE] [--origin ADDRESS [--root PEM]] [--https PORT] [--http PORT] [--vantage PORT] [--threads N] [--ca FILE]
//! ```
//! Without `--world` it serves the private design (Host `d111111abcdef8.cloudfront.net`, path `/v1/hello`); with
//! `--origin` a distribution `d333333abcdef8.cloudfront.net` in front of that HTTPS server beside it.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use adit_hops::Plan;
use adit_hops::plan::Settings as PlanSettings;
use adit_model::clock::{Clock, MachineClock};
use adit_proxy::{Certifier, Proxy, Registries, Rehearsal, Settings, Sources};
use adit_tls::Authority;
use arc_swap::ArcSwap;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut settings = Settings::default();
    let mut text = adit_testkit::design_b().to_owned();
    let mut roots = Vec::new();
    let known = adit_testkit::authority();
    let authority = Arc::new(Authority::from_pem(&known.chain_pem(), known.private_key_pem())?);
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or(format!("`{flag}` needs a value"))?;
        match flag.as_str() {
            "--world" => text = std::fs::read_to_string(value)?,
            "--origin" => text.push_str(&origin(&value)),
            "--root" => roots.push(CertificateDer::from_pem_file(value)?),
            "--https" => settings.edge_https.set_port(value.parse()?),
            "--http" => settings.edge_http.set_port(value.parse()?),
            "--vantage" => settings.vantage.set_port(value.parse()?),
            "--threads" => settings.threads = value.parse::<NonZeroUsize>()?,
            "--ca" => std::fs::write(value, authority.certificate_pem())?,
            _ => return Err(format!("`{flag}` is no flag").into()),
        }
    }
    let world = adit_testkit::parse(&text)?;
    let rehearsal = Rehearsal::new(&authority, &roots)?;
    let clock: Arc<dyn Clock> = Arc::new(MachineClock);
    let certifier = Arc::new(Certifier::new(authority.clone(), clock.clone())?);
    let sources = Sources {
        plan: Arc::new(ArcSwap::from_pointee(Plan::compile(
            &world,
            PlanSettings::default(),
            &rehearsal,
        ))),
        certificates: Arc::new(ArcSwap::from_pointee(certifier.build(&world))),
        clock,
        countries: Arc::new(Registries::default()),
        roots: Arc::new(Rehearsal::root_store(&authority, &roots)),
    };
    let proxy = Proxy::start(&settings, sources)?;
    let addresses = proxy.addresses();
    println!(
        "edge https://{} http://{} vantage {}",
        addresses.edge_https, addresses.edge_http, addresses.vantage
    );
    for distribution in world.distributions.iter() {
        println!("host {}", distribution.domain);
    }
    loop {
        std::thread::sleep(Duration::from_secs(3600));
    }
}

fn origin(address: &str) -> String {
    format!(
        "binding origin.test {address}\n\
         distribution EORIGIN d333333abcdef8.cloudfront.net\n  origin api origin.test https-only\n  default api allow-all methods all no-cache\n"
    )
}
