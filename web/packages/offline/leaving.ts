// Offline sign-out: the session is ended on the server before anything else once there is a network.
import { phone } from './store'
import { call } from './wire'

const WISH = 'leaving'

export async function wishToLeave(): Promise<void> {
  await (await phone()).put('meta', { id: WISH, value: 1 })
}

let leaving: Promise<void> | null = null
/** A new sign-in waits, so that the end of one session never follows the start of the next. */
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
