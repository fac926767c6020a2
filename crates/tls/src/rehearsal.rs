//! What CloudFront would find when it opens TLS to a load balancer, without opening it.
//!
//! In the order of a handshake: protocol and cipher, the certificate that the server name selects, its chain, its
//! name. The name must be that of the origin or the Host sent to it (cf A3). The outcome is settled when the
//! configuration is compiled; [`verdict`] then only compares the clock to a window.

use rustls_pki_types::CertificateDer;

use crate::certificate_choice::choose_for_listener;
use crate::certificate_facts::CertificateFacts;
use crate::fault::Fault;
use crate::host_name::covers;
use crate::key_algorithm::KeyFamily;
use crate::material::Material;
use crate::overlap::{Agreed, overlap};
use crate::roots::Roots;
use crate::window::Window;

/// A certificate as a server shows it.
#[derive(Clone, Debug)]
pub struct Presented<'a> {
    pub leaf: &'a CertificateDer<'static>,
    pub chain: &'a [CertificateDer<'static>],
}

/// A load balancer's listener.
#[derive(Clone, Debug)]
pub struct Server<'a> {
    /// The default certificate first, then the certificate list.
    pub certificates: &'a [Presented<'a>],
    /// `ELBSecurityPolicy-...`
    pub policy: &'a str,
}

/// CloudFront towards one origin.
#[derive(Clone, Debug)]
pub struct Client<'a> {
    /// The server name that it sends, and the first name that it accepts.
    pub name: &'a str,
    /// Other names that it accepts.
    pub also: &'a [&'a str],
    /// `TLSv1.2`, ...
    pub protocols: &'a [String],
    pub roots: &'a Roots,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// The place among the server's certificates of the one that was shown.
    pub shown: Option<usize>,
    pub agreed: Option<Agreed>,
    /// When the handshake succeeds, if it ever does.
    pub outcome: Result<Window, Fault>,
}

impl<'a> From<&'a Material> for Presented<'a> {
    fn from(material: &'a Material) -> Self {
        Self {
            leaf: material.leaf(),
            chain: material.chain(),
        }
    }
}

pub fn rehearse(server: &Server<'_>, client: &Client<'_>) -> Rehearsal {
    let mut rehearsal = Rehearsal {
        shown: None,
        agreed: None,
        outcome: Err(Fault::NoCertificate),
    };
    rehearsal.outcome = handshake(server, client, &mut rehearsal);
    rehearsal
}

/// Whether the handshake succeeds at `now`, in seconds since 1970.
pub fn verdict(rehearsal: &Rehearsal, now: u64) -> Result<(), Fault> {
    let window = rehearsal.outcome.clone()?;
    if window.contains(now) {
        Ok(())
    } else if now < window.not_before {
        Err(Fault::NotYetValid {
            not_before: window.not_before,
        })
    } else {
        Err(Fault::Expired {
            not_after: window.not_after,
        })
    }
}

fn handshake(server: &Server<'_>, client: &Client<'_>, rehearsal: &mut Rehearsal) -> Result<Window, Fault> {
    let facts: Vec<Option<CertificateFacts>> = server
        .certificates
        .iter()
        .map(|shown| CertificateFacts::of(shown.leaf).ok())
        .collect();
    let place = choose(client.name, &facts);
    let Some(shown) = server.certificates.get(place) else {
        return Err(Fault::NoCertificate);
    };
    let key = facts
        .get(place)
        .and_then(Option::as_ref)
        .map(|facts| facts.key_algorithm.family());
    rehearsal.agreed = Some(overlap(server.policy, client.protocols, key)?);
    rehearsal.shown = Some(place);
    let judgement = client.roots.judge_presented(shown.leaf, shown.chain);
    judgement.chain?;
    let wanted: Vec<&str> = std::iter::once(client.name)
        .chain(client.also.iter().copied())
        .collect();
    if !judgement
        .names
        .iter()
        .any(|name| wanted.iter().any(|host| covers(name, host)))
    {
        return Err(Fault::WrongName {
            presented: judgement.names,
            wanted: wanted.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(judgement.window)
}

/// The default certificate, or the best of the list.
fn choose(name: &str, facts: &[Option<CertificateFacts>]) -> usize {
    let mut places = Vec::new();
    let mut list = Vec::new();
    for (place, facts) in facts.iter().enumerate().skip(1) {
        if let Some(facts) = facts {
            places.push(place);
            list.push(facts);
        }
    }
    let best = choose_for_listener(Some(name), &list, &[KeyFamily::Ecdsa, KeyFamily::Rsa]);
    best.and_then(|best| places.get(best).copied()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
