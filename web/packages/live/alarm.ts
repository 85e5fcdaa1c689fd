// What a page does while an alert awaits acknowledgement: title, app badge, and ringing with pauses.
import { computed, shallowRef, watch } from 'vue'
import { locale } from '@weiguang/i18n/t'
import { audible, loudness, shake, tone, vibrates } from './sound'
import { markTitle } from './title'
import { t } from './words'

/** An unacknowledged alert; `mine`: the signed-in person has to acknowledge it. */
export interface Unanswered {
  id: string
  mine: boolean
}

const SECOND = 1_000
/** Times of ringing for the responsible person: growing pauses, for five minutes. */
export const ROUNDS = [0, 10, 25, 45, 75, 120, 180, 240, 300].map((at) => at * SECOND)
/** For others who see it, such as who measured: once, and again after three minutes. */
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
    /** All unacknowledged alerts. */
    set(now: Unanswered[]): void {
      const before = new Map(waiting.value.map((one) => [one.id, one]))
      const ids = new Set(now.map((one) => one.id))
      for (const id of before.keys()) if (!ids.has(id)) stop(id)
      waiting.value = now
      for (const one of now) {
        const was = before.get(one.id)
        // One that was escalated to me rings from the beginning.
        if (!was || (one.mine && !was.mine)) begin(one)
        else if (was.mine && !one.mine) stop(one.id)
      }
      if (shown !== now.length) ports.badge((shown = now.length))
    },
    /** Stops ringing because somebody looked; the title is unchanged until acknowledgement. */
    hush(ids: string[]): void {
      ids.forEach(stop)
    },
  }
}

/** Rings in one tab only, and in one that can. */
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
  // The app badge on the home screen; not in every browser.
  if (n > 0) void navigator.setAppBadge?.(n).catch(() => null)
  else void navigator.clearAppBadge?.().catch(() => null)
}

export const alarm = createAlarm({ ring, badge })
const tabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('weiguang-hush') : null
tabs?.addEventListener('message', ({ data }: MessageEvent<string[]>) => alarm.hush(data))
/** Looking in one tab stops the ringing in all. */
export function hushAll(): void {
  const ids = alarm.waiting.value.map((one) => one.id)
  alarm.hush(ids)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is of this origin by nature
  tabs?.postMessage(ids)
}

/** Maintains the title while somebody is signed in; returns a function that ends it, badge and ringing. */
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
