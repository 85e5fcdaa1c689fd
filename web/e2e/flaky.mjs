// What becomes of stories that held only the second time, and of those that did not run.

/** So many retries in one run cannot be chance. */
const RETRIES = 2

/** What the record says after a run, and why the run is no good. */
export function judge(record, flaky, skipped, at) {
  const again = flaky.filter((one) => record.some((old) => old.story === one.story))
  return {
    record: [...record, ...flaky.map((one) => ({ ...one, at }))],
    faults: [
      ...again.map((one) => `flaky for the second time: ${one.story}`),
      ...(flaky.length > RETRIES ? [`${flaky.length} stories were flaky in one run`] : []),
      ...skipped.map((story) => `not run: ${story}`),
    ],
  }
}
