//! A whole Adit in one process: store, World, authority, Plan, AWS API, data plane.
//!
//! It listens on the API's port, the edge's two and the vantage port, and on nothing else.

use std::fs;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use adit_hops::Compiler;
use adit_hops::plan::Settings as PlanSettings;
use adit_model::binding::Binding;
use adit_model::clock::{Clock, MachineClock};
use adit_model::store::{Forgetful, Store, StoreError};
use adit_model::{Change, Key};
use adit_proxy::{
    Addresses as ProxyAddresses, CertificateStore, Certifier, Proxy, Registries, Rehearsal, Settings, Sources,
};
use adit_store::{SqliteStore, Upgraded};
use adit_tls::{Authority, Window};
use anyhow::{Context, anyhow};
use arc_swap::ArcSwap;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::sync::watch;

use crate::admin::{Admin, Place};
use crate::api::{self, Api};
use crate::cli;
use crate::ledger::{Ledger, Parts, Published};
use crate::ports::Outside;
use crate::signature::{Keyring, Signatures};

/// Where everything that is configured is kept by default, and the file in it.
pub(crate) const DATA_FOLDER: &str = ".adit";
pub(crate) const DATA_FILE: &str = "adit.db";
/// By how much `--fast-timeouts` divides waits.
const HASTE: u32 = 100;
/// How long Adit's own authority lasts.
const AUTHORITY_FOR: time::Duration = time::Duration::days(3650);

#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// `None` keeps nothing.
    pub(crate) data: Option<PathBuf>,
    pub(crate) ports: cli::Ports,
    pub(crate) trust: Vec<PathBuf>,
    pub(crate) bindings: Vec<cli::Binding>,
    /// Whose signatures are good; `None` checks none.
    pub(crate) keyring: Option<Keyring>,
    pub(crate) fast_timeouts: bool,
    /// How long states on the way last (`Deploying`, `provisioning`, ...).
    pub(crate) deploy_delay: time::Duration,
    /// A folder of buckets, for requests that name an object of S3.
    pub(crate) objects: Option<PathBuf>,
    pub(crate) threads: Option<NonZeroUsize>,
}

impl Config {
    /// A World that is forgotten, on free ports.
    pub(crate) fn ephemeral_anywhere() -> Self {
        let ports = cli::Ports {
            api_port: 0,
            https_port: 0,
            http_port: 0,
            proxy_port: 0,
            listen: std::net::Ipv4Addr::LOCALHOST,
        };
        Self {
            data: None,
            ports,
            trust: Vec::new(),
            bindings: Vec::new(),
            keyring: None,
            fast_timeouts: false,
            deploy_delay: time::Duration::ZERO,
            objects: None,
            threads: None,
        }
    }
}

/// Where a node listens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addresses {
    pub(crate) api: SocketAddr,
    pub(crate) edge_https: SocketAddr,
    pub(crate) edge_http: SocketAddr,
    pub(crate) vantage: SocketAddr,
}

pub(crate) struct Node {
    addresses: Addresses,
    pub(crate) admin: Arc<Admin>,
    stop: watch::Sender<bool>,
    api: JoinHandle<()>,
    proxy: Arc<Proxy>,
}

impl Node {
    pub(crate) fn start(config: &Config) -> anyhow::Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(MachineClock);
        let ports = &config.ports;
        let at = |port| SocketAddr::from((ports.listen, port));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(32)
            .build()?;
        let listener = runtime.block_on(api::listen(at(ports.api_port)))?;
        let api_address = listener.local_addr()?;

        let (mut store, authority) = open(config, &*clock)?;
        let authority = Arc::new(authority);
        let world = store.load().map_err(|error| anyhow!("{error}"))?;
        let trusted = extra_roots(&config.trust)?;
        let roots = Arc::new(Rehearsal::root_store(&authority, &trusted.certificates));
        let rehearsal =
            Arc::new(Rehearsal::new(&authority, &trusted.certificates).map_err(|error| anyhow!("{error}"))?);
        let settings = PlanSettings {
            haste: if config.fast_timeouts { HASTE } else { 1 },
            ..PlanSettings::default()
        };
        let compiler = Compiler::new(&world, settings, &*rehearsal);
        let plan = Arc::new(ArcSwap::from_pointee(compiler.plan().clone()));
        let certifier = Arc::new(Certifier::new(authority.clone(), clock.clone())?);
        let certificates = Arc::new(ArcSwap::from_pointee(certifier.build(&world)));

        let outside = Outside::new(authority.clone(), config.objects.clone(), config.deploy_delay);
        let mut proxy_settings = Settings {
            edge_https: at(ports.https_port),
            edge_http: at(ports.http_port),
            vantage: at(ports.proxy_port),
            ..Settings::default()
        };
        if let Some(threads) = config.threads {
            proxy_settings.threads = threads;
        }
        let sources = Sources {
            plan: plan.clone(),
            certificates: certificates.clone(),
            clock: clock.clone(),
            countries: Arc::new(Registries::default()),
            roots,
        };
        let proxy = Proxy::start(&proxy_settings, sources).map_err(|error| anyhow!("{error}"))?;
        if let Some(health) = proxy.health() {
            outside.observe(health);
        }
        let proxy = Arc::new(proxy);
        let ProxyAddresses {
            edge_https,
            edge_http,
            vantage,
        } = proxy.addresses();
        let addresses = Addresses {
            api: api_address,
            edge_https,
            edge_http,
            vantage,
        };

        let published = republish(certifier, certificates);
        let signatures = config.keyring.clone().map(|keyring| {
            let clock = clock.clone();
            Arc::new(Signatures { keyring, clock })
        });
        let ledger = Arc::new(Ledger::new(Parts {
            world,
            store,
            seed: unforeseen()?,
            clock,
            rehearse: rehearsal,
            outside,
            compiler,
            plan,
            published,
        }));
        for binding in &config.bindings {
            ledger
                .put(Binding {
                    id: binding.name.clone(),
                    address: binding.address,
                })
                .map_err(|error| anyhow!("{error}"))?;
        }
        let place = Place::prepare(
            config.data.as_deref(),
            api_address.port(),
            authority.certificate_pem(),
            &trusted.texts,
        )?;
        let admin = Arc::new(Admin::new(
            addresses,
            place,
            ledger.clone(),
            proxy.clone(),
            unforeseen()?,
            config.fast_timeouts,
        ));
        let (stop, stopped) = watch::channel(false);
        let served = Api {
            ledger,
            admin: admin.clone(),
            signatures,
        };
        let api = std::thread::Builder::new()
            .name("adit-api".to_owned())
            .spawn(move || runtime.block_on(served.serve(listener, stopped)))
            .context("cannot start the API's thread")?;
        Ok(Self {
            addresses,
            admin,
            stop,
            api,
            proxy,
        })
    }

    pub(crate) fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// Returns when Ctrl-C or a request to terminate arrives.
    pub(crate) fn wait_for_interrupt(&self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted,
                _ = terminate.recv() => Ok(()),
            }
        })?;
        Ok(())
    }

    /// Stops listening, lets what is open finish for a moment, and returns.
    pub(crate) fn shutdown(self) {
        let _ = self.stop.send(true);
        let _ = self.api.join();
        self.admin.clean_up();
        drop(self.admin);
        // The API's tasks may hold it for a moment longer; dropping it then closes the listeners all the same.
        let mut proxy = self.proxy;
        for _ in 0..50 {
            match Arc::try_unwrap(proxy) {
                Ok(proxy) => return proxy.shutdown(),
                Err(shared) => proxy = shared,
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// A seed of the machine's: what one minter shows tells nothing of another.
fn unforeseen() -> anyhow::Result<u64> {
    let mut bytes = [0; 8];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| anyhow!("the machine has no random numbers"))?;
    Ok(u64::from_le_bytes(bytes))
}

/// The store and Adit's authority: from the data folder, or new.
fn open(config: &Config, clock: &dyn Clock) -> anyhow::Result<(Box<dyn Store>, Authority)> {
    let now = clock.date_time();
    let window = Window::between(now - time::Duration::days(1), now + AUTHORITY_FOR);
    let fresh = || Authority::create(window).map_err(|error| anyhow!("cannot make an authority: {error}"));
    let Some(data) = &config.data else {
        return Ok((Box::new(Forgetful::default()), fresh()?));
    };
    fs::create_dir_all(data)
        .with_context(|| format!("cannot create the data folder `{}`", data.display()))?;
    let mut store =
        SqliteStore::open(&data.join(DATA_FILE)).map_err(|error| anyhow!("{}", with_help(&error, data)))?;
    if let Some(Upgraded { from, to, kept }) = store.upgraded() {
        let file = kept.display();
        eprintln!(
            "the data folder was upgraded from version {from} to {to}; as it was, it is kept as {file}"
        );
    }
    let kept = |store: &mut SqliteStore, name: &str| store.secret(name).map_err(|error| anyhow!("{error}"));
    let authority = match (
        kept(&mut store, "authority.certificate")?,
        kept(&mut store, "authority.key")?,
    ) {
        (Some(certificate), Some(key)) => {
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).context("the kept authority is damaged");
            Authority::from_pem(&text(certificate)?, &text(key)?)
                .map_err(|error| anyhow!("the kept authority is damaged: {error}"))?
        }
        _ => {
            let authority = fresh()?;
            let secrets = [
                ("authority.certificate", authority.certificate_pem().as_bytes()),
                ("authority.key", authority.private_key_pem().as_bytes()),
            ];
            store.put_secrets(&secrets).map_err(|error| anyhow!("{error}"))?;
            authority
        }
    };
    Ok((Box::new(store), authority))
}

/// What went wrong with a data folder, and what its owner can do about it.
pub(crate) fn with_help(error: &StoreError, data: &Path) -> String {
    let folder = data.display();
    match error {
        StoreError::Damaged(_) => format!(
            "{error}\nit was left as it is; put a backup in its place, and keep it beside, with: adit restore FILE --force --data {folder}"
        ),
        StoreError::Newer(_) => format!(
            "{error}\nit was left as it is; start the newer Adit that wrote it, or restore an older backup into another folder"
        ),
        StoreError::Conflict { .. } | StoreError::Io(_) => error.to_string(),
    }
}

/// What `--trust` names.
struct Trusted {
    texts: Vec<String>,
    certificates: Vec<CertificateDer<'static>>,
}

fn extra_roots(files: &[PathBuf]) -> anyhow::Result<Trusted> {
    let mut trusted = Trusted {
        texts: Vec::new(),
        certificates: Vec::new(),
    };
    for file in files {
        let text = fs::read_to_string(file)
            .with_context(|| format!("cannot read `{}` given with --trust", file.display()))?;
        let before = trusted.certificates.len();
        for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
            trusted.certificates.push(
                certificate.map_err(|error| {
                    anyhow!("`{}` is no PEM file of certificates: {error}", file.display())
                })?,
            );
        }
        anyhow::ensure!(
            trusted.certificates.len() > before,
            "`{}` given with --trust holds no certificate",
            file.display()
        );
        trusted.texts.push(text);
    }
    Ok(trusted)
}

/// Certificates follow what names them.
fn republish(certifier: Arc<Certifier>, certificates: Arc<ArcSwap<CertificateStore>>) -> Published {
    Box::new(move |world, changes| {
        for change in changes {
            if let Change::Delete(Key::Certificate(id)) = change {
                certifier.forget(id);
            }
        }
        certificates.store(Arc::new(certifier.build(world)));
    })
}

/// Where a path is shown from.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
