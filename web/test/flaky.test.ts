// Retries of stories are recorded, and the second one of a story fails.
import { expect, test } from 'vitest'
import { judge } from '../e2e/flaky.mjs'

const one = { story: 'stories.mjs › work a case', fault: 'it took too long' }
const other = { story: 'stories.mjs › read the map', fault: 'nothing was painted' }
const third = { story: 'stories.mjs › record a case', fault: 'no owner' }

test('a first retry is recorded and lets the run pass', () => {
  expect(judge([], [one], [], '2026-11-30')).toEqual({ record: [{ ...one, at: '2026-11-30' }], faults: [] })
})

test('a story that is flaky for the second time fails the run', () => {
  const before = [{ ...one, at: '2026-11-29' }]
  const { record, faults } = judge(before, [{ ...one, fault: 'another' }], [], '2026-11-30')
  expect(faults).toEqual(['flaky for the second time: stories.mjs › work a case'])
  expect(record.map(({ at }) => at)).toEqual(['2026-11-29', '2026-11-30'])
  expect(judge(before, [], [], '2026-11-30').faults).toEqual([])
})

test('too many retries in one run and anything that did not run fail it', () => {
  expect(judge([], [one, other], [], '2026-11-30').faults).toEqual([])
  expect(judge([], [one, other, third], [], '2026-11-30').faults).toEqual(['3 stories were flaky in one run'])
  expect(judge([], [], [one.story], '2026-11-30').faults).toEqual([`not run: ${one.story}`])
})
