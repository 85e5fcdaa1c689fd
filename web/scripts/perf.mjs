// Time to interactive of each app on a slow phone: 6× slower CPU and slow 4G, cold and warm. Informative. Usage: node
// scripts/perf.mjs [rounds]. Interactive: painted, and no long task in the following five seconds.
import { PASSWORD } from '../e2e/stage.mjs'
import { measured } from './measured.mjs'

const ROUNDS = Number(process.argv[2] ?? 3)
/** Lighthouse's slow 4G in DevTools throttling. */
const SLOW = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
}
const QUIET = 5_000
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const DESK = { viewport: { width: 1440, height: 900 } }
const faces = [
  { name: 'phone, cold', path: '/m/', size: PHONE, login: '微网格员', painted: 'main h1' },
  { name: 'phone, warm', path: '/m/', size: PHONE, login: '微网格员', painted: 'main h1', warm: true },
  { name: 'resident', path: '/r/', size: PHONE, painted: '#what' },
  { name: 'console queue', path: '/cases', size: DESK, login: '街道坐席', painted: 'tbody tr' },
]
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]

async function measure(browser, base, face, login) {
  const context = await browser.newContext({ ...face.size, locale: 'zh-CN' })
  if (login)
    await context.request.post(`${base}/api/v1/session`, {
      headers: { 'X-Weiguang': '1' },
      data: { login, password: PASSWORD },
    })
  if (face.warm) {
    const first = await context.newPage()
    await first.goto(base + face.path)
    await first.locator('.state.good').waitFor()
    await first.waitForFunction(
      () => navigator.serviceWorker.controller && document.documentElement.dataset.offline === 'ready',
    )
    await first.close()
  }
  const page = await context.newPage()
  await page.addInitScript(() => {
    globalThis.longTasks = []
    new PerformanceObserver((list) =>
      list.getEntries().forEach((entry) => globalThis.longTasks.push([entry.startTime, entry.duration])),
    ).observe({ type: 'longtask', buffered: true })
  })
  const tool = await context.newCDPSession(page)
  await tool.send('Network.enable')
  await tool.send('Network.emulateNetworkConditions', SLOW)
  await tool.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await page.goto(base + face.path, { waitUntil: 'commit', timeout: 60_000 })
  await page.locator(face.painted).first().waitFor({ timeout: 60_000 })
  const ready = await page.evaluate(() => performance.now())
  const tasks = await page.evaluate(
    (quiet) =>
      new Promise((resolve) => {
        // A page that never settles is reported a minute after its first paint.
        const begun = performance.now()
        const look = () => {
          const last = Math.max(0, ...globalThis.longTasks.map(([at, long]) => at + long))
          if (performance.now() - last > quiet || performance.now() - begun > 60_000) resolve(globalThis.longTasks)
          else setTimeout(look, 200)
        }
        setTimeout(look, quiet)
      }),
    QUIET,
  )
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
  let interactive = Math.max(ready, paint)
  for (const [at, long] of tasks) if (at - interactive < QUIET) interactive = Math.max(interactive, at + long)
  await context.close()
  return { paint, interactive }
}

await measured(
  async ({ base, browser }) => {
    const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
    const found = new Map(faces.map((face) => [face, []]))
    // In turn, so that other load affects all alike.
    for (let round = 0; round < ROUNDS; round++) {
      for (const face of faces) {
        const login = face.login && (accounts.find((one) => one.role.zh === face.login)?.login ?? 'zuoxi1')
        found.get(face).push(await measure(browser, base, face, login))
      }
    }
    for (const [face, runs] of found) {
      const seconds = (pick) => (median(runs.map(pick)) / 1000).toFixed(2)
      console.log(
        `${face.name.padEnd(16)} first paint ${seconds((one) => one.paint)} s, interactive ${seconds((one) => one.interactive)} s (median of ${ROUNDS})`,
      )
    }
  },
  { minutes: 5 + 5 * ROUNDS },
)
