//! Amazon's machine images that every region has: Amazon Linux 2023 and Amazon Linux 2, for both architectures.
//!
//! Names, owner and devices are AWS's; an id differs by region there, so ours is derived from the region's and the
//! image's name and never changes. One release of each line is kept.

use crate::account::Region;

/// `amazon`'s account.
pub const AMAZON: &str = "137112412989";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    pub name: &'static str,
    pub description: &'static str,
    /// `x86_64` or `arm64`.
    pub architecture: &'static str,
    pub created: &'static str,
    pub deprecated: &'static str,
    /// `None`: legacy BIOS.
    pub boot_mode: Option<&'static str>,
    /// Whether instances ask for tokens unless told otherwise (`ImdsSupport`).
    pub imds_v2: bool,
    /// GiB, and `gp3` or `gp2`.
    pub root: (u32, &'static str),
    /// Under `/aws/service/ami-amazon-linux-latest/`.
    pub parameter: &'static str,
}

pub const IMAGES: [Image; 6] = [
    Image {
        name: "al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64",
        description: "Amazon Linux 2023 AMI 2023.9.20251208.0 x86_64 HVM kernel-6.1",
        architecture: "x86_64",
        created: "2025-12-05T22:30:43.000Z",
        deprecated: "2026-03-05T22:31:00.000Z",
        boot_mode: Some("uefi-preferred"),
        imds_v2: true,
        root: (8, "gp3"),
        parameter: "al2023-ami-kernel-default-x86_64",
    },
    Image {
        name: "al2023-ami-2023.9.20251208.0-kernel-6.1-arm64",
        description: "Amazon Linux 2023 AMI 2023.9.20251208.0 arm64 HVM kernel-6.1",
        architecture: "arm64",
        created: "2025-12-05T22:29:57.000Z",
        deprecated: "2026-03-05T22:30:00.000Z",
        boot_mode: Some("uefi"),
        imds_v2: true,
        root: (8, "gp3"),
        parameter: "al2023-ami-kernel-default-arm64",
    },
    Image {
        name: "al2023-ami-minimal-2023.9.20251208.0-kernel-6.1-x86_64",
        description: "Amazon Linux 2023 AMI 2023.9.20251208.0 x86_64 Minimal HVM kernel-6.1",
        architecture: "x86_64",
        created: "2025-12-05T22:30:52.000Z",
        deprecated: "2026-03-05T22:31:00.000Z",
        boot_mode: Some("uefi-preferred"),
        imds_v2: true,
        root: (2, "gp3"),
        parameter: "al2023-ami-minimal-kernel-default-x86_64",
    },
    Image {
        name: "al2023-ami-minimal-2023.9.20251208.0-kernel-6.1-arm64",
        description: "Amazon Linux 2023 AMI 2023.9.20251208.0 arm64 Minimal HVM kernel-6.1",
        architecture: "arm64",
        created: "2025-12-05T22:30:05.000Z",
        deprecated: "2026-03-05T22:30:00.000Z",
        boot_mode: Some("uefi"),
        imds_v2: true,
        root: (2, "gp3"),
        parameter: "al2023-ami-minimal-kernel-default-arm64",
    },
    Image {
        name: "amzn2-ami-hvm-2.0.20251201.0-x86_64-gp2",
        description: "Amazon Linux 2 AMI 2.0.20251201.0 x86_64 HVM gp2",
        architecture: "x86_64",
        created: "2025-12-02T20:42:11.000Z",
        deprecated: "2026-06-30T00:00:00.000Z",
        boot_mode: None,
        imds_v2: false,
        root: (8, "gp2"),
        parameter: "amzn2-ami-hvm-x86_64-gp2",
    },
    Image {
        name: "amzn2-ami-hvm-2.0.20251201.0-arm64-gp2",
        description: "Amazon Linux 2 LTS Arm64 AMI 2.0.20251201.0 arm64 HVM gp2",
        architecture: "arm64",
        created: "2025-12-02T20:43:27.000Z",
        deprecated: "2026-06-30T00:00:00.000Z",
        boot_mode: Some("uefi"),
        imds_v2: false,
        root: (8, "gp2"),
        parameter: "amzn2-ami-hvm-arm64-gp2",
    },
];

impl Image {
    /// `ami-...` in a region.
    pub fn id(&self, region: &Region) -> String {
        format!("ami-0{:016x}", self.hash(region, "image"))
    }

    /// `snap-...` of its root device in a region.
    pub fn snapshot(&self, region: &Region) -> String {
        format!("snap-0{:016x}", self.hash(region, "snapshot"))
    }

    /// The image of an id in a region.
    pub fn named(id: &str, region: &Region) -> Option<&'static Self> {
        IMAGES.iter().find(|image| image.id(region) == id)
    }

    /// FNV-1a, 64 bits: ids must only differ.
    fn hash(&self, region: &Region, of: &str) -> u64 {
        let text = [of, region.as_str(), self.name].join("/");
        text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_differ_by_region() {
        let region = |name| Region::parse(name).unwrap();
        for image in &IMAGES {
            let here = image.id(&region("eu-west-1"));
            assert_eq!(here.len(), "ami-".len() + 17);
            assert_ne!(here, image.id(&region("us-east-1")));
            assert_eq!(Image::named(&here, &region("eu-west-1")), Some(image));
        }
    }
}
