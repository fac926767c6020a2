//! CreateKeyPair's private keys: RSA of 2048 bits as PKCS #1, ED25519 as OpenSSH writes it, both in PEM.
//!
//! The keys are real and drawn from the machine's randomness; only the public half is kept.

use adit_model::key_pair::KeyKind;
use adit_wire::{ApiError, Service, errors};
use aws_lc_rs::encoding::{AsBigEndian, AsDer, Curve25519SeedBin, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::ec2::public_key::{PublicKey, bare, made_fingerprint, string, take_element};

/// A key that was just made.
pub struct Made {
    pub public: PublicKey,
    pub fingerprint: String,
    /// PEM.
    pub material: String,
}

pub fn make(kind: KeyKind, draw: u64) -> Result<Made, ApiError> {
    let made = match kind {
        KeyKind::Rsa => rsa(),
        KeyKind::Ed25519 => ed25519(draw),
    };
    made.ok_or_else(|| errors::internal_failure(Service::Ec2))
}

fn rsa() -> Option<Made> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
    let pkcs8 = AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).ok()?;
    let public = pair.public_key();
    let (numbers, _) = take_element(0x30, public.as_ref())?;
    let (modulus, rest) = take_element(0x02, numbers)?;
    let (exponent, _) = take_element(0x02, rest)?;
    // PKCS #8 wraps PKCS #1: version, algorithm, then the key as a string of bytes.
    let (info, _) = take_element(0x30, pkcs8.as_ref())?;
    let (_, after_version) = take_element(0x02, info)?;
    let (_, after_algorithm) = take_element(0x30, after_version)?;
    let (pkcs1, _) = take_element(0x04, after_algorithm)?;
    Some(Made {
        public: PublicKey::Rsa {
            exponent: bare(exponent),
            modulus: bare(modulus),
        },
        fingerprint: made_fingerprint(pkcs8.as_ref()),
        material: pem("RSA PRIVATE KEY", pkcs1),
    })
}

fn ed25519(draw: u64) -> Option<Made> {
    let pair = Ed25519KeyPair::generate().ok()?;
    let seed = pair.seed().ok()?;
    let seed = AsBigEndian::<Curve25519SeedBin<'static>>::as_be_bytes(&seed).ok()?;
    let public: [u8; 32] = pair.public_key().as_ref().try_into().ok()?;
    let key = PublicKey::Ed25519(public);
    // The same number twice tells a reader that nothing was encrypted.
    let [a, b, c, d, ..] = draw.to_be_bytes();
    let mut private = [[a, b, c, d], [a, b, c, d]].concat();
    private.extend(string(b"ssh-ed25519"));
    private.extend(string(&public));
    private.extend(string(&[seed.as_ref(), &public[..]].concat()));
    private.extend(string(b""));
    let mut filler = 1;
    while private.len() % 8 != 0 {
        private.push(filler);
        filler += 1;
    }
    let file = [
        b"openssh-key-v1\0".to_vec(),
        string(b"none"),
        string(b"none"),
        string(b""),
        1_u32.to_be_bytes().to_vec(),
        string(&key.ssh()),
        string(&private),
    ];
    Some(Made {
        fingerprint: key.fingerprint(),
        public: key,
        material: pem("OPENSSH PRIVATE KEY", &file.concat()),
    })
}

fn pem(label: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut lines = vec![format!("-----BEGIN {label}-----")];
    let mut rest = text.as_str();
    while let Some((line, more)) = rest.split_at_checked(64) {
        lines.push(line.to_owned());
        rest = more;
    }
    if !rest.is_empty() {
        lines.push(rest.to_owned());
    }
    lines.push(format!("-----END {label}-----"));
    lines.join("\n")
}
