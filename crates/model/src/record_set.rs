//! A resource record set of a hosted zone: values or an alias, alone or one of several under a routing policy.

use serde::{Deserialize, Serialize};

use crate::id::{HostedZoneId, RecordSetKey};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSet {
    pub id: RecordSetKey,
    pub zone: HostedZoneId,
    /// Written as the zone's name is.
    pub name: String,
    /// `A`, `CNAME`, ...
    pub kind: String,
    /// What tells the record sets of one name and type apart; with a routing policy only.
    pub set_identifier: Option<String>,
    pub routing: Option<RoutingPolicy>,
    pub target: RecordTarget,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordTarget {
    /// In the caller's order.
    Values { ttl: u32, values: Vec<String> },
    Alias {
        zone: String,
        name: String,
        evaluate_health: bool,
    },
}

/// Which of the record sets of a name and type answers a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoutingPolicy {
    Weighted(u16),
    /// By latency to a region.
    Latency(String),
    /// `PRIMARY` or `SECONDARY`.
    Failover(String),
    Geolocation {
        continent: Option<String>,
        country: Option<String>,
        subdivision: Option<String>,
    },
    Geoproximity {
        region: Option<String>,
        local_zone_group: Option<String>,
        /// Latitude and longitude, as they were written.
        coordinates: Option<(String, String)>,
        bias: Option<i32>,
    },
    Multivalue,
}
