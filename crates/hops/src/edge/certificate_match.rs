//! Domain fronting: the Host must belong to the distribution whose certificate the handshake selected (cf F3, 421).

use adit_model::id::DistributionId;
use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOutcome {
    Same,
    Other,
}

pub fn compile(id: &DistributionId) -> Rules<MatchOutcome> {
    let own = TextSet::literals([id.as_str()]).with_absent(true);
    let by = By::object(id.text());
    RuleList::new(
        [Rule::new(
            Guard::any().with(Dim::CertificateOwner, own),
            MatchOutcome::Same,
            by,
        )],
        MatchOutcome::Other,
        By::Aws("domain fronting"),
    )
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(head) = &request.head else {
        return Taken::Passed;
    };
    let sni = cx.facts.tls.as_ref().and_then(|tls| tls.sni.as_deref());
    // Over plain HTTP, or with the Host's own name, the owner needs no looking up.
    let owner = match sni {
        Some(sni) if sni != &*head.host => cx.plan.edge.names.distribution(sni),
        _ => None,
    };
    let mut point = RequestPoint::new(head, cx.facts);
    point.certificate_owner = owner.map(DistributionId::as_str);
    let decided = request.distribution.certificate_match.eval(&point);
    match decided.outcome {
        MatchOutcome::Same => {
            cx.trail.allow(Decision::CertificateMatch, decided.by);
            Taken::Passed
        }
        MatchOutcome::Other => {
            let cause = format!(
                "the handshake asked for `{}`, which is another distribution than Host `{}`",
                sni.unwrap_or_default(),
                head.host
            );
            cx.trail.refuse(
                Decision::CertificateMatch,
                "DOMAIN_FRONTING",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(Page::html(
                421,
                "The distribution does not match the certificate for which the HTTPS connection was established with.",
            ))
        }
    }
}
