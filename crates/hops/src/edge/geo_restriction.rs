//! Geo restriction: an allow list or a deny list of countries for the whole distribution (cf B5).
//!
//! A viewer whose country is unknown is served.

use adit_model::distribution::GeoRestriction;
use adit_model::id::DistributionId;
use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeoOutcome {
    Served,
    Blocked,
}

pub fn compile(geo: &GeoRestriction, id: &DistributionId) -> Rules<GeoOutcome> {
    let by = By::object(format!("geo restriction of {id}"));
    let listed = |countries: &std::collections::BTreeSet<String>| {
        TextSet::literals(countries.iter().map(String::as_str))
    };
    let (rule, default) = match geo {
        GeoRestriction::None => (None, GeoOutcome::Served),
        GeoRestriction::Whitelist(countries) => (
            Some((listed(countries).with_absent(true), GeoOutcome::Served)),
            GeoOutcome::Blocked,
        ),
        GeoRestriction::Blacklist(countries) => {
            (Some((listed(countries), GeoOutcome::Blocked)), GeoOutcome::Served)
        }
    };
    let rules =
        rule.map(|(set, outcome)| Rule::new(Guard::any().with(Dim::Country, set), outcome, by.clone()));
    RuleList::new(rules, default, by)
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(head) = &request.head else {
        return Taken::Passed;
    };
    let decided = request.distribution.geo.eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        GeoOutcome::Served => {
            cx.trail.allow(Decision::GeoRestriction, decided.by);
            Taken::Passed
        }
        GeoOutcome::Blocked => {
            let country = cx.facts.country.map(|c| c.to_string()).unwrap_or_default();
            let id = &request.distribution.id;
            let cause = format!("the geo restriction of {id} does not serve viewers in {country}");
            let cure = format!(
                "aws cloudfront update-distribution --id {id} --if-match ETAG --distribution-config CONFIG \
                 (with {country} served by Restrictions.GeoRestriction)"
            );
            cx.trail.refuse(
                Decision::GeoRestriction,
                "GEO_RESTRICTION",
                decided.by.clone(),
                cause,
                Some(cure),
            );
            Taken::Answered(Page::html(
                403,
                "The Amazon CloudFront distribution is configured to block access from your country.",
            ))
        }
    }
}
