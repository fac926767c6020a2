//! Tags of certificates.

use adit_model::certificate::Certificate;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::certificate;
use crate::cx::Cx;

view! {
    pub struct Tag: "acm"/"Tag" { key: String = "Key", value: Option<String> = "Value" }
}
view! {
    pub struct AddTagsToCertificate: "acm"."AddTagsToCertificate" {
        arn: String = "CertificateArn",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct RemoveTagsFromCertificate: "acm"."RemoveTagsFromCertificate" {
        arn: String = "CertificateArn",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct ListTagsForCertificate: "acm"."ListTagsForCertificate" { arn: String = "CertificateArn" }
}

const MOST: usize = 50;

pub fn add(cx: &mut Cx<'_>, asked: AddTagsToCertificate) -> Result<Record, ApiError> {
    let mut certificate = certificate::find(cx, &asked.arn)?;
    certificate.tags.extend(read(asked.tags)?);
    if certificate.tags.len() > MOST {
        return Err(errors::acm::too_many_tags());
    }
    cx.put(certificate);
    Ok(Record::new())
}

/// A tag that is named with a value goes only if it has that value.
pub fn remove(cx: &mut Cx<'_>, asked: RemoveTagsFromCertificate) -> Result<Record, ApiError> {
    let mut certificate: Certificate = certificate::find(cx, &asked.arn)?;
    let goes = |key: &String, value: &String| {
        asked
            .tags
            .iter()
            .any(|tag| tag.key == *key && tag.value.as_ref().is_none_or(|wanted| wanted == value))
    };
    certificate.tags.retain(|key, value| !goes(key, value));
    cx.put(certificate);
    Ok(Record::new())
}

pub fn list(cx: &mut Cx<'_>, asked: ListTagsForCertificate) -> Result<Record, ApiError> {
    let certificate = certificate::find(cx, &asked.arn)?;
    let tags = certificate
        .tags
        .iter()
        .map(|(key, value)| record! { "Key" => key, "Value" => value });
    Ok(record! { "Tags" => tags.collect::<Vec<_>>() })
}

/// The tags of a request; the last of a repeated key stays.
pub fn read(tags: Vec<Tag>) -> Result<Tags, ApiError> {
    if tags.iter().any(|tag| tag.key.starts_with("aws:")) {
        return Err(errors::acm::reserved_tag_key());
    }
    let read: Tags = tags
        .into_iter()
        .map(|tag| (tag.key, tag.value.unwrap_or_default()))
        .collect();
    match read.len() > MOST {
        true => Err(errors::acm::too_many_tags()),
        false => Ok(read),
    }
}
