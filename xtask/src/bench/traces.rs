//! Sampled traces must hold every verdict: speed that comes from leaving the evidence out does not count.
//!
//! The one place that knows the shape of `/_adit/traces`.

use anyhow::{Context, bail};
use serde_json::Value;

use super::http;

const SAMPLE: usize = 20;
/// Design B's hops in the order of the path; each must have decided something.
const HOPS: [&str; 5] = ["edge", "vpc_origin", "balancer", "endpoint", "gateway"];

/// The last traces of the full chain, each with at least one verdict of each hop.
pub(super) fn check(api_port: u16) -> anyhow::Result<()> {
    let answer = http::get(api_port, &format!("/_adit/traces?last={SAMPLE}"))?;
    if answer.status != 200 {
        bail!("the traces cannot be read: status {}", answer.status);
    }
    judge(&serde_json::from_str(&answer.body).context("the traces are not JSON")?)
}

fn judge(answer: &Value) -> anyhow::Result<()> {
    let traces = answer
        .get("traces")
        .and_then(Value::as_array)
        .context("no `traces`")?;
    if traces.len() < SAMPLE {
        bail!("{} traces after a run, {SAMPLE} were asked for", traces.len());
    }
    for trace in traces {
        let hops = trace
            .get("hops")
            .and_then(Value::as_array)
            .context("a trace has no `hops`")?;
        for wanted in HOPS {
            let hop = hops
                .iter()
                .find(|hop| hop.get("hop").and_then(Value::as_str) == Some(wanted));
            let verdicts = hop.and_then(|hop| hop.get("verdicts")).and_then(Value::as_array);
            if verdicts.is_none_or(Vec::is_empty) {
                bail!("a sampled trace has no verdict of `{wanted}`: {trace}");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{HOPS, SAMPLE, judge};

    fn traces(hops: &[&str]) -> Value {
        let hops: Vec<Value> = hops
            .iter()
            .map(|hop| json!({"hop": hop, "verdicts": [{"allowed": true}]}))
            .collect();
        json!({ "traces": vec![json!({ "hops": hops }); SAMPLE] })
    }

    #[test]
    fn every_hop_must_have_decided() {
        assert!(judge(&traces(&HOPS)).is_ok());
        let error = judge(&traces(&["edge", "vpc_origin", "balancer", "gateway"])).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("a sampled trace has no verdict of `endpoint`")
        );
        assert!(judge(&json!({"traces": []})).is_err());
    }
}
