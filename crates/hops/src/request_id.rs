//! Request ids in AWS's forms, each a function of the request's draw, so that a replay names the same ones.

use http::HeaderValue;

/// CloudFront's: 56 characters of `A-Za-z0-9_-` that end in `==` (cf C10). Also the id of the trace.
pub fn cloudfront(draw: u64) -> String {
    let mut out = String::with_capacity(56);
    fill(
        &mut out,
        draw,
        54,
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    );
    out.push_str("==");
    out
}

/// API Gateway's `x-amzn-RequestId`: a version 4 UUID.
pub fn gateway(draw: u64) -> String {
    let mut hex = String::with_capacity(32);
    fill(&mut hex, draw ^ 0x6761_7465, 32, b"0123456789abcdef");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-4{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

/// API Gateway's `x-amz-apigw-id`: 15 characters and `=` (api A.4).
pub fn gateway_extended(draw: u64) -> String {
    let mut out = String::with_capacity(16);
    fill(
        &mut out,
        draw ^ 0x6578_7465,
        15,
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    );
    out.push('=');
    out
}

/// The balancer's `Root=1-{time}-{96 random bits}` (api E19).
pub fn trace_root(draw: u64, seconds: u64) -> String {
    let mut out = format!("Root=1-{:08x}-", seconds & 0xffff_ffff);
    fill(&mut out, draw ^ 0x726f_6f74, 24, b"0123456789abcdef");
    out
}

/// An id as a header's value.
pub fn header(id: &str) -> HeaderValue {
    HeaderValue::from_str(id).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Appends `length` characters of a power-of-two `alphabet`, drawn from SplitMix64 over `seed`.
fn fill(out: &mut String, seed: u64, length: usize, alphabet: &[u8]) {
    let bits = alphabet.len().trailing_zeros();
    let mask = alphabet.len() as u64 - 1;
    let mut state = seed;
    let mut pool = 0_u64;
    let mut left = 0_u32;
    for _ in 0..length {
        if left < bits {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            pool = z ^ (z >> 31);
            left = 64;
        }
        let index = usize::try_from(pool & mask).unwrap_or(0);
        out.push(alphabet.get(index).map_or('A', |b| char::from(*b)));
        pool >>= bits;
        left -= bits;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_repetition() {
        assert_eq!(cloudfront(1).len(), 56);
        assert!(cloudfront(1).ends_with("=="));
        assert_ne!(cloudfront(1), cloudfront(2));
        assert_eq!(cloudfront(1), cloudfront(1));
        assert_eq!(gateway(9).len(), 36);
        assert_eq!(gateway_extended(9).len(), 16);
        assert_eq!(trace_root(9, 0x5759_e988).get(..16), Some("Root=1-5759e988-"));
    }
}
