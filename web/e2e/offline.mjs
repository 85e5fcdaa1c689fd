// Proves against the built program, over a line that is cut on purpose, that what a phone takes in arrives exactly once.
// Usage: WEIGUANG_PROGRAM=… npm run e2e:offline [-- part-of-a-name]. WEIGUANG_SEED chooses another order of cuts.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bring, person, PHONE } from './phone.mjs'
import { startProxy } from './proxy.mjs'
import { stories as changes } from './offline-changes.mjs'
import { stories as life } from './offline-life.mjs'
import { stories as limits } from './offline-limits.mjs'
import { stories as rooms } from './offline-rooms.mjs'
import { stories as lines } from './offline-stories.mjs'
import { stories as visits } from './offline-visits.mjs'
import { startBrowser, startServer } from './stage.mjs'
import { tellAll } from './tell.mjs'

const out = join(tmpdir(), 'weiguang-e2e-pictures')
mkdirSync(out, { recursive: true })
const only = process.argv[2] ?? ''
const seed = Number(process.env.WEIGUANG_SEED ?? 7)

const server = await startServer()
const browser = await startBrowser().catch(async (thrown) => {
  await server.stop()
  throw thrown
})
try {
  const { accounts } = await (await fetch(`${server.base}/api/v1/session/demo`)).json()
  const login = accounts.find((one) => one.role.zh === '微网格员').login
  const other = accounts.find((one) => one.role.zh === '网格员').login
  const code = (await person(server.base, login)).me.grants[0].code
  const desk = await person(server.base, 'zuoxi1')
  const world = { login, other, code, desk, caseWord: '门前雪' }
  await bring(desk, code, `${world.caseWord}要扫`)
  const tell = async (name, run) => {
    const line = await startProxy(server.base, seed)
    const contexts = []
    const newContext = async (more = {}) => {
      const context = await browser.newContext({ ...PHONE, ...more })
      contexts.push(context)
      return context
    }
    let fault = null
    try {
      await run({ world, line, base: server.base, newContext, log: console.log })
    } catch (thrown) {
      fault = thrown
      for (const [at, page] of contexts.flatMap((context) => context.pages()).entries()) {
        const picture = join(out, `offline-${name.replaceAll(' ', '-')}-${at}.png`)
        await page.screenshot({ path: picture }).then(
          () => console.log(`     picture: ${picture}`),
          () => null,
        )
      }
      for (const one of line.writes.slice(-12)) console.log(`     ${JSON.stringify(one)}`)
    }
    for (const context of contexts) await context.close()
    await line.stop()
    return fault
  }
  await tellAll(
    { ...changes, ...limits, ...rooms, ...lines, ...visits, ...life },
    only,
    tell,
    `nothing was lost and nothing came twice, seed ${seed}`,
  )
} finally {
  await browser.close()
  await server.stop()
}
