//! `cargo xtask models`: distils botocore's service models into `crates/wire/models/*.json`.
//!
//! What is kept are facts: names, types, locations, constraints, enums, error codes. Documentation is not. An
//! operation that `crates/wire/models/operations.txt` does not list keeps its name and address only, so that a
//! refusal can name it; shapes that no listed operation reaches are dropped. One operation or shape a line, in the
//! order of their names, members in the model's order, so that a new botocore shows as a readable diff.
//!
//! `--check` writes nothing and fails on a difference. `--botocore PATH` names the package's folder; without it
//! the virtual environment `target/venv` is used, and made if it is not there.

mod distil;
mod json;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use self::distil::{Wanted, distil};
use self::json::Json;

/// The botocore whose models are committed.
pub(crate) const BOTOCORE: &str = "1.44.5";

/// Our file name, botocore's folder and version.
const SERVICES: [(&str, &str); 9] = [
    ("acm", "acm/2015-12-08"),
    ("apigateway", "apigateway/2015-07-09"),
    ("cloudfront", "cloudfront/2020-05-31"),
    ("ec2", "ec2/2016-11-15"),
    ("elbv2", "elbv2/2015-12-01"),
    ("iam", "iam/2010-05-08"),
    ("logs", "logs/2014-03-28"),
    ("route53", "route53/2013-04-01"),
    ("sts", "sts/2011-06-15"),
];

/// Entry point of the subcommand.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut check = false;
    let mut botocore = None;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--check" => check = true,
            "--botocore" => botocore = Some(PathBuf::from(rest.next().context("`--botocore` needs a path")?)),
            other => bail!("unknown argument `{other}`; usage: models [--check] [--botocore PATH]"),
        }
    }
    let botocore = match botocore {
        Some(path) => path,
        None => from_venv()?,
    };
    let version = version(&botocore)?;
    ensure!(
        version == BOTOCORE,
        "botocore is {version}, the models are made from {BOTOCORE}"
    );

    let models = root()?.join("crates/wire/models");
    let wanted =
        wanted(&fs::read_to_string(models.join("operations.txt")).context("models/operations.txt")?)?;
    let mut stale = Vec::new();
    for (service, folder) in SERVICES {
        let model = read_model(&botocore.join("data").join(folder))?;
        let all = Wanted::default();
        let made = distil(
            &model,
            wanted.get(service).unwrap_or(&all),
            &format!("botocore {version} {folder}"),
        )
        .with_context(|| format!("distilling {service}"))?;
        let path = models.join(format!("{service}.json"));
        if fs::read_to_string(&path).ok().as_deref() == Some(made.as_str()) {
            continue;
        }
        if check {
            stale.push(service);
        } else {
            fs::write(&path, &made).with_context(|| format!("writing `{}`", path.display()))?;
            println!("{service}: {} bytes", made.len());
        }
    }
    ensure!(
        stale.is_empty(),
        "models differ from botocore {BOTOCORE}: {}; run `cargo xtask models`",
        stale.join(", ")
    );
    Ok(())
}

/// `operations.txt`: a service and an operation, or `*`, a line.
fn wanted(text: &str) -> Result<BTreeMap<String, Wanted>> {
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (service, operation) = line
            .split_once(' ')
            .with_context(|| format!("operations.txt: `{line}` is no service and operation"))?;
        ensure!(
            SERVICES.iter().any(|(name, _)| *name == service),
            "operations.txt: no service `{service}`"
        );
        wanted
            .entry(service.to_owned())
            .or_default()
            .add(operation.trim());
    }
    Ok(wanted)
}

fn read_model(folder: &Path) -> Result<Json> {
    let packed = folder.join("service-2.json.gz");
    let plain = folder.join("service-2.json");
    let mut text = String::new();
    if packed.exists() {
        flate2::read::GzDecoder::new(fs::File::open(&packed)?)
            .read_to_string(&mut text)
            .with_context(|| format!("unpacking `{}`", packed.display()))?;
    } else {
        text = fs::read_to_string(&plain).with_context(|| format!("reading `{}`", plain.display()))?;
    }
    json::parse(&text).with_context(|| format!("parsing the model in `{}`", folder.display()))
}

fn version(botocore: &Path) -> Result<String> {
    let init = botocore.join("__init__.py");
    let text = fs::read_to_string(&init).with_context(|| format!("reading `{}`", init.display()))?;
    text.lines()
        .find_map(|line| line.strip_prefix("__version__ = "))
        .map(|version| version.trim_matches(['\'', '"', ' ']).to_owned())
        .with_context(|| format!("no version in `{}`", init.display()))
}

fn from_venv() -> Result<PathBuf> {
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => root()?.join("target"),
    };
    let venv = target.join("venv");
    if let Some(found) = installed(&venv) {
        return Ok(found);
    }
    succeed(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    succeed(Command::new(venv.join("bin/pip")).args([
        "install",
        "--quiet",
        &format!("botocore=={BOTOCORE}"),
    ]))?;
    installed(&venv).with_context(|| format!("no botocore in `{}` after installing it", venv.display()))
}

fn installed(venv: &Path) -> Option<PathBuf> {
    let pythons = fs::read_dir(venv.join("lib")).ok()?;
    pythons
        .filter_map(Result::ok)
        .map(|python| python.path().join("site-packages/botocore"))
        .find(|path| path.join("__init__.py").exists())
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("starting {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("xtask has no parent folder")?.to_owned())
}
