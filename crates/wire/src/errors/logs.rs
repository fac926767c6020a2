//! CloudWatch Logs's errors.

use super::errors;

errors! {
    placeholder(text) => @ 400 "ValidationError", "{text}";
}
