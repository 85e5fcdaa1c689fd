// Signing out without a network: the session is ended on the server as soon as there is one, before anything else is done there.
import { phone } from './store'
import { call } from './wire'

const WISH = 'leaving'

export async function wishToLeave(): Promise<void> {
  await (await phone()).put('meta', { id: WISH, value: 1 })
}

let leaving: Promise<void> | null = null
/** Whoever signs in meanwhile waits: the end of one session never comes after the beginning of the next. */
export function leaveIfWished(): Promise<void> {
  leaving ??= leave().finally(() => {
    leaving = null
  })
  return leaving
}
async function leave(): Promise<void> {
  const db = await phone()
  if (!(await db.get('meta', WISH))) return
  const done = await call('/session', { method: 'DELETE' }).catch(() => null)
  if (done && done.status < 500) await db.delete('meta', WISH)
}
