// Screenshots of pages in several sizes and both themes, with accessibility checks. WEIGUANG_PAGES_LANGUAGE=en for English,
// WEIGUANG_PAGES_OUT for another folder.
import { mkdirSync } from 'node:fs'
import { person } from './phone.mjs'
import { inspect, look, PASSWORD } from './stage.mjs'
import { how } from './story.mjs'

export { test } from './story.mjs'

const SIZES = {
  desk: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
  wall: { width: 1920, height: 1080 },
  wall4k: { width: 3840, height: 2160 },
}
const language = process.env.WEIGUANG_PAGES_LANGUAGE ?? 'zh'
const out = process.env.WEIGUANG_PAGES_OUT ?? 'pages-out'

/** The sizes of a page: the named ones, else desk and phone. Some pages exist in Chinese only. */
export const sizesOf = (one) => (one.chinese && language !== 'zh' ? [] : (one.sizes ?? ['desk', 'phone']))

/** For pages that show a refusal or lost network. */
export const refusals = how({ expects: /status of [45]|ERR_/ })

/**
 * A screenshot, checked unless it shows a sheet of `paper`. `as`: a role or login; `path`: a URL or a function that finds it;
 * `does`: brings the page into the state. Both functions get the page and an API client of the signed-in person.
 */
export function picture(one, size) {
  return async ({ base, open }) => {
    const page = await open(SIZES[size], { hasTouch: size === 'phone' })
    page.setDefaultTimeout(15_000)
    await page.addInitScript((choice) => localStorage.setItem('weiguang.locale', choice), language)
    const who = one.as ? await entered(page, base, one.as) : null
    const path = typeof one.path === 'function' ? await one.path({ base, page, who }) : one.path
    if (path) await page.goto(base + path)
    await one.does(page, { base, who, size })
    mkdirSync(out, { recursive: true })
    for (const theme of one.looks ?? ['light', 'dark']) {
      if (theme === 'dark') await look(page, 'dark')
      await page.screenshot({
        path: `${out}/${one.name}-${size}${theme === 'dark' ? '-dark' : ''}.png`,
        fullPage: one.full ?? false,
      })
      if (!one.paper) await inspect(page, theme, language, one.data)
    }
  }
}

/** Signs in by API, with the page's session and a separate one. */
async function entered(page, base, as) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const login = accounts.find((one) => one.role.zh === as)?.login ?? as
  await page.request.post(`${base}/api/v1/session`, {
    headers: { 'X-Weiguang': '1' },
    data: { login, password: PASSWORD },
  })
  return person(base, login)
}
