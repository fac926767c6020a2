//! Sets and boxes in words, for traces, proofs and failed tests. Not a format to parse.

use std::fmt;

use crate::{AddrSet, Guard, NumSet, Opaque, OwnedValue, Set, TextSet, Value};

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Absent => write!(f, "absent"),
            Value::Addr(addr) => write!(f, "{addr}"),
            Value::Num(num) => write!(f, "{num}"),
            Value::Text(text) => write!(f, "`{text}`"),
        }
    }
}

impl fmt::Display for OwnedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_value().fmt(f)
    }
}

impl fmt::Display for AddrSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ranges = self.ranges().map(|(lo, hi)| {
            if lo == hi {
                lo.to_string()
            } else {
                format!("{lo}-{hi}")
            }
        });
        write_parts(f, ranges.collect(), self.includes_absent())
    }
}

impl fmt::Display for NumSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ranges = self.ranges().iter().map(|range| match range {
            (0, u64::MAX) => "any".to_owned(),
            (lo, u64::MAX) => format!("{lo} and above"),
            (lo, hi) if lo == hi => lo.to_string(),
            (lo, hi) => format!("{lo}-{hi}"),
        });
        write_parts(f, ranges.collect(), self.includes_absent())
    }
}

impl fmt::Display for TextSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())
    }
}

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Set::Addrs(set) => set.fmt(f),
            Set::Nums(set) => set.fmt(f),
            Set::Texts(set) => set.fmt(f),
            Set::Opaque(set) => set.fmt(f),
        }
    }
}

impl<D: fmt::Display + Ord + Clone> fmt::Display for Guard<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = self.sets().iter().map(|(dim, set)| format!("{dim}: {set}"));
        let tests = self.unknowns().map(str::to_owned);
        let parts: Vec<String> = sets.chain(tests).collect();
        f.write_str(if parts.is_empty() { "any" } else { "" })?;
        f.write_str(&parts.join("; "))
    }
}

fn write_parts(f: &mut fmt::Formatter<'_>, mut parts: Vec<String>, absent: bool) -> fmt::Result {
    if absent {
        parts.push("absent".to_owned());
    }
    if parts.is_empty() {
        parts.push("none".to_owned());
    }
    f.write_str(&parts.join(", "))
}
