//! The recorder of metrics: one for each process, as the `metrics` crate requires.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

/// The handle that renders the metrics. It is created once; tests that build several applications share it.
#[must_use]
pub fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            // If an embedding program has installed its own recorder, that recorder stays in use, and this one shows nothing.
            let _ = metrics::set_global_recorder(recorder);
            handle
        })
        .clone()
}
