// Fixtures of offline stories: a phone behind a proxy that cuts connections. WEIGUANG_SEED selects the order of cuts.
import { bring, person, PHONE } from './phone.mjs'
import { startProxy } from './proxy.mjs'
import { test as story } from './story.mjs'

const seed = Number(process.env.WEIGUANG_SEED ?? 7)

/** The people of the story, and an existing case. */
async function peopled(base) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const login = accounts.find((one) => one.role.zh === '微网格员').login
  const other = accounts.find((one) => one.role.zh === '网格员').login
  const code = (await person(base, login)).me.grants[0].code
  const desk = await person(base, 'zuoxi1')
  const world = { login, other, code, desk, caseWord: '门前雪' }
  await bring(desk, code, `${world.caseWord}要扫`)
  return world
}

export const test = story.extend({
  world: async ({ base }, use) => use(await peopled(base)),
  line: async ({ base }, use, info) => {
    const line = await startProxy(base, seed)
    await use(line)
    await line.stop()
    if (info.status === info.expectedStatus) return
    const last = line.writes.slice(-12).map((one) => JSON.stringify(one))
    await info.attach(`the last writes over the line, seed ${seed}`, {
      body: last.join('\n'),
      contentType: 'text/plain',
    })
  },
  newContext: async ({ browser }, use) => {
    const contexts = []
    await use(async (more = {}) => {
      const context = await browser.newContext({ ...PHONE, ...more })
      contexts.push(context)
      return context
    })
    for (const context of contexts) await context.close()
  },
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern which fixtures are needed
  log: async ({}, use) => use(console.log),
})
