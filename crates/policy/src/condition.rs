//! One line of a `Condition` block: operator, key, operands. Lines are joined by *and*, operands by *or*; a negated
//! operator is true if no operand matches.
//!
//! A line becomes a set in the key's dimension. Where the operator does not fit the key's kind (a number in a text
//! key), the set is opaque but exact; where an operand has policy variables, the line becomes a test over the whole
//! request, inside the outline that the text around the variables gives.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use adit_rules::{AddrSet, Glob, Guard, NumSet, Opaque, Point, Set, Test, TextSet, Value};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;

use crate::json::Node;
use crate::key::{CURRENT_TIME, TOKEN_ISSUE_TIME};
use crate::operator::{Family, Operator};
use crate::quantity::{Order, Quantity, date_text};
use crate::template::{ARN_FIELDS, Grammar, Template};
use crate::{Key, KeyKind, PolicyError};

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Condition {
    operator: Operator,
    key: Key,
    /// The operator and the key as written, for the reader.
    label: String,
    /// The key as written, lower-cased.
    name: String,
    operands: Operands,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Operands {
    Texts(Vec<Template>, TextMatch),
    Numbers(Vec<Quantity>, Order),
    Dates(Vec<Quantity>, Order),
    Bools(Vec<bool>),
    /// In canonical base64.
    Binaries(Vec<String>),
    Prefixes(Vec<IpNet>),
    Null(Vec<bool>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum TextMatch {
    Plain,
    IgnoreCase,
    Arn,
}

impl Condition {
    /// The lines of a `Condition` block.
    pub(crate) fn parse_block(block: &Node<'_>, variables: bool) -> Result<Vec<Condition>, PolicyError> {
        let mut conditions = Vec::new();
        for (operator_name, lines) in block.fields()? {
            let operator = Operator::parse(operator_name).map_err(|what| block.error(what))?;
            for (name, operands) in lines.fields()? {
                if name
                    .split_once(':')
                    .is_none_or(|(service, key)| service.is_empty() || key.is_empty())
                {
                    return Err(
                        lines.error(format!("has a condition key `{name}` that is not `service:name`"))
                    );
                }
                conditions.push(Condition {
                    operator,
                    key: Key::condition(name),
                    label: format!("`{operator_name}` on `{name}`"),
                    name: name.to_ascii_lowercase(),
                    operands: Operands::parse(operator.family, &operands, variables)?,
                });
            }
        }
        Ok(conditions)
    }

    /// Adds what the line demands to the guard of its statement.
    pub(crate) fn narrow(&self, guard: Guard<Key>) -> Guard<Key> {
        let absent = self.operator.holds_when_absent();
        if let Operands::Null(wanted) = &self.operands {
            return guard.with(self.key.clone(), self.existence(wanted));
        }
        if let Some(set) = self.matching() {
            let set = if self.operator.negated {
                set.complement()
            } else {
                set
            };
            return guard.with(self.key.clone(), set.with_absent(absent));
        }
        let line = self.clone();
        let test = Test::new(self.label.clone(), move |point| line.holds(point));
        let outline = if self.operator.negated {
            None
        } else {
            self.outline()
        };
        let guard = match outline {
            Some(outline) => guard.with(self.key.clone(), outline.with_absent(absent)),
            None => guard,
        };
        guard.when(test)
    }

    /// The line on one request.
    fn holds(&self, point: &dyn Point<Key>) -> bool {
        match point.value(&self.key) {
            Value::Absent => self.operator.holds_when_absent(),
            value => self.operands.match_value(&self.name, value, Some(point)) != self.operator.negated,
        }
    }

    /// The values that some operand matches, `Absent` aside; `None` if that depends on the rest of the request.
    fn matching(&self) -> Option<Set> {
        let kind = self.key.kind();
        Some(match (&self.operands, kind) {
            (Operands::Texts(templates, how), _) => {
                let globs = templates
                    .iter()
                    .map(|template| Some(how.apply(&template.fixed()?)));
                let globs: Vec<Glob> = globs.collect::<Option<_>>()?;
                match kind {
                    KeyKind::Texts => Set::any_of(globs),
                    KeyKind::Addrs if *how == TextMatch::Plain => self.addresses(&globs),
                    KeyKind::Addrs | KeyKind::Nums => self.opaque(),
                }
            }
            (Operands::Numbers(operands, order) | Operands::Dates(operands, order), KeyKind::Nums) => {
                let sets = operands
                    .iter()
                    .map(|operand| Quantity::whole_numbers(*order, *operand));
                sets.fold(NumSet::empty(), |all, set| all.union(&set)).into()
            }
            (Operands::Prefixes(nets), KeyKind::Addrs) => {
                AddrSet::from_prefixes(nets.iter().map(|net| (net.addr(), net.prefix_len()))).into()
            }
            (Operands::Bools(wanted), KeyKind::Texts) => {
                TextSet::literals_ignoring_case(wanted.iter().map(bool::to_string)).into()
            }
            (Operands::Binaries(texts), KeyKind::Texts) => {
                TextSet::literals(texts.iter().map(String::as_str)).into()
            }
            (Operands::Numbers(..) | Operands::Dates(..) | Operands::Prefixes(_), KeyKind::Texts) => {
                self.opaque()
            }
            _ => nothing(kind),
        })
    }

    /// Text operands on an address: a literal can be an address, a wildcard looks at its text.
    fn addresses(&self, globs: &[Glob]) -> Set {
        if globs.iter().any(Glob::is_universal) {
            return AddrSet::present().into();
        }
        let Some(texts) = globs
            .iter()
            .map(Glob::as_literal)
            .collect::<Option<Vec<String>>>()
        else {
            return self.opaque();
        };
        let addrs = texts.iter().filter_map(|text| {
            let addr: IpAddr = text.parse().ok()?;
            (addr.to_string() == *text).then_some((addr, addr))
        });
        AddrSet::from_ranges(addrs).into()
    }

    fn opaque(&self) -> Set {
        let (operands, name) = (Arc::new(self.operands.clone()), self.name.clone());
        Opaque::new(self.label.clone(), move |value| {
            operands.match_value(&name, value, None)
        })
        .into()
    }

    /// All values that the line may match in any request.
    fn outline(&self) -> Option<Set> {
        match (&self.operands, self.key.kind()) {
            (Operands::Texts(templates, how), KeyKind::Texts) => {
                let set = Set::any_of(
                    templates
                        .iter()
                        .map(|template| how.apply_outline(&template.outline())),
                );
                (!set.is_opaque()).then_some(set)
            }
            _ => None,
        }
    }

    fn existence(&self, wanted: &[bool]) -> Set {
        let none = nothing(self.key.kind());
        let set = if wanted.contains(&false) {
            none.complement()
        } else {
            none
        };
        set.with_absent(wanted.contains(&true))
    }
}

impl Operands {
    fn parse(family: Family, node: &Node<'_>, variables: bool) -> Result<Operands, PolicyError> {
        let texts = |wildcards, how| -> Result<Operands, PolicyError> {
            let grammar = Grammar { wildcards, variables };
            let templates = each(node, |text| Template::parse(text, grammar))?;
            Ok(Operands::Texts(templates, how))
        };
        let fits = |what: &'static str| move |text: &str| format!("must be {what}, not `{text}`");
        Ok(match family {
            Family::String => texts(false, TextMatch::Plain)?,
            Family::StringIgnoreCase => texts(false, TextMatch::IgnoreCase)?,
            Family::StringLike => texts(true, TextMatch::Plain)?,
            Family::Arn => texts(true, TextMatch::Arn)?,
            Family::Numeric(order) => {
                let fit = fits("a number");
                Operands::Numbers(
                    each(node, |text| Quantity::number(text).ok_or_else(|| fit(text)))?,
                    order,
                )
            }
            Family::Date(order) => {
                let fit = fits("a date in ISO 8601 or in seconds");
                Operands::Dates(
                    each(node, |text| Quantity::date(text).ok_or_else(|| fit(text)))?,
                    order,
                )
            }
            Family::Bool => Operands::Bools(each(node, parse_bool)?),
            Family::Null => Operands::Null(each(node, parse_bool)?),
            Family::Binary => Operands::Binaries(each(node, |text| {
                let bytes = STANDARD.decode(text).map_err(|_| fits("base64")(text))?;
                Ok(STANDARD.encode(bytes))
            })?),
            Family::IpAddress => {
                let fit = fits("an IP address or a CIDR block");
                Operands::Prefixes(each(node, |text| parse_net(text).ok_or_else(|| fit(text)))?)
            }
        })
    }

    /// Whether some operand matches a value that is present. Templates with variables need the point.
    fn match_value(&self, name: &str, value: Value<'_>, point: Option<&dyn Point<Key>>) -> bool {
        let Some(text) = value_text(name, value) else {
            return false;
        };
        match self {
            Operands::Texts(templates, how) => templates.iter().any(|template| {
                let glob = template.fixed().or_else(|| template.resolve(point?));
                glob.is_some_and(|glob| how.apply(&glob).matches(&text))
            }),
            Operands::Numbers(operands, order) => {
                Quantity::number(&text).is_some_and(|value| operands.iter().any(|of| value.is(*order, *of)))
            }
            Operands::Dates(operands, order) => {
                Quantity::date(&text).is_some_and(|value| operands.iter().any(|of| value.is(*order, *of)))
            }
            Operands::Bools(wanted) => wanted
                .iter()
                .any(|bool| text.eq_ignore_ascii_case(&bool.to_string())),
            Operands::Binaries(texts) => texts.iter().any(|operand| *operand == text),
            Operands::Prefixes(nets) => text
                .parse()
                .is_ok_and(|addr: IpAddr| nets.iter().any(|net| net.contains(&addr))),
            Operands::Null(wanted) => wanted.contains(&false),
        }
    }
}

impl TextMatch {
    fn apply(self, glob: &Glob) -> Glob {
        match self {
            TextMatch::Plain => glob.clone(),
            TextMatch::IgnoreCase => glob.ignoring_case(),
            // `*` alone is any ARN. Another operand with too few fields matches no ARN, as its fields are compared
            // one by one; segmenting keeps its wildcards from reaching into the fields that are missing.
            TextMatch::Arn if glob.is_universal() => glob.clone(),
            TextMatch::Arn => glob.segmented(':', ARN_FIELDS),
        }
    }

    /// What a variable brings may contain the separator, so an outline is not compared field by field.
    fn apply_outline(self, glob: &Glob) -> Glob {
        if self == TextMatch::IgnoreCase {
            glob.ignoring_case()
        } else {
            glob.clone()
        }
    }
}

/// A value as text, as a policy variable and a string operator see it. `name` is the lower-cased key as written.
pub(crate) fn value_text<'v>(name: &str, value: Value<'v>) -> Option<Cow<'v, str>> {
    match value {
        Value::Absent => None,
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Addr(addr) => Some(Cow::Owned(addr.to_string())),
        Value::Num(num) if [CURRENT_TIME, TOKEN_ISSUE_TIME].contains(&name) => date_text(num).map(Cow::Owned),
        Value::Num(num) => Some(Cow::Owned(num.to_string())),
    }
}

fn nothing(kind: KeyKind) -> Set {
    match kind {
        KeyKind::Addrs => AddrSet::empty().into(),
        KeyKind::Nums => NumSet::empty().into(),
        KeyKind::Texts => TextSet::empty().into(),
    }
}

fn each<T>(node: &Node<'_>, parse: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, PolicyError> {
    let operands = node.one_or_more();
    operands
        .iter()
        .map(|operand| parse(&operand.scalar()?).map_err(|what| operand.error(what)))
        .collect()
}

fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(true),
        _ if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(format!("must be `true` or `false`, not `{text}`")),
    }
}

fn parse_net(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>()
        .ok()
        .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
        .map(|net| net.trunc())
}
