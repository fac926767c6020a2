//! Who issues a world's certificates: Adit's authority as the tests have it, and those that CloudFront refuses.
//!
//! The authorities are made once a process, so that certificates of one world are trusted in another; their keys are new
//! each time, so nothing compares the bytes.

use std::sync::OnceLock;

use adit_tls::{Authority, Error, Issued, KeyAlgorithm, Window, self_signed};
use time::OffsetDateTime;
use time::macros::datetime;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Issuer {
    Adit,
    SelfSigned,
    UnknownAuthority,
    /// By an intermediate of Adit's authority that is not presented.
    NoIntermediate,
}

struct Authorities {
    adit: Authority,
    below: Authority,
    unknown: Authority,
}

/// The authority that stands for Adit's (and so for Amazon's) in every world: what the edge must trust.
#[expect(clippy::panic, reason = "a test without certificates cannot go on")]
pub fn authority() -> &'static Authority {
    match authorities() {
        Ok(known) => &known.adit,
        Err(error) => panic!("no authority for tests: {error}"),
    }
}

impl Issuer {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "adit" => Self::Adit,
            "self-signed" => Self::SelfSigned,
            "unknown-ca" => Self::UnknownAuthority,
            "no-intermediate" => Self::NoIntermediate,
            _ => return None,
        })
    }
}

/// A certificate for `names`, and its chain and key as PEM.
pub(crate) fn issue(
    issuer: Issuer,
    names: &[String],
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> Result<Issued, String> {
    let window = Window::between(not_before, not_after);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = authorities().map_err(ToString::to_string)?;
    let issued = match issuer {
        Issuer::Adit => known.adit.issue(&names, KeyAlgorithm::P256, window),
        Issuer::SelfSigned => self_signed(&names, KeyAlgorithm::P256, window),
        Issuer::UnknownAuthority => known.unknown.issue(&names, KeyAlgorithm::P256, window),
        Issuer::NoIntermediate => {
            let issued = known.below.issue(&names, KeyAlgorithm::P256, window);
            issued.map(|issued| Issued {
                chain: String::new(),
                ..issued
            })
        }
    };
    issued.map_err(|error| error.to_string())
}

fn authorities() -> Result<&'static Authorities, &'static Error> {
    static KNOWN: OnceLock<Result<Authorities, Error>> = OnceLock::new();
    let make = || {
        let always = Window::between(datetime!(2020-01-01 00:00 UTC), datetime!(2060-01-01 00:00 UTC));
        let adit = Authority::create(always)?;
        Ok(Authorities {
            below: adit.intermediate(always)?,
            unknown: Authority::create(always)?,
            adit,
        })
    };
    KNOWN.get_or_init(make).as_ref()
}
