// Latency of queue filters from press to paint, and smoothness of scrolling. Informative. Usage:
// WEIGUANG_BASE=http://127.0.0.1:8080 WEIGUANG_LOGIN=… WEIGUANG_PASSWORD=… node scripts/queue.mjs, with a filled store; or
// WEIGUANG_TOKEN for a store created by `weiguang bench queue --keep`, which has no passwords.
import { measured } from './measured.mjs'

const {
  WEIGUANG_BASE: base,
  WEIGUANG_LOGIN: login = 'zuoxi1',
  WEIGUANG_PASSWORD: password = 'weiguang-yanshi',
  WEIGUANG_TOKEN: token,
} = process.env
if (!base) throw new Error('WEIGUANG_BASE must name a running server')
const ROUNDS = 9
const running = async () => ({ base, stop: async () => {} })

await measured(
  async ({ browser }) => {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      ...(token ? { extraHTTPHeaders: { Authorization: `Bearer ${token}` } } : {}),
    })
    if (token) await page.goto(`${base}/cases`)
    else {
      await page.goto(`${base}/sign-in`)
      await page.locator('input[autocomplete=username]').fill(login)
      await page.locator('input[type=password]').fill(password)
      await page.locator('form .main').click()
    }
    await page.locator('tr.case').first().waitFor()

    /** From the press until rows of the new filter, or the empty state, are painted. */
    const timed = (kind, index) =>
      page.evaluate(
        ([what, at]) =>
          new Promise((resolve) => {
            const before = document.querySelector('.list')?.innerHTML.length
            const rows = () => [...document.querySelectorAll('tr.case')].map((row) => row.dataset.id).join()
            const held = rows()
            const asked = performance.now()
            if (what === 'view') document.querySelectorAll('.head .tab')[at].click()
            else {
              const select = document.querySelector(
                what === 'community' ? '.filters select' : '.filters select:has(optgroup)',
              )
              select.selectedIndex = at
              select.dispatchEvent(new Event('change', { bubbles: true }))
            }
            const look = () => {
              const stale = document.querySelector('.list.stale')
              if (
                !stale &&
                (rows() !== held || document.querySelector('.ui-empty[aria-busy=false]')) &&
                document.querySelector('.list')?.innerHTML.length !== before
              )
                requestAnimationFrame(() => resolve(performance.now() - asked))
              else if (performance.now() - asked > 5_000) resolve(Number.NaN)
              else requestAnimationFrame(look)
            }
            requestAnimationFrame(look)
          }),
        [kind, index],
      )

    const told = (name, list) => {
      const good = list.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
      console.log(
        `${name}: median ${good[Math.floor(good.length / 2)]?.toFixed(0)} ms, worst ${good.at(-1)?.toFixed(0)} ms (${good.length} of ${list.length})`,
      )
    }
    const counts = await (await page.request.get(`${base}/api/v1/cases/counts`)).json()
    console.log(`${counts.open} open in scope`)
    // Every other press resets the filter, so that each changes the display.
    for (const [name, kind, indexes] of [
      ['by view', 'view', [1, 0, 2, 0]],
      ['by community', 'community', [1, 0, 2, 0]],
      ['by kind', 'kind', [2, 0, 9, 0]],
    ]) {
      await page.goto(`${base}/cases`)
      await page.locator('tr.case').first().waitFor()
      const list = []
      for (let round = 0; round < ROUNDS; round++) list.push(await timed(kind, indexes[round % indexes.length]))
      told(name, list)
    }
    await page.goto(`${base}/cases`)
    await page.locator('tr.case').first().waitFor()
    const frames = page.evaluate(
      () =>
        new Promise((resolve) => {
          const gaps = []
          let last = performance.now()
          const tick = (now) => {
            gaps.push(now - last)
            last = now
            if (gaps.length < 180) requestAnimationFrame(tick)
            else resolve(gaps)
          }
          requestAnimationFrame(tick)
        }),
    )
    await page.locator('.list').hover()
    for (let step = 0; step < 60; step++) {
      await page.mouse.wheel(0, 900)
      await page.waitForTimeout(30)
    }
    const gaps = (await frames).sort((a, b) => a - b)
    const drawn = await page.locator('tr.case').count()
    console.log(
      `scrolled to row ${await page.locator('tr.case').last().getAttribute('aria-rowindex')}, ${drawn} rows drawn: median frame ${gaps[90].toFixed(0)} ms, worst ${gaps.at(-1).toFixed(0)} ms`,
    )
  },
  { served: running },
)
