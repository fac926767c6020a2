//! What is known of certificates before any handshake: the outcome of a rehearsal, as facts in the Plan.
//!
//! Names and chains are judged once, when the Plan is compiled, by whoever implements [`Rehearse`] (crate `tls` behind
//! `proxy`); the verdict at request time is a pure function of the fact and the clock.

use adit_model::certificate::Certificate;

/// A certificate, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFact {
    /// Names that it covers, lower case, wildcards as written.
    pub names: Vec<String>,
    /// Seconds since 1970 between which the whole presented chain holds.
    pub not_before: u64,
    pub not_after: u64,
    /// Why no path leads to a trusted authority, if none does.
    pub chain: Result<(), ChainFault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    SelfSigned,
    UnknownAuthority,
    MissingIntermediate,
    /// Unreadable, wrongly signed, or with a key that is not accepted.
    Invalid,
}

/// Judges certificates without sockets.
pub trait Rehearse: Send + Sync {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact;

    /// Whether a client with CloudFront's origin protocols (`TLSv1.2`, ...) and a listener with this security policy
    /// share a protocol and a cipher.
    fn overlap(&self, listener_policy: &str, client_protocols: &[String]) -> bool;
}
