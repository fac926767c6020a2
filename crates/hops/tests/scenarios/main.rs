//! Scenarios as text: a world, a request, and the answer, verdict and sentence that AWS's rules call for.
//!
//! `tests/scenarios/*.txt`, a file a decision:
//! ```text
//! scenario a viewer in Ireland is served
//!   world design-b                       # or design-a
//!   change "no-cache" to "optimized"     # in the world's text; must occur; `\n` breaks lines
//!   from IE                              # country of the viewer; unknown otherwise
//!   at 2026-06-01                        # the clock
//!   request GET https://d111111abcdef8.cloudfront.net/v1/hello
//!   sni other.example.com                # the handshake's name; the URL's host otherwise
//!   header Referer: x                    # of the request; `long-header NAME BYTES` pads one
//!   body 12                              # bytes that come with the request
//!   origin 404 text/plain gone           # what a real server answers
//!   origin-header Set-Cookie: a=1        # and with which headers
//!   stale 200 text/plain old             # what the cache still has; nothing otherwise
//!   loads unhealthy                      # health of every target; healthy otherwise
//!   answer 200                           # status, or `silence`
//!   by integration                       # the decision that refused, or that came last
//!   reason ENI_SG_RULES_MISMATCH
//!   cause a part of the sentence
//!   cure a part of the command
//!   text the whole body                  # or `length 986`
//!   response x-cache: Error from cloudfront   # `none` when it must be absent
//!   sent cookie: a=1                     # to the first real server, likewise
//!   sent-target /base/path?query
//!   keeps 60                             # seconds for which the cache is told to keep the answer, or `nothing`
//!   keeps-stale 0                        # and to fall back to it after that
//!   kept set-cookie: none                # among the kept headers
//! ```
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its text cannot go on"
)]

mod rehearsal;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use adit_hops::facts::ViewerTls;
use adit_hops::head::{BodyLength, Keep};
use adit_hops::plan::Settings;
use adit_hops::step::{CacheAnswer, Cx, Health, TargetLoad};
use adit_hops::{
    Act, Answer, Arrival, Ask, CountryCode, Facts, Head, Inbound, Journey, Plan, ResponseHead, Scheme, Tail,
    Trail,
};
use adit_tls::Roots;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version};

use crate::rehearsal::Rehearsal;

#[test]
fn every_scenario_comes_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    let rehearsal = Rehearsal(
        Roots::mozilla()
            .with(adit_testkit::authority().certificate_der())
            .unwrap(),
    );
    let (mut count, mut wrong) = (0, Vec::new());
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for scenario in Scenario::all(&std::fs::read_to_string(file).unwrap()) {
            count += 1;
            if let Err(why) = scenario.check(&rehearsal) {
                wrong.push(format!("{name}: {}\n{why}", scenario.title));
            }
        }
    }
    println!("{count} scenarios");
    assert!(
        wrong.is_empty(),
        "{} of {count} scenarios differ:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(count > 0, "no scenarios");
}

struct Scenario {
    title: String,
    lines: Vec<(String, String)>,
}

/// What came of a scenario's request.
struct Seen {
    status: Option<u16>,
    headers: HeaderMap,
    body: Vec<u8>,
    trail: Trail,
    waited: Duration,
    /// What went to real servers, in order.
    sent: Vec<Head>,
    keep: Option<Keep>,
}

impl Scenario {
    fn all(text: &str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match (word, all.last_mut()) {
                ("scenario", _) => all.push(Self {
                    title: rest.to_owned(),
                    lines: Vec::new(),
                }),
                (_, Some(scenario)) => scenario.lines.push((word.to_owned(), rest.to_owned())),
                (word, None) => panic!("`{word}` before the first scenario"),
            }
        }
        all
    }

    fn get<'a>(&'a self, word: &'a str) -> Option<&'a str> {
        self.every(word).next()
    }

    fn every<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        self.lines
            .iter()
            .filter(move |(w, _)| w == word)
            .map(|(_, rest)| rest.as_str())
    }

    fn check(&self, rehearsal: &Rehearsal) -> Result<(), String> {
        let seen = self.run(rehearsal)?;
        let again = self.run(rehearsal)?;
        if format!("{:?}", seen.trail) != format!("{:?}", again.trail)
            || seen.body != again.body
            || seen.headers != again.headers
        {
            return Err("the same request took other steps the second time".to_owned());
        }
        let mut wrong = Vec::new();
        let mut want = |what: &str, wanted: String, got: String, same: bool| {
            if !same {
                wrong.push(format!("  {what}: wanted {wanted}, got {got}"));
            }
        };
        let status = seen.status.map_or("silence".to_owned(), |s| s.to_string());
        let answer = self.get("answer").ok_or("no `answer`")?;
        want("answer", answer.to_owned(), status.clone(), status == answer);
        let refusal = seen.trail.refusal.as_deref();
        let last = seen
            .trail
            .entries
            .last()
            .map(|e| e.decision.name())
            .unwrap_or_default();
        let by = refusal.map_or(last, |r| r.decision.name());
        if let Some(wanted) = self.get("by") {
            want("by", wanted.to_owned(), by.clone(), by == wanted);
        }
        for (word, got) in [
            ("reason", refusal.map_or("none", |r| r.reason)),
            ("cause", refusal.map_or("none", |r| r.cause.as_str())),
            ("cure", refusal.and_then(|r| r.cure.as_deref()).unwrap_or("none")),
        ] {
            if let Some(wanted) = self.get(word) {
                want(word, wanted.to_owned(), got.to_owned(), got.contains(wanted));
            }
        }
        if let Some(wanted) = self.get("text") {
            let got = String::from_utf8_lossy(&seen.body).into_owned();
            want("text", wanted.to_owned(), got.clone(), got == wanted);
        }
        if let Some(wanted) = self.get("length") {
            want(
                "length",
                wanted.to_owned(),
                seen.body.len().to_string(),
                seen.body.len().to_string() == wanted,
            );
        }
        if let Some(wanted) = self.get("waited") {
            want(
                "waited",
                wanted.to_owned(),
                seen.waited.as_secs().to_string(),
                seen.waited.as_secs().to_string() == wanted,
            );
        }
        let nothing = HeaderMap::new();
        for (word, headers) in [
            ("response", &seen.headers),
            ("sent", seen.sent.first().map_or(&nothing, |s| &s.headers)),
            ("kept", seen.keep.as_ref().map_or(&nothing, |k| &k.head.headers)),
        ] {
            for header in self.every(word) {
                let (name, value) = header.split_once(':').ok_or("`NAME: VALUE`")?;
                let got = headers
                    .get(name.trim())
                    .map_or("none", |v| v.to_str().unwrap_or("unreadable"));
                want(name, value.trim().to_owned(), got.to_owned(), got == value.trim());
            }
        }
        let seconds = |time: fn(&Keep) -> Duration| {
            let kept = seen.keep.as_ref().map(|k| time(k).as_secs().to_string());
            kept.unwrap_or("nothing".to_owned())
        };
        let target = seen
            .sent
            .first()
            .map_or("none".to_owned(), |s| s.target.to_string());
        for (word, got) in [
            ("sent-target", target),
            ("keeps", seconds(|k| k.fresh_for)),
            ("keeps-stale", seconds(|k| k.stale_for)),
        ] {
            if let Some(wanted) = self.get(word) {
                want(word, wanted.to_owned(), got.clone(), got == wanted);
            }
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(wrong.join("\n") + &format!("\n  trail: {:?}", entries(&seen.trail)))
        }
    }

    fn run(&self, rehearsal: &Rehearsal) -> Result<Seen, String> {
        let mut text = match self.get("world").ok_or("no `world`")? {
            "design-a" => adit_testkit::design_a().to_owned(),
            "design-b" => adit_testkit::design_b().to_owned(),
            other => return Err(format!("`{other}` is no world")),
        };
        for change in self.every("change") {
            let (old, new) = change
                .strip_prefix('"')
                .and_then(|c| c.strip_suffix('"'))
                .and_then(|c| c.split_once("\" to \""))
                .ok_or("`change \"OLD\" to \"NEW\"`")?;
            let (old, new) = (old.replace("\\n", "\n"), new.replace("\\n", "\n"));
            if !text.contains(&old) {
                return Err(format!("the world has no `{old}`"));
            }
            text = text.replacen(&old, &new, 1);
        }
        let plan = Plan::compile(&adit_testkit::parse(&text)?, Settings::default(), rehearsal);
        let facts = self.facts()?;
        let mut trail = Trail::new(None);
        let mut waited = Duration::ZERO;
        let mut sent = Vec::new();
        let head = self.head()?;
        let mut cx = Cx {
            plan: &plan,
            facts: &facts,
            trail: &mut trail,
        };
        let (mut journey, mut act) = Journey::begin(&mut cx, Arrival::Public, head);
        for _ in 0..32 {
            let ask = match act {
                Act::Answer(head, tail) => {
                    let keep = match &tail {
                        Tail::Keep { keep, .. } => Some((**keep).clone()),
                        _ => None,
                    };
                    return Ok(Seen {
                        status: Some(head.status.as_u16()),
                        headers: head.headers,
                        body: self.bytes(tail),
                        trail,
                        waited,
                        sent,
                        keep,
                    });
                }
                Act::Silence => {
                    return Ok(Seen {
                        status: None,
                        headers: HeaderMap::new(),
                        body: Vec::new(),
                        trail,
                        waited,
                        sent,
                        keep: None,
                    });
                }
                Act::Ask(ask) => ask,
            };
            let answer = match ask {
                // Only the first lookup finds it: an error's page is another object.
                Ask::Cache(_) => Answer::Cache(match self.get("stale").filter(|_| sent.is_empty()) {
                    Some(stale) => {
                        let (head, body) = self.response(stale)?;
                        CacheAnswer::Stale {
                            head,
                            body: body.into_bytes().into(),
                            age: Duration::from_secs(90),
                        }
                    }
                    None => CacheAnswer::Missing,
                }),
                Ask::Loads(group) => {
                    let health = if self.get("loads") == Some("unhealthy") {
                        Health::Unhealthy
                    } else {
                        Health::Healthy
                    };
                    let targets = plan
                        .private
                        .balancers
                        .values()
                        .find_map(|b| b.group(&group))
                        .map_or(0, |g| g.targets.len());
                    Answer::Loads(vec![TargetLoad { health, in_flight: 0 }; targets])
                }
                Ask::Send(send) => {
                    sent.push(send.head);
                    Answer::Sent(self.origin()?)
                }
                Ask::Silence(time) => {
                    waited += time;
                    Answer::Waited
                }
            };
            act = journey.resume(&mut cx, answer);
        }
        Err("the journey does not end".to_owned())
    }

    fn facts(&self) -> Result<Facts, String> {
        let now: SystemTime = match self.get("at") {
            Some(day) => httpdate_of(day).ok_or("`at YYYY-MM-DD`")?,
            None => adit_testkit::START.into(),
        };
        let (https, host, _) = self.url()?;
        let sni = Arc::from(self.get("sni").unwrap_or(&host));
        Ok(Facts {
            now,
            viewer: SocketAddr::from(([198, 51, 100, 7], 40_000)),
            country: self.get("from").and_then(CountryCode::parse),
            draw: 7,
            tls: https.then_some(ViewerTls {
                sni: Some(sni),
                version: "TLSv1.3",
                cipher: "TLS_AES_128_GCM_SHA256",
            }),
        })
    }

    fn url(&self) -> Result<(bool, String, String), String> {
        let request = self.get("request").ok_or("no `request`")?;
        let url = request.split(' ').nth(1).ok_or("`request METHOD URL`")?;
        let (scheme, rest) = url.split_once("://").ok_or("no URL")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Ok((
            scheme == "https",
            host.to_owned(),
            if path.is_empty() {
                "/".to_owned()
            } else {
                path.to_owned()
            },
        ))
    }

    fn head(&self) -> Result<Head, String> {
        let (https, host, path) = self.url()?;
        let words: Vec<&str> = self.get("request").unwrap_or_default().split(' ').collect();
        let mut headers = HeaderMap::new();
        for header in self.every("header") {
            let (name, value) = header.split_once(':').ok_or("`header NAME: VALUE`")?;
            headers.append(
                name.parse::<HeaderName>().unwrap(),
                HeaderValue::from_str(value.trim()).unwrap(),
            );
        }
        for padded in self.every("long-header") {
            let (name, bytes) = padded.split_once(' ').ok_or("`long-header NAME BYTES`")?;
            headers.append(
                name.parse::<HeaderName>().unwrap(),
                HeaderValue::from_str(&"x".repeat(bytes.parse().unwrap())).unwrap(),
            );
        }
        let path = path.replace("{long}", &"x".repeat(9_000));
        Ok(Head {
            method: words[0].parse().map_err(|_| "no method")?,
            version: if words.get(2) == Some(&"HTTP/1.0") {
                Version::HTTP_10
            } else {
                Version::HTTP_11
            },
            scheme: if https { Scheme::Https } else { Scheme::Http },
            host: host.into(),
            port: None,
            target: path.parse().map_err(|_| "no path")?,
            headers,
            body: self.get("body").map_or(BodyLength::None, |bytes| {
                BodyLength::Known(bytes.parse().unwrap())
            }),
        })
    }

    fn origin(&self) -> Result<Inbound, String> {
        let answer = self
            .get("origin")
            .ok_or("a request left for a real server, and there is no `origin`")?;
        let fault = match answer {
            "refused" => Some(adit_hops::Fault::Refused),
            "timed-out" => Some(adit_hops::Fault::TimedOut),
            "reset" => Some(adit_hops::Fault::Reset),
            _ => None,
        };
        if let Some(fault) = fault {
            return Ok(Inbound::Fault(fault));
        }
        let (mut head, _) = self.response(answer)?;
        for header in self.every("origin-header") {
            let (name, value) = header.split_once(':').ok_or("`origin-header NAME: VALUE`")?;
            head.headers.append(
                name.parse::<HeaderName>().unwrap(),
                HeaderValue::from_str(value.trim()).unwrap(),
            );
        }
        Ok(Inbound::Answer(head, Tail::Stream))
    }

    /// `404 text/plain gone`.
    fn response(&self, text: &str) -> Result<(ResponseHead, String), String> {
        let words: Vec<&str> = text.splitn(3, ' ').collect();
        let mut headers = HeaderMap::new();
        headers.insert(
            "content-type",
            HeaderValue::from_str(words.get(1).unwrap_or(&"text/plain")).unwrap(),
        );
        let head = ResponseHead {
            status: StatusCode::from_bytes(words[0].as_bytes()).map_err(|_| "no status")?,
            headers,
        };
        Ok((head, words.get(2).unwrap_or(&"").to_string()))
    }

    fn bytes(&self, tail: Tail) -> Vec<u8> {
        match tail {
            Tail::Empty => Vec::new(),
            Tail::Bytes(bytes) => bytes.to_vec(),
            Tail::Stream => self
                .get("origin")
                .and_then(|o| o.splitn(3, ' ').nth(2))
                .unwrap_or_default()
                .into(),
            Tail::Keep { source, .. } => self.bytes(*source),
        }
    }
}

fn entries(trail: &Trail) -> Vec<String> {
    trail
        .entries
        .iter()
        .map(|e| format!("{:?} {} {:?} {}", e.hop, e.decision.name(), e.mark, e.by))
        .collect()
}

/// A day at midnight UTC.
fn httpdate_of(day: &str) -> Option<SystemTime> {
    let parts: Vec<u64> = day.split('-').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = months.get(usize::try_from(parts.get(1)?.checked_sub(1)?).ok()?)?;
    // Any weekday will do: the parser ignores it for this form.
    let text = format!("{:02} {month} {} 00:00:00 GMT", parts.get(2)?, parts.first()?);
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        .iter()
        .find_map(|w| httpdate::parse_http_date(&format!("{w}, {text}")).ok())
}
