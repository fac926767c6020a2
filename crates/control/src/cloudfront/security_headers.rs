//! Security headers in a response headers policy, each with whether it replaces the origin's (cf C11).

use adit_model::response_headers_policy::{SecurityHeaders, StrictTransportSecurity, XssProtection};
use adit_wire::{ApiError, Record, errors, record, view};

/// cf G.
const MAX_CSP: usize = 1783;

/// What custom headers may not be.
pub(super) const NAMES: [&str; 6] = [
    "Content-Security-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
];

view! {
    pub(super) struct SecurityView: "cloudfront"/"ResponseHeadersPolicySecurityHeadersConfig" {
        xss: Option<XssView> = "XSSProtection",
        frame: Option<FrameView> = "FrameOptions",
        referrer: Option<ReferrerView> = "ReferrerPolicy",
        csp: Option<CspView> = "ContentSecurityPolicy",
        content_type: Option<ContentTypeView> = "ContentTypeOptions",
        sts: Option<StsView> = "StrictTransportSecurity",
    }
}
view! {
    pub(super) struct XssView: "cloudfront"/"ResponseHeadersPolicyXSSProtection" {
        overrides: bool = "Override",
        protection: bool = "Protection",
        mode_block: Option<bool> = "ModeBlock",
        report_uri: Option<String> = "ReportUri",
    }
}
view! {
    pub(super) struct FrameView: "cloudfront"/"ResponseHeadersPolicyFrameOptions" {
        overrides: bool = "Override",
        option: String = "FrameOption",
    }
}
view! {
    pub(super) struct ReferrerView: "cloudfront"/"ResponseHeadersPolicyReferrerPolicy" {
        overrides: bool = "Override",
        policy: String = "ReferrerPolicy",
    }
}
view! {
    pub(super) struct CspView: "cloudfront"/"ResponseHeadersPolicyContentSecurityPolicy" {
        overrides: bool = "Override",
        policy: String = "ContentSecurityPolicy",
    }
}
view! {
    pub(super) struct ContentTypeView: "cloudfront"/"ResponseHeadersPolicyContentTypeOptions" { overrides: bool = "Override" }
}
view! {
    pub(super) struct StsView: "cloudfront"/"ResponseHeadersPolicyStrictTransportSecurity" {
        overrides: bool = "Override",
        include_subdomains: Option<bool> = "IncludeSubdomains",
        preload: Option<bool> = "Preload",
        max_age: i64 = "AccessControlMaxAgeSec",
    }
}

pub(super) fn read(view: SecurityView) -> Result<SecurityHeaders, ApiError> {
    Ok(SecurityHeaders {
        xss_protection: view.xss.map(xss).transpose()?,
        frame_options: view.frame.map(|frame| (frame.option, frame.overrides)),
        referrer_policy: view
            .referrer
            .map(|referrer| (referrer.policy, referrer.overrides)),
        content_security_policy: view.csp.map(csp).transpose()?,
        content_type_options: view.content_type.map(|options| options.overrides),
        strict_transport_security: view.sts.map(sts).transpose()?,
    })
}

pub(super) fn show(headers: &SecurityHeaders) -> Record {
    let xss = headers.xss_protection.as_ref().map(|xss| {
        record! {
            "Override" => xss.overrides,
            "Protection" => xss.protection,
            "ModeBlock" => xss.mode_block,
            "ReportUri" => xss.report_uri.clone(),
        }
    });
    let sts = headers.strict_transport_security.as_ref().map(|sts| {
        record! {
            "Override" => sts.overrides,
            "IncludeSubdomains" => sts.include_subdomains,
            "Preload" => sts.preload,
            "AccessControlMaxAgeSec" => sts.max_age,
        }
    });
    let text = |header: &Option<(String, bool)>, member: &'static str| {
        let (value, overrides) = header.as_ref()?;
        Some(record! { "Override" => *overrides }.with(member, value))
    };
    record! {
        "XSSProtection" => xss,
        "FrameOptions" => text(&headers.frame_options, "FrameOption"),
        "ReferrerPolicy" => text(&headers.referrer_policy, "ReferrerPolicy"),
        "ContentSecurityPolicy" => text(&headers.content_security_policy, "ContentSecurityPolicy"),
        "ContentTypeOptions" => headers.content_type_options.map(|overrides| record! { "Override" => overrides }),
        "StrictTransportSecurity" => sts,
    }
}

/// Blocking and reporting exclude one another, and neither goes without protection.
fn xss(view: XssView) -> Result<XssProtection, ApiError> {
    let report_uri = view.report_uri.filter(|uri| !uri.is_empty());
    let more = view.mode_block == Some(true) || report_uri.is_some();
    if view.mode_block == Some(true) && report_uri.is_some() || !view.protection && more {
        let reason = "cannot have ModeBlock and ReportUri together, nor either of them without Protection";
        return Err(errors::cloudfront::parameter_invalid("XSSProtection", reason));
    }
    Ok(XssProtection {
        overrides: view.overrides,
        protection: view.protection,
        mode_block: view.mode_block,
        report_uri,
    })
}

fn csp(view: CspView) -> Result<(String, bool), ApiError> {
    if view.policy.len() > MAX_CSP {
        return Err(errors::cloudfront::too_long_content_security_policy());
    }
    if view.policy.is_empty() || !view.policy.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err(errors::cloudfront::parameter_not_valid("ContentSecurityPolicy"));
    }
    Ok((view.policy, view.overrides))
}

fn sts(view: StsView) -> Result<StrictTransportSecurity, ApiError> {
    let max_age = u32::try_from(view.max_age);
    Ok(StrictTransportSecurity {
        overrides: view.overrides,
        max_age: max_age.map_err(|_| errors::cloudfront::parameter_not_valid("AccessControlMaxAgeSec"))?,
        include_subdomains: view.include_subdomains,
        preload: view.preload,
    })
}
