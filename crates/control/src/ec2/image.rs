//! DescribeImages: Amazon's images of `adit_model::image`, the only ones there are here.
//!
//! Nobody can make images, so `self` and other owners have none. A deprecated image is shown only to who asks for it
//! by its id or with `IncludeDeprecated`; the releases kept here are never so old that AWS would hide them, whatever
//! the clock says, since otherwise templates that look for the newest one would find none.

use adit_model::Region;
use adit_model::image::{AMAZON, IMAGES, Image};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;

view! {
    pub struct DescribeImages: "ec2"."DescribeImages" {
        ids: Vec<String> = "ImageIds",
        owners: Vec<String> = "Owners",
        executable_users: Vec<String> = "ExecutableUsers",
        deprecated_too: Option<bool> = "IncludeDeprecated",
        disabled_too: Option<bool> = "IncludeDisabled",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

/// The name under which every image here has its root device.
pub const ROOT_DEVICE: &str = "/dev/xvda";

/// An image as its region knows it.
type Here = (Region, &'static Image);

pub fn describe(cx: &mut Cx<'_>, input: DescribeImages) -> Result<Record, ApiError> {
    let chosen = input
        .ids
        .iter()
        .map(|id| named(&cx.region, id))
        .collect::<Result<Vec<_>, _>>()?;
    if !input.ids.is_empty() && input.max_results.is_some() {
        return Err(errors::ec2::exclusive_parameters("imageIdsSet", "maxResults"));
    }
    let owned = |owner: &String| matches!(owner.as_str(), "amazon" | AMAZON);
    let by_owner = input.owners.is_empty() || input.owners.iter().any(owned);
    // Public images are everybody's to launch: who lists `self` or an account asks for private ones.
    let by_user =
        input.executable_users.is_empty() || input.executable_users.iter().any(|user| user == "all");
    let asked = |image: &&Image| (chosen.is_empty() || chosen.contains(image)) && by_owner && by_user;
    let images = IMAGES
        .iter()
        .filter(asked)
        .map(|image| (cx.region.clone(), image));
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(
        cx,
        images.collect(),
        FACTS,
        |(region, image)| image.id(region),
        Some(|_| &NO_TAGS),
    )?;
    Ok(record! { "Images" => page.shown(shown), "NextToken" => page.next_token })
}

/// The image of this id in a region.
pub fn named(region: &Region, id: &str) -> Result<&'static Image, ApiError> {
    let known = || Image::named(id, region).ok_or_else(|| errors::ec2::image_not_found(id));
    match id.strip_prefix("ami-") {
        Some(rest) if rest.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty() => known(),
        _ => Err(errors::ec2::malformed_id(id, "ami")),
    }
}

static NO_TAGS: adit_model::tag::Tags = adit_model::tag::Tags::new();

const FACTS: Facts<Here> = &[
    ("architecture", |_, (_, image)| {
        vec![image.architecture.to_owned()]
    }),
    ("block-device-mapping.delete-on-termination", |_, _| {
        vec!["true".to_owned()]
    }),
    ("block-device-mapping.device-name", |_, _| {
        vec![ROOT_DEVICE.to_owned()]
    }),
    ("block-device-mapping.encrypted", |_, _| vec!["false".to_owned()]),
    ("block-device-mapping.snapshot-id", |_, (region, image)| {
        vec![image.snapshot(region)]
    }),
    ("block-device-mapping.volume-size", |_, (_, image)| {
        vec![image.root.0.to_string()]
    }),
    ("block-device-mapping.volume-type", |_, (_, image)| {
        vec![image.root.1.to_owned()]
    }),
    ("boot-mode", |_, (_, image)| {
        image.boot_mode.iter().map(ToString::to_string).collect()
    }),
    ("creation-date", |_, (_, image)| vec![image.created.to_owned()]),
    ("description", |_, (_, image)| vec![image.description.to_owned()]),
    ("ena-support", |_, _| vec!["true".to_owned()]),
    ("hypervisor", |_, _| vec!["xen".to_owned()]),
    ("image-id", |_, (region, image)| vec![image.id(region)]),
    ("image-type", |_, _| vec!["machine".to_owned()]),
    ("imds-support", |_, (_, image)| {
        imds(image).iter().map(ToString::to_string).collect()
    }),
    ("is-public", |_, _| vec!["true".to_owned()]),
    ("kernel-id", |_, _| Vec::new()),
    ("manifest-location", |_, (_, image)| vec![location(image)]),
    ("name", |_, (_, image)| vec![image.name.to_owned()]),
    ("owner-alias", |_, _| vec!["amazon".to_owned()]),
    ("owner-id", |_, _| vec![AMAZON.to_owned()]),
    ("platform", |_, _| Vec::new()),
    ("product-code", |_, _| Vec::new()),
    ("product-code.type", |_, _| Vec::new()),
    ("ramdisk-id", |_, _| Vec::new()),
    ("root-device-name", |_, _| vec![ROOT_DEVICE.to_owned()]),
    ("root-device-type", |_, _| vec!["ebs".to_owned()]),
    ("source-image-id", |_, _| Vec::new()),
    ("source-instance-id", |_, _| Vec::new()),
    ("sriov-net-support", |_, _| vec!["simple".to_owned()]),
    ("state", |_, _| vec!["available".to_owned()]),
    ("state-reason-code", |_, _| Vec::new()),
    ("state-reason-message", |_, _| Vec::new()),
    ("virtualization-type", |_, _| vec!["hvm".to_owned()]),
];

fn imds(image: &Image) -> Option<&'static str> {
    image.imds_v2.then_some("v2.0")
}

fn location(image: &Image) -> String {
    format!("amazon/{}", image.name)
}

fn shown((region, image): &Here) -> Record {
    let (size, kind) = image.root;
    let throughput = (kind == "gp3").then_some(125);
    let iops = (kind == "gp3").then_some(3000);
    record! {
        "ImageId" => image.id(region),
        "Name" => image.name,
        "Description" => image.description,
        "ImageLocation" => location(image),
        "ImageType" => "machine",
        "ImageOwnerAlias" => "amazon",
        "OwnerId" => AMAZON,
        "Public" => true,
        "State" => "available",
        "Architecture" => image.architecture,
        "PlatformDetails" => "Linux/UNIX",
        "UsageOperation" => "RunInstances",
        "Hypervisor" => "xen",
        "VirtualizationType" => "hvm",
        "EnaSupport" => true,
        "SriovNetSupport" => "simple",
        "BootMode" => image.boot_mode,
        "ImdsSupport" => imds(image),
        "RootDeviceName" => ROOT_DEVICE,
        "RootDeviceType" => "ebs",
        "BlockDeviceMappings" => vec![record! {
            "DeviceName" => ROOT_DEVICE,
            "Ebs" => record! {
                "DeleteOnTermination" => true,
                "SnapshotId" => image.snapshot(region),
                "VolumeSize" => size,
                "VolumeType" => kind,
                "Iops" => iops,
                "Throughput" => throughput,
                "Encrypted" => false,
            },
        }],
        "CreationDate" => image.created,
        "DeprecationTime" => image.deprecated,
        "DeregistrationProtection" => "disabled",
        "PublicSsmParameterName" => format!("/aws/service/ami-amazon-linux-latest/{}", image.parameter),
        "Tags" => Vec::<Record>::new(),
    }
}
