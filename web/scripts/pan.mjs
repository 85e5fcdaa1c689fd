// Measures drawing and panning of 2,000 micro-grids: median and worst frame of the canvas map in Chromium without GPU.
// Informative. Usage: node scripts/pan.mjs [how-many]. The demonstration's cells are repeated up to that number.
import { signIn } from '../e2e/stage.mjs'
import { measured } from './measured.mjs'

const MANY = Number(process.argv[2] ?? 2_000)

/** Copies of cells and shapes, shifted east by a street's width. */
function repeated(items, shift) {
  const micro = items.filter((one) => (one.properties ?? one).level === 'micro_grid')
  return Array.from({ length: Math.ceil(MANY / micro.length) }, (_, turn) => micro.map((one) => shift(one, turn)))
    .flat()
    .slice(0, MANY)
}
const east = (part, turn) =>
  Array.isArray(part[0]) ? part.map((one) => east(one, turn)) : [part[0] + turn * 0.06, part[1]]

await measured(async ({ base, browser }) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  await page.route('**/api/v1/grid/shapes*', async (route) => {
    const answer = await route.fetch()
    const all = await answer.json()
    const features = repeated(all.features, (one, turn) => ({
      ...one,
      id: `${one.id}-${turn}`,
      properties: { ...one.properties, code: `${one.properties.code}-${turn}` },
      geometry: { ...one.geometry, coordinates: east(one.geometry.coordinates, turn) },
    }))
    await route.fulfill({ response: answer, json: { ...all, features } })
  })
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/map`)
  await page.locator(`canvas[data-painted="${MANY}"]`).waitFor({ timeout: 60_000 })
  const drawn = await page.evaluate(() => performance.now())
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
  const at = (part) => gaps[Math.floor(gaps.length * part)].toFixed(1)
  console.log(
    `${MANY} cells: drawn after ${drawn.toFixed(0)} ms, median frame ${at(0.5)} ms, 95th ${at(0.95)} ms, worst ${gaps.at(-1).toFixed(1)} ms`,
  )
})
