// One stream of changes for the whole console, opened while any page listens and closed after the last one left.
import { onScopeDispose } from 'vue'
import { BASE } from '@weiguang/api/client'
import type { LiveEvent } from '@weiguang/api/resources'

type Listener = (event: LiveEvent) => void
const listeners = new Set<Listener>()
let stream: EventSource | null = null

function heard(message: MessageEvent<string>): void {
  try {
    const event = JSON.parse(message.data) as LiveEvent
    for (const listener of listeners) listener(event)
  } catch {
    // A line that is not ours (a proxy's keep-alive) says nothing about cases.
  }
}

export function onLive(listener: Listener): void {
  listeners.add(listener)
  if (!stream && typeof EventSource === 'function') {
    stream = new EventSource(`${BASE}/live`, { withCredentials: true })
    stream.addEventListener('message', heard)
    stream.addEventListener('cases.changed', heard)
  }
  onScopeDispose(() => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stream?.close()
    stream = null
  })
}
