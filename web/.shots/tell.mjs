// Tells stories one after another and counts those that fail. One that fails is told a second time, because a busy machine can be late where
// no page is wrong; both times are printed, and so many second times that they cannot be chance fail the run all the same.
const SECOND_TIMES = 2

/**
 * Runs `tell(name, story)` for every story whose name holds `only`. `tell` resolves with null, or with what went wrong after it printed its
 * pictures. Prints `closing` when all hold, and sets the exit code.
 */
export async function tellAll(stories, only, tell, closing) {
  const began = Date.now()
  const failed = []
  const late = []
  for (const [name, story] of Object.entries(stories)) {
    if (!name.includes(only)) continue
    for (const time of [1, 2]) {
      const from = Date.now()
      const fault = await tell(name, story)
      if (!fault) {
        console.log(`ok   ${name} (${Date.now() - from} ms)${time === 2 ? ': only the second time' : ''}`)
        if (time === 2) late.push(name)
        break
      }
      console.log(`FAIL ${name}: ${fault.stack ?? fault}`)
      if (time === 2) failed.push(name)
    }
  }
  const held = failed.length === 0 && late.length <= SECOND_TIMES
  if (late.length > 0) console.log(`only the second time: ${late.join(', ')}`)
  if (failed.length > 0) console.log(`failed twice: ${failed.join(', ')}`)
  console.log(`${held ? closing : 'not all stories hold'}, ${((Date.now() - began) / 1000).toFixed(1)} s`)
  process.exitCode = held ? 0 : 1
}
