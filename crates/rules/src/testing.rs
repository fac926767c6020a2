//! The property that holds the two evaluators together, for every crate that compiles rule lists.
//!
//! [`check_agreement`] cuts a list into regions and asks `eval` about the witness of each region, and about points
//! moved along each dimension to the edges of every set in sight. Each point must lie in exactly one region and
//! `eval` must give the decision of that region, or one of its candidates where the region is unknown. Points are
//! chosen without randomness, so a failure repeats.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::{Finding, Guard, OwnedValue, Region, RuleList, Witness};

/// Containment checks that one call may spend.
const BUDGET: usize = 150_000;
/// Regions that are compared pairwise as sets; the sampled points cover the rest.
const PAIRS: usize = 24;
/// Edge values for each dimension.
const EDGES: usize = 40;

/// What was checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agreement {
    pub regions: usize,
    pub unknown: usize,
    pub points: usize,
}

/// Checks `regions(within)` against `eval`; the error says which point breaks which half of the property.
pub fn check_agreement<D, O, W>(list: &RuleList<D, O, W>, within: &Guard<D>) -> Result<Agreement, String>
where
    D: Ord + Clone + Debug,
    O: Debug,
    W: Debug,
{
    let regions = list.regions(within);
    check_regions(list, within, &regions)
}

/// As [`check_agreement`], for regions made with a limit of boxes.
pub fn check_regions<D, O, W>(
    list: &RuleList<D, O, W>,
    within: &Guard<D>,
    regions: &[Region<'_, D, O, W>],
) -> Result<Agreement, String>
where
    D: Ord + Clone + Debug,
    O: Debug,
    W: Debug,
{
    check_boxes(regions)?;
    let mut seen = Agreement {
        regions: regions.len(),
        unknown: regions
            .iter()
            .filter(|region| region.finding.is_unknown())
            .count(),
        points: 0,
    };
    let limit = BUDGET / regions.len().max(1);
    for point in points(list, within, regions).take(limit.max(64)) {
        if within.admits(&point) {
            check_point(list, regions, &point)?;
            seen.points += 1;
        }
    }
    Ok(seen)
}

fn check_boxes<D: Ord + Clone + Debug, O, W>(regions: &[Region<'_, D, O, W>]) -> Result<(), String> {
    for (at, region) in regions.iter().enumerate() {
        if !region.space.is_exact() || region.space.is_empty() {
            return Err(format!("a region is empty or not exact: {:?}", region.space));
        }
        if at >= PAIRS {
            continue;
        }
        for other in regions.iter().take(at) {
            let common = region.space.intersect(&other.space);
            if common.is_exact() && !common.is_empty() {
                return Err(format!("two regions overlap in {common:?}"));
            }
        }
    }
    Ok(())
}

fn check_point<D, O, W>(
    list: &RuleList<D, O, W>,
    regions: &[Region<'_, D, O, W>],
    point: &Witness<D>,
) -> Result<(), String>
where
    D: Ord + Clone + Debug,
    O: Debug,
    W: Debug,
{
    let mut home = regions.iter().filter(|region| region.space.admits(point));
    let (Some(region), None) = (home.next(), home.next()) else {
        let count = regions.iter().filter(|region| region.space.admits(point)).count();
        return Err(format!("{point:?} lies in {count} regions"));
    };
    let said = list.eval(point).rule;
    let agrees = match &region.finding {
        Finding::Decided(decision) => decision.rule == said,
        Finding::Unknown(candidates) => candidates.iter().any(|decision| decision.rule == said),
    };
    if agrees {
        return Ok(());
    }
    Err(format!(
        "{point:?}: eval says rule {said:?}, its region {:?} says {:?}",
        region.space, region.finding
    ))
}

/// Witnesses; then each witness moved along each dimension; then mixtures of all dimensions at once.
fn points<'p, D: Ord + Clone, O, W>(
    list: &'p RuleList<D, O, W>,
    within: &'p Guard<D>,
    regions: &'p [Region<'_, D, O, W>],
) -> impl Iterator<Item = Witness<D>> + 'p {
    let edges = edges(list, within);
    let witnesses: Vec<Witness<D>> = regions
        .iter()
        .filter_map(|region| region.space.sample())
        .collect();
    let mut moved = Vec::new();
    for (dim, values) in &edges {
        // Few regions: every edge from every witness. Many: each witness takes its share of the edges.
        let stride = (witnesses.len() / 64).max(1);
        for (at, witness) in witnesses.iter().enumerate() {
            for value in values.iter().skip(at % stride).step_by(stride) {
                let mut point = witness.clone();
                point.set(dim.clone(), value.clone());
                moved.push(point);
            }
        }
    }
    // Interleaved by a stride that shares no factor with most lengths, so that a tight budget still sees all.
    let count = moved.len();
    let moved = (0..count).filter_map(move |n| moved.get(n.wrapping_mul(7919) % count.max(1)).cloned());
    let mixed = (0..1024_usize).map(move |n| {
        let mut state = n.wrapping_mul(0x9E37_79B9).wrapping_add(12345);
        Witness::new(edges.iter().filter_map(|(dim, values)| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = values.get((state >> 33) % values.len().max(1))?;
            Some((dim.clone(), value.clone()))
        }))
    });
    interleave(witnesses.clone().into_iter(), interleave(mixed, moved))
}

fn interleave<T>(mut a: impl Iterator<Item = T>, mut b: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut turn = false;
    std::iter::from_fn(move || {
        turn = !turn;
        if turn {
            a.next().or_else(|| b.next())
        } else {
            b.next().or_else(|| a.next())
        }
    })
}

/// For each dimension in sight, the values at the edges of the sets that name it.
fn edges<D: Ord + Clone, O, W>(list: &RuleList<D, O, W>, within: &Guard<D>) -> BTreeMap<D, Vec<OwnedValue>> {
    let mut edges: BTreeMap<D, Vec<OwnedValue>> = BTreeMap::new();
    let guards = list.rules().iter().map(|rule| &rule.guard).chain([within]);
    for (dim, set) in guards.flat_map(Guard::sets) {
        edges.entry(dim.clone()).or_default().extend(set.boundary());
    }
    for values in edges.values_mut() {
        values.sort_unstable();
        values.dedup();
        let stride = values.len().div_ceil(EDGES);
        *values = values.iter().step_by(stride.max(1)).cloned().collect();
    }
    edges
}
