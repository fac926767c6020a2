//! `Filter.n`: which resources a describe call returns.
//!
//! Each kind has a table of filter names with what a resource says under each. A resource is returned when, for every
//! filter, one of its values matches one of the filter's patterns: `*` is any run of characters, `?` any one, `\` takes
//! the next literally, case counts. A name that the table lacks is an error and never ignored, and so is a filter
//! without values. Resources with tags answer `tag:KEY` and `tag-key` besides.

use adit_model::World;
use adit_model::tag::Tags;
use adit_wire::{ApiError, errors, view};

view! {
    pub struct Filter: "ec2"/"Filter" {
        name: Option<String> = "Name",
        values: Vec<String> = "Values",
    }
}

/// Filter names, each with the values that a resource has under it.
pub type Facts<T> = &'static [(&'static str, fn(&World, &T) -> Vec<String>)];

/// Patterns that one call may have in all its filters.
const MAX_VALUES: usize = 200;

/// The filters of a call, understood.
pub struct Filters<'a, T: 'static> {
    tests: Vec<(Test<'a, T>, &'a [String])>,
}

enum Test<'a, T: 'static> {
    Fact(fn(&World, &T) -> Vec<String>),
    Tag(&'a str),
    TagKey,
}

impl<'a, T> Filters<'a, T> {
    /// `tagged`: whether the kind has tags.
    pub fn parse(filters: &'a [Filter], facts: Facts<T>, tagged: bool) -> Result<Self, ApiError> {
        if filters.iter().map(|filter| filter.values.len()).sum::<usize>() > MAX_VALUES {
            return Err(errors::ec2::filter_limit(MAX_VALUES));
        }
        let tests = filters.iter().map(|filter| {
            let name = filter
                .name
                .as_deref()
                .ok_or_else(|| errors::ec2::invalid_filter("null"))?;
            let test = match (
                name.strip_prefix("tag:"),
                facts.iter().find(|(known, _)| *known == name),
            ) {
                (Some(key), _) if tagged => Test::Tag(key),
                (_, Some((_, fact))) => Test::Fact(*fact),
                _ if tagged && name == "tag-key" => Test::TagKey,
                _ => return Err(errors::ec2::invalid_filter(name)),
            };
            if filter.values.is_empty() {
                return Err(errors::ec2::filter_without_values(name));
            }
            Ok((test, filter.values.as_slice()))
        });
        Ok(Self {
            tests: tests.collect::<Result<_, _>>()?,
        })
    }

    pub fn admit(&self, world: &World, item: &T, tags: &Tags) -> bool {
        self.tests.iter().all(|(test, patterns)| {
            let fits = |value: &str| patterns.iter().any(|pattern| matches(pattern, value));
            match test {
                Test::Fact(fact) => fact(world, item).iter().any(|value| fits(value)),
                Test::Tag(key) => tags.get(*key).is_some_and(|value| fits(value)),
                Test::TagKey => tags.keys().any(|key| fits(key)),
            }
        })
    }
}

/// Whether a pattern with `*`, `?` and `\` covers the whole of `text`. At most patterns times text steps.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = Vec::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        pieces.push(match letter {
            '*' => Piece::Run,
            '?' => Piece::Any,
            '\\' => Piece::One(letters.next().unwrap_or('\\')),
            letter => Piece::One(letter),
        });
    }
    // Which prefixes of the pattern have matched the text so far.
    let mut reached = vec![false; pieces.len().saturating_add(1)];
    let open = |reached: &mut Vec<bool>| {
        let mut before = false;
        for (at, is) in reached.iter_mut().enumerate() {
            let through_run = before && at.checked_sub(1).and_then(|at| pieces.get(at)) == Some(&Piece::Run);
            *is |= through_run;
            before = *is;
        }
    };
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    open(&mut reached);
    for letter in text.chars() {
        let mut next = vec![false; reached.len()];
        for (at, piece) in pieces.iter().enumerate() {
            if !reached.get(at).copied().unwrap_or(false) {
                continue;
            }
            let to = match piece {
                Piece::Run => at,
                Piece::Any => at.saturating_add(1),
                Piece::One(wanted) if *wanted == letter => at.saturating_add(1),
                Piece::One(_) => continue,
            };
            if let Some(is) = next.get_mut(to) {
                *is = true;
            }
        }
        open(&mut next);
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

#[derive(PartialEq, Eq)]
enum Piece {
    Run,
    Any,
    One(char),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_know_runs_single_characters_and_escapes() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("vpc-*", "vpc-1", true),
            ("*-1", "vpc-1", true),
            ("v?c-1", "vpc-1", true),
            ("v?c", "vc", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            (r"\*", "*", true),
            (r"\*", "x", false),
            ("VPC", "vpc", false),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }
}
