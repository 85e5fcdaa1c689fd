// How soon 2,000 micro-grids are drawn and how smoothly they pan: median and worst frame of the canvas map in Chromium without a GPU. Prints figures; gates nothing.
// Usage: npm run build && WEIGUANG_MOCK_GRIDS=57 node scripts/pan.mjs
import { chromium } from 'playwright-core'
import { preview } from 'vite'

process.env.WEIGUANG_MOCK = '1'
const server = await preview({
  configFile: 'apps/console/vite.config.ts',
  preview: { port: 0, host: '127.0.0.1' },
  logLevel: 'error',
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/map`)
await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
const drawn = await page.evaluate(() => performance.now())
await page.waitForTimeout(800)
const cells = await page.locator('canvas').getAttribute('data-painted')
const frames = page.evaluate(
  () =>
    new Promise((resolve) => {
      const gaps = []
      let last = performance.now()
      const tick = (now) => {
        gaps.push(now - last)
        last = now
        if (gaps.length < 120) requestAnimationFrame(tick)
        else resolve(gaps)
      }
      requestAnimationFrame(tick)
    }),
)
await page.mouse.move(900, 500)
await page.mouse.down()
for (let step = 0; step < 90; step++)
  await page.mouse.move(900 + 100 * Math.sin(step / 8), 500 + 60 * Math.cos(step / 6))
await page.mouse.up()
const gaps = (await frames).slice(5).sort((a, b) => a - b)
console.log(
  `${cells} cells: drawn after ${drawn.toFixed(0)} ms, median frame ${gaps[Math.floor(gaps.length / 2)].toFixed(1)} ms, 95th ${gaps[Math.floor(gaps.length * 0.95)].toFixed(1)} ms, worst ${gaps.at(-1).toFixed(1)} ms`,
)
await browser.close()
await server.close()
process.exit(0)
