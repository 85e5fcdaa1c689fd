// The note of a change is stored with its version, and not copied to the next one.
import { bothLooks, must, signIn } from './stage.mjs'
import { test } from './story.mjs'

const KIND = 'fire-hydrant'
const NOTE = '先拍照再劝离'

async function history({ base, page }) {
  await signIn(page, base, 'xitong')
  await page.goto(`${base}/manual/edit?kind=${KIND}`)
  const area = page.locator('textarea')
  await area.waitFor()
  await page.locator('.kind-body li').first().waitFor()
  await area.fill((await area.inputValue()).replace(/^1\. /m, '1. 先拍照。'))
  await page.locator('.kind-body li', { hasText: '先拍照' }).waitFor()
  await page.locator('header .main:not([disabled])').click()
  await page.locator('dialog input').fill(NOTE)
  await page.locator('dialog .ui-dialog-foot .main').click()
  await page.waitForURL((url) => url.pathname === '/manual' && url.searchParams.get('kind') === KIND)
  const kept = await (await page.request.get(`${base}/api/v1/manual/kinds/${KIND}/text`)).json()
  must(kept.text.includes(NOTE) && kept.version === 2, 'the note did not reach the server')

  await page.goto(`${base}/manual/edit?kind=${KIND}`)
  await page.locator('.kind-body li').first().waitFor()
  must(
    !(await page.locator('textarea').inputValue()).includes(NOTE),
    'the next version begins with the note of the last',
  )

  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/manual/edit?kind=${KIND}`)
  await page.waitForURL((url) => url.pathname === '/manual') // the editor is not for a dispatcher
  await page.locator('details.history summary').click()
  await page.locator('.history li', { hasText: '第 2 版' }).filter({ hasText: NOTE }).waitFor()
  must((await page.locator('.history li').count()) === 2, 'the history does not list both versions')
  await page.locator('.history li', { hasText: '系统自带' }).waitFor()
  await bothLooks(page, 'history of a kind')
}

test('what changed in the manual is told', history)
