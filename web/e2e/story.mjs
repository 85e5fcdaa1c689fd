// What a story is given: a server with a demonstration of its own, and pages that report every error they met.
import { test as plain } from '@playwright/test'
import { openPage, startServer } from './stage.mjs'

export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/**
 * What is special about a story: `expects` fits the errors of the browser that belong to it, because the browser reports each refusal;
 * `clock` gives it a server whose clock can be moved, so that nobody else's matters fall late by it.
 */
export const how = ({ expects, clock = false }) => ({
  annotation: [
    ...(expects ? [{ type: 'expects', description: expects.source }] : []),
    ...(clock ? [{ type: 'clock' }] : []),
  ],
})
const told = (info, type) => info.annotations.find((one) => one.type === type)

export const test = plain.extend({
  /** Each story begins with the same demonstration, so that none depends on another, and a second try meets what the first one met. */
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern which fixtures are needed
  server: async ({}, use, info) => {
    const server = await startServer({ clock: Boolean(told(info, 'clock')) })
    await use(server)
    await server.stop()
  },
  base: ({ server }, use) => use(server.base),
  /** Moves the clock on by so many seconds; only for a story with a `clock`. */
  pass: ({ server }, use) => use(server.pass),
  /** Opens a page for one more person. What any page of the story complained about fails it. */
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
