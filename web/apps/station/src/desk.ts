// The signed-in account at this desk, and the key for unsent data.
import { computed, reactive } from 'vue'
import { learnClock, serverNow } from '@weiguang/api/clock'
import { Problem } from '@weiguang/api/problem'
import type { Me } from '@weiguang/api/resources'
import { leaveIfWished, wishToLeave } from '@weiguang/offline/leaving'
import { clockOffset, keepOffset } from '@weiguang/offline/pack'
import { held, lock, unlock } from '@weiguang/offline/vault'
import { reach } from './line'

/** `out`: not signed in; `barred`: signed in without a station role. */
type Stage = 'starting' | 'out' | 'barred' | 'open'

export const desk = reactive({
  stage: 'starting' as Stage,
  me: null as Me | null,
  owner: null as string | null,
  /** The session ended automatically. */
  ended: false,
  online: navigator.onLine,
  /** Whether the last call was answered. */
  reached: true,
})
export const may = (verb: string) => desk.me?.verbs.includes(verb) ?? true
export const lineUp = computed(() => desk.online && desk.reached)

let key: CryptoKey | null = null
/** Without https there is no encryption, so nothing is stored: data lasts until the page is closed. */
export const vaultKey = () => key

/** A browser without storage works until the page is closed. */
const leftBefore = () => leaveIfWished().catch(() => null)
/** Once online, checks the session at once, which also detects the connection. */
addEventListener('online', () => {
  desk.online = true
  void leftBefore().then(() => (desk.stage === 'open' ? stillMe() : null))
})
addEventListener('offline', () => {
  desk.online = false
})

async function enter(me: Me): Promise<void> {
  // The key first, so that stored items can be read once the owner is known.
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

/** The browser's session; without an answer, the account whose key is still valid by the server's last known time. */
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

/** Checks the session again: after an unanswered start, and before sending with the browser's session. */
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
