//! The recorder of figures, one for the process: the metrics crate knows no other way.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

/// The handle that renders the figures. Made once; tests that build many applications share it.
#[must_use]
pub fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            // Another recorder in the process (an embedding program's) keeps its place; ours then shows nothing.
            let _ = metrics::set_global_recorder(recorder);
            handle
        })
        .clone()
}
