//! Cipher suites by OpenSSL's names, which AWS uses, with what each asks of protocol and key.

use rustls::SupportedCipherSuite;
use rustls::crypto::aws_lc_rs::ALL_CIPHER_SUITES;

use crate::key_algorithm::KeyFamily;
use crate::protocol::Version;

const RSA: Option<KeyFamily> = Some(KeyFamily::Rsa);
const ECDSA: Option<KeyFamily> = Some(KeyFamily::Ecdsa);
const ANY: Option<KeyFamily> = None;

macro_rules! suites {
    ($($id:ident = $name:literal, $code:literal, $since:ident, $key:ident;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum CipherSuite { $($id),* }

        impl CipherSuite {
            pub const ALL: &'static [Self] = &[$(Self::$id),*];

            /// As AWS writes it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$id => $name),* }
            }

            /// IANA's number.
            pub fn code(self) -> u16 {
                match self { $(Self::$id => $code),* }
            }

            fn since(self) -> Version {
                match self { $(Self::$id => Version::$since),* }
            }

            /// The family of keys that it works with; `None`: any (TLS 1.3).
            pub fn key(self) -> Option<KeyFamily> {
                match self { $(Self::$id => $key),* }
            }
        }
    };
}

suites! {
    Aes128Gcm = "TLS_AES_128_GCM_SHA256", 0x1301, Tls13, ANY;
    Aes256Gcm = "TLS_AES_256_GCM_SHA384", 0x1302, Tls13, ANY;
    Chacha20 = "TLS_CHACHA20_POLY1305_SHA256", 0x1303, Tls13, ANY;
    EcdsaAes128Gcm = "ECDHE-ECDSA-AES128-GCM-SHA256", 0xc02b, Tls12, ECDSA;
    RsaAes128Gcm = "ECDHE-RSA-AES128-GCM-SHA256", 0xc02f, Tls12, RSA;
    EcdsaAes128Sha256 = "ECDHE-ECDSA-AES128-SHA256", 0xc023, Tls12, ECDSA;
    RsaAes128Sha256 = "ECDHE-RSA-AES128-SHA256", 0xc027, Tls12, RSA;
    EcdsaAes128Sha = "ECDHE-ECDSA-AES128-SHA", 0xc009, Tls10, ECDSA;
    RsaAes128Sha = "ECDHE-RSA-AES128-SHA", 0xc013, Tls10, RSA;
    EcdsaAes256Gcm = "ECDHE-ECDSA-AES256-GCM-SHA384", 0xc02c, Tls12, ECDSA;
    RsaAes256Gcm = "ECDHE-RSA-AES256-GCM-SHA384", 0xc030, Tls12, RSA;
    EcdsaChacha20 = "ECDHE-ECDSA-CHACHA20-POLY1305", 0xcca9, Tls12, ECDSA;
    RsaChacha20 = "ECDHE-RSA-CHACHA20-POLY1305", 0xcca8, Tls12, RSA;
    EcdsaAes256Sha384 = "ECDHE-ECDSA-AES256-SHA384", 0xc024, Tls12, ECDSA;
    RsaAes256Sha384 = "ECDHE-RSA-AES256-SHA384", 0xc028, Tls12, RSA;
    EcdsaAes256Sha = "ECDHE-ECDSA-AES256-SHA", 0xc00a, Tls10, ECDSA;
    RsaAes256Sha = "ECDHE-RSA-AES256-SHA", 0xc014, Tls10, RSA;
    PlainAes128Gcm = "AES128-GCM-SHA256", 0x009c, Tls12, RSA;
    PlainAes128Sha256 = "AES128-SHA256", 0x003c, Tls12, RSA;
    PlainAes128Sha = "AES128-SHA", 0x002f, Ssl3, RSA;
    PlainAes256Gcm = "AES256-GCM-SHA384", 0x009d, Tls12, RSA;
    PlainAes256Sha256 = "AES256-SHA256", 0x003d, Tls12, RSA;
    PlainAes256Sha = "AES256-SHA", 0x0035, Ssl3, RSA;
    PlainTripleDes = "DES-CBC3-SHA", 0x000a, Ssl3, RSA;
    PlainRc4Md5 = "RC4-MD5", 0x0004, Ssl3, RSA;
}

impl CipherSuite {
    /// Whether a handshake of this version can choose it.
    pub fn works_with(self, version: Version) -> bool {
        match self.since() {
            Version::Tls13 => version == Version::Tls13,
            since => since <= version && version < Version::Tls13,
        }
    }

    /// `None` for what rustls does not offer: CBC, plain RSA key exchange and worse.
    pub fn rustls(self) -> Option<SupportedCipherSuite> {
        ALL_CIPHER_SUITES
            .iter()
            .find(|suite| u16::from(suite.suite()) == self.code())
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_rustls_is_known() {
        let known = CipherSuite::ALL
            .iter()
            .filter(|suite| suite.rustls().is_some())
            .count();
        assert_eq!(known, ALL_CIPHER_SUITES.len());
    }

    #[test]
    fn a_suite_works_from_its_version_on() {
        assert!(CipherSuite::Aes128Gcm.works_with(Version::Tls13));
        assert!(!CipherSuite::Aes128Gcm.works_with(Version::Tls12));
        assert!(!CipherSuite::RsaAes128Gcm.works_with(Version::Tls11));
        assert!(!CipherSuite::RsaAes128Gcm.works_with(Version::Tls13));
        assert!(CipherSuite::PlainAes128Sha.works_with(Version::Ssl3));
    }
}
