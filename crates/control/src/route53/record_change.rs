//! Changes: `PENDING` until they reached Route 53's servers, which is at once but for `--deploy-delay`.
//!
//! A change's id begins with its time, so that the oldest are the first of their table: only so many are remembered.

use adit_model::id::RecordChangeId;
use adit_model::record_change::RecordChange;
use adit_wire::{ApiError, Record, Service, errors, record, view};

use crate::cx::Cx;

view! {
    pub struct GetChange: "route53"."GetChange" { id: String = "Id" }
}

/// How many changes are remembered.
const MOST: usize = 10_000;

pub fn get(cx: &mut Cx<'_>, asked: GetChange) -> Result<Record, ApiError> {
    let found = RecordChangeId::parse(&asked.id).and_then(|id| cx.get::<RecordChange>(&id));
    let change = found
        .filter(|change| change.account == cx.account)
        .ok_or_else(|| errors::route53::change_not_found(asked.id))?;
    Ok(record! { "ChangeInfo" => show(cx, &change) })
}

/// Notes a change that this call makes; its `ChangeInfo`.
pub fn note(cx: &mut Cx<'_>, comment: Option<String>) -> Result<Record, ApiError> {
    let milliseconds = cx.now.unix_timestamp_nanos() / 1_000_000;
    let text = format!("C{milliseconds:011X}{}", cx.minter.upper(9));
    let change = RecordChange {
        id: RecordChangeId::parse(&text).ok_or_else(|| errors::internal_failure(Service::Route53))?,
        account: cx.account.clone(),
        submitted: cx.now,
        comment: comment.filter(|comment| !comment.is_empty()),
    };
    if cx.table::<RecordChange>().len() >= MOST {
        let oldest = cx
            .table::<RecordChange>()
            .iter()
            .next()
            .map(|change| change.id.clone());
        oldest.iter().for_each(|id| cx.delete::<RecordChange>(id));
    }
    let shown = show(cx, &change);
    cx.put(change);
    Ok(shown)
}

fn show(cx: &Cx<'_>, change: &RecordChange) -> Record {
    record! {
        "Id" => format!("/change/{}", change.id),
        "Status" => if cx.settled(change.submitted) { "INSYNC" } else { "PENDING" },
        "SubmittedAt" => change.submitted,
        "Comment" => change.comment.as_ref(),
    }
}
