//! `adit request`: one request from a vantage, its answer, and why it was answered so.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use crate::cli::Target;
use crate::client::admin::AdminClient;
use crate::client::{Question, Sent, Url, Viewer, tls};
use crate::command::trace::describe;

#[derive(Args)]
pub(crate) struct Request {
    /// Where to stand: internet, internet-IE, subnet-..., eni-...
    #[arg(long, value_name = "VANTAGE", default_value = "internet")]
    from: String,
    /// The method; GET by default, POST with a body
    #[arg(short = 'X', long)]
    method: Option<http::Method>,
    /// A header; may be repeated
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// The body
    #[arg(short, long, value_name = "TEXT")]
    data: Option<String>,
    /// Do not verify the server's certificate
    #[arg(short = 'k', long)]
    insecure: bool,
    /// Seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Print answer and trace as JSON
    #[arg(long)]
    json: bool,
    /// The URL, as the viewer would write it
    url: Url,
    #[command(flatten)]
    target: Target,
}

impl Request {
    /// Exit code 0 when the answer is below 400, 1 otherwise.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let admin = AdminClient::new(self.target.api);
        let status = admin.status()?;
        let tls = if self.insecure {
            tls::insecure()?
        } else {
            tls::trusting(&admin.ca()?)?
        };
        let headers = self
            .headers
            .iter()
            .map(|h| header(h))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let viewer = Viewer {
            proxy: status.vantage,
            from: self.from.clone(),
            tls,
            patience: Duration::from_secs(self.timeout.max(1)),
        };
        let method = match (&self.method, &self.data) {
            (Some(method), _) => method.as_str(),
            (None, Some(_)) => "POST",
            (None, None) => "GET",
        };
        let question = Question {
            method,
            headers: &headers,
            body: self.data.as_deref().unwrap_or_default().as_bytes(),
        };
        let newest = |admin: &AdminClient| admin.traces(1).ok().and_then(|t| t.into_iter().next());
        let before = newest(&admin).map(|t| t.id);
        let sent = viewer.send(&self.url, &question);
        // By the answer's id; an attempt that got none is the newest trace from here.
        let id = match &sent {
            Sent::Answered(answer, _) => answer.trace_id().map(str::to_owned),
            Sent::Unanswered(..) => None,
        };
        let trace = match &id {
            Some(id) => admin.trace(id).ok(),
            None => {
                newest(&admin).filter(|t| t.url.contains(&self.url.host) && before.as_ref() != Some(&t.id))
            }
        };
        if self.json {
            let answer = match &sent {
                Sent::Answered(answer, took) => serde_json::json!({
                    "status": answer.status, "headers": answer.headers, "body": answer.text(), "millis": took.as_millis() as u64,
                }),
                Sent::Unanswered(why, took) => {
                    serde_json::json!({ "status": null, "error": why, "millis": took.as_millis() as u64 })
                }
            };
            println!(
                "{}",
                serde_json::to_string_pretty(&serde_json::json!({ "answer": answer, "trace": trace }))?
            );
        } else {
            show(&sent)?;
            if let Some(trace) = &trace {
                eprintln!();
                eprint!("{}", describe(trace));
            }
        }
        Ok(match sent {
            Sent::Answered(answer, _) if answer.status < 400 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        })
    }
}

fn header(text: &str) -> anyhow::Result<(String, String)> {
    let (name, value) = text
        .split_once(':')
        .with_context(|| format!("`{text}` is no header; write `Name: value`"))?;
    anyhow::ensure!(
        name.trim().parse::<http::HeaderName>().is_ok(),
        "`{name}` is no header's name"
    );
    anyhow::ensure!(!text.contains(['\r', '\n']), "a header cannot hold a line break");
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn show(sent: &Sent) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match sent {
        Sent::Answered(answer, _) => {
            writeln!(out, "HTTP/1.1 {} {}", answer.status, answer.reason)?;
            for (name, value) in &answer.headers {
                writeln!(out, "{name}: {value}")?;
            }
            writeln!(out)?;
            out.write_all(&answer.body)?;
            if !answer.body.ends_with(b"\n") {
                writeln!(out)?;
            }
        }
        Sent::Unanswered(why, took) => writeln!(out, "no answer after {:.1} s: {why}", took.as_secs_f64())?,
    }
    Ok(())
}
