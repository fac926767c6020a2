//! Which headers, cookies and query parameters a policy takes: a behavior word and, with some words, names.

use adit_model::cache_policy::Selection;
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity::{self, Names};

/// Headers, cookies or query parameters that a policy may name, and the characters of all names (cf G).
pub(super) const MAX_NAMES: usize = 10;
const MAX_CHARACTERS: usize = 1024;

view! {
    pub(super) struct HeadersView: "cloudfront"/"OriginRequestPolicyHeadersConfig" {
        behavior: String = "HeaderBehavior",
        names: Option<Names> = "Headers",
    }
}
view! {
    pub(super) struct CookiesView: "cloudfront"/"OriginRequestPolicyCookiesConfig" {
        behavior: String = "CookieBehavior",
        names: Option<Names> = "Cookies",
    }
}
view! {
    pub(super) struct QueryStringsView: "cloudfront"/"OriginRequestPolicyQueryStringsConfig" {
        behavior: String = "QueryStringBehavior",
        names: Option<Names> = "QueryStrings",
    }
}

/// The three selections of a policy.
pub(super) struct Selections {
    pub(super) headers: Selection,
    pub(super) cookies: Selection,
    pub(super) query_strings: Selection,
}

/// The members that tell the three apart on the wire.
#[derive(Clone, Copy)]
enum Part {
    Headers,
    Cookies,
    QueryStrings,
}

impl Part {
    const fn members(self) -> (&'static str, &'static str) {
        match self {
            Self::Headers => ("HeaderBehavior", "Headers"),
            Self::Cookies => ("CookieBehavior", "Cookies"),
            Self::QueryStrings => ("QueryStringBehavior", "QueryStrings"),
        }
    }
}

impl Selections {
    pub(super) fn read(
        headers: HeadersView,
        cookies: CookiesView,
        query: QueryStringsView,
    ) -> Result<Self, ApiError> {
        Ok(Self {
            headers: read(Part::Headers, &headers.behavior, headers.names)?,
            cookies: read(Part::Cookies, &cookies.behavior, cookies.names)?,
            query_strings: read(Part::QueryStrings, &query.behavior, query.names)?,
        })
    }

    pub(super) const fn nothing() -> Self {
        Self {
            headers: Selection::None,
            cookies: Selection::None,
            query_strings: Selection::None,
        }
    }
}

/// `HeadersConfig` as answered.
pub(super) fn headers(selection: &Selection) -> Record {
    show(Part::Headers, selection)
}

/// `CookiesConfig` as answered.
pub(super) fn cookies(selection: &Selection) -> Record {
    show(Part::Cookies, selection)
}

/// `QueryStringsConfig` as answered.
pub(super) fn query_strings(selection: &Selection) -> Record {
    show(Part::QueryStrings, selection)
}

/// The names that a selection lists.
pub(super) fn named(selection: &Selection) -> &[String] {
    match selection {
        Selection::None | Selection::All => &[],
        Selection::Listed(names) | Selection::AllExcept(names) | Selection::AllAnd(names) => names,
    }
}

fn read(part: Part, behavior: &str, names: Option<Names>) -> Result<Selection, ApiError> {
    let (member, list) = part.members();
    let names = quantity::names(names)?;
    let characters: usize = names.iter().map(String::len).sum();
    if characters > MAX_CHARACTERS {
        return Err(errors::cloudfront::parameter_invalid(
            list,
            "contains more than 1024 characters",
        ));
    }
    if names.iter().any(String::is_empty) {
        return Err(errors::cloudfront::parameter_invalid(
            list,
            "contains an empty name",
        ));
    }
    let selection = match behavior {
        "none" => Selection::None,
        "all" | "allViewer" => Selection::All,
        "whitelist" => Selection::Listed(names.clone()),
        "allExcept" => Selection::AllExcept(names.clone()),
        "allViewerAndWhitelistCloudFront" => Selection::AllAnd(names.clone()),
        other => {
            return Err(errors::cloudfront::parameter_invalid(
                member,
                format!("cannot be {other}"),
            ));
        }
    };
    match named(&selection).is_empty() {
        true if !names.is_empty() => Err(errors::cloudfront::parameter_invalid(
            list,
            format!("cannot be used with {member} {behavior}"),
        )),
        true if !matches!(selection, Selection::None | Selection::All) => {
            Err(errors::cloudfront::parameter_required(list))
        }
        _ => Ok(selection),
    }
}

fn show(part: Part, selection: &Selection) -> Record {
    let (member, list) = part.members();
    let behavior = match (selection, part) {
        (Selection::None, _) => "none",
        (Selection::All, Part::Headers) => "allViewer",
        (Selection::All, Part::Cookies | Part::QueryStrings) => "all",
        (Selection::Listed(_), _) => "whitelist",
        (Selection::AllExcept(_), _) => "allExcept",
        (Selection::AllAnd(_), _) => "allViewerAndWhitelistCloudFront",
    };
    let names = named(selection);
    let mut shown = record! {};
    shown.put(member, behavior);
    shown.put(list, (!names.is_empty()).then(|| quantity::list(names.to_vec())));
    shown
}
