//! An EBS volume that came with an instance.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::id::{InstanceId, VolumeId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    pub id: VolumeId,
    pub owner: Owner,
    pub zone: ZoneName,
    /// GiB.
    pub size: u32,
    /// `gp3`, `gp2`, `io1`, ...
    pub kind: String,
    pub iops: Option<u32>,
    /// MiB a second.
    pub throughput: Option<u32>,
    pub encrypted: bool,
    pub key: Option<String>,
    /// Empty where the volume began empty.
    pub snapshot: String,
    /// Where it is attached; a volume that outlived its instance is `available`.
    pub instance: Option<InstanceId>,
    pub created: OffsetDateTime,
    pub tags: Tags,
}
