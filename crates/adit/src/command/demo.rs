//! `adit demo`: build, attack, break, cure; then the table. Exits non-zero when a row differs.

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use crate::command::up;
use crate::demo::omit::Omit;
use crate::demo::table;
use crate::node::{Config, Node};

#[derive(Args)]
pub(crate) struct Demo {
    /// End after the table instead of serving until Ctrl-C
    #[arg(long)]
    once: bool,
    /// Leave one rule out, which must flip its row
    #[arg(long, value_name = "RULE")]
    omit: Option<Omit>,
    /// Print the table as JSON
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let started = Instant::now();
        // Free ports and a World that is forgotten: the demo disturbs nothing.
        let node = Node::start(&Config {
            fast_timeouts: true,
            ..Config::ephemeral_anywhere()
        })?;
        let report = crate::demo::run(&node, self.omit, &mut |line| {
            if !self.json {
                eprintln!("{line}");
            }
        })?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&table::to_json(&report))?);
        } else {
            println!("{}", table::render(&report));
            print!("{}", table::differences(&report));
            println!(
                "{} rows in {:.2} s; timeouts were shortened. A: the endpoint is public, and whoever has the secret is in. B: there is nothing to reach.",
                report.outcomes.len(),
                started.elapsed().as_secs_f64()
            );
            let broken = report.outcomes.iter().find(|o| o.status == Some(504));
            if let Some((broken, cure)) = broken.and_then(|o| Some((o, o.cure.as_ref()?))) {
                println!(
                    "broken: {}\ncured by: {cure}",
                    broken.cause.as_deref().unwrap_or_default()
                );
            }
        }
        let code = if report.passed() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
        if !self.once {
            up::announce(&node);
            node.wait_for_interrupt()?;
        }
        node.shutdown();
        Ok(code)
    }
}
