//! `adit status`: addresses, distributions, what is bound.

use std::process::ExitCode;

use clap::Args;

use crate::cli::Target;
use crate::client::admin::AdminClient;

#[derive(Args)]
pub(crate) struct Status {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

impl Status {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let status = AdminClient::new(self.target.api).status()?;
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
}
