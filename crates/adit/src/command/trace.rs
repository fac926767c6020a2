//! `adit trace`: the verdicts of a request in order, and for a refusal its cause and cure.

use std::num::NonZeroUsize;
use std::process::ExitCode;

use adit_proxy::TraceView;
use anyhow::bail;
use clap::Args;

use crate::cli::Target;
use crate::client::admin::AdminClient;

#[derive(Args)]
pub(crate) struct Trace {
    /// A trace's id: the answer's X-Amz-Cf-Id
    #[arg(conflicts_with = "last", required_unless_present = "last")]
    id: Option<String>,
    /// The last trace, or the last N
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1")]
    last: Option<NonZeroUsize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

impl Trace {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let admin = AdminClient::new(self.target.api);
        let mut traces = match (&self.id, self.last) {
            (Some(id), _) => vec![admin.trace(id)?],
            (None, last) => admin.traces(last.map_or(1, NonZeroUsize::get))?,
        };
        if traces.is_empty() {
            bail!("no request has been seen yet; send one with `adit request https://...`");
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&traces)?);
            return Ok(ExitCode::SUCCESS);
        }
        traces.reverse();
        for trace in &traces {
            print!("{}", describe(trace));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A trace as a person reads it.
pub(crate) fn describe(trace: &TraceView) -> String {
    let status = trace.status.map_or("no answer".to_owned(), |s| s.to_string());
    let mut out = format!(
        "{} {} from {}: {status} in {}\n",
        trace.method,
        trace.url,
        trace.from,
        duration(trace.micros)
    );
    let mut hop = "";
    for entry in &trace.entries {
        let shown = if entry.hop == hop { "" } else { entry.hop.as_str() };
        hop = &entry.hop;
        let mark = match entry.mark.as_str() {
            "allowed" => "ok",
            "refused" => "REFUSED",
            _ => "->",
        };
        out.push_str(&format!(
            "  {shown:<11} {:<21} {mark:<8} {}\n",
            entry.decision, entry.by
        ));
    }
    if let Some(refusal) = &trace.refusal {
        out.push_str(&format!(
            "  refused by {} at {} ({}): {}\n",
            refusal.by, refusal.hop, refusal.reason, refusal.cause
        ));
        if let Some(cure) = &refusal.cure {
            out.push_str(&format!("  cure: {cure}\n"));
        }
    }
    out.push_str(&format!("  trace {}\n", trace.id));
    out
}

fn duration(micros: u32) -> String {
    match micros {
        0..1_000 => format!("{micros} us"),
        1_000..1_000_000 => format!("{:.1} ms", f64::from(micros) / 1e3),
        _ => format!("{:.2} s", f64::from(micros) / 1e6),
    }
}
