// What a page does while an alert waits for an answer: the title, the badge of the app, and the ringing with its pauses.
import { computed, shallowRef, watch } from 'vue'
import { locale } from '@weiguang/i18n/t'
import { audible, loudness, shake, tone, vibrates } from './sound'
import { markTitle } from './title'
import { t } from './words'

/** An alert that nobody has answered; `mine`: whoever is signed in here is the one who has to. */
export interface Unanswered {
  id: string
  mine: boolean
}

const SECOND = 1_000
/** When it rings, counted from the first moment: for whoever has to answer, with pauses that grow, for five minutes. */
export const ROUNDS = [0, 10, 25, 45, 75, 120, 180, 240, 300].map((at) => at * SECOND)
/** For who only sees it, among them whoever measured: once, and once more when nobody has answered after three minutes. */
export const BESIDE = [0, 180].map((at) => at * SECOND)

export interface AlarmPorts {
  ring(): void
  badge(n: number): void
}

export function createAlarm(ports: AlarmPorts) {
  const waiting = shallowRef<Unanswered[]>([])
  const timers = new Map<string, ReturnType<typeof setTimeout>[]>()
  let shown = -1
  const count = computed(() => waiting.value.length)

  function stop(id: string): void {
    timers.get(id)?.forEach(clearTimeout)
    timers.delete(id)
  }
  function begin(one: Unanswered): void {
    stop(one.id)
    const [, ...later] = one.mine ? ROUNDS : BESIDE
    timers.set(
      one.id,
      later.map((at) => setTimeout(ports.ring, at)),
    )
    ports.ring()
  }

  return {
    waiting,
    count,
    /** All that wait now. */
    set(now: Unanswered[]): void {
      const before = new Map(waiting.value.map((one) => [one.id, one]))
      const ids = new Set(now.map((one) => one.id))
      for (const id of before.keys()) if (!ids.has(id)) stop(id)
      waiting.value = now
      for (const one of now) {
        const was = before.get(one.id)
        // One that came to be mine, because whoever had it did not answer, rings from the beginning.
        if (!was || (one.mine && !was.mine)) begin(one)
        else if (was.mine && !one.mine) stop(one.id)
      }
      if (shown !== now.length) ports.badge((shown = now.length))
    },
    /** Somebody looks: these ring no more; they stay in the title until they are answered. */
    hush(ids: string[]): void {
      ids.forEach(stop)
    },
  }
}

/** In one tab of the browser only, and there in one that can: two do not ring at the same time. */
function ring(): void {
  const sounds = loudness.value === 'ring' && audible.value
  const shakes = vibrates && (loudness.value === 'ring' || loudness.value === 'shake')
  if (!sounds && !shakes) return
  const now = () => {
    if (sounds) tone()
    if (shakes) shake()
  }
  if (!navigator.locks) return now()
  void navigator.locks.request('weiguang-ring', { ifAvailable: true }, async (lock) => {
    if (!lock) return
    now()
    await new Promise((done) => {
      setTimeout(done, 1_500)
    })
  })
}
function badge(n: number): void {
  // Beside an open page this is what shows on the home screen; not every browser has it.
  if (n > 0) void navigator.setAppBadge?.(n).catch(() => null)
  else void navigator.clearAppBadge?.().catch(() => null)
}

export const alarm = createAlarm({ ring, badge })
const tabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('weiguang-hush') : null
tabs?.addEventListener('message', ({ data }: MessageEvent<string[]>) => alarm.hush(data))
/** Whoever looks in one tab has heard it in all of them. */
export function hushAll(): void {
  const ids = alarm.waiting.value.map((one) => one.id)
  alarm.hush(ids)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is of this origin by nature
  tabs?.postMessage(ids)
}

/** Keeps the title as long as somebody is signed in; gives what ends it, with the badge and the ringing. */
export function startAlarm(): () => void {
  const end = watch([alarm.count, locale], ([n]) => markTitle(n > 0 ? `(${n}) ${t('live.title')}` : ''), {
    immediate: true,
  })
  return () => {
    end()
    alarm.set([])
    markTitle('')
  }
}
