//! Public keys of key pairs: the forms in which they are imported, and their fingerprints.
//!
//! OpenSSH's line, RFC 4716's file and base64 of a DER key are taken, RSA of 1024 to 4096 bits and ED25519. EC2 shows an
//! imported RSA key as the MD5 of its DER form, one that it made as the SHA-1 of the private key's, and ED25519 as the
//! SHA-256 of the SSH form in base64 with padding (EC2 guide, "Verify the fingerprint of your key pair").

use adit_model::key_pair::KeyKind;
use adit_wire::{ApiError, errors};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// Big-endian, without leading zeros.
    Rsa {
        exponent: Vec<u8>,
        modulus: Vec<u8>,
    },
    Ed25519([u8; 32]),
}

/// `rsaEncryption` with its absent parameters, as DER.
const RSA_ALGORITHM: [u8; 15] = [
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];
const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;

impl PublicKey {
    /// Reads imported key material.
    pub fn parse(material: &[u8]) -> Result<Self, ApiError> {
        let text = std::str::from_utf8(material).map_err(|_| errors::ec2::key_format())?;
        let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
        let first = lines.first().copied().unwrap_or_default();
        let key = if first.starts_with("---- BEGIN SSH2 PUBLIC KEY") {
            let body = lines
                .iter()
                .filter(|line| !line.contains(':') && !line.starts_with("----"));
            Self::from_ssh(&body.copied().collect::<String>())
        } else if first.starts_with("ssh-") {
            first.split_whitespace().nth(1).and_then(Self::from_ssh)
        } else {
            STANDARD
                .decode(lines.concat())
                .ok()
                .and_then(|der| Self::from_der(&der))
        };
        key.filter(Self::fits).ok_or_else(errors::ec2::key_format)
    }

    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa { .. } => KeyKind::Rsa,
            Self::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    /// OpenSSH's line with a comment.
    pub fn line(&self, comment: &str) -> String {
        let name = match self {
            Self::Rsa { .. } => "ssh-rsa",
            Self::Ed25519(_) => "ssh-ed25519",
        };
        format!("{name} {} {comment}", STANDARD.encode(self.ssh()))
    }

    /// As EC2 shows a key that was imported.
    pub fn fingerprint(&self) -> String {
        match self {
            Self::Rsa { exponent, modulus } => {
                let numbers = [integer(modulus), integer(exponent)].concat();
                let mut bits = vec![0];
                bits.extend(element(SEQUENCE, &numbers));
                let info = [RSA_ALGORITHM.to_vec(), element(BITS, &bits)].concat();
                pairs(&md5::compute(element(SEQUENCE, &info)).0)
            }
            Self::Ed25519(_) => STANDARD.encode(digest(&SHA256, &self.ssh())),
        }
    }

    /// The SSH wire form.
    pub fn ssh(&self) -> Vec<u8> {
        match self {
            Self::Rsa { exponent, modulus } => [
                string(b"ssh-rsa"),
                string(&unsigned(exponent)),
                string(&unsigned(modulus)),
            ]
            .concat(),
            Self::Ed25519(key) => [string(b"ssh-ed25519"), string(key)].concat(),
        }
    }

    fn from_ssh(body: &str) -> Option<Self> {
        let bytes = STANDARD.decode(body).ok()?;
        let (name, rest) = take_string(&bytes)?;
        let (one, rest) = take_string(rest)?;
        match name {
            b"ssh-ed25519" => one.try_into().ok().map(Self::Ed25519),
            b"ssh-rsa" => Some(Self::Rsa {
                exponent: bare(one),
                modulus: bare(take_string(rest)?.0),
            }),
            _ => None,
        }
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        let (info, _) = take_element(SEQUENCE, der)?;
        let (_, bits) = take_element(SEQUENCE, info)?;
        let (bits, _) = take_element(BITS, bits)?;
        let (numbers, _) = take_element(SEQUENCE, bits.get(1..)?)?;
        let (modulus, rest) = take_element(INTEGER, numbers)?;
        let (exponent, _) = take_element(INTEGER, rest)?;
        Some(Self::Rsa {
            exponent: bare(exponent),
            modulus: bare(modulus),
        })
    }

    fn fits(&self) -> bool {
        match self {
            Self::Rsa { modulus, exponent } => {
                (128..=512).contains(&modulus.len()) && (1..=8).contains(&exponent.len())
            }
            Self::Ed25519(_) => true,
        }
    }
}

/// As EC2 shows an RSA key that it made, of the private key in PKCS #8.
pub fn made_fingerprint(private_key: &[u8]) -> String {
    pairs(digest(&SHA1_FOR_LEGACY_USE_ONLY, private_key).as_ref())
}

/// A string of SSH's wire form.
pub fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], bytes].concat()
}

/// The content of a DER element of this tag, and what follows it.
pub fn take_element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first().filter(|(first, _)| **first == tag)?;
    debug_assert_eq!(*first, tag);
    let (short, rest) = rest.split_first()?;
    let (length, rest) = match short.checked_sub(0x80) {
        None => (usize::from(*short), rest),
        Some(bytes) if bytes <= 4 => {
            let (digits, rest) = rest.split_at_checked(usize::from(bytes))?;
            (
                digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)),
                rest,
            )
        }
        Some(_) => return None,
    };
    rest.split_at_checked(length)
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|digit| *digit == 0).collect();
    let mut made = vec![tag];
    match (digits.as_slice(), u8::try_from(digits.len())) {
        ([], _) => made.push(0),
        ([short], _) if *short < 0x80 => made.push(*short),
        (digits, count) => {
            made.push(0x80 | count.unwrap_or(8));
            made.extend(digits);
        }
    }
    made.extend(content);
    made
}

fn integer(number: &[u8]) -> Vec<u8> {
    element(INTEGER, &unsigned(number))
}

/// With a zero in front where the number would read as negative.
fn unsigned(number: &[u8]) -> Vec<u8> {
    let negative = number.first().is_some_and(|first| *first >= 0x80);
    let zero: &[u8] = if negative { &[0] } else { &[] };
    [zero, number].concat()
}

/// Without leading zeros.
pub fn bare(number: &[u8]) -> Vec<u8> {
    number.iter().copied().skip_while(|byte| *byte == 0).collect()
}

fn take_string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// Hexadecimal pairs joined by colons.
fn pairs(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(":")
}
