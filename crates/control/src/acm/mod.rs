//! Certificate Manager: certificates that are imported, or requested and issued by Adit's authority, which stands in for
//! Amazon's.
//!
//! A requested certificate is born issued unless a hosted zone here holds one of its domains: then it waits for its record
//! there ([`validation`]). There are no private authorities, so what is asked of one fails. Export, revocation, mail that is
//! sent again and ACME are not here.

pub mod certificate;
pub mod import;
pub mod list;
pub mod options;
pub mod page;
pub mod renewal;
pub mod request;
pub mod tag;
#[cfg(test)]
mod tests;
pub mod usage;
pub mod validation;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(certificate::DeleteCertificate, certificate::delete),
    op!(certificate::DescribeCertificate, certificate::describe),
    op!(certificate::GetCertificate, certificate::get),
    op!(import::ImportCertificate, import::import),
    op!(list::ListCertificates, list::list),
    op!(options::UpdateCertificateOptions, options::update),
    op!(renewal::RenewCertificate, renewal::renew),
    op!(request::RequestCertificate, request::request),
    op!(tag::AddTagsToCertificate, tag::add),
    op!(tag::ListTagsForCertificate, tag::list),
    op!(tag::RemoveTagsFromCertificate, tag::remove),
];
