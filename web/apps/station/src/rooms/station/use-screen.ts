// The stream of a calling screen; reconnects until its link is revoked.
import { ref } from 'vue'
import { BASE } from '@weiguang/offline/wire'
import type { Screen } from '../../resources'

/** A stream that is silent this long is dead. */
const BEAT = 15_000

export function useScreen(token: string, take: (next: Screen) => void, gone: () => void) {
  const tie = ref<'opening' | 'live' | 'lost' | 'gone'>('opening')
  let stream: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let beat: ReturnType<typeof setInterval> | undefined
  let wait = 1_000
  let heard = 0

  function hear(next: Screen): void {
    take(next)
    tie.value = 'live'
    heard = Date.now()
    wait = 1_000
  }
  function open(): void {
    clearTimeout(again)
    stream?.close()
    stream = new EventSource(`${BASE}/public/screens/${token}/live`)
    stream.addEventListener('screen', (event: MessageEvent<string>) => hear(JSON.parse(event.data) as Screen))
    stream.addEventListener('open', () => {
      heard = Date.now()
    })
    stream.addEventListener('gone', () => withdrawn())
    stream.addEventListener('error', () => {
      if (tie.value === 'gone') return
      tie.value = 'lost'
      if (stream?.readyState === EventSource.CLOSED) later()
    })
  }
  /** Browsers do not reconnect after a refusal: checks whether the link is valid, and reconnects. */
  function later(): void {
    clearTimeout(again)
    again = setTimeout(async () => {
      const answer = await fetch(`${BASE}/public/screens/${token}`).catch(() => null)
      if (answer?.status === 404) return withdrawn()
      if (answer?.ok && /json/.test(answer.headers.get('Content-Type') ?? '')) hear((await answer.json()) as Screen)
      open()
    }, wait)
    wait = Math.min(30_000, wait * 2)
  }
  function withdrawn(): void {
    tie.value = 'gone'
    gone()
    stream?.close()
    clearTimeout(again)
  }
  const reconnect = () => {
    if (tie.value !== 'gone') open()
  }
  const cut = () => {
    if (tie.value !== 'gone') tie.value = 'lost'
  }
  return {
    tie,
    begin(): void {
      open()
      addEventListener('online', reconnect)
      addEventListener('offline', cut)
      beat = setInterval(() => {
        if (tie.value === 'live' && stream?.readyState !== EventSource.OPEN && Date.now() - heard > BEAT)
          tie.value = 'lost'
      }, 5_000)
    },
    end(): void {
      stream?.close()
      clearTimeout(again)
      clearInterval(beat)
      removeEventListener('online', reconnect)
      removeEventListener('offline', cut)
    },
  }
}
