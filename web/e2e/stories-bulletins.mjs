// A bulletin: drafted and published on the desk, read on the phone, seen by residents, corrected, withdrawn.
import { signIn as signInOnPhone, synced } from './phone.mjs'
import { bothLooks, inspect, must, signIn } from './stage.mjs'
import { PHONE, test } from './story.mjs'

const acted = (page) => page.waitForResponse((answer) => /\/bulletins\/[^/]+\/actions$/.test(answer.url()))

async function told({ base, page, phone, open }) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const named = (role) => accounts.find((one) => one.role.zh === role).login
  const title = `停水通知${Math.floor(performance.now())}`

  await signIn(page, base, named('街道坐席'))
  await page.locator('.side a[href="/bulletins"]').click()
  await page.locator('.page-head .main').click()
  await page.locator('form input[maxlength="60"]').fill(title)
  await page.locator('form textarea').fill('周三上午停水。\n请提前储水。')
  await page.locator('.preview p', { hasText: '请提前储水。' }).waitFor()
  await bothLooks(page, 'writing a bulletin')
  await page.locator('form .main:not([disabled])').click()
  await page.waitForURL(/\/bulletins\/[0-9a-f-]{36}$/)
  await page.locator('.acts .main', { hasText: '发布' }).click()
  await inspect(page, 'before it is published')
  const published = acted(page)
  await page.locator('dialog .main').click()
  must((await published).ok(), 'publishing was refused')
  await page.locator('.readers').waitFor()
  await bothLooks(page, 'a published bulletin')
  const count = await page.locator('.readers .quiet').textContent()

  await signInOnPhone(phone, base, named('微网格员'))
  await synced(phone)
  await phone.goto(`${base}/m/bulletins`)
  await phone.locator('.row', { hasText: title }).waitFor()
  await inspect(phone, 'bulletins on the phone')
  const read = phone.waitForResponse((answer) => answer.url().endsWith('/read'))
  await phone.locator('.row', { hasText: title }).click()
  await phone.locator('article .line', { hasText: '周三上午停水。' }).waitFor()
  must((await read).ok(), 'reading was not noted')
  await inspect(phone, 'a bulletin on the phone')

  const resident = await open(PHONE)
  await resident.goto(`${base}/r/`)
  await resident.locator('nav.tabs a', { hasText: '通知' }).click()
  await resident.locator('select#street').selectOption({ label: '合作街道' })
  await resident.locator('article h2', { hasText: title }).waitFor()
  await bothLooks(resident, 'bulletins for residents')

  await page.reload()
  await page.locator('.readers').waitFor()
  must((await page.locator('.readers .quiet').textContent()) !== count, `nobody has read it: ${count}`)
  await page.locator('.acts .button', { hasText: '更正' }).click()
  await page.locator('form textarea').fill('改为周四上午停水。')
  await page.locator('form input[maxlength="200"]').fill('日期改为周四')
  const corrected = acted(page)
  await page.locator('form .main:not([disabled])').click()
  must((await corrected).ok(), 'correcting was refused')
  await page.locator('.notice', { hasText: '日期改为周四' }).waitFor()
  await resident.reload()
  await resident.locator('article .notice', { hasText: '日期改为周四' }).waitFor()

  await page.locator('.acts .button', { hasText: '撤回' }).click()
  await page.locator('dialog textarea').fill('水务通知取消')
  const withdrawn = acted(page)
  await page.locator('dialog .main').click()
  must((await withdrawn).ok(), 'withdrawing was refused')
  await page.locator('.notice.warn', { hasText: '水务通知取消' }).waitFor()
  await resident.reload()
  await resident.locator('h1').waitFor()
  await resident.locator('article h2', { hasText: '接种流感疫苗' }).waitFor()
  must(
    (await resident.locator('article h2', { hasText: title }).count()) === 0,
    'residents still see what was withdrawn',
  )
}

test('bulletins: from the desk to the phone and to residents, and withdrawn', told)
