// Requests beside the open page, under its session, and what somebody else does to a case meanwhile.
import { must } from './stage.mjs'

export const ask = async (page, base, path) => (await page.request.get(`${base}/api/v1${path}`)).json()
export const send = (page, base, path, data, headers = {}) =>
  page.request.post(`${base}/api/v1${path}`, {
    data,
    headers: { 'X-Weiguang': '1', 'Idempotency-Key': crypto.randomUUID(), ...headers },
  })

/** What somebody else does to a case meanwhile, at the version that it has then. */
export async function others(page, base, id, act) {
  const { version } = await ask(page, base, `/cases/${id}`)
  const answer = await send(page, base, `/cases/${id}/actions`, act, { 'If-Match': `"${version}"` })
  must(answer.ok(), `what somebody else did was refused: ${await answer.text()}`)
}
/** Another kind of matter: who accepts or starts a case decides on the kind that they see. */
export async function another(page, base, id) {
  const { kind } = await ask(page, base, `/cases/${id}`)
  return { action: 'kind', kind: kind.id === 'rubbish-piled' ? 'street-light-out' : 'rubbish-piled' }
}
