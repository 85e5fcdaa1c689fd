// Stories in a browser against the real server, each from a new sign-in.
import { inspect, must, signIn, strictPolicy } from './stage.mjs'
import { ask } from './meanwhile.mjs'
import { test } from './story.mjs'

const rows = (page) => page.locator('.case-table tbody tr')
const total = async (page, base) =>
  (await ask(page, base, '/grid/places?under=510117019006&q=e2e&limit=50')).items.length

async function signInByClick({ base, page }) {
  await strictPolicy(page, `${base}/`)
  await page.goto(base)
  await page.waitForURL(/sign-in/)
  await page.locator('.demo li button').first().waitFor()
  await inspect(page, 'sign-in')
  await page.locator('.demo li button', { hasText: '坐席' }).first().click()
  await page.waitForURL(/\/cases/)
  await rows(page).first().waitFor()
  await inspect(page, 'queue')
}

/** Filters, opens, accepts by shortcut, and resolves with its form. */
async function work({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await rows(page).first().waitFor()
  const community = page.locator('.filters select').first()
  const filtered = page.waitForResponse((answer) => /\/cases\?.*under=/.test(answer.url()))
  await community.selectOption({ index: 1 })
  await filtered
  const { items } = await ask(page, base, '/cases?view=waiting&limit=50')
  const one = items.find((row) => row.placing === 'sure')
  must(one, 'no settled case waits to be accepted')
  await page.goto(`${base}/cases?view=waiting&case=${one.id}`)
  await page.locator('article h2', { hasText: one.title }).waitFor()
  const accepted = page.waitForResponse((answer) => answer.url().endsWith('/actions'))
  await page.keyboard.press('a')
  must((await accepted).ok(), 'accepting by key was refused')
  const done = page.locator('article .acts button', { hasText: '处置完成' })
  await page
    .locator('article .acts button', { hasText: /开始|处置完成/ })
    .first()
    .waitFor()
  if ((await done.count()) === 0) await page.locator('article .acts button', { hasText: '开始' }).click()
  await done.click()
  await page.locator('dialog textarea').fill('已到现场清理完毕，楼道恢复畅通。')
  await inspect(page, 'resolve form')
  const resolved = page.waitForResponse((answer) => answer.url().endsWith('/actions'))
  await page.locator('dialog .ui-dialog-foot .main').click()
  const answer = await resolved
  must(answer.ok(), `resolving was refused: ${await answer.text()}`)
  await page.locator('dialog').waitFor({ state: 'detached' })
  must((await ask(page, base, `/cases/${one.id}`)).status === 'resolved', 'the case is not resolved')
}

async function record({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases/new`)
  await page.locator('fieldset input').first().fill('楼道里的灯不亮了')
  await page.locator('.address input').fill('逸景花园')
  await page.locator('.place.unsure').waitFor()
  await page.locator('.place.unsure input').first().check()
  await inspect(page, 'new case, unsure')
  await page.locator('.address input').fill('逸景花园3栋')
  await page.locator('.place.sure').waitFor()
  await inspect(page, 'new case')
  await page.locator('aside .main').click()
  await page.waitForURL(/\/cases\/[0-9a-f]{8}-/)
  await page.locator('article .facts').waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const { owner } = await ask(page, base, `/cases/${id}`)
  must(owner, 'the new case has no owner')
  await page.locator('article .facts dd', { hasText: owner.name }).waitFor()
  await inspect(page, 'case')
}

async function map({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/map`)
  await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
  await page.locator('.side li button').first().click()
  await page.locator('.cell h2').waitFor()
  await page.locator('.cell li').first().waitFor()
  await inspect(page, 'map')
}

async function duty({ base, page }) {
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/people`)
  await page.locator('.alarm li').first().waitFor()
  await page.locator('tbody tr').first().waitFor()
  await inspect(page, 'duty')
  await page.locator('tbody td a').first().click()
  await page.locator('.page.narrow h2').first().waitFor()
  await inspect(page, 'account')
  for (const path of ['/manual', '/outbox', '/inbox']) {
    await page.goto(base + path)
    await page.locator('main h2').first().waitFor()
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    if (path === '/manual') await page.locator('.kind ol li span', { hasText: /\S/ }).first().waitFor()
    await inspect(page, path)
  }
}

const table = (code) => ({
  name: 'e2e.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`小区,栋,单元,室,网格编码\ne2e苑,1,1,101,51011701900600901\ne2e苑,1,1,102,${code}\n`),
})

/** A bad cell rejects the file, until the good rows are imported alone; the bad one is returned, corrected and imported. */
async function imports({ base, page }) {
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/imports`)
  await page.locator('input[value=directory]').check({ force: true })
  await page.locator('input[type=file]').setInputFiles(table('5101170190060099'))
  await page.locator('.drop b', { hasText: 'e2e.csv' }).waitFor()
  await page.getByRole('button', { name: '试算' }).click()
  await page.locator('td', { hasText: 'E3' }).waitFor()
  await page.locator('td', { hasText: '网格编码' }).first().waitFor()
  await inspect(page, 'import')
  must((await total(page, base)) === 0, 'a dry run wrote')
  const given = page.waitForEvent('download')
  await page.getByRole('button', { name: '导入其余 1 行，把有问题的 1 行给我' }).click()
  const bad = await (
    await given
  )
    .createReadStream()
    .then((stream) => stream.toArray())
    .then((parts) => Buffer.concat(parts).toString())
  await page.locator('.bar.ok').waitFor()
  await page.locator('.notice.danger', { hasText: '其余 1 行已导入' }).waitFor()
  must((await total(page, base)) === 1, 'the good row did not go in alone')
  must(bad.includes('5101170190060099') && !bad.includes(',101,'), `the file of bad rows is not the bad row: ${bad}`)
  await inspect(page, 'import of the rest')
  await page.getByRole('button', { name: '再导入一份' }).click()
  const mended = Buffer.from(bad.replace('5101170190060099', '51011701900600901'))
  await page.locator('input[type=file]').setInputFiles({ name: 'bad-rows.csv', mimeType: 'text/csv', buffer: mended })
  await page.locator('.drop b', { hasText: 'bad-rows.csv' }).waitFor()
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByRole('button', { name: '正式导入 1 行' }).click()
  await page.locator('.bar.ok').waitFor()
  must((await total(page, base)) === 2, 'the mended row did not go in')
}

/** A resident reports, the desk resolves, and the resident answers by the link. */
async function resident({ base, page, phone }) {
  await strictPolicy(phone, `${base}/r/`)
  await phone.goto(`${base}/r/`)
  await phone.locator('#what').waitFor()
  await phone.locator('#what').fill('三栋楼下的路灯不亮，晚上老人看不见路。')
  await phone.locator('#address').fill('合作街道逸景花园3栋')
  await inspect(phone, 'report')
  await phone.locator('.send').click()
  await phone.locator('.done').waitFor()
  await inspect(phone, 'receipt')
  const number = (await phone.locator('.done dd.big').innerText()).trim()
  const link = await phone.locator('#link').inputValue()
  await phone.goto(link)
  await phone.locator('ol li').first().waitFor()
  await inspect(phone, 'track')

  await signIn(page, base, 'zuoxi1')
  const found = (await ask(page, base, `/cases?view=all&q=${number}`)).items[0]
  must(found, `the desk does not find ${number}`)
  await page.goto(`${base}/cases/${found.id}`)
  await page.locator('article .acts button').first().waitFor()
  for (const word of [/受理|由我承办/, '开始']) {
    const act = page.locator('article .acts button', { hasText: word })
    if ((await act.count()) === 0) continue
    const answer = page.waitForResponse((each) => each.url().endsWith('/actions'))
    await act.click()
    await answer
    await page
      .locator('article .acts button', { hasText: word === '开始' ? '处置完成' : /开始|处置完成/ })
      .first()
      .waitFor()
  }
  await page.locator('article .acts button', { hasText: '处置完成' }).click()
  await page.locator('dialog textarea').fill('灯已换好，亮了。')
  await page.locator('dialog .ui-dialog-foot .main').click()
  await page.locator('dialog').waitFor({ state: 'detached' })

  await phone.reload()
  await phone.locator('.ask .main').click()
  await phone.locator('.notice.ok').waitFor()
  await inspect(phone, 'answered')
}

async function english({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await rows(page).first().waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page
    .locator('.side a', { hasText: /[A-Z][a-z]+/ })
    .first()
    .waitFor()
  must((await page.evaluate(() => document.documentElement.lang)) === 'en', 'the page does not say that it is English')
  await inspect(page, 'queue in English', 'en')
  const words = await page.locator('.side .rooms').innerText()
  must(!/[\u4e00-\u9fff]/.test(words), `Chinese in the English side bar: ${words}`)
}

/** A role without cases starts at the map, without refusals. */
async function administrator({ base, page }) {
  await signIn(page, base, 'xitong')
  await page.waitForURL(/\/map/)
  await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
}

test('sign in by a click', signInByClick)
test('work a case', work)
test('record a case', record)
test('read the map', map)
test('see who answers', duty)
test('import a table', imports)
test('a resident reports and answers', resident)
test('switch to English', english)
test('an administrator without cases', administrator)
