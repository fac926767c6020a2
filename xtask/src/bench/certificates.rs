//! The peers' certificates: an authority that lives as long as the bench, and one server certificate under the name
//! of the origin. Made by openssl from bench/certificates.cnf.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::servers::Scratch;
use crate::house;

/// The name of the last nginx as viewers of a custom origin see it. Reserved for examples: nobody's.
pub(super) const ORIGIN: &str = "origin.bench.example";
const DAYS: &str = "7";

pub(super) struct Certificates {
    pub(super) folder: PathBuf,
}

impl Certificates {
    pub(super) fn make(templates: &Path, scratch: &Scratch) -> anyhow::Result<Self> {
        let folder = scratch.folder("certificates")?;
        let settings = scratch.fill(
            &templates.join("certificates.cnf"),
            "certificates/openssl.cnf",
            &[("name", ORIGIN)],
        )?;
        let settings = settings.to_string_lossy().into_owned();
        let openssl = |words: &str| {
            let words = words.replace("SETTINGS", &settings);
            house::answer(
                Command::new("openssl")
                    .args(words.split(' '))
                    .current_dir(&folder),
            )
            .map(drop)
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
        openssl(&format!(
            "req -x509 -config SETTINGS {key} -subj /CN=bench-authority -days {DAYS} -keyout authority.key -out authority.pem"
        ))?;
        openssl(&format!(
            "req -config SETTINGS {key} -keyout key.pem -out request.pem"
        ))?;
        openssl(&format!(
            "x509 -req -in request.pem -CA authority.pem -CAkey authority.key -CAcreateserial -days {DAYS} -extfile SETTINGS -extensions server -out chain.pem"
        ))?;
        let both = [
            std::fs::read(folder.join("chain.pem"))?,
            std::fs::read(folder.join("key.pem"))?,
        ]
        .concat();
        std::fs::write(folder.join("both.pem"), both)?;
        Ok(Self { folder })
    }

    pub(super) fn authority(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }
}
