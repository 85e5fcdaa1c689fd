//! The metrics recorder, one for each process, as the metrics crate requires.

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
            // If an embedding program has set its own recorder, that one remains; ours then shows nothing.
            let _ = metrics::set_global_recorder(recorder);
            handle
        })
        .clone()
}
