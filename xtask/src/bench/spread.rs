//! Runs of one arm reduced to what may be compared: the median, with the spread that says how far to trust it.

use std::fmt;

#[derive(Clone, Copy)]
pub(super) struct Spread {
    pub(super) median: f64,
    least: f64,
    most: f64,
    runs: usize,
}

impl Spread {
    /// Of no runs: zeros, which no bar passes.
    pub(super) fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
        let runs = sorted.len();
        let upper = at(runs / 2);
        let median = if runs.is_multiple_of(2) && runs > 0 {
            f64::midpoint(at(runs / 2 - 1), upper)
        } else {
            upper
        };
        Self {
            median,
            least: at(0),
            most: at(runs.saturating_sub(1)),
            runs,
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            median,
            least,
            most,
            runs,
        } = self;
        let width = if *median > 0.0 {
            (most - least) / median * 100.0
        } else {
            0.0
        };
        write!(
            f,
            "{median:>10.1}   {least:.1} .. {most:.1} ({width:.0} % of the median, {runs} runs)"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn medians_of_odd_even_and_no_runs() {
        assert_eq!(Spread::of(&[3.0, 1.0, 2.0]).median, 2.0);
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert_eq!(Spread::of(&[]).median, 0.0);
        assert_eq!(
            Spread::of(&[3.0, 1.0, 2.0]).to_string(),
            "       2.0   1.0 .. 3.0 (100 % of the median, 3 runs)"
        );
    }
}
