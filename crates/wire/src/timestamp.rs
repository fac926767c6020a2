//! The three ways in which AWS writes a moment.

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use crate::model::TimeFormat;

const ISO: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
const HTTP: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// Reads a timestamp that stands as text. Seconds are accepted wherever a date is: AWS does.
pub(crate) fn parse(text: &str, format: TimeFormat) -> Option<OffsetDateTime> {
    let text = text.trim();
    match format {
        TimeFormat::Rfc822 => {
            let parsed = time::PrimitiveDateTime::parse(text, HTTP)
                .ok()
                .map(time::PrimitiveDateTime::assume_utc);
            parsed.or_else(|| OffsetDateTime::parse(text, &Rfc3339).ok())
        }
        TimeFormat::Iso8601 | TimeFormat::UnixSeconds => match text.parse::<f64>() {
            Ok(seconds) => from_seconds(seconds),
            Err(_) => OffsetDateTime::parse(text, &Rfc3339).ok(),
        },
    }
}

/// A timestamp that stands as a number, to the millisecond.
#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` saturates, and the range is checked after"
)]
pub(crate) fn from_seconds(seconds: f64) -> Option<OffsetDateTime> {
    if !seconds.is_finite() {
        return None;
    }
    let milliseconds = (seconds * 1000.0).round() as i64;
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000).ok()
}

pub(crate) fn format(moment: OffsetDateTime, format: TimeFormat) -> String {
    let moment = moment.to_offset(time::UtcOffset::UTC);
    match format {
        TimeFormat::Iso8601 => moment.format(ISO).unwrap_or_default(),
        TimeFormat::Rfc822 => moment.format(HTTP).unwrap_or_default(),
        TimeFormat::UnixSeconds => match moment.millisecond() {
            0 => moment.unix_timestamp().to_string(),
            milliseconds => {
                let total = i128::from(moment.unix_timestamp()) * 1000 + i128::from(milliseconds);
                let sign = if total < 0 { "-" } else { "" };
                let total = total.unsigned_abs();
                format!("{sign}{}.{:03}", total / 1000, total % 1000)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn each_format_reads_what_it_writes() {
        let moment = datetime!(2025-07-30 12:34:56.789 UTC);
        let cases = [
            (TimeFormat::Iso8601, "2025-07-30T12:34:56.789Z"),
            (TimeFormat::UnixSeconds, "1753878896.789"),
        ];
        for (format, text) in cases {
            assert_eq!(super::format(moment, format), text);
            assert_eq!(parse(text, format), Some(moment));
        }
        let whole = datetime!(2025-07-30 12:34:56 UTC);
        assert_eq!(format(whole, TimeFormat::Rfc822), "Wed, 30 Jul 2025 12:34:56 GMT");
        assert_eq!(
            parse("Wed, 30 Jul 2025 12:34:56 GMT", TimeFormat::Rfc822),
            Some(whole)
        );
        assert_eq!(
            format(datetime!(1969-12-31 23:59:58.5 UTC), TimeFormat::UnixSeconds),
            "-1.500"
        );
        for bad in ["", "yesterday", "1e400", "NaN", "99999999999999999"] {
            assert_eq!(parse(bad, TimeFormat::Iso8601), None, "{bad}");
        }
    }
}
