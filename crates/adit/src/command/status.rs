//! `adit status`: addresses, distributions, what is bound.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;

use crate::cli::{Delay, Target};
use crate::client::admin::{AdminClient, StatusView};

#[derive(Args)]
pub(crate) struct Status {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Ask again until it answers, or until this much time has passed, such as `20s`
    #[arg(long, value_name = "TIME", default_value = "0s")]
    wait: Delay,
    #[command(flatten)]
    target: Target,
}

/// Between two tries of `--wait`.
const PAUSE: Duration = Duration::from_millis(50);

impl Status {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let status = self.ask()?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&status)?);
            return Ok(ExitCode::SUCCESS);
        }
        println!(
            "adit {} at revision {}, {}",
            status.version,
            status.rev,
            status.data.as_deref().unwrap_or("ephemeral")
        );
        println!("  AWS API        http://{}", status.api);
        println!(
            "  edge           https://{}  http://{}",
            status.edge_https, status.edge_http
        );
        println!("  vantage proxy  socks5h://internet@{}", status.vantage);
        println!("  authority      {}", status.ca_file);
        if status.fast_timeouts {
            println!("  timeouts are shortened (--fast-timeouts): waits are not AWS's");
        }
        println!(
            "{} distributions, {} VPC origins, {} load balancers, {} VPC endpoints, {} REST APIs",
            status.distributions.len(),
            status.vpc_origins,
            status.load_balancers,
            status.vpc_endpoints,
            status.rest_apis
        );
        for d in &status.distributions {
            let aliases = if d.aliases.is_empty() {
                String::new()
            } else {
                format!(" ({})", d.aliases.join(", "))
            };
            println!(
                "  {}  https://{}{aliases}{}",
                d.id,
                d.domain,
                if d.enabled { "" } else { "  disabled" }
            );
        }
        for b in &status.bindings {
            println!("  {} is served by {}", b.name, b.address);
        }
        if !status.vantages.is_empty() {
            println!(
                "vantages: internet, internet-IE (any country), {}",
                status.vantages.join(", ")
            );
        }
        Ok(ExitCode::SUCCESS)
    }
    fn ask(&self) -> anyhow::Result<StatusView> {
        let patience: Duration = self.wait.0.try_into().unwrap_or_default();
        let begun = Instant::now();
        loop {
            match AdminClient::new(self.target.api).status() {
                Err(_) if begun.elapsed() < patience => std::thread::sleep(PAUSE),
                outcome => return outcome,
            }
        }
    }
}
