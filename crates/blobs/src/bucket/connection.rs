//! How a bucket is spoken to: HTTP 1.1, over TLS unless `AWS_ALLOW_HTTP` says otherwise.

use http_body_util::BodyExt as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;
use object_store::ClientOptions;
use object_store::client::{
    ClientConfigKey, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest,
    HttpRequestBody, HttpResponse, HttpResponseBody, HttpService,
};
use std::io;
use std::time::Duration;
use tokio::time::timeout;

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// How long one request may take until its answer begins; a part of a file is sent within it.
const ANSWERING: Duration = Duration::from_secs(30);
/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::from_secs(30);

/// Makes the clients that a bucket is spoken to with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let roots = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::ring::default_provider());
        let builder = roots.map_err(|error| object_store::Error::Generic {
            store: "S3",
            source: Box::new(error),
        })?;
        let allows_http = options.get_config_value(&ClientConfigKey::AllowHttp);
        let builder = if allows_http.as_deref() == Some("true") {
            builder.https_or_http()
        } else {
            builder.https_only()
        };
        let mut tcp = Tcp::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECTING));
        let connector = builder.enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Ok(HttpClient::new(Service(client)))
    }
}

#[derive(Debug)]
struct Service(Client<HttpsConnector<Tcp>, HttpRequestBody>);

#[async_trait::async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = timeout(ANSWERING, self.0.request(request)).await;
        let answer = answer
            .map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?
            .map_err(not_answered)?;
        Ok(answer.map(|body| {
            HttpResponseBody::new(body.map_err(|error| {
                HttpError::new(HttpErrorKind::Interrupted, io::Error::other(error))
            }))
        }))
    }
}

fn not_answered(error: ClientError) -> HttpError {
    let kind = if error.is_connect() {
        HttpErrorKind::Connect
    } else {
        HttpErrorKind::Interrupted
    };
    HttpError::new(kind, error)
}
