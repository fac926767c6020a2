//! How long a group keeps its events: one of the numbers of days that AWS has, or for ever.

use adit_wire::{ApiError, Record, errors, view};

use crate::cx::Cx;
use crate::logs::log_group::{self, DELIVERY};

view! {
    pub struct PutRetentionPolicy: "logs"."PutRetentionPolicy" {
        group: String = "logGroupName",
        days: i32 = "retentionInDays",
    }
}
view! {
    pub struct DeleteRetentionPolicy: "logs"."DeleteRetentionPolicy" { group: String = "logGroupName" }
}

const ALLOWED: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

pub fn put(cx: &mut Cx<'_>, asked: PutRetentionPolicy) -> Result<Record, ApiError> {
    let days = u32::try_from(asked.days)
        .ok()
        .filter(|days| ALLOWED.contains(days));
    let Some(days) = days else {
        let allowed: Vec<String> = ALLOWED.iter().map(ToString::to_string).collect();
        return Err(errors::logs::retention(asked.days, allowed.join(", ")));
    };
    set(cx, &asked.group, Some(days))
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteRetentionPolicy) -> Result<Record, ApiError> {
    set(cx, &asked.group, None)
}

fn set(cx: &mut Cx<'_>, name: &str, days: Option<u32>) -> Result<Record, ApiError> {
    let mut group = log_group::named(cx, name)?;
    if group.class == DELIVERY {
        return Err(errors::logs::retention_of_delivery());
    }
    group.retention_days = days;
    cx.put(group);
    Ok(Record::new())
}
