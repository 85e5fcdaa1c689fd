// Who is at this desk, and under which key it keeps what was not sent yet.
import { computed, reactive } from 'vue'
import { learnClock, serverNow } from '@weiguang/api/clock'
import { Problem } from '@weiguang/api/problem'
import type { Me } from '@weiguang/api/resources'
import { leaveIfWished, wishToLeave } from '@weiguang/offline/leaving'
import { clockOffset, keepOffset } from '@weiguang/offline/pack'
import { held, lock, unlock } from '@weiguang/offline/vault'
import { reach } from './line'

/** `out`: nobody is signed in; `barred`: signed in, and not somebody who works at a station. */
type Stage = 'starting' | 'out' | 'barred' | 'open'

export const desk = reactive({
  stage: 'starting' as Stage,
  me: null as Me | null,
  owner: null as string | null,
  /** The session ended by itself. */
  ended: false,
  online: navigator.onLine,
  /** Whether the last call was answered. */
  reached: true,
})
export const may = (verb: string) => desk.me?.verbs.includes(verb) ?? true
export const lineUp = computed(() => desk.online && desk.reached)

let key: CryptoKey | null = null
/** Without https a browser has no cipher, and nothing that was measured is kept where it could be read: it then lasts as long as the page. */
export const vaultKey = () => key

/** A browser that keeps nothing works as long as its page does. */
const leftBefore = () => leaveIfWished().catch(() => null)
/** With a network again the server is asked at once who is in: nobody waits for the next reading to learn that the line is up. */
addEventListener('online', () => {
  desk.online = true
  void leftBefore().then(() => (desk.stage === 'open' ? stillMe() : null))
})
addEventListener('offline', () => {
  desk.online = false
})

async function enter(me: Me): Promise<void> {
  // The key first: what waits here is read as soon as its owner is known.
  key = crypto.subtle
    ? await unlock()
        .then((row) => (row.owner === me.id ? row.key : null))
        .catch(() => null)
    : null
  void keepOffset(serverNow() - Date.now()).catch(() => null)
  desk.me = me
  desk.owner = me.id
  desk.ended = false
  desk.stage = me.verbs.includes('care.measure') || me.verbs.includes('care.station') ? 'open' : 'barred'
}

/** A session that the browser still holds; without an answer, the one whose key is still valid here, by the server's clock as it was last heard. */
export async function start(): Promise<void> {
  learnClock(new Date(Date.now() + (await clockOffset().catch(() => 0))).toISOString())
  await leftBefore()
  try {
    await enter(await reach<Me>('/session'))
  } catch (thrown) {
    const silent = thrown instanceof Problem && thrown.status === 0
    const row = silent && crypto.subtle ? await held(serverNow()).catch(() => null) : null
    if (!row) {
      desk.stage = 'out'
      return
    }
    key = row.key
    desk.owner = row.owner
    desk.stage = 'open'
  }
}

/** Asks who is in once more: after a silence at the start, and before somebody's work is sent under the name that the browser holds now. */
export async function stillMe(): Promise<boolean> {
  const me = await reach<Me>('/session').catch((thrown: Problem) => {
    if (thrown.status === 401) sessionOver()
    return null
  })
  if (me?.id === desk.owner) desk.me = me
  else if (me) await enter(me)
  return me !== null && me.id === desk.owner
}

export async function signIn(login: string, password: string): Promise<void> {
  await leftBefore()
  await enter(await reach<Me>('/session', { method: 'POST', json: { login, password } }))
}

export function sessionOver(): void {
  if (desk.stage !== 'open' && desk.stage !== 'barred') return
  leave()
  desk.ended = true
}
export async function signOut(): Promise<void> {
  await wishToLeave().catch(() => null)
  leave()
  await leftBefore() // a lost answer must not keep someone in: it is asked for again
}
function leave(): void {
  key = null
  if (crypto.subtle) void lock().catch(() => null)
  desk.me = null
  desk.owner = null
  desk.stage = 'out'
}
