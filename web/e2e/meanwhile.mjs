// Requests with the page's session, and changes of a case by somebody else.
import { must, signIn } from './stage.mjs'

export const ask = async (page, base, path) => (await page.request.get(`${base}/api/v1${path}`)).json()
export const send = (page, base, path, data, headers = {}) =>
  page.request.post(`${base}/api/v1${path}`, {
    data,
    headers: { 'X-Weiguang': '1', 'Idempotency-Key': crypto.randomUUID(), ...headers },
  })

/** Another person's action on a case, with its present version. */
export async function others(page, base, id, act) {
  const { version } = await ask(page, base, `/cases/${id}`)
  const answer = await send(page, base, `/cases/${id}/actions`, act, { 'If-Match': `"${version}"` })
  must(answer.ok(), `what somebody else did was refused: ${await answer.text()}`)
}
/** Changes the kind, which conflicts with accepting and starting. */
export async function another(page, base, id) {
  const { kind } = await ask(page, base, `/cases/${id}`)
  return { action: 'kind', kind: kind.id === 'rubbish-piled' ? 'street-light-out' : 'rubbish-piled' }
}

/** Another person records the resident's answer and closes the case, by keyboard only. */
export async function answeredByKeys(page, base, id) {
  const acted = () => page.waitForResponse((answer) => answer.url().endsWith('/actions'))
  await signIn(page, base, 'zuoxi2')
  await page.goto(`${base}/cases/${id}`)
  await page.locator('article [data-status=resolved]').waitFor()
  await page.keyboard.press('o')
  await page.locator('dialog input[type=radio]').first().waitFor()
  const on = (name) =>
    page.evaluate(
      (wanted) => document.activeElement?.getAttribute('name') === wanted || document.activeElement?.tagName === wanted,
      name,
    )
  for (const name of ['answer', 'way']) {
    while (!(await on(name))) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
  }
  while (!(await on('TEXTAREA'))) await page.keyboard.press('Tab')
  await page.keyboard.type('修好了，谢谢。')
  const answered = acted()
  await page.keyboard.press('Control+Enter')
  must((await answered).ok(), 'the answer was refused')
  await page.locator('dialog').waitFor({ state: 'detached' })
  const closed = acted()
  await page.keyboard.press('e')
  must((await closed).ok(), 'closing was refused')
}
