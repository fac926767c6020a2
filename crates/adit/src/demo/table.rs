//! The table of attempts: design, attempt, answer, decider.

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

use crate::demo::Report;

pub(crate) fn render(report: &Report) -> String {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    if std::env::var_os("COLUMNS").is_none() {
        table.set_width(120);
    }
    table.set_header(["", "attempt", "from", "answer", "decided by", ""]);
    for outcome in &report.outcomes {
        let verdict = if outcome.as_expected() {
            "as AWS"
        } else {
            "DIFFERS"
        };
        table.add_row([
            outcome.attempt.design.to_string(),
            outcome.attempt.what.clone(),
            outcome.attempt.from.clone(),
            answer(outcome.status),
            format!("{}: {}", outcome.decision, outcome.by),
            verdict.to_owned(),
        ]);
    }
    table.to_string()
}

/// What was expected of the rows that came out otherwise.
pub(crate) fn differences(report: &Report) -> String {
    let wrong = report.outcomes.iter().filter(|o| !o.as_expected());
    wrong
        .map(|o| {
            format!(
                "{} {}: expected {} by {}, got {} by {}{}\n",
                o.attempt.design,
                o.attempt.what,
                answer(o.attempt.expected),
                o.attempt.decision,
                answer(o.status),
                o.decision,
                o.cause.as_ref().map(|c| format!(" ({c})")).unwrap_or_default()
            )
        })
        .collect()
}

pub(crate) fn to_json(report: &Report) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = report
        .outcomes
        .iter()
        .map(|o| {
            serde_json::json!({
                "design": o.attempt.design.to_string(), "attempt": o.attempt.what, "from": o.attempt.from, "url": o.attempt.url,
                "status": o.status, "decision": o.decision, "by": o.by, "cause": o.cause, "cure": o.cure,
                "millis": o.millis as u64, "as_expected": o.as_expected(),
            })
        })
        .collect();
    serde_json::json!({ "rows": rows, "passed": report.passed() })
}

fn answer(status: Option<u16>) -> String {
    status.map_or("none".to_owned(), |s| s.to_string())
}
