//! ACM's errors. The model gives them no status: all are 400 but the internal one.

use super::errors;

errors! {
    certificate_not_found(arn, account) => "ResourceNotFoundException",
        "Could not find certificate {arn} in account {account}.";
    malformed_arn(arn) => "InvalidArnException", "The ARN '{arn}' is not valid.";
    certificate_in_use(arn, account) => "ResourceInUseException",
        "Certificate {arn} in account {account} is in use.";
    request_in_progress(arn) => "RequestInProgressException",
        "Certificate {arn} is not yet issued.";
    never_issued(arn) => "ResourceNotFoundException", "Certificate {arn} was not issued, and there is nothing to return.";
    not_renewable(arn) => "ValidationException", "Certificate {arn} is not eligible for renewal.";
    options_fixed(arn) => "InvalidStateException", "The options of certificate {arn} cannot be changed.";
    validation(text) => "ValidationException", "{text}";
    invalid_parameter(text) => "InvalidParameterException", "{text}";
    certificate_pem() => "ValidationException",
        "The certificate field contains more than one certificate. You can specify only one certificate in this field.";
    certificate_unreadable() => "ValidationException", "Could not parse certificate.";
    key_unreadable() => "ValidationException", "The private key is not supported.";
    chain_incomplete() => "ValidationException",
        "Could not validate the certificate with the certificate chain.";
    /// A certificate that Amazon issued cannot be imported over.
    not_imported(arn) => "ValidationException", "The certificate {arn} was not imported and cannot be reimported.";
    key_changed(arn) => "ValidationException",
        "The key algorithm of certificate {arn} cannot change while the certificate is in use.";
    tags_on_reimport() => "ValidationException", "Tagging is not permitted on re-import.";
    reserved_tag_key() => "InvalidTagException", "Tag keys that begin with aws: are reserved for AWS use.";
    key_not_requestable(algorithm) => "InvalidParameterException",
        "The key algorithm {algorithm} is not supported for requested certificates.";
    domain_too_long(domain) => "InvalidParameterException",
        "The first domain name can have at most 64 characters: {domain}.";
    validation_method(method) => "InvalidParameterException",
        "The validation method {method} is not supported for this certificate.";
    validation_domain(domain, given) => "InvalidDomainValidationOptionsException",
        "The validation domain {given} must be {domain} or a domain above it.";
    validation_domain_unknown(domain) => "InvalidDomainValidationOptionsException",
        "The domain {domain} of the validation options is not a name of the certificate.";
    too_many_names(limit) => "LimitExceededException",
        "The certificate would have more than {limit} domain names.";
    too_many_certificates() => "LimitExceededException", "The account has reached its limit of certificates.";
    sort_incomplete() => "ValidationException", "SortBy and SortOrder must be specified together.";
    too_many_tags() => "TooManyTagsException", "The certificate has too many tags.";
    invalid_next_token() => "ValidationException", "The NextToken is not valid.";
}
