//! Numbers and dates of conditions, exact to a billionth.
//!
//! Dates are the W3C profiles of ISO 8601 (a year, a month, a day, or a moment with its offset), or seconds since
//! 1970; four digits are a year. Exponents are not read.

use adit_rules::NumSet;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// A number, or a moment in seconds since 1970, in billionths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Quantity(i128);

/// How a value is compared with an operand: value `Less` operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

const UNIT: i128 = 1_000_000_000;

impl Quantity {
    pub(crate) fn number(text: &str) -> Option<Quantity> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if (whole.is_empty() && part.is_empty()) || whole.len() > 24 || part.len() > 9 {
            return None;
        }
        if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let part: i128 = format!("{part:0<9}").parse().ok()?;
        Some(Quantity(sign * (whole * UNIT + part)))
    }

    pub(crate) fn date(text: &str) -> Option<Quantity> {
        let text = text.trim();
        if text.len() != 4 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Quantity::number(text);
        }
        let (date, moment) = match text.split_once('T') {
            Some((date, moment)) => (date, Some(moment)),
            None => (text, None),
        };
        let date = calendar_date(date)?;
        let Some(moment) = moment else {
            return Some(Quantity(date.midnight().assume_utc().unix_timestamp_nanos()));
        };
        let (clock, offset) = match moment.strip_suffix('Z') {
            Some(clock) => (clock, UtcOffset::UTC),
            None => {
                let (clock, offset) = moment.split_at_checked(moment.len().checked_sub(6)?)?;
                (clock, utc_offset(offset)?)
            }
        };
        let moment = PrimitiveDateTime::new(date, time_of_day(clock)?).assume_offset(offset);
        Some(Quantity(moment.unix_timestamp_nanos()))
    }

    /// Rounded down; `None` below zero.
    pub(crate) fn seconds(self) -> Option<u64> {
        u64::try_from(self.0.div_euclid(UNIT)).ok()
    }

    pub(crate) fn is(self, order: Order, operand: Quantity) -> bool {
        match order {
            Order::Equal => self == operand,
            Order::Less => self < operand,
            Order::LessOrEqual => self <= operand,
            Order::Greater => self > operand,
            Order::GreaterOrEqual => self >= operand,
        }
    }

    /// The whole numbers that stand in this order to the operand.
    pub(crate) fn whole_numbers(order: Order, operand: Quantity) -> NumSet {
        let floor = operand.0.div_euclid(UNIT);
        let ceiling = floor + i128::from(operand.0.rem_euclid(UNIT) != 0);
        let (lo, hi) = match order {
            Order::Equal => (ceiling, floor),
            Order::Less => (0, ceiling - 1),
            Order::LessOrEqual => (0, floor),
            Order::Greater => (floor + 1, i128::MAX),
            Order::GreaterOrEqual => (ceiling, i128::MAX),
        };
        let max = i128::from(u64::MAX);
        if lo > hi || lo > max || hi < 0 {
            return NumSet::empty();
        }
        let clamped = |bound: i128| u64::try_from(bound.clamp(0, max)).unwrap_or(u64::MAX);
        NumSet::from_ranges([(clamped(lo), clamped(hi))])
    }
}

/// A moment as AWS writes it: `2026-01-31T23:59:59Z`.
pub(crate) fn date_text(seconds: u64) -> Option<String> {
    let moment = OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).ok()?).ok()?;
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    Some(format!(
        "{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z",
        u8::from(month)
    ))
}

fn calendar_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let minute = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let seconds = parts.next().unwrap_or("00");
    if parts.next().is_some() {
        return None;
    }
    let (second, part) = seconds.split_once('.').unwrap_or((seconds, "0"));
    if part.is_empty() || part.len() > 9 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let second = u8::try_from(digits(second, 2)?).ok()?;
    Time::from_hms_nano(hour, minute, second, format!("{part:0<9}").parse().ok()?).ok()
}

fn utc_offset(text: &str) -> Option<UtcOffset> {
    let (sign, text) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(text), _) => (1, text),
        (None, Some(text)) => (-1, text),
        (None, None) => return None,
    };
    let (hours, minutes) = text.split_once(':')?;
    let hours = i8::try_from(digits(hours, 2)?).ok()?;
    let minutes = i8::try_from(digits(minutes, 2)?).ok()?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

fn digits(text: &str, len: usize) -> Option<u16> {
    (text.len() == len && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{Order, Quantity, date_text};

    fn seconds(text: &str) -> Option<i128> {
        Quantity::date(text).map(|quantity| quantity.0 / super::UNIT)
    }

    #[test]
    fn dates_of_every_profile() {
        for (text, expected) in [
            ("1970", Some(0)),
            ("1970-02", Some(31 * 86_400)),
            ("1970-01-02", Some(86_400)),
            ("1970-01-01T00:01Z", Some(60)),
            ("1970-01-01T01:00:30+01:00", Some(30)),
            ("1969-12-31T23:30:00-00:30", Some(0)),
            ("1970-01-01T00:00:01.75Z", Some(1)),
            ("86400", Some(86_400)),
            ("1970-13", None),
            ("1970-01-01T00:00", None),
            ("1970-01-01 00:00:00Z", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "`{text}`");
        }
        assert_eq!(date_text(951_782_400).as_deref(), Some("2000-02-29T00:00:00Z"));
    }

    #[test]
    fn numbers_are_exact() {
        for (text, expected) in [
            ("10", Some(10_000_000_000)),
            ("-0.5", Some(-500_000_000)),
            (".25", Some(250_000_000)),
            ("1e3", None),
            (".", None),
            ("ten", None),
        ] {
            assert_eq!(
                Quantity::number(text).map(|quantity| quantity.0),
                expected,
                "`{text}`"
            );
        }
    }

    #[test]
    fn whole_numbers_match_the_comparison() {
        let orders = [
            Order::Equal,
            Order::Less,
            Order::LessOrEqual,
            Order::Greater,
            Order::GreaterOrEqual,
        ];
        for operand in [
            "-1",
            "0",
            "0.5",
            "3",
            "3.5",
            "18446744073709551615",
            "18446744073709551616",
        ] {
            let operand = Quantity::number(operand).unwrap();
            for order in orders {
                let set = Quantity::whole_numbers(order, operand);
                for num in [0, 1, 2, 3, 4, u64::MAX - 1, u64::MAX] {
                    let expected = Quantity(i128::from(num) * super::UNIT).is(order, operand);
                    let got = set.contains(adit_rules::Value::Num(num));
                    assert_eq!(got, expected, "{num} {order:?} {operand:?}");
                }
            }
        }
    }
}
