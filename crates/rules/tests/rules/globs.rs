//! The iterative matcher and the machines against a matcher that is slow and obvious.

use adit_rules::{Glob, Piece, Set, TextSet, TooLarge, Value};
use proptest::prelude::*;

use crate::strategies::{config, pattern, text};

/// `*` and `?` by trying everything; in all fields but the last of `fields` they stop at a colon.
fn obvious(pattern: &[char], text: &[char], fields: usize) -> bool {
    let crosses = |c: char| fields <= 1 || c != ':';
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some(('*', left)), None) => obvious(left, text, fields),
        (Some(('*', left)), Some((c, rest))) => {
            obvious(left, text, fields) || (crosses(*c) && obvious(pattern, rest, fields))
        }
        (Some(('?', left)), Some((c, rest))) => crosses(*c) && obvious(left, rest, fields),
        (Some((p, left)), Some((c, rest))) if p == c => obvious(
            left,
            rest,
            if *p == ':' {
                fields.saturating_sub(1)
            } else {
                fields
            },
        ),
        _ => false,
    }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn matchers_agree(pattern in pattern(), text in text(), fields in 0..5usize) {
        let chars = |s: &str| s.chars().collect::<Vec<char>>();
        let glob = if fields == 0 { Glob::new(&pattern) } else { Glob::new(&pattern).segmented(':', fields) };
        let expected = obvious(&chars(&pattern), &chars(&text), fields);
        prop_assert_eq!(glob.matches(&text), expected);
        // A union with something else forces the machine.
        let machine = TextSet::any_of([glob, Glob::new("zz?*z")]).unwrap();
        prop_assert_eq!(machine.contains(Value::Text(&text)), expected);
    }

    #[test]
    fn case_folds_for_ascii_only(pattern in "[aBé*?]{0,4}", text in "[AbÉé]{0,4}") {
        let glob = Glob::new(&pattern).ignoring_case();
        let lower = Glob::new(&pattern.to_ascii_lowercase()).matches(&text.to_ascii_lowercase());
        prop_assert_eq!(glob.matches(&text), lower);
    }
}

fn check(pattern: &str, matching: &[&str], other: &[&str]) {
    let glob = Glob::new(pattern);
    for text in matching {
        assert!(glob.matches(text), "`{pattern}` matches `{text}`");
    }
    for text in other {
        assert!(!glob.matches(text), "`{pattern}` does not match `{text}`");
    }
}

#[test]
fn wildcards_span_everything() {
    check(
        "arn:*/GET/*",
        &["arn:a:b/GET/", "arn:/GET/x/y"],
        &["arn:a/POST/x", "arn:GET/"],
    );
    check(
        "*.example.com",
        &["a.example.com", "a.b.example.com", ".example.com"],
        &["example.com"],
    );
    check("a*b*c", &["abc", "abbbc", "axbxcxc"], &["ab", "acb", "abcx"]);
}

#[test]
fn a_question_mark_is_one_character() {
    check("?", &["x", "é", "€", "😀"], &["", "xx", "éé"]);
    check("*??", &["xx", "€x", "a😀€"], &["", "€", "😀"]);
}

#[test]
fn fields_stop_at_the_separator() {
    let glob = Glob::new("arn:aws:iam::*:role/*").segmented(':', 6);
    assert!(glob.matches("arn:aws:iam::111122223333:role/a:b/c"));
    assert!(!glob.matches("arn:aws:iam::111122223333:x:role/a"));
    assert!(!glob.matches("arn:aws:iam:eu:111122223333:role/a"));
}

#[test]
fn escaped_wildcards_are_characters() {
    let glob = Glob::from_pieces([Piece::Char('*'), Piece::One]);
    assert!(glob.matches("*x") && !glob.matches("xx"));
}

#[test]
fn past_the_cap_a_language_is_opaque_and_still_right() {
    let globs = [Glob::new("*a??????????????"), Glob::new("*b??????????????")];
    assert_eq!(TextSet::any_of(globs.clone()), Err(TooLarge));
    let set = Set::any_of(globs);
    assert!(set.is_opaque());
    assert!(set.contains(Value::Text("xa12345678901234")));
    assert!(!set.contains(Value::Text("xa1234567890123")));
    let twice = set.complement().intersect(&set);
    assert!(twice.is_opaque() && !twice.contains(Value::Text("xa12345678901234")));
}
