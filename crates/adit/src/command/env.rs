//! `adit env`: exports for AWS tools and curl, to be evaluated by a shell.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::Target;
use crate::client::admin::AdminClient;
use crate::signature::DEFAULT_KEY;

#[derive(Args)]
pub(crate) struct Env {
    /// Syntax of the exports
    #[arg(long, value_enum, default_value_t = Shell::Sh)]
    shell: Shell,
    /// Print a JSON object instead
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Sh,
    Fish,
    Powershell,
}

impl Env {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let status = AdminClient::new(self.target.api).status()?;
        let mut pairs = vec![("AWS_ENDPOINT_URL", format!("http://{}", status.api))];
        // They name an account, and are checked when asked for. The user's own stay.
        let (id, secret) = DEFAULT_KEY;
        for (name, value) in [
            ("AWS_ACCESS_KEY_ID", id),
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_DEFAULT_REGION", "us-east-1"),
        ] {
            if std::env::var_os(name).is_none() {
                pairs.push((name, value.to_owned()));
            }
        }
        pairs.extend([
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("CURL_CA_BUNDLE", status.ca_bundle.clone()),
            ("ADIT_API", status.api.to_string()),
            ("ADIT_CA", status.ca_file.clone()),
            ("ADIT_PROXY", format!("socks5h://internet@{}", status.vantage)),
        ]);
        if self.json {
            let object: serde_json::Map<String, serde_json::Value> =
                pairs.into_iter().map(|(n, v)| (n.to_owned(), v.into())).collect();
            println!("{}", serde_json::to_string_pretty(&object)?);
            return Ok(ExitCode::SUCCESS);
        }
        for (name, value) in &pairs {
            match self.shell {
                Shell::Sh => println!("export {name}='{}'", value.replace('\'', r"'\''")),
                Shell::Fish => println!("set -gx {name} '{}'", value.replace('\'', r"\'")),
                Shell::Powershell => println!("$env:{name} = '{}'", value.replace('\'', "''")),
            }
        }
        let hint = match self.shell {
            Shell::Sh => "# eval \"$(adit env)\"",
            Shell::Fish => "# adit env --shell fish | source",
            Shell::Powershell => "# adit env --shell powershell | Out-String | Invoke-Expression",
        };
        println!("{hint}");
        println!(
            "# curl -x \"$ADIT_PROXY\" https://dXXX.cloudfront.net/   (socks5h://internet-IE@..., socks5h://subnet-...@... stand elsewhere)"
        );
        Ok(ExitCode::SUCCESS)
    }
}
