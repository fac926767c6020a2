//! `adit bind NAME=ADDRESS:PORT`: the only way by which Adit sends anything to a local address.

use std::process::ExitCode;

use clap::Args;

use crate::cli::{Binding, Target};
use crate::client::admin::{AdminClient, BindingView};

#[derive(Args)]
pub(crate) struct Bind {
    /// Public name and local address, such as `api.example.com=127.0.0.1:3000`
    #[arg(value_name = "NAME=ADDRESS:PORT")]
    bindings: Vec<Binding>,
    /// Forget the binding of this name
    #[arg(long, value_name = "NAME")]
    remove: Vec<String>,
    /// Print bindings as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

impl Bind {
    /// Without anything to change: lists.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let admin = AdminClient::new(self.target.api);
        for binding in &self.bindings {
            let view = BindingView {
                name: binding.name.to_string(),
                address: binding.address,
            };
            admin.bind(&view)?;
            eprintln!("{} is now served by {}", view.name, view.address);
        }
        for name in &self.remove {
            admin.unbind(name)?;
            eprintln!("{name} is no longer bound");
        }
        if self.bindings.is_empty() && self.remove.is_empty() {
            let bindings = admin.status()?.bindings;
            if self.json {
                println!("{}", serde_json::to_string_pretty(&bindings)?);
            } else if bindings.is_empty() {
                eprintln!("nothing is bound; bind a name with `adit bind api.example.com=127.0.0.1:3000`");
            } else {
                bindings.iter().for_each(|b| println!("{}={}", b.name, b.address));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
