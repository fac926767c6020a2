//! The property of principle 1 on random lists: regions are disjoint and cover, and `eval` agrees with them.

use adit_rules::Guard;
use adit_rules::testing::{check_agreement, check_regions};
use proptest::prelude::*;

use crate::strategies::{config, exact_box, list};

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn evaluators_agree_everywhere(list in list()) {
        check_agreement(&list, &Guard::any()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn evaluators_agree_inside_a_box(list in list(), within in exact_box()) {
        check_agreement(&list, &within).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn past_the_limit_the_rest_is_unknown_never_wrong(list in list(), limit in 1..6usize) {
        let within = Guard::any();
        let regions = list.regions_up_to(&within, limit);
        prop_assert!(regions.len() <= limit);
        check_regions(&list, &within, &regions).map_err(TestCaseError::fail)?;
    }
}
