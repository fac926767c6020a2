//! The authorities that a client knows, and the judgement of a presented chain against them.
//!
//! CloudFront trusts the public authorities (cf B7); Mozilla's list stands for its own, which AWS does not publish.
//! Adit's authority is added in the place of Amazon's. Names, protocols and the clock come later (`rehearsal`): a
//! chain is judged at instants at which its certificates hold, so that a date never hides another fault, and the
//! window in which the whole path holds is part of the judgement.

use std::collections::HashSet;

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};
use x509_parser::prelude::{FromDer, X509Name};

use crate::certificate_facts::{is_self_issued, names, window};
use crate::chain_fault::{Classify, is_about_time};
use crate::error::Error;
use crate::fault::Fault;
use crate::key_algorithm::KeyAlgorithm;
use crate::material::{chain_certificates, one_certificate, parse};
use crate::window::Window;

/// A chain longer than this is not read on; CloudFront refuses those of more than 5 for viewers (cf B7).
const LONGEST_CHAIN: usize = 16;

#[derive(Clone, Debug, Default)]
pub struct Roots {
    anchors: Vec<TrustAnchor<'static>>,
    /// Until when the added ones hold; Mozilla's list does not tell.
    windows: Vec<(TrustAnchor<'static>, Window)>,
    organizations: HashSet<String>,
}

/// A presented chain, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Names that it covers, lower case, wildcards as written.
    pub names: Vec<String>,
    /// When the path to the root holds; of all that was presented if there is no path.
    pub window: Window,
    /// Why no path leads to a trusted authority, if none does.
    pub chain: Result<(), Fault>,
}

impl Roots {
    /// Those of Mozilla's programme, as compiled in.
    pub fn mozilla() -> Self {
        let mut roots = Self::default();
        for anchor in webpki_roots::TLS_SERVER_ROOTS {
            roots.organizations.extend(organization(anchor.subject.as_ref()));
            roots.anchors.push(anchor.clone());
        }
        roots
    }

    /// Also trusts this authority.
    #[must_use = "the roots are returned"]
    pub fn with(mut self, authority: &CertificateDer<'_>) -> Result<Self, Error> {
        let anchor = webpki::anchor_from_trusted_cert(authority)
            .map_err(|error| Error::CertificateUnreadable(error.to_string()))?
            .to_owned();
        self.organizations.extend(organization(anchor.subject.as_ref()));
        self.windows.push((anchor.clone(), window(&parse(authority)?)));
        self.anchors.push(anchor);
        Ok(self)
    }

    /// Judges PEM texts as ACM keeps them.
    pub fn judge(&self, certificate: &str, chain: Option<&str>) -> Judgement {
        let leaf = one_certificate(certificate);
        let chain = chain.map_or_else(|| Ok(Vec::new()), chain_certificates);
        match (leaf, chain) {
            (Ok(leaf), Ok(chain)) => self.judge_presented(&leaf, &chain),
            (Err(error), _) | (_, Err(error)) => Judgement::unreadable(&error),
        }
    }

    /// Judges what a server presents.
    pub fn judge_presented(&self, leaf: &CertificateDer<'_>, chain: &[CertificateDer<'_>]) -> Judgement {
        let parsed = match parse(leaf) {
            Ok(parsed) => parsed,
            Err(error) => return Judgement::unreadable(&error),
        };
        let mut windows = vec![window(&parsed)];
        let mut above = Vec::new();
        // A client skips what it cannot read, and a repeated leaf.
        for der in chain.iter().take(LONGEST_CHAIN).filter(|der| *der != leaf) {
            if let Ok(parsed) = parse(der) {
                windows.push(window(&parsed));
                above.push((der.clone(), parsed));
            }
        }
        let mut judgement = Judgement {
            names: names(&parsed),
            window: windows
                .iter()
                .fold(Window::ALWAYS, |all, window| all.within(*window)),
            chain: Ok(()),
        };
        let classify = Classify {
            leaf: &parsed,
            chain: &above,
            organizations: &self.organizations,
        };
        if is_self_issued(&parsed) {
            judgement.chain = Err(Fault::SelfSigned);
            return judgement;
        }
        match KeyAlgorithm::of(parsed.public_key()) {
            Ok(KeyAlgorithm::Rsa1024) => {
                judgement.chain = Err(Fault::UnsupportedKey(KeyAlgorithm::Rsa1024.name().into()));
                return judgement;
            }
            Err(Error::KeyUnsupported(what)) => {
                judgement.chain = Err(Fault::UnsupportedKey(what));
                return judgement;
            }
            _ => {}
        }
        let presented: Vec<CertificateDer<'_>> = above.iter().map(|(der, _)| der.clone()).collect();
        match self.widest_path(leaf, &presented, &windows) {
            Ok(path) => {
                judgement.window = path.window;
                if !path.in_order {
                    judgement.chain = Err(Fault::BadOrder);
                }
            }
            // Good but for the dates, which never meet: the window says so.
            Err(error) if is_about_time(&error) => {}
            Err(error) => judgement.chain = Err(classify.fault(&error)),
        }
        judgement
    }

    /// Of the paths that hold at some time, the one that holds longest.
    fn widest_path(
        &self,
        leaf: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        windows: &[Window],
    ) -> Result<Path, webpki::Error> {
        let mut widest: Option<Path> = None;
        let mut refusal = webpki::Error::UnknownIssuer;
        for (index, instant) in instants(windows).into_iter().enumerate() {
            match self.path(leaf, chain, instant) {
                Ok(path) => {
                    if widest
                        .as_ref()
                        .is_none_or(|best| best.window.seconds() < path.window.seconds())
                    {
                        widest = Some(path);
                    }
                }
                Err(error) if index == 0 || is_about_time(&refusal) => refusal = error,
                Err(_) => {}
            }
        }
        widest.ok_or(refusal)
    }

    fn path(
        &self,
        leaf: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        instant: u64,
    ) -> Result<Path, webpki::Error> {
        let end = EndEntityCert::try_from(leaf)?;
        let verified = end.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &self.anchors,
            chain,
            UnixTime::since_unix_epoch(std::time::Duration::from_secs(instant)),
            KeyUsage::server_auth(),
            None,
            None,
        )?;
        let mut all = parse(leaf).map_or(Window::ALWAYS, |parsed| window(&parsed));
        let mut rest = chain.iter();
        let mut in_order = true;
        for used in verified.intermediate_certificates() {
            let der = used.der();
            all = all.within(parse(&der).map_or(Window::ALWAYS, |parsed| window(&parsed)));
            // Each must stand after the one that it certifies.
            in_order &= rest.any(|presented| *presented == der);
        }
        let anchor = verified.anchor();
        for (_, window) in self.windows.iter().filter(|(added, _)| added == anchor) {
            all = all.within(*window);
        }
        Ok(Path {
            window: all,
            in_order,
        })
    }
}

impl Judgement {
    fn unreadable(error: &Error) -> Self {
        Self {
            names: Vec::new(),
            window: Window::ALWAYS,
            chain: Err(Fault::Unreadable(error.to_string())),
        }
    }
}

struct Path {
    window: Window,
    in_order: bool,
}

/// The middle of each span of time within the first window in which the same certificates hold. The spans in which
/// most hold come first.
fn instants(windows: &[Window]) -> Vec<u64> {
    let Some(leaf) = windows.first() else {
        return Vec::new();
    };
    let mut edges: Vec<u64> = windows
        .iter()
        .flat_map(|window| [window.not_before, window.not_after.saturating_add(1)])
        .map(|edge| edge.clamp(leaf.not_before, leaf.not_after.saturating_add(1)))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let middles = edges.windows(2).filter_map(|pair| match pair {
        [from, to] => Some(from + (to - from) / 2),
        _ => None,
    });
    let mut instants: Vec<u64> = middles.collect();
    let holding = |instant: u64| windows.iter().filter(|window| window.contains(instant)).count();
    instants.sort_by_key(|instant| std::cmp::Reverse(holding(*instant)));
    instants
}

/// Of a name without its outermost tag, as trust anchors have it.
fn organization(subject: &[u8]) -> Option<String> {
    let mut der = vec![0x30];
    match u16::try_from(subject.len()).ok()?.to_be_bytes() {
        [0, short @ 0..0x80] => der.push(short),
        [high, low] => der.extend([0x82, high, low]),
    }
    der.extend(subject);
    let (_, name) = X509Name::from_der(&der).ok()?;
    name.iter_organization().next()?.as_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests;
