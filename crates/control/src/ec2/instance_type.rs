//! DescribeInstanceTypes: the types of `instance_types.txt`, which are those that instances here may have.
//!
//! The table has what AWS's guide publishes of the common types; every region offers all of them. Members that the
//! guide does not give for a type (accelerators, bandwidth of single cards) are left out of the answer.

use std::sync::LazyLock;

use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;

view! {
    pub struct DescribeInstanceTypes: "ec2"."DescribeInstanceTypes" {
        names: Vec<String> = "InstanceTypes",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
        unsupported_too: Option<bool> = "IncludeUnsupportedInRegion",
    }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceType {
    pub name: &'static str,
    maker: &'static str,
    /// `x86_64` or `arm64`.
    pub architecture: &'static str,
    pub vcpus: u32,
    pub threads: u32,
    memory: i64,
    pub nitro: bool,
    ghz: f64,
    pub max_interfaces: u32,
    addresses: u32,
    /// Baseline and maximum: Mbit/s, then operations a second.
    ebs: Option<[i64; 4]>,
    network: &'static str,
}

static TYPES: LazyLock<Vec<InstanceType>> = LazyLock::new(|| {
    include_str!("instance_types.txt")
        .lines()
        .filter_map(InstanceType::parse)
        .collect()
});

pub fn describe(cx: &mut Cx<'_>, input: DescribeInstanceTypes) -> Result<Record, ApiError> {
    if let Some(unknown) = input
        .names
        .iter()
        .find(|name| InstanceType::named(name).is_none())
    {
        return Err(errors::ec2::instance_type_unknown(unknown));
    }
    let asked = |known: &&InstanceType| input.names.is_empty() || input.names.iter().any(|n| n == known.name);
    let types: Vec<&'static InstanceType> = TYPES.iter().filter(asked).collect();
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, types, FACTS, |known| known.name.to_owned(), None)?;
    let all = input.unsupported_too == Some(true);
    let answer = |known: &&InstanceType| shown(known).with("SupportedInRegion", all.then_some(true));
    Ok(record! { "InstanceTypes" => page.shown(answer), "NextToken" => page.next_token })
}

impl InstanceType {
    pub fn named(name: &str) -> Option<&'static Self> {
        TYPES.iter().find(|known| known.name == name)
    }

    pub fn cores(&self) -> u32 {
        self.vcpus.checked_div(self.threads).unwrap_or(1).max(1)
    }

    /// Whether it has CPU credits, and how an instance spends them unless told otherwise.
    pub fn credits(&self) -> Option<&'static str> {
        match self.family() {
            "t2" => Some("standard"),
            "t3" | "t3a" | "t4g" => Some("unlimited"),
            _ => None,
        }
    }

    /// `legacy-bios`, `uefi`, or both.
    pub fn boot_modes(&self) -> &'static [&'static str] {
        match (self.architecture, self.nitro) {
            ("arm64", _) => &["uefi"],
            (_, true) => &["legacy-bios", "uefi"],
            (_, false) => &["legacy-bios"],
        }
    }

    pub fn ebs_optimized(&self) -> bool {
        self.ebs.is_some()
    }

    fn family(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(family, _)| family)
    }

    fn current(&self) -> bool {
        !self.name.starts_with("m1.")
    }

    fn free(&self) -> bool {
        matches!(self.name, "t2.micro" | "t3.micro")
    }

    fn parse(line: &'static str) -> Option<Self> {
        let mut words = line.split_whitespace().filter(|_| !line.starts_with('#'));
        let (name, maker, architecture) = (words.next()?, words.next()?, words.next()?);
        let (vcpus, threads) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let (memory, nitro) = (words.next()?.parse().ok()?, words.next()? == "nitro");
        let ghz = words.next()?.parse().ok()?;
        let (max_interfaces, addresses) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let mut number = || words.next()?.parse::<i64>().ok();
        let ebs = [number()?, number()?, number()?, number()?];
        Some(Self {
            name,
            maker,
            architecture,
            vcpus,
            threads,
            memory,
            nitro,
            ghz,
            max_interfaces,
            addresses,
            ebs: Some(ebs).filter(|[baseline, ..]| *baseline > 0),
            network: last_column(line),
        })
    }
}

/// What follows the fourteenth word.
fn last_column(line: &'static str) -> &'static str {
    let mut rest = line;
    for _ in 0..14 {
        let after = rest.trim_start();
        rest = after.find(' ').and_then(|at| after.get(at..)).unwrap_or("");
    }
    rest.trim()
}

const FACTS: Facts<&'static InstanceType> = &[
    ("auto-recovery-supported", |_, _| yes()),
    ("bare-metal", |_, _| no()),
    ("burstable-performance-supported", |_, known| {
        vec![known.credits().is_some().to_string()]
    }),
    ("current-generation", |_, known| vec![known.current().to_string()]),
    ("ebs-info.ebs-optimized-support", |_, known| {
        vec![ebs_support(known).to_owned()]
    }),
    ("ebs-info.encryption-support", |_, _| vec!["supported".to_owned()]),
    ("free-tier-eligible", |_, known| vec![known.free().to_string()]),
    ("hypervisor", |_, known| vec![hypervisor(known).to_owned()]),
    ("instance-storage-supported", |_, _| no()),
    ("instance-type", |_, known| vec![known.name.to_owned()]),
    ("memory-info.size-in-mib", |_, known| {
        vec![known.memory.to_string()]
    }),
    ("network-info.efa-supported", |_, _| no()),
    ("network-info.ena-support", |_, known| vec![ena(known).to_owned()]),
    ("network-info.ipv4-addresses-per-interface", |_, known| {
        vec![known.addresses.to_string()]
    }),
    ("network-info.ipv6-supported", |_, _| yes()),
    ("network-info.maximum-network-interfaces", |_, known| {
        vec![known.max_interfaces.to_string()]
    }),
    ("network-info.network-performance", |_, known| {
        vec![known.network.to_owned()]
    }),
    ("processor-info.supported-architecture", |_, known| {
        vec![known.architecture.to_owned()]
    }),
    ("processor-info.sustained-clock-speed-in-ghz", |_, known| {
        vec![known.ghz.to_string()]
    }),
    ("supported-boot-mode", |_, known| {
        known.boot_modes().iter().map(ToString::to_string).collect()
    }),
    ("supported-root-device-type", |_, _| vec!["ebs".to_owned()]),
    ("supported-usage-class", |_, _| {
        vec!["on-demand".to_owned(), "spot".to_owned()]
    }),
    ("supported-virtualization-type", |_, _| vec!["hvm".to_owned()]),
    ("vcpu-info.default-cores", |_, known| {
        vec![known.cores().to_string()]
    }),
    ("vcpu-info.default-threads-per-core", |_, known| {
        vec![known.threads.to_string()]
    }),
    ("vcpu-info.default-vcpus", |_, known| {
        vec![known.vcpus.to_string()]
    }),
];

fn yes() -> Vec<String> {
    vec!["true".to_owned()]
}

fn no() -> Vec<String> {
    vec!["false".to_owned()]
}

fn hypervisor(known: &InstanceType) -> &'static str {
    if known.nitro { "nitro" } else { "xen" }
}

fn ena(known: &InstanceType) -> &'static str {
    if known.nitro { "required" } else { "unsupported" }
}

fn ebs_support(known: &InstanceType) -> &'static str {
    if known.ebs_optimized() {
        "default"
    } else {
        "unsupported"
    }
}

fn shown(known: &InstanceType) -> Record {
    let [baseline, most, baseline_iops, most_iops] = known.ebs.unwrap_or_default();
    // The table's numbers are small: both conversions are exact.
    let megabytes = |megabits: i64| {
        i32::try_from(megabits)
            .map(|mbit| f64::from(mbit) / 8.0)
            .unwrap_or(0.0)
    };
    let ebs = known.ebs.map(|_| {
        record! {
            "BaselineBandwidthInMbps" => baseline,
            "BaselineThroughputInMBps" => megabytes(baseline),
            "BaselineIops" => baseline_iops,
            "MaximumBandwidthInMbps" => most,
            "MaximumThroughputInMBps" => megabytes(most),
            "MaximumIops" => most_iops,
        }
    });
    record! {
        "InstanceType" => known.name,
        "CurrentGeneration" => known.current(),
        "FreeTierEligible" => known.free(),
        "SupportedUsageClasses" => vec!["on-demand", "spot"],
        "SupportedRootDeviceTypes" => vec!["ebs"],
        "SupportedVirtualizationTypes" => vec!["hvm"],
        "BareMetal" => false,
        "Hypervisor" => hypervisor(known),
        "ProcessorInfo" => record! {
            "SupportedArchitectures" => vec![known.architecture],
            "SustainedClockSpeedInGhz" => Some(known.ghz).filter(|ghz| *ghz > 0.0),
            "Manufacturer" => known.maker,
        },
        "VCpuInfo" => record! {
            "DefaultVCpus" => known.vcpus,
            "DefaultCores" => known.cores(),
            "DefaultThreadsPerCore" => known.threads,
        },
        "MemoryInfo" => record! { "SizeInMiB" => known.memory },
        "InstanceStorageSupported" => false,
        "EbsInfo" => record! {
            "EbsOptimizedSupport" => ebs_support(known),
            "EncryptionSupport" => "supported",
            "EbsOptimizedInfo" => ebs,
            "NvmeSupport" => if known.nitro { "required" } else { "unsupported" },
        },
        "NetworkInfo" => record! {
            "NetworkPerformance" => known.network,
            "MaximumNetworkInterfaces" => known.max_interfaces,
            "MaximumNetworkCards" => 1,
            "DefaultNetworkCardIndex" => 0,
            "NetworkCards" => vec![record! {
                "NetworkCardIndex" => 0,
                "NetworkPerformance" => known.network,
                "MaximumNetworkInterfaces" => known.max_interfaces,
            }],
            "Ipv4AddressesPerInterface" => known.addresses,
            "Ipv6AddressesPerInterface" => known.addresses,
            "Ipv6Supported" => true,
            "EnaSupport" => ena(known),
            "EfaSupported" => false,
        },
        "PlacementGroupInfo" => record! { "SupportedStrategies" => vec!["partition", "spread"] },
        "HibernationSupported" => known.nitro,
        "BurstablePerformanceSupported" => known.credits().is_some(),
        "DedicatedHostsSupported" => known.nitro,
        "AutoRecoverySupported" => true,
        "SupportedBootModes" => known.boot_modes().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("instance_types.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        assert_eq!(TYPES.len(), lines.count());
        let micro = InstanceType::named("t3.micro").unwrap();
        assert_eq!((micro.vcpus, micro.cores(), micro.memory), (2, 1, 1024));
        assert_eq!(
            (micro.network, micro.ebs),
            ("Up to 5 Gigabit", Some([87, 2085, 500, 11800]))
        );
        let small = InstanceType::named("t2.nano").unwrap();
        assert_eq!(
            (small.network, small.ebs, small.nitro),
            ("Low to Moderate", None, false)
        );
    }
}
