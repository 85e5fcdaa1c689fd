// Judges retried and skipped stories.

/** This many retries in one run are no coincidence. */
const RETRIES = 2

/** The updated record, and the reasons for failing the run. */
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
