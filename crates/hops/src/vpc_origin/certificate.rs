//! What CloudFront makes of the balancer's TLS: protocol overlap, chain, name, dates (cf A3, B7, H2; 502 when not).
//!
//! The listener picks a certificate by SNI (api E13), which is the Host sent (cf A3). Its chain was judged in a
//! rehearsal when the Plan was compiled; name and dates are lists over the request, so that a certificate expires
//! without anything being compiled again.

use adit_model::index::Index;

use adit_model::id::CertificateArn;
use adit_model::listener::{Listener as ModelListener, ListenerProtocol};
use adit_model::shards::Shards;
use adit_model::vpc_origin::VpcOrigin as Model;
use adit_rules::{Glob, Guard, NumSet, Rule, RuleList, Set, TextSet};

use crate::balancer::plan::Listener;
use crate::dim::{Dim, RequestPoint, Rules};
use crate::head::Head;
use crate::step::{Cx, Fault};
use crate::tls::{CertificateFact, ChainFault, Rehearse};
use crate::trace::{By, Decision};
use crate::vpc_origin::plan::VpcOrigin;

/// A listener's TLS as CloudFront would find it.
#[derive(Debug)]
pub struct CertificateRules {
    /// Whether the listener understands the scheme that is spoken to it.
    pub speaks: Rules<bool>,
    overlap: Rules<bool>,
    certificates: Index<CertificateArn, OneCertificate>,
}

#[derive(Debug)]
struct OneCertificate {
    chain: Rules<Result<(), ChainFault>>,
    /// Over Host: the origin's domain is tried as a Host too.
    name: Rules<bool>,
    /// Over the clock.
    dates: Rules<Dates>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    Valid,
    NotYet,
    Expired,
}

pub fn compile(
    listener: &ModelListener,
    origin: &Model,
    facts: &Shards<CertificateArn, CertificateFact>,
    rehearse: &dyn Rehearse,
) -> CertificateRules {
    let policy = listener
        .ssl_policy
        .as_deref()
        .unwrap_or("ELBSecurityPolicy-2016-08");
    let overlap = rehearse.overlap(policy, &origin.ssl_protocols);
    let by = By::object(format!("security policy {policy} of {}", listener.id));
    let one = |arn: &CertificateArn| facts.get(arn).map(|fact| (arn.clone(), judge(arn, fact)));
    CertificateRules {
        speaks: speaks(listener),
        overlap: RuleList::new([], overlap, by),
        certificates: listener.certificates.iter().filter_map(one).collect(),
    }
}

/// An HTTPS listener drops a connection that opens without a handshake, an HTTP listener one that opens with one.
fn speaks(listener: &ModelListener) -> Rules<bool> {
    let scheme = match listener.protocol {
        ListenerProtocol::Http => "http",
        ListenerProtocol::Https => "https",
    };
    let by = By::object(listener.id.text());
    let understood = Guard::any().with(Dim::Scheme, TextSet::literals([scheme]));
    RuleList::new([Rule::new(understood, true, by.clone())], false, by)
}

fn judge(arn: &CertificateArn, fact: &CertificateFact) -> OneCertificate {
    let by = By::object(arn.text());
    // A wildcard covers one label: `*` here must not cross a dot.
    let covered = fact.names.iter().map(|name| match name.strip_prefix("*.") {
        Some(rest) => {
            let one_label = Glob::new(&format!("*.{rest}"));
            let deeper = TextSet::glob(Glob::new(&format!("*.*.{rest}")));
            Set::from(TextSet::glob(one_label)).subtract(&deeper.into())
        }
        None => TextSet::literals([name.as_str()]).into(),
    });
    let covered = covered
        .reduce(|a, b| a.union(&b))
        .unwrap_or_else(|| TextSet::empty().into());
    let within = |from: u64, to: u64| Guard::any().with(Dim::Now, NumSet::from_ranges([(from, to)]));
    OneCertificate {
        chain: RuleList::new([], fact.chain, by.clone()),
        name: RuleList::new(
            [Rule::new(Guard::any().with(Dim::Host, covered), true, by.clone())],
            false,
            by.clone(),
        ),
        dates: RuleList::new(
            [
                Rule::new(within(fact.not_before, fact.not_after), Dates::Valid, by.clone()),
                Rule::new(within(0, fact.not_before), Dates::NotYet, by.clone()),
            ],
            Dates::Expired,
            by,
        ),
    }
}

pub fn take(
    cx: &mut Cx<'_>,
    origin: &VpcOrigin,
    listener: &Listener,
    rules: &CertificateRules,
    head: &Head,
    domain: &str,
) -> Result<(), Fault> {
    let point = RequestPoint::new(head, cx.facts);
    let overlap = rules.overlap.eval(&point);
    if !overlap.outcome {
        let cause = format!(
            "{} and the {} share no TLS protocol and cipher",
            origin.id, overlap.by
        );
        let cure = format!(
            "aws elbv2 modify-listener --listener-arn {} --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06",
            listener.id
        );
        cx.trail.refuse(
            Decision::TlsOverlap,
            "TLS_NO_OVERLAP",
            overlap.by.clone(),
            cause,
            Some(cure),
        );
        return Err(Fault::Tls);
    }
    cx.trail.allow(Decision::TlsOverlap, overlap.by);
    let chosen = listener
        .certificate_for(Some(&head.host))
        .and_then(|arn| Some((arn, rules.certificates.get(arn)?)));
    let Some((arn, certificate)) = chosen else {
        let cause = format!("{} has no certificate", listener.by);
        cx.trail.refuse(
            Decision::CertificateChain,
            "TLS_NO_CERTIFICATE",
            listener.by.clone(),
            cause,
            None,
        );
        return Err(Fault::Tls);
    };
    chain(cx, certificate, arn, listener, head)?;
    name(cx, certificate, arn, listener, head, domain)?;
    dates(cx, certificate, arn, head)
}

fn chain(
    cx: &mut Cx<'_>,
    certificate: &OneCertificate,
    arn: &CertificateArn,
    listener: &Listener,
    head: &Head,
) -> Result<(), Fault> {
    let decided = certificate.chain.eval(&RequestPoint::new(head, cx.facts));
    let (reason, why) = match decided.outcome {
        Ok(()) => {
            cx.trail.allow(Decision::CertificateChain, decided.by);
            return Ok(());
        }
        Err(ChainFault::SelfSigned) => ("TLS_SELF_SIGNED", "is self-signed"),
        Err(ChainFault::UnknownAuthority) => {
            ("TLS_UNKNOWN_AUTHORITY", "was not issued by a trusted authority")
        }
        Err(ChainFault::MissingIntermediate) => (
            "TLS_MISSING_INTERMEDIATE",
            "comes without its intermediate certificate",
        ),
        Err(ChainFault::Invalid) => ("TLS_INVALID_CHAIN", "has a chain that does not verify"),
    };
    let cause = format!("certificate {arn} of {} {why}", listener.by);
    let cure = match decided.outcome {
        Err(ChainFault::MissingIntermediate) => format!(
            "aws acm import-certificate --certificate-arn {arn} --certificate fileb://CERTIFICATE --certificate-chain fileb://CHAIN --private-key fileb://KEY"
        ),
        _ => format!(
            "aws elbv2 modify-listener --listener-arn {} --certificates CertificateArn=ARN_OF_A_TRUSTED_CERTIFICATE",
            listener.id
        ),
    };
    cx.trail.refuse(
        Decision::CertificateChain,
        reason,
        decided.by.clone(),
        cause,
        Some(cure),
    );
    Err(Fault::Tls)
}

/// The certificate must carry the Host sent or the origin's domain (cf A3).
fn name(
    cx: &mut Cx<'_>,
    certificate: &OneCertificate,
    arn: &CertificateArn,
    listener: &Listener,
    head: &Head,
    domain: &str,
) -> Result<(), Fault> {
    let by_host = certificate.name.eval(&RequestPoint::new(head, cx.facts));
    let by_domain = certificate.name.eval(&DomainPoint(domain));
    if *by_host.outcome || *by_domain.outcome {
        cx.trail.allow(Decision::CertificateName, by_host.by);
        return Ok(());
    }
    let cause = format!(
        "certificate {arn} of {} covers neither the Host `{}` nor the origin's domain `{domain}`",
        listener.by, head.host
    );
    let cure = format!(
        "aws elbv2 modify-listener --listener-arn {} --certificates CertificateArn=ARN_OF_A_CERTIFICATE_FOR_{domain}",
        listener.id
    );
    cx.trail.refuse(
        Decision::CertificateName,
        "TLS_WRONG_NAME",
        by_host.by.clone(),
        cause,
        Some(cure),
    );
    Err(Fault::Tls)
}

fn dates(
    cx: &mut Cx<'_>,
    certificate: &OneCertificate,
    arn: &CertificateArn,
    head: &Head,
) -> Result<(), Fault> {
    let decided = certificate.dates.eval(&RequestPoint::new(head, cx.facts));
    let (reason, why) = match decided.outcome {
        Dates::Valid => {
            cx.trail.allow(Decision::CertificateDates, decided.by);
            return Ok(());
        }
        Dates::NotYet => ("TLS_NOT_YET_VALID", "is not valid yet"),
        Dates::Expired => ("TLS_EXPIRED", "has expired"),
    };
    let cause = format!("certificate {arn} {why}");
    let cure = format!(
        "aws acm import-certificate --certificate-arn {arn} --certificate fileb://CERTIFICATE --private-key fileb://KEY"
    );
    cx.trail.refuse(
        Decision::CertificateDates,
        reason,
        decided.by.clone(),
        cause,
        Some(cure),
    );
    Err(Fault::Tls)
}

/// The origin's domain in the place of Host.
struct DomainPoint<'a>(&'a str);

impl adit_rules::Point<Dim> for DomainPoint<'_> {
    fn value(&self, dim: &Dim) -> adit_rules::Value<'_> {
        match dim {
            Dim::Host => adit_rules::Value::Text(self.0),
            _ => adit_rules::Value::Absent,
        }
    }
}
