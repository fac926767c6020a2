//! The AWS API's listener: HTTP in, a call through the ledger, HTTP out; and `/_adit/` for Adit's own commands.
//!
//! Bodies are bounded, connections and calls in flight too; whatever a client sends, it gets an AWS-shaped error.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use adit_wire::{ApiError, Call, MAX_BODY, Rejection};
use anyhow::Context;
use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::admin::Admin;
use crate::ledger::Ledger;
use crate::signature::Signatures;

/// Open connections; one more waits to be accepted.
const CONNECTIONS: usize = 1024;
/// For a request's head.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);
/// For a request's body.
const BODY_PATIENCE: Duration = Duration::from_secs(60);
/// For connections that are open when Adit ends.
const DRAIN: Duration = Duration::from_secs(2);

/// What the API serves.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) admin: Arc<Admin>,
    /// `None`: whoever a call says that it is from, it is from.
    pub(crate) signatures: Option<Arc<Signatures>>,
}

/// Binds the API's port.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| match address.port() {
            0 => format!("cannot listen on {}", address.ip()),
            port => format!(
                "cannot listen on port {port} of {}; choose another with `--api-port`",
                address.ip()
            ),
        })
}

impl Api {
    /// Serves until `stop` says so.
    pub(crate) async fn serve(self, listener: TcpListener, mut stop: watch::Receiver<bool>) {
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let Ok(slot) = slots.clone().acquire_owned().await else {
                break;
            };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stop.changed() => break,
            };
            let Ok((stream, _)) = accepted else {
                // Out of descriptors, most likely: let some connections end.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let api = self.clone();
            let mut stop = stop.clone();
            tokio::spawn(async move {
                let _slot = slot;
                let _ = stream.set_nodelay(true);
                let service = service_fn(move |request| {
                    let api = api.clone();
                    async move { Ok::<_, std::convert::Infallible>(api.answer(request).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEAD_PATIENCE)
                    .max_buf_size(256 * 1024)
                    .serve_connection(TokioIo::new(stream), service);
                let mut connection = std::pin::pin!(connection);
                tokio::select! {
                    _ = connection.as_mut() => {}
                    _ = stop.changed() => {
                        connection.as_mut().graceful_shutdown();
                        let _ = tokio::time::timeout(DRAIN, connection).await;
                    }
                }
            });
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let body = match tokio::time::timeout(BODY_PATIENCE, Limited::new(body, MAX_BODY).collect()).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                return self.rejected(
                    &parts,
                    ApiError::new(
                        "RequestEntityTooLarge",
                        format!("The request is larger than {MAX_BODY} bytes."),
                    )
                    .with_status(413),
                );
            }
            Ok(Err(_)) => {
                return self.rejected(
                    &parts,
                    ApiError::new("IncompleteBody", "The request's body did not arrive whole.")
                        .with_status(400),
                );
            }
            Err(_) => {
                return self.rejected(
                    &parts,
                    ApiError::new("RequestTimeout", "The request's body took too long.").with_status(408),
                );
            }
        };
        // A commit waits for the disk: not on the thread that serves connections.
        let parts = Arc::new(parts);
        let (api, asked) = (self.clone(), parts.clone());
        match tokio::task::spawn_blocking(move || api.act(&asked, &body)).await {
            Ok(response) => response.map(Full::new),
            // A bug of ours, but the caller still gets an answer that its tools can read.
            Err(_) => self.rejected(
                &parts,
                ApiError::internal(
                    "InternalFailure",
                    "The request processing has failed because of an unknown error.",
                ),
            ),
        }
    }

    fn act(&self, parts: &http::request::Parts, body: &[u8]) -> Response<Bytes> {
        if parts.uri.path().starts_with("/_adit/") {
            return self.admin.answer(parts, body);
        }
        let mut read = adit_wire::read(parts, body, self.admin.request_id());
        // Before what the request asks for is looked at, or what is wrong with it is told.
        if let Err(error) = self.authenticate(parts, body, &mut read) {
            return rejection(read, error).answer();
        }
        let call = match read {
            Ok(call) => call,
            Err(rejection) => return rejection.answer(),
        };
        match self.ledger.call(&call) {
            Ok((output, effects)) => {
                for effect in effects {
                    self.admin.carry_out(&effect);
                }
                debug_assert!(
                    adit_wire::conformance(call.operation, &output).is_ok(),
                    "{}: {:?}",
                    call.operation.name,
                    adit_wire::conformance(call.operation, &output)
                );
                adit_wire::answer(&call, &output)
            }
            Err(error) => adit_wire::refuse(&call, &error),
        }
    }

    fn authenticate(
        &self,
        parts: &http::request::Parts,
        body: &[u8],
        read: &mut Result<Call, Rejection>,
    ) -> Result<(), ApiError> {
        let Some(signatures) = &self.signatures else {
            return Ok(());
        };
        let protocol = match read {
            Ok(call) => call.service.protocol(),
            Err(rejection) => rejection.protocol,
        };
        let verified = signatures.check(parts, body, &self.ledger.world(), protocol)?;
        let Ok(call) = read else { return Ok(()) };
        // Who acts is who signed, whatever else the request names.
        if call.access_key != verified.access_key {
            return Err(adit_wire::errors::signature::unknown_key(protocol));
        }
        if let Some(account) = verified.account {
            call.account = account.to_string();
        }
        Ok(())
    }

    /// An error about a request whose body was not read, in the shape that its head calls for.
    fn rejected(&self, parts: &http::request::Parts, error: ApiError) -> Response<Full<Bytes>> {
        let read = adit_wire::read(parts, b"", self.admin.request_id());
        let mut response = rejection(read, error).answer();
        response
            .headers_mut()
            .insert(http::header::CONNECTION, HeaderValue::from_static("close"));
        response.map(Full::new)
    }
}

/// An error about a request, whether or not it was understood.
fn rejection(read: Result<Call, Rejection>, error: ApiError) -> Rejection {
    match read {
        Ok(call) => Rejection {
            service: Some(call.service),
            protocol: call.service.protocol(),
            operation: Some(call.operation),
            request_id: call.request_id,
            error,
        },
        Err(rejection) => Rejection { error, ..rejection },
    }
}
