//! A data plane over a text world, on ports that the system chose.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use adit_hops::Plan;
use adit_hops::plan::Settings as PlanSettings;
use adit_model::{Rev, World};
use adit_proxy::{
    Bounds, CertificateStore, Certifier, Proxy, Registries, Rehearsal, Settings, Sources, TraceView,
};
use adit_testkit::FakeClock;
use adit_tls::Authority;
use arc_swap::ArcSwap;
use rustls::RootCertStore;

use crate::client::{Answer, Client};

pub(crate) const EDGE: &str = "d111111abcdef8.cloudfront.net";

pub(crate) struct Scene {
    pub(crate) proxy: Option<Proxy>,
    pub(crate) clock: Arc<FakeClock>,
    plan: Arc<ArcSwap<Plan>>,
    certificates: Arc<ArcSwap<CertificateStore>>,
    rehearsal: Rehearsal,
    certifier: Arc<Certifier>,
    roots: Arc<RootCertStore>,
    haste: u32,
}

impl Scene {
    pub(crate) fn of(text: &str) -> Self {
        Self::with(text, Bounds::default(), 100)
    }

    pub(crate) fn with(text: &str, bounds: Bounds, haste: u32) -> Self {
        let world = adit_testkit::world(text);
        let known = adit_testkit::authority();
        let authority = Arc::new(Authority::from_pem(&known.chain_pem(), known.private_key_pem()).unwrap());
        let clock = Arc::new(FakeClock::new());
        let rehearsal = Rehearsal::new(&authority, &[]).unwrap();
        let certifier = Arc::new(Certifier::new(authority.clone(), clock.clone()).unwrap());
        let settings = PlanSettings {
            haste,
            ..PlanSettings::default()
        };
        let plan = Arc::new(ArcSwap::from_pointee(Plan::compile(&world, settings, &rehearsal)));
        let certificates = Arc::new(ArcSwap::from_pointee(certifier.build(&world)));
        let local = "127.0.0.1:0".parse().unwrap();
        let settings = Settings {
            edge_https: local,
            edge_http: local,
            vantage: local,
            threads: NonZeroUsize::new(2).unwrap(),
            bounds,
        };
        let roots = Arc::new(Rehearsal::root_store(&authority, &[]));
        let mut scene = Self {
            proxy: None,
            clock,
            plan,
            certificates,
            rehearsal,
            certifier,
            roots,
            haste,
        };
        scene.proxy = Some(Proxy::start(&settings, scene.sources()).unwrap());
        scene
    }

    pub(crate) fn sources(&self) -> Sources {
        Sources {
            plan: self.plan.clone(),
            certificates: self.certificates.clone(),
            clock: self.clock.clone(),
            countries: Arc::new(Registries::default()),
            roots: self.roots.clone(),
        }
    }

    /// Swaps another world in, as a commit would.
    pub(crate) fn becomes(&self, text: &str) {
        let mut world: World = adit_testkit::world(text);
        world.rev = Rev(self.plan.load().rev.0 + 1);
        let settings = PlanSettings {
            haste: self.haste,
            ..PlanSettings::default()
        };
        self.certificates.store(Arc::new(self.certifier.build(&world)));
        self.plan
            .store(Arc::new(Plan::compile(&world, settings, &self.rehearsal)));
    }

    pub(crate) fn proxy(&self) -> &Proxy {
        self.proxy.as_ref().unwrap()
    }

    pub(crate) fn https(&self, sni: &str) -> Client {
        Client::tls(
            Client::connect(self.proxy().addresses().edge_https),
            sni,
            &[],
            self.clock.clone(),
        )
        .unwrap()
    }

    pub(crate) fn http(&self) -> Client {
        Client::plain(Client::connect(self.proxy().addresses().edge_http))
    }

    /// One request on a new connection to the edge.
    pub(crate) fn get(&self, host: &str, path: &str) -> Answer {
        self.https(host).get(host, path)
    }

    pub(crate) fn last_trace(&self) -> TraceView {
        self.proxy().traces().unwrap().last(1).pop().unwrap()
    }

    /// Waits for what happens soon.
    #[track_caller]
    pub(crate) fn soon(&self, what: &str, mut check: impl FnMut() -> bool) {
        let started = Instant::now();
        while !check() {
            assert!(started.elapsed() < Duration::from_secs(10), "{what} did not come");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
