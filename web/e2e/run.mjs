// Runs every story against the program named by WEIGUANG_PROGRAM, stops it in the end, and fails loudly with a picture.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stories as desks } from './stories.mjs'
import { stories as accesses } from './stories-access.mjs'
import { stories as alerts } from './stories-alert-phone.mjs'
import { stories as beginnings } from './stories-begin.mjs'
import { stories as bookings } from './stories-booking.mjs'
import { stories as cares } from './stories-care.mjs'
import { stories as careDesks } from './stories-care-desk.mjs'
import { stories as safeDesks } from './stories-desk-safe.mjs'
import { stories as dangers } from './stories-danger.mjs'
import { stories as dispatches } from './stories-dispatch.mjs'
import { stories as consoles } from './stories-console.mjs'
import { stories as lives } from './stories-live.mjs'
import { stories as manuals } from './stories-manual.mjs'
import { stories as carePhones } from './stories-care-phone.mjs'
import { stories as phones } from './stories-member.mjs'
import { stories as stations } from './stories-station.mjs'
import { stories as serviceDays } from './stories-station-day.mjs'
import { residentStories } from './stories-resident.mjs'
import { stories as visits } from './stories-visits.mjs'
import { stories as visitDesks } from './stories-visits-console.mjs'
import { openPage, startBrowser, startServer } from './stage.mjs'
import { tellAll } from './tell.mjs'

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const out = join(tmpdir(), 'weiguang-e2e-pictures')
const stories = {
  ...desks,
  ...consoles,
  ...cares,
  ...careDesks,
  ...lives,
  ...manuals,
  ...phones,
  ...carePhones,
  ...visits,
  ...visitDesks,
  ...stations,
  ...serviceDays,
  ...bookings,
  ...alerts,
  ...safeDesks,
  ...beginnings,
  ...dispatches,
  ...dangers,
  ...accesses,
  ...residentStories,
}
mkdirSync(out, { recursive: true })
const only = process.argv[2] ?? ''

const server = await startServer()
/** Stories that move the clock have a street of their own: nobody else's matters fall late by it. */
let other = null
const browser = await startBrowser().catch(async (thrown) => {
  await server.stop()
  throw thrown
})
try {
  await tellAll(stories, only, tell, 'all stories hold')
} finally {
  await browser.close()
  await server.stop()
  await other?.stop()
}

async function tell(name, story) {
  const desk = await openPage(browser, DESK)
  const more = { troubles: desk.troubles, contexts: [] }
  const phone = story.phone ? await openPage(browser, PHONE) : null
  let fault = null
  try {
    if (story.clock) other ??= await startServer({ clock: true })
    const stage = story.clock ? other : server
    await story.run({
      base: stage.base,
      pass: stage.pass,
      page: desk.page,
      phone: phone?.page,
      open: async (size = DESK) => (await openPage(browser, size, more)).page,
    })
    // A story that shows a refusal names it, because the browser reports each.
    const troubles = [...desk.troubles, ...(phone?.troubles ?? [])].filter((trouble) => !story.expects?.test(trouble))
    if (troubles.length > 0) throw new Error(troubles.join('\n'))
  } catch (thrown) {
    fault = thrown
    for (const [size, held] of Object.entries({ desk, phone })) {
      if (!held) continue
      const picture = join(out, `${name.replaceAll(' ', '-')}-${size}.png`)
      await held.page.screenshot({ path: picture }).then(
        () => console.log(`     picture: ${picture}`),
        () => null,
      )
      for (const trouble of held.troubles) console.log(`     ${trouble}`)
    }
  }
  for (const context of more.contexts) await context.close()
  await desk.context.close()
  await phone?.context.close()
  return fault
}
