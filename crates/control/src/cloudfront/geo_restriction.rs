//! Geo restriction: countries that are let in, or kept out, of a whole distribution (cf B5).

use std::collections::BTreeSet;

use adit_model::distribution::GeoRestriction;
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity;

view! {
    pub(super) struct Restrictions: "cloudfront"/"Restrictions" { geo: GeoView = "GeoRestriction" }
}
view! {
    pub(super) struct GeoView: "cloudfront"/"GeoRestriction" {
        kind: String = "RestrictionType",
        quantity: i64 = "Quantity",
        items: Vec<String> = "Items",
    }
}

/// The restriction, and `Restrictions` as it is kept.
pub(super) fn read(restrictions: Option<Restrictions>) -> Result<(GeoRestriction, Record), ApiError> {
    let Some(Restrictions { geo }) = restrictions else {
        return Ok((GeoRestriction::None, kept("none", Vec::new())));
    };
    let codes = quantity::items(geo.quantity, geo.items)?;
    if let Some(code) = codes.iter().find(|code| !is_country(code)) {
        return Err(errors::cloudfront::invalid_location_code(code));
    }
    let countries: BTreeSet<String> = codes.iter().cloned().collect();
    let restriction = match (geo.kind.as_str(), countries.is_empty()) {
        ("none", true) => GeoRestriction::None,
        ("whitelist", false) => GeoRestriction::Whitelist(countries),
        ("blacklist", false) => GeoRestriction::Blacklist(countries),
        _ => return Err(errors::cloudfront::invalid_geo_restriction()),
    };
    Ok((restriction, kept(&geo.kind, codes)))
}

fn kept(kind: &str, codes: Vec<String>) -> Record {
    let mut geo = record! { "RestrictionType" => kind };
    for (name, value) in quantity::list(codes).iter() {
        geo.put(name, value.clone());
    }
    record! { "GeoRestriction" => geo }
}

fn is_country(code: &str) -> bool {
    COUNTRIES.split_ascii_whitespace().any(|country| country == code)
}

/// ISO 3166-1 alpha-2, as officially assigned.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
