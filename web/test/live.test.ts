// The shared live stream: leadership, takeover, refetching after silence, and ringing.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BESIDE, createAlarm, ROUNDS } from '@weiguang/live/alarm'
import { rounds } from '@weiguang/live/rounds'
import {
  ANSWER,
  createLive,
  ORPHANED,
  SILENCE,
  type Channel,
  type Kind,
  type Listener,
  type Locks,
  type Ports,
  type Source,
  type Word,
} from '@weiguang/live/stream'

/** A browser with tabs: streams, locks, and channels; a frozen tab neither receives nor sends. */
class Browser {
  streams: FakeStream[] = []
  channels = new Map<string, { tab: FakeTab; hear: (word: Word) => void }[]>()
  queue: { name: string; tab: FakeTab; start: () => void }[] = []
  holders = new Map<string, { tab: FakeTab; rob: () => void }>()
  online = true
  /** Grants the lock to the first in the queue. */
  next(name: string) {
    this.holders.delete(name)
    const at = this.queue.findIndex((one) => one.name === name)
    if (at >= 0) this.queue.splice(at, 1)[0]!.start()
  }
  get open() {
    return this.streams.filter((one) => one.readyState !== 2)
  }
}
class FakeStream implements Source {
  readyState = 0
  private ears = new Map<string, ((event: MessageEvent<string>) => void)[]>()
  constructor(readonly tab: FakeTab) {
    tab.browser.streams.push(this)
  }
  addEventListener(kind: string, hear: (event: MessageEvent<string>) => void) {
    this.ears.set(kind, [...(this.ears.get(kind) ?? []), hear])
  }
  close() {
    this.readyState = 2
  }
  say(kind: string, data: unknown = {}) {
    if (this.readyState === 2 && kind !== 'error') throw new Error('a closed stream says nothing')
    if (!this.tab.frozen)
      this.ears.get(kind)?.forEach((hear) => hear({ data: JSON.stringify(data) } as MessageEvent<string>))
  }
  accept() {
    this.readyState = 1
    this.say('open')
  }
  cut() {
    this.readyState = 0
    this.say('error')
  }
  refuse() {
    this.readyState = 2
    this.say('error')
  }
}
class FakeTab {
  hidden = false
  frozen = false
  heard: string[] = []
  private ears: Record<string, (() => void)[]> = {}
  live: ReturnType<typeof createLive>
  constructor(
    readonly browser: Browser,
    shared = true,
  ) {
    const locks: Locks = {
      request: (name, options, hold) =>
        new Promise((done, fail) => {
          const start = () => {
            const mine = { tab: this, rob: () => fail(new DOMException('stolen', 'AbortError')) }
            browser.holders.set(name, mine)
            const held = hold()
            const free = () => {
              if (browser.holders.get(name) !== mine) return
              done(null)
              browser.next(name)
            }
            if (held) void held.then(free)
            else queueMicrotask(free)
          }
          const waiting = { name, tab: this, start }
          options.signal?.addEventListener('abort', () => {
            browser.queue = browser.queue.filter((one) => one !== waiting)
            fail(new DOMException('gave up', 'AbortError'))
          })
          if (options.steal) {
            browser.holders.get(name)?.rob()
            start()
          } else if (browser.holders.has(name)) browser.queue.push(waiting)
          else start()
        }),
    }
    const channel = (name: string): Channel => {
      const all = browser.channels.get(name) ?? []
      browser.channels.set(name, all)
      const mine: { tab: FakeTab; hear: (word: Word) => void } = { tab: this, hear: () => {} }
      all.push(mine)
      return {
        send: (word) => {
          if (!this.frozen) for (const one of all) if (one !== mine && !one.tab.frozen) one.hear(word)
        },
        hear: (heard) => {
          mine.hear = heard
        },
        close: () => {
          all.splice(all.indexOf(mine), 1)
        },
      }
    }
    const ports: Ports = {
      source: () => new FakeStream(this),
      channel,
      locks: shared ? locks : null,
      hidden: () => this.hidden,
      online: () => browser.online,
      random: () => 0.5,
      on: (what, hear) => {
        this.ears[what] = [...(this.ears[what] ?? []), hear]
        return () => {
          this.ears[what] = this.ears[what]!.filter((one) => one !== hear)
        }
      },
    }
    this.live = createLive(ports)
    const note = (word: string) => () => {
      this.heard.push(word)
    }
    const listener: Listener = {
      heard: (kind, change) => {
        this.heard.push(`${kind} ${change.id}`)
      },
      missed: note('missed'),
      opened: note('opened'),
      cut: note('cut'),
      refused: note('refused'),
    }
    this.live.listen(listener)
    this.live.enter('nurse')
  }
  fire(what: string) {
    this.ears[what]?.forEach((hear) => hear())
  }
  hide(hidden: boolean) {
    this.hidden = hidden
    this.fire('visibilitychange')
  }
  /** Closes the tab without notice: the browser passes its lock on. */
  shut() {
    this.frozen = true
    this.browser.streams.filter((one) => one.tab === this).forEach((one) => one.close())
    this.browser.queue = this.browser.queue.filter((one) => one.tab !== this)
    for (const [name, { tab }] of this.browser.holders) if (tab === this) this.browser.next(name)
  }
  take() {
    return this.heard.splice(0)
  }
}
const change = (id: string) => ({ id, code: '51011701900600901', version: 1, status: 'raised' })
/** The server is up, and nothing happens. */
async function beats(stream: FakeStream, count: number) {
  for (let n = 0; n < count; n += 1) {
    await vi.advanceTimersByTimeAsync(20_000)
    stream.say('beat')
  }
}
const CARE: Kind = 'care.changed'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('three tabs share one stream, and each hears all of it', () => {
  const browser = new Browser()
  const tabs = [new FakeTab(browser), new FakeTab(browser), new FakeTab(browser)]
  expect(browser.streams).toHaveLength(1)
  browser.streams[0]!.accept()
  browser.streams[0]!.say(CARE, change('a'))
  for (const tab of tabs) expect(tab.take()).toEqual(['opened', 'care.changed a'])
  // A later tab learns that the stream is open, and opens none.
  const late = new FakeTab(browser)
  browser.streams[0]!.say('lagged')
  expect(late.take()).toEqual(['opened', 'missed'])
  expect(browser.streams).toHaveLength(1)
})

test('when the tab that has the stream closes, another takes over and all ask for what they missed', async () => {
  const browser = new Browser()
  const [first, second, third] = [new FakeTab(browser), new FakeTab(browser), new FakeTab(browser)]
  browser.streams[0]!.accept()
  for (const tab of [first, second, third]) tab.take()
  first.shut()
  expect(browser.open).toHaveLength(1)
  browser.open[0]!.accept()
  browser.open[0]!.say(CARE, change('b'))
  for (const tab of [second, third]) expect(tab.take()).toEqual(['opened', 'missed', 'care.changed b'])
  // Signing out closes it, and the other tab checks who is signed in.
  second.live.leave()
  await vi.advanceTimersByTimeAsync(0)
  expect(third.take()).toContain('refused')
  expect(browser.open.map((one) => one.tab)).toEqual([third])
  third.live.leave()
  expect(browser.open).toEqual([])
})

test('a tab that is looked at takes the stream from one that is frozen, and gives it up when it is robbed itself', async () => {
  const browser = new Browser()
  const [leader, other] = [new FakeTab(browser), new FakeTab(browser)]
  browser.streams[0]!.accept()
  leader.take()
  other.take()
  other.hide(true)
  await beats(browser.streams[0]!, 3)
  // The leader answers and stays leader. Missed events are fetched at once.
  other.hide(false)
  expect(other.take()).toEqual(['missed'])
  await vi.advanceTimersByTimeAsync(ANSWER + 1)
  expect(browser.streams).toHaveLength(1)
  leader.frozen = true
  other.hide(true)
  await vi.advanceTimersByTimeAsync(1_000)
  other.hide(false)
  await vi.advanceTimersByTimeAsync(ANSWER + 1)
  expect(browser.streams).toHaveLength(2)
  browser.streams[1]!.accept()
  expect(other.take()).toEqual(['opened', 'missed'])
  // After thawing, the old leader has closed its stream and receives from the new one.
  leader.frozen = false
  await vi.advanceTimersByTimeAsync(0)
  expect(browser.open.map((one) => one.tab)).toEqual([other])
  leader.take()
  browser.streams[1]!.say(CARE, change('c'))
  expect(leader.take()).toEqual(['care.changed c'])
})

test('a leader that is silent for long is replaced though nobody touches a tab', async () => {
  const browser = new Browser()
  const [leader, other] = [new FakeTab(browser), new FakeTab(browser)]
  browser.streams[0]!.accept()
  leader.frozen = true
  await vi.advanceTimersByTimeAsync(ORPHANED + 15_000)
  expect(browser.open.some((one) => one.tab === other)).toBe(true)
})

test('a cut line is opened again with growing pauses, and then everything missed is asked for once', async () => {
  const browser = new Browser()
  const tab = new FakeTab(browser)
  browser.streams[0]!.accept()
  tab.take()
  browser.streams[0]!.cut()
  expect(tab.take()).toEqual(['cut'])
  expect(browser.open).toEqual([])
  for (const pause of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
    const before = browser.streams.length
    await vi.advanceTimersByTimeAsync(pause - 10)
    expect(browser.streams).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(20)
    expect(browser.streams).toHaveLength(before + 1)
    browser.streams.at(-1)!.cut()
  }
  await vi.advanceTimersByTimeAsync(60_000)
  browser.streams.at(-1)!.accept()
  expect(tab.take()).toEqual(['opened', 'missed'])
})

test('a line that died in silence is opened again, for the server sends a beat', async () => {
  const browser = new Browser()
  const tab = new FakeTab(browser)
  browser.streams[0]!.accept()
  await beats(browser.streams[0]!, 10)
  expect(browser.streams).toHaveLength(1)
  tab.take()
  await vi.advanceTimersByTimeAsync(SILENCE + 15_000)
  expect(browser.streams).toHaveLength(2)
  browser.streams[1]!.accept()
  expect(tab.take()).toEqual(['cut', 'opened', 'missed'])
})

test('a phone that comes out of the pocket asks at once and opens the line anew', async () => {
  const browser = new Browser()
  const tab = new FakeTab(browser)
  browser.streams[0]!.accept()
  tab.take()
  tab.hide(true)
  tab.frozen = true
  await vi.advanceTimersByTimeAsync(40_000)
  tab.frozen = false
  tab.hide(false)
  expect(tab.take()).toEqual(['missed'])
  expect(browser.open).toHaveLength(1)
  expect(browser.open[0]).not.toBe(browser.streams[0])
})

test('without a network nothing is tried; with it the line is opened at once', () => {
  const browser = new Browser()
  browser.online = false
  const tab = new FakeTab(browser)
  expect(browser.streams).toEqual([])
  browser.online = true
  tab.fire('online')
  expect(browser.streams).toHaveLength(1)
})

test('a refusal asks who is signed in, and a stream that a newer one replaced does not push it out again', async () => {
  const browser = new Browser()
  const tab = new FakeTab(browser)
  browser.streams[0]!.refuse()
  expect(tab.take()).toEqual(['refused'])
  await vi.advanceTimersByTimeAsync(2_000)
  browser.streams[1]!.accept()
  browser.streams[1]!.say('crowded')
  browser.streams[1]!.cut()
  await vi.advanceTimersByTimeAsync(59_000)
  expect(browser.streams).toHaveLength(2)
})

test('a browser without locks has a stream in each tab that somebody sees', async () => {
  const browser = new Browser()
  const [seen, hidden] = [new FakeTab(browser, false), new FakeTab(browser, false)]
  expect(browser.open).toHaveLength(2)
  hidden.hide(true)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(browser.open.map((one) => one.tab)).toEqual([seen])
  hidden.hide(false)
  expect(browser.open).toHaveLength(2)
})

test('another person in the same browser has a stream of their own', () => {
  const browser = new Browser()
  const tab = new FakeTab(browser)
  tab.live.enter('nurse')
  expect(browser.streams).toHaveLength(1)
  tab.live.enter('leader')
  expect(browser.open).toHaveLength(1)
  expect(browser.streams).toHaveLength(2)
})

test('an alert rings with pauses for whoever has to answer, seldom for who only sees it, and stops when it is answered', () => {
  const rang: number[] = []
  const badges: number[] = []
  const began = Date.now()
  const alarm = createAlarm({ ring: () => rang.push(Date.now() - began), badge: (n) => badges.push(n) })
  alarm.set([])
  alarm.set([{ id: 'mine', mine: true }])
  alarm.set([{ id: 'mine', mine: true }])
  vi.advanceTimersByTime(3_600_000)
  expect(rang.splice(0)).toEqual(ROUNDS)
  expect(ROUNDS.at(-1)).toBeLessThanOrEqual(300_000)
  const then = Date.now() - began
  alarm.set([
    { id: 'mine', mine: true },
    { id: 'other', mine: false },
  ])
  vi.advanceTimersByTime(3_600_000)
  expect(rang.splice(0).map((at) => at - then)).toEqual(BESIDE)
  // Nobody acknowledged, and now it is mine.
  alarm.set([{ id: 'other', mine: true }])
  vi.advanceTimersByTime(30_000)
  expect(rang.splice(0)).toHaveLength(3)
  alarm.set([])
  vi.advanceTimersByTime(3_600_000)
  expect(rang).toEqual([])
  expect(badges).toEqual([0, 1, 2, 1, 0])
  alarm.set([{ id: 'seen', mine: true }])
  rang.splice(0)
  alarm.hush(['seen'])
  vi.advanceTimersByTime(3_600_000)
  expect([rang, alarm.count.value]).toEqual([[], 1])
})

test('many changes are one question, and what changed while it was asked is asked once more', async () => {
  let asked = 0
  let answer = () => {}
  const asking = rounds(
    () =>
      new Promise<void>((done) => {
        asked += 1
        answer = done
      }),
  )
  asking.again()
  asking.again()
  asking.again()
  expect(asked).toBe(1)
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toBe(2)
  answer()
  await vi.advanceTimersByTimeAsync(0)
  asking.again(3_000)
  asking.again(3_000)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(asked).toBe(2)
  asking.again()
  expect(asked).toBe(3)
  answer()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toBe(3)
})
