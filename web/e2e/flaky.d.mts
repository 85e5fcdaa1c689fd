// The types of flaky.mjs, for its test.
interface Flaky {
  story: string
  fault: string
}
export function judge(
  record: (Flaky & { at: string })[],
  flaky: Flaky[],
  skipped: string[],
  at: string,
): { record: (Flaky & { at: string })[]; faults: string[] }
