//! Certificates, and what a handshake would find, without sockets.
//!
//! [`Authority`] issues in Amazon's place; [`Material`] is what ACM's ImportCertificate accepts and what
//! DescribeCertificate tells of it; [`Roots`] judges a presented chain; [`rehearse`] adds the name, the protocols and
//! the ciphers. What a rehearsal yields holds until the configuration changes: at request time only the clock is
//! compared to its window.
//!
//! Left out: revocation (neither CloudFront nor a load balancer is documented to check an origin's), client
//! certificates, sockets.

mod authority;
mod certificate_choice;
mod certificate_facts;
mod chain_fault;
mod cipher_suite;
mod error;
mod fault;
mod host_name;
mod key_algorithm;
mod material;
mod offer;
mod overlap;
mod protocol;
mod rehearsal;
mod roots;
pub mod security_policy;
mod signature_algorithm;
pub mod viewer_policy;
mod window;

pub use self::authority::{Authority, Issued, self_signed};
pub use self::certificate_choice::{choose_for_listener, most_specific};
pub use self::certificate_facts::{CertificateFacts, ExtendedKeyUsage};
pub use self::cipher_suite::CipherSuite;
pub use self::error::Error;
pub use self::fault::Fault;
pub use self::host_name::covers;
pub use self::key_algorithm::{KeyAlgorithm, KeyFamily};
pub use self::material::Material;
pub use self::offer::Offer;
pub use self::overlap::{Agreed, overlap};
pub use self::protocol::Version;
pub use self::rehearsal::{Client, Presented, Rehearsal, Server, rehearse, verdict};
pub use self::roots::{Judgement, Roots};
pub use self::security_policy::SecurityPolicy;
pub use self::signature_algorithm::SignatureAlgorithm;
pub use self::viewer_policy::ViewerPolicy;
pub use self::window::Window;
