//! Methods that name a request validator.

use adit_model::request_validator::RequestValidator;
use adit_model::rest_api::RestApi;

use super::{ask, hello, methods};
use crate::trace::Decision;

#[test]
fn validators_refuse_where_they_want_something() {
    let with = |body: bool, parameters: bool, required: bool| {
        let scene = methods(hello(), move |method| {
            method.request_validator = Some("vald01".to_owned());
            let header = "method.request.header.a".to_owned();
            method.request_parameters.insert(header, required);
        });
        let validator = RequestValidator {
            id: "vald01".to_owned(),
            name: None,
            body,
            parameters,
        };
        let scene = scene.edit(|api: &mut RestApi| {
            api.request_validators
                .insert(validator.id.clone(), validator.clone());
        });
        ask(&scene, "GET /v1/hello")
    };
    assert_eq!(with(false, false, true).status(), 200);
    assert_eq!(with(false, true, false).status(), 200);
    with(false, true, true).refused(500, Decision::RequestValidator, "NOT_BUILT");
    with(true, false, false).refused(500, Decision::RequestValidator, "NOT_BUILT");
    // One that is not there any more.
    let gone = methods(hello(), |method| {
        method.request_validator = Some("vald01".to_owned());
    });
    ask(&gone, "GET /v1/hello").refused(500, Decision::RequestValidator, "NOT_BUILT");
}
