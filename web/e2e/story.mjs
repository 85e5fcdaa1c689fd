// Fixtures of a story: a server with its own demonstration, and pages that collect errors.
import { test as plain } from '@playwright/test'
import { openPage, startServer } from './stage.mjs'

export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/**
 * Options of a story: `expects` matches expected browser errors, because browsers log each refusal; `clock` gives a server whose
 * clock can be advanced, without effects on other stories.
 */
export const how = ({ expects, clock = false }) => ({
  annotation: [
    ...(expects ? [{ type: 'expects', description: expects.source }] : []),
    ...(clock ? [{ type: 'clock' }] : []),
  ],
})
const told = (info, type) => info.annotations.find((one) => one.type === type)

export const test = plain.extend({
  /** Each story starts with the same demonstration, so that none depends on another, also when retried. */
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern which fixtures are needed
  server: async ({}, use, info) => {
    const server = await startServer({ clock: Boolean(told(info, 'clock')) })
    await use(server)
    await server.stop()
  },
  base: ({ server }, use) => use(server.base),
  /** Advances the clock by seconds; only with `clock`. */
  pass: ({ server }, use) => use(server.pass),
  /** Opens a page for another person. Errors of any page fail the story. */
  open: async ({ browser }, use, info) => {
    const held = { troubles: [], contexts: [] }
    await use(async (size = DESK, more = {}) => (await openPage(browser, size, { ...held, ...more })).page)
    const expected = told(info, 'expects')
    const troubles = held.troubles.filter((one) => !expected || !new RegExp(expected.description).test(one))
    for (const context of held.contexts) await context.close()
    if (troubles.length > 0) throw new Error(troubles.join('\n'))
  },
  page: async ({ open }, use) => use(await open(DESK)),
  phone: async ({ open }, use) => use(await open(PHONE)),
})
