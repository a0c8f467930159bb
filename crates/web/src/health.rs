//! For machines that watch the service: is it alive, can it serve?

use crate::{Access, App, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/healthz", Access::Public, alive),
        Route::get("/readyz", Access::Public, ready),
    ]
}

async fn alive() -> &'static str {
    "ok"
}

/// 200 when the database answers and its schema is current, else 503 with the reason.
async fn ready(State(app): State<App>) -> (StatusCode, Json<Value>) {
    match app.store.is_ready().await {
        Ok(true) => (StatusCode::OK, Json(json!({"ready": true}))),
        Ok(false) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({"ready": false, "reason": "the database schema is not current"})),
        ),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({"ready": false, "reason": "the database does not answer"})),
        ),
    }
}
