//! Certificate Manager: certificates that are imported, or requested and issued at once by Adit's authority, which
//! stands in for Amazon's.
//!
//! Names are not validated: a requested certificate is born issued, and its validation records are there because
//! clients wait for them. Private authorities, export, renewal, revocation and ACME are not here.

pub mod certificate;
pub mod import;
pub mod list;
pub mod page;
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
    op!(request::RequestCertificate, request::request),
    op!(tag::AddTagsToCertificate, tag::add),
    op!(tag::ListTagsForCertificate, tag::list),
    op!(tag::RemoveTagsFromCertificate, tag::remove),
];
