//! Whether a request was signed by whom it names: AWS's Signature Version 4, in the `Authorization` header or in the query.
//!
//! A call passes when its key is known, its date is within a quarter of an hour of the clock, and the signature is the one
//! that the key's secret makes of the request as it arrived. Keys are those of the configuration, and the temporary ones
//! that sts gave out, whose token must come with them. Left out: the asymmetric variant (AWS4-ECDSA-P256-SHA256), bodies
//! signed chunk by chunk, which only S3 has, and what the key's owner may do.

mod canonical;
mod keyring;
mod presented;

use std::sync::Arc;

use adit_model::clock::Clock;
use adit_model::{AccountId, World, credential};
use adit_wire::{ApiError, Protocol, errors::signature as errors};
use aws_lc_rs::hmac;
use http::request::Parts;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

use self::canonical::{Canonical, hex_digest};
pub(crate) use self::keyring::{AccessKey, DEFAULT_KEY, Keyring};
use self::presented::{Place, Presented};

/// By how much a caller's clock may differ from ours.
const SKEW: Duration = Duration::minutes(15);
/// ISO 8601's basic format, which AWS uses.
const BASIC: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

/// What `--verify-signatures` asks of every call.
pub(crate) struct Signatures {
    pub(crate) keyring: Keyring,
    pub(crate) clock: Arc<dyn Clock>,
}

/// Who signed a request.
pub(crate) struct Verified {
    /// `None` where the key is anybody's who knows it: the call names its account as without signatures.
    pub(crate) account: Option<AccountId>,
    pub(crate) access_key: String,
}

/// A key's secret, whose it is, and what else must come with it.
struct Known<'k> {
    secret: &'k str,
    account: Option<&'k AccountId>,
    /// What a temporary key's requests carry.
    token: Option<&'k str>,
    expires: Option<OffsetDateTime>,
}

impl Signatures {
    /// The account that the key was given, if any; or the refusal in the words of the protocol.
    pub(crate) fn check(
        &self,
        parts: &Parts,
        body: &[u8],
        world: &World,
        protocol: Protocol,
    ) -> Result<Verified, ApiError> {
        let now = self.clock.date_time();
        let presented = Presented::of(parts)
            .map_err(|text| errors::incomplete(protocol, text))?
            .ok_or_else(|| errors::missing(protocol))?;
        let known = self
            .find(world, &presented.access_key)
            .ok_or_else(|| errors::unknown_key(protocol))?;
        if known.token != presented.token.as_deref() {
            return Err(errors::unknown_key(protocol));
        }
        if known.expires.is_some_and(|expires| now >= expires) {
            return Err(errors::expired_token(protocol));
        }
        if let Some(name) = unsigned(parts, &presented) {
            return Err(errors::incomplete(
                protocol,
                format!("'{name}' must be a 'SignedHeader' in the AWS Authorization."),
            ));
        }
        check_time(&presented, now).map_err(|text| errors::wrong_time(protocol, text))?;
        check_scope(&presented).map_err(|text| errors::wrong_scope(protocol, text))?;
        let key = presented.signing_key(known.secret);
        let Canonical { requests } = Canonical::of(parts, body, &presented);
        let matches = |request: &&String| {
            let text = presented.string_to_sign(request);
            hmac::verify(&key, text.as_bytes(), &presented.signature).is_ok()
        };
        if requests.iter().any(|request| matches(&request)) {
            return Ok(Verified {
                account: known.account.cloned(),
                access_key: presented.access_key,
            });
        }
        let ours = requests.first().map_or("", String::as_str);
        Err(errors::mismatch(protocol, ours, &presented.string_to_sign(ours)))
    }

    fn find<'k>(&'k self, world: &'k World, access_key: &str) -> Option<Known<'k>> {
        if let Some(key) = self.keyring.get(access_key) {
            return Some(Known {
                secret: &key.secret,
                account: key.account.as_ref(),
                token: None,
                expires: None,
            });
        }
        let session = credential::session(world, access_key)?;
        Some(Known {
            secret: &session.secret,
            account: Some(&session.account),
            token: Some(&session.token),
            expires: Some(session.expires),
        })
    }
}

impl Presented {
    fn string_to_sign(&self, canonical_request: &str) -> String {
        let (time, scope) = (basic(self.signed), &self.scope);
        let digest = hex_digest(canonical_request.as_bytes());
        format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}")
    }

    /// Derived step by step from the secret, so that a leaked one is good for one day, region and service.
    fn signing_key(&self, secret: &str) -> hmac::Key {
        let key = |bytes: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, bytes);
        let first = key(format!("AWS4{secret}").as_bytes());
        self.scope.split('/').fold(first, |with, part| {
            key(hmac::sign(&with, part.as_bytes()).as_ref())
        })
    }
}

/// A header of AWS's that the signature does not cover: it could be anybody's. The date is in what is signed anyway.
fn unsigned<'p>(parts: &'p Parts, presented: &Presented) -> Option<&'p str> {
    let signed = |name: &str| presented.headers.iter().any(|signed| signed == name);
    let mut names = parts.headers.keys().map(http::HeaderName::as_str);
    names.find(|name| name.starts_with("x-amz-") && *name != "x-amz-date" && !signed(name))
}

fn check_time(presented: &Presented, now: OffsetDateTime) -> Result<(), String> {
    let (signed, at) = (basic(presented.signed), basic(now));
    if presented.signed > now + SKEW {
        let limit = basic(now + SKEW);
        return Err(format!(
            "Signature not yet current: {signed} is still later than {limit} ({at} + 15 min.)"
        ));
    }
    match presented.place {
        Place::Header if presented.signed < now - SKEW => {
            let limit = basic(now - SKEW);
            Err(format!(
                "Signature expired: {signed} is now earlier than {limit} ({at} - 15 min.)"
            ))
        }
        Place::Query { lasts } if presented.signed + lasts < now => {
            let until = basic(presented.signed + lasts);
            Err(format!("Signature expired: {until} is now earlier than {at}"))
        }
        _ => Ok(()),
    }
}

/// The scope's day is the day on which it was signed.
fn check_scope(presented: &Presented) -> Result<(), String> {
    let signed = basic(presented.signed);
    let (day, scoped) = (
        signed.get(..8).unwrap_or_default(),
        presented.scope.split('/').next().unwrap_or_default(),
    );
    if day == scoped {
        return Ok(());
    }
    Err(format!(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
         '{scoped}' != '{day}', from '{signed}'."
    ))
}

fn basic(time: OffsetDateTime) -> String {
    // A year of five digits is the only thing that does not fit.
    time.format(BASIC).unwrap_or_default()
}

#[cfg(test)]
mod tests;
