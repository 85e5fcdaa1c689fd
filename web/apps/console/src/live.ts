// One stream of changes for the whole console, opened while any page listens and closed after the last one left.
import { onScopeDispose } from 'vue'
import { BASE } from '@weiguang/api/client'
import type { LiveEvent } from '@weiguang/api/resources'

const TOLD = ['cases.changed', 'care.changed', 'visits.changed'] as const
export type Told = (typeof TOLD)[number]
/** `missed`: the stream was cut or too slow, so that something may have changed without a word. */
interface Listener { heard: (event: LiveEvent) => void; missed: () => void }
const SOONEST = 2_000
const LATEST = 60_000
const listeners = new Map<Listener, Told>()
let stream: EventSource | null = null
let cut = false
let wait = SOONEST
let again: ReturnType<typeof setTimeout> | undefined

function heard(message: MessageEvent<string>, told: Told): void {
  try {
    const event = JSON.parse(message.data) as LiveEvent
    for (const [listener, about] of listeners) if (about === told) listener.heard(event)
  } catch {
    // A line that is not ours (a proxy's keep-alive) says nothing of either.
  }
}
function missed(): void {
  for (const listener of listeners.keys()) listener.missed()
}
function open(): void {
  stream = new EventSource(`${BASE}/live`, { withCredentials: true })
  for (const about of TOLD) stream.addEventListener(about, (message) => heard(message, about))
  stream.addEventListener('lagged', missed)
  stream.addEventListener('open', () => {
    if (cut) missed()
    cut = false
    wait = SOONEST
  })
  stream.addEventListener('error', () => {
    cut = true
    // A cut line the browser mends by itself; after a refusal, such as a gateway's while the server starts anew, it gives up.
    if (stream?.readyState !== EventSource.CLOSED) return
    again = setTimeout(open, wait)
    wait = Math.min(LATEST, wait * 2)
  })
}
function close(): void {
  clearTimeout(again)
  stream?.close()
  stream = null
  cut = false
  wait = SOONEST
}

export function onLive(about: Told, listener: Listener): void {
  listeners.set(listener, about)
  if (!stream && typeof EventSource === 'function') open()
  onScopeDispose(() => {
    listeners.delete(listener)
    if (listeners.size === 0) close()
  })
}
