//! Alternate domain names: their form, and that nobody else has them (cf B7).

use adit_model::distribution::Distribution;
use adit_model::id::{DistributionId, DnsName};
use adit_wire::{ApiError, Record, errors};

use super::quantity::{self, Names};
use crate::cx::Cx;

/// cf G.
const MAX_ALIASES: usize = 100;

/// The names, and `Aliases` as it is kept.
pub(super) fn read(
    cx: &Cx<'_>,
    aliases: Option<Names>,
    own: Option<&DistributionId>,
) -> Result<(Vec<DnsName>, Record), ApiError> {
    let texts = quantity::names(aliases)?;
    if texts.len() > MAX_ALIASES {
        return Err(errors::cloudfront::too_many_cnames());
    }
    let mut names: Vec<DnsName> = Vec::new();
    for text in &texts {
        let name = parse(text)
            .filter(|name| !names.contains(name))
            .ok_or_else(errors::cloudfront::invalid_cname)?;
        names.push(name);
    }
    // Aliases are unique over all accounts.
    let others = cx.table::<Distribution>().iter().filter(|d| Some(&d.id) != own);
    let taken = others
        .flat_map(|d| &d.config.aliases)
        .find(|alias| names.contains(alias));
    match taken {
        Some(alias) => Err(errors::cloudfront::cname_exists(alias)),
        None => Ok((names, quantity::list(texts))),
    }
}

/// Lower case, qualified, with a wildcard as the whole leftmost label only; never one of CloudFront's names.
fn parse(text: &str) -> Option<DnsName> {
    let name = DnsName::of(text).filter(|name| name.as_str() == text)?;
    let rest = text.strip_prefix("*.").unwrap_or(text);
    let own = text == "cloudfront.net" || text.ends_with(".cloudfront.net");
    (rest.contains('.') && !rest.contains('*') && !own).then_some(name)
}
