//! Custom error responses: which errors have a page of the owner's, and how long an error is kept (cf B9, C9).

use adit_model::distribution::CustomErrorResponse;
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity;

const CODES: [u16; 11] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
/// Seconds.
const DEFAULT_CACHING: u64 = 10;

view! {
    pub(super) struct ErrorResponses: "cloudfront"/"CustomErrorResponses" {
        quantity: i64 = "Quantity",
        items: Vec<ErrorResponse> = "Items",
    }
}
view! {
    pub(super) struct ErrorResponse: "cloudfront"/"CustomErrorResponse" {
        code: i64 = "ErrorCode",
        page: Option<String> = "ResponsePagePath",
        answer: Option<String> = "ResponseCode",
        caching_min_ttl: Option<i64> = "ErrorCachingMinTTL",
    }
}

/// The responses, and `CustomErrorResponses` as it is kept.
pub(super) fn read(
    responses: Option<ErrorResponses>,
) -> Result<(Vec<CustomErrorResponse>, Record), ApiError> {
    let views = responses.map_or_else(|| Ok(Vec::new()), |r| quantity::items(r.quantity, r.items))?;
    let mut read: Vec<CustomErrorResponse> = Vec::new();
    for view in views {
        let response = one(view)?;
        if read.iter().any(|other| other.code == response.code) {
            let reason = format!("{} is used twice", response.code);
            return Err(errors::cloudfront::parameter_invalid("ErrorCode", reason));
        }
        read.push(response);
    }
    let kept = read.iter().map(show).collect::<Vec<_>>();
    Ok((read, quantity::list(kept)))
}

fn one(view: ErrorResponse) -> Result<CustomErrorResponse, ApiError> {
    let known = |code: i64| u16::try_from(code).ok().filter(|code| CODES.contains(code));
    let code = known(view.code).ok_or_else(|| errors::cloudfront::invalid_error_code(view.code))?;
    let page = view.page.filter(|page| !page.is_empty());
    let answer = view.answer.filter(|answer| !answer.is_empty());
    let response = match (page, answer) {
        (None, None) => None,
        (Some(page), Some(answer)) => {
            if !page.starts_with('/') || page.len() > 255 || !page.bytes().all(|b| b.is_ascii_graphic()) {
                let reason = "must begin with a slash and has at most 255 characters";
                return Err(errors::cloudfront::parameter_invalid("ResponsePagePath", reason));
            }
            let parsed = answer
                .parse()
                .ok()
                .filter(|code| *code == 200 || CODES.contains(code));
            Some((
                page,
                parsed.ok_or_else(|| errors::cloudfront::invalid_response_code(&answer))?,
            ))
        }
        (Some(_), None) => return Err(errors::cloudfront::parameter_required("ResponseCode")),
        (None, Some(_)) => return Err(errors::cloudfront::parameter_required("ResponsePagePath")),
    };
    let caching_min_ttl = match view.caching_min_ttl {
        None => DEFAULT_CACHING,
        Some(given) => {
            let seconds = u64::try_from(given);
            seconds.map_err(|_| {
                errors::cloudfront::parameter_invalid("ErrorCachingMinTTL", "must not be negative")
            })?
        }
    };
    Ok(CustomErrorResponse {
        code,
        caching_min_ttl: Some(caching_min_ttl),
        response,
    })
}

fn show(response: &CustomErrorResponse) -> Record {
    let (page, answer) = match &response.response {
        Some((page, code)) => (page.clone(), code.to_string()),
        None => (String::new(), String::new()),
    };
    record! {
        "ErrorCode" => response.code,
        "ResponsePagePath" => page,
        "ResponseCode" => answer,
        "ErrorCachingMinTTL" => response.caching_min_ttl,
    }
}
