//! `bench control`: the AWS API under the load of real tools. Design B by boto3, a world of thousands described and
//! changed, a cold start from its file, and durable writes of many clients against a raw log on the same disk.
//!
//! All but the last are times on this machine; `commits` is a ratio: calls a second over those of a server that appends
//! as many bytes and syncs as a group ([`raw_log`]), under the same clients, measured in turns.

mod caller;
mod crowd;
mod raw_log;
mod timing;
mod world;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use self::caller::{Call, Caller};
use self::raw_log::RawLog;
use super::servers::{Scratch, Server, free_ports};
use super::spread::Spread;
use crate::equipment;
use crate::house::{self, House, Outcome};

const USAGE: &str = "usage: cargo xtask bench control [--objects N] [--seconds N] [--adit PATH]";
const ROUNDS: usize = 5;
const STARTS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(30);

struct Options {
    /// Of each kind in the large world.
    objects: usize,
    /// Of each round of writes.
    seconds: u64,
    adit: Option<PathBuf>,
}

struct Bars {
    design_b_ms: f64,
    describe_ms: f64,
    plan_ms: f64,
    start_ms: f64,
    commits: f64,
}

pub(super) fn run(args: &[String]) -> anyhow::Result<Outcome> {
    let options = Options::read(args)?;
    let house = House::find()?;
    let python = equipment::python(&house)?;
    let binary = super::adit_binary(&house, options.adit.as_deref())?;
    let scratch = Scratch::new()?;

    let small = scratch.folder("small")?;
    let adit = Running::start(&binary, &small, &scratch)?;
    let design_b = design_b(&house, &python, adit.port)?;
    println!("design B by boto3, ms: {design_b}");
    drop(adit);

    let commits = commits(&binary, &scratch, &options)?;

    let large = scratch.folder("large")?;
    let adit = Running::start(&binary, &large, &scratch)?;
    let world = world::make(adit.port, options.objects)?;
    println!("descriptions with {} objects of each kind:", options.objects);
    let describe_ms = timing::descriptions(adit.port, &world)?;
    println!("the Plan's update after one change:");
    let plan_ms = timing::plan_updates(adit.port, &world)?;
    println!("resident with that world: {:.0} MB", adit.server.resident_mb()?);
    drop(adit);
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let adit = Running::start(&binary, &large, &scratch)?;
        starts.push(adit.start_ms);
    }
    let start = Spread::of(&starts);
    println!("start to first answer with that world, ms: {start}");

    let bars = Bars {
        design_b_ms: design_b.median,
        describe_ms,
        plan_ms,
        start_ms: start.median,
        commits,
    };
    let missed = bars.missed();
    for bar in &missed {
        println!("bar missed: {bar}");
    }
    println!("{}", bars.line());
    Ok(match missed.is_empty() {
        true => Outcome::Passed,
        false => Outcome::Failed,
    })
}

impl Options {
    fn read(args: &[String]) -> anyhow::Result<Self> {
        let mut options = Self {
            objects: 10_000,
            seconds: 3,
            adit: None,
        };
        let mut args = args.iter();
        while let Some(flag) = args.next() {
            let value = args
                .next()
                .with_context(|| format!("`{flag}` needs a value; {USAGE}"))?;
            match flag.as_str() {
                "--objects" => options.objects = value.parse().context("--objects takes a number")?,
                "--seconds" => options.seconds = value.parse().context("--seconds takes a number")?,
                "--adit" => options.adit = Some(PathBuf::from(value)),
                other => bail!("`{other}` is not known; {USAGE}"),
            }
        }
        // The changes that are timed are made to that many objects.
        if options.objects < 100 || options.seconds == 0 {
            bail!("--objects is at least 100, --seconds at least 1");
        }
        Ok(options)
    }
}

/// An Adit with a data folder.
struct Running {
    server: Server,
    port: u16,
    start_ms: f64,
}

impl Running {
    fn start(binary: &Path, data: &Path, scratch: &Scratch) -> anyhow::Result<Self> {
        let [port] = free_ports()?;
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM"]).arg(binary);
        command.arg("up").arg("--data").arg(data);
        command.args(["--api-port", &port.to_string()]);
        command.args(["--https-port", "0", "--http-port", "0", "--proxy-port", "0"]);
        command.stdin(Stdio::null());
        let started = Instant::now();
        let mut server = Server::start("adit", &mut command, scratch.path.join("adit.log"))?;
        let identity = Call::form("sts", "2011-06-15", "GetCallerIdentity", "");
        loop {
            let outcome = Caller::connect(port).and_then(|mut caller| caller.call(&identity));
            let Err(error) = outcome else {
                break;
            };
            server.must_live()?;
            if started.elapsed() > PATIENCE {
                bail!(
                    "adit gives no GetCallerIdentity after {} s: {error:#}",
                    PATIENCE.as_secs()
                );
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(Self {
            server,
            port,
            start_ms: started.elapsed().as_secs_f64() * 1e3,
        })
    }
}

fn design_b(house: &House, python: &Path, port: u16) -> anyhow::Result<Spread> {
    let mut command = Command::new(python);
    command
        .arg(house.root.join("bench/time_design_b.py"))
        .args(["--endpoint", &format!("http://127.0.0.1:{port}")])
        .env("AWS_ACCESS_KEY_ID", "123456789012")
        .env("AWS_SECRET_ACCESS_KEY", "bench")
        .env("AWS_DEFAULT_REGION", caller::REGION)
        .env("AWS_EC2_METADATA_DISABLED", "true");
    let printed = house::answer(&mut command)?;
    let times = printed
        .lines()
        .map(|line| line.parse().with_context(|| format!("`{line}` is no time")))
        .collect::<anyhow::Result<Vec<f64>>>()?;
    Ok(Spread::of(&times))
}

/// Durable calls a second of all clients, over those of the raw log.
fn commits(binary: &Path, scratch: &Scratch, options: &Options) -> anyhow::Result<f64> {
    let time = Duration::from_secs(options.seconds);
    let data = scratch.folder("commits")?;
    let adit = Running::start(binary, &data, scratch)?;
    let mut caller = Caller::connect(adit.port)?;
    let vpc = caller
        .call(&Call::ec2("CreateVpc", "CidrBlock=10.0.0.0/16"))?
        .between("<vpcId>", "</vpcId>")?;
    let groups = crowd::each(adit.port, crowd::CLIENTS, |caller, client| {
        let fields = format!("GroupName=client-{client}&GroupDescription=bench&VpcId={vpc}");
        caller
            .call(&Call::ec2("CreateSecurityGroup", &fields))?
            .between("<groupId>", "</groupId>")
    })?;
    // Each call changes one resource of its client's.
    let write = |client: usize, count: usize| {
        let group = groups.get(client).map_or("", String::as_str);
        Call::ec2(
            "CreateTags",
            &format!("ResourceId.1={group}&Tag.1.Key=count&Tag.1.Value={count}"),
        )
    };
    let log = RawLog::create(&scratch.path.join("raw.log"))?;
    let (mut ours, mut raw, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let yardstick = crowd::rate(log.serve(crowd::CLIENTS)?, time, write)?;
        let adit = crowd::rate(adit.port, time, write)?;
        ours.push(adit);
        raw.push(yardstick);
        ratios.push(adit / yardstick);
    }
    println!("durable writes a second, {} clients:", crowd::CLIENTS);
    println!("  Adit                {}", Spread::of(&ours));
    println!("  a raw log           {}", Spread::of(&raw));
    Ok(Spread::of(&ratios).median)
}

impl Bars {
    fn line(&self) -> String {
        format!(
            "bars design_b_ms={:.0} describe_ms={:.1} plan_ms={:.2} start_ms={:.0} commits={:.2}",
            self.design_b_ms.ceil(),
            (self.describe_ms * 10.0).ceil() / 10.0,
            (self.plan_ms * 100.0).ceil() / 100.0,
            self.start_ms.ceil(),
            (self.commits * 100.0).floor() / 100.0,
        )
    }

    fn missed(&self) -> Vec<&'static str> {
        let bars = [
            (self.design_b_ms <= 1500.0, "design_b_ms (within 1500)"),
            (self.describe_ms < 50.0, "describe_ms (under 50)"),
            (self.plan_ms < 5.0, "plan_ms (under 5)"),
            (self.start_ms < 1000.0, "start_ms (under 1000)"),
            (self.commits >= 0.5, "commits (at least 0.5 of a raw log's)"),
        ];
        bars.iter().filter(|(met, _)| !met).map(|(_, bar)| *bar).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Bars;

    #[test]
    fn a_bar_missed_by_a_hair_is_missed_and_shown_so() {
        let mut bars = Bars {
            design_b_ms: 1500.0,
            describe_ms: 49.9,
            plan_ms: 4.99,
            start_ms: 999.0,
            commits: 0.5,
        };
        assert!(bars.missed().is_empty());
        assert_eq!(
            bars.line(),
            "bars design_b_ms=1500 describe_ms=49.9 plan_ms=4.99 start_ms=999 commits=0.50"
        );
        bars.design_b_ms = 1500.1;
        bars.commits = 0.4999;
        assert!(bars.line().starts_with("bars design_b_ms=1501 ") && bars.line().ends_with("commits=0.49"));
        assert_eq!(bars.missed().len(), 2);
    }
}
