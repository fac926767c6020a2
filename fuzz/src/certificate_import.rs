//! A certificate, its key and its chain, as ACM's ImportCertificate takes them, and what is told and served of one that
//! is accepted.
//!
//! The three texts stand apart by lines `---`. A text that is not PEM is taken as DER and wrapped, so that the engine's
//! changes reach the parser of certificates and not only that of base64.

use adit_tls::Material;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::exchange::{RULE, split};

/// Within the seeds' validity.
const NOW: u64 = 1_800_000_000;

pub fn import(bytes: &[u8]) {
    let texts = split(bytes, RULE);
    let text = |at: usize, label| texts.get(at).map(|text| pem(text, label));
    let certificate = text(0, "CERTIFICATE").unwrap_or_default();
    let key = text(1, "PRIVATE KEY").unwrap_or_default();
    let chain = text(2, "CERTIFICATE");
    let imported = Material::import(&certificate, &key, chain.as_deref(), NOW);
    match &imported {
        Ok(material) => served(material),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    // What was accepted once is read again at each start, whatever the hour.
    match Material::read(&certificate, &key, chain.as_deref()) {
        Ok(material) => served(&material),
        Err(error) => assert!(imported.is_err(), "imported, but unreadable: {error}"),
    }
}

fn served(material: &Material) {
    let facts = material.facts();
    let _ = (facts.window.not_before_time(), facts.window.not_after_time());
    assert!(material.presented().starts_with(&[material.leaf().clone()]));
    let _ = material.certified_key();
    for name in &facts.names {
        let _ = adit_tls::covers(name, "www.example.com");
    }
}

fn pem(text: &[u8], label: &str) -> String {
    if text.trim_ascii_start().starts_with(b"-----BEGIN ") {
        return String::from_utf8_lossy(text).into_owned();
    }
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        STANDARD.encode(text)
    )
}
