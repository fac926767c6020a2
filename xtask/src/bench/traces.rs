//! Sampled traces must hold every verdict: speed that comes from leaving the evidence out does not count.
//!
//! The one place that knows the shape of `/_adit/traces`.

use anyhow::{Context, bail};
use serde_json::Value;

use super::http;

const SAMPLE: usize = 20;

/// Every decision that a request of design B meets on its way, hop by hop.
const VERDICTS: &[(&str, &[&str])] = &[
    (
        "edge",
        &[
            "distribution",
            "certificate-match",
            "request-size",
            "geo-restriction",
            "behavior",
            "viewer-protocol",
            "allowed-methods",
            "request-body",
            "cache",
            "origin",
        ],
    ),
    (
        "vpc-origin",
        &[
            "origin-state",
            "origin-protocol",
            "ingress-group",
            "network-acl-return",
            "listener-port",
            "tls-overlap",
            "certificate-chain",
            "certificate-name",
            "certificate-dates",
        ],
    ),
    (
        "balancer",
        &[
            "listener-rule",
            "target-group",
            "target",
            "egress-group",
            "ingress-group",
        ],
    ),
    ("endpoint", &["endpoint-port", "api-name", "endpoint-policy"]),
    (
        "gateway",
        &[
            "endpoint-type",
            "stage",
            "resource-method",
            "authorization",
            "resource-policy",
            "integration",
        ],
    ),
];

/// The last traces of the full chain, each with every verdict of every hop.
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
        let entries = trace
            .get("entries")
            .and_then(Value::as_array)
            .context("a trace has no `entries`")?;
        let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
        let seen: Vec<(Option<String>, Option<String>)> = entries
            .iter()
            .map(|entry| (text(entry, "hop"), text(entry, "decision")))
            .collect();
        for (hop, decisions) in VERDICTS {
            for decision in *decisions {
                let wanted = (Some((*hop).to_owned()), Some((*decision).to_owned()));
                if !seen.contains(&wanted) {
                    bail!("a sampled trace has no verdict `{decision}` of `{hop}`: {trace}");
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{SAMPLE, VERDICTS, judge};

    fn traces(leave_out: &str) -> Value {
        let entries: Vec<Value> = VERDICTS
            .iter()
            .flat_map(|(hop, decisions)| {
                decisions
                    .iter()
                    .map(move |decision| json!({ "hop": hop, "decision": decision }))
            })
            .filter(|entry| entry["decision"] != leave_out)
            .collect();
        json!({ "traces": vec![json!({ "entries": entries }); SAMPLE] })
    }

    #[test]
    fn every_decision_must_have_been_taken() {
        assert!(judge(&traces("none")).is_ok());
        let error = judge(&traces("endpoint-policy")).unwrap_err().to_string();
        assert!(error.starts_with("a sampled trace has no verdict `endpoint-policy` of `endpoint`"));
        assert!(judge(&json!({"traces": []})).is_err());
    }
}
