//! `NextToken` and `MaxItems`: a page begins after the certificate that the token names.

use adit_model::certificate::Certificate;
use adit_wire::{ApiError, errors};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Cuts a page out of `all`; the token of the next one beside it.
pub fn cut(
    all: Vec<Certificate>,
    token: Option<&str>,
    most: Option<u32>,
) -> Result<(Vec<Certificate>, Option<String>), ApiError> {
    let from = match token {
        Some(token) => place(&all, token).ok_or_else(errors::acm::invalid_next_token)?,
        None => 0,
    };
    let most = most
        .and_then(|most| usize::try_from(most).ok())
        .unwrap_or(usize::MAX);
    let more = all.len().saturating_sub(from) > most;
    let page: Vec<Certificate> = all.into_iter().skip(from).take(most).collect();
    let next = page
        .last()
        .filter(|_| more)
        .map(|last| URL_SAFE_NO_PAD.encode(last.id.as_str()));
    Ok((page, next))
}

/// Where the page after the token's certificate begins.
fn place(all: &[Certificate], token: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let last = String::from_utf8(bytes).ok()?;
    Some(
        all.iter()
            .position(|certificate| certificate.id.as_str() == last)?
            + 1,
    )
}
