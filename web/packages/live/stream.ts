// One live stream for all tabs of a person: one tab, the leader, opens it and forwards events to the others. Without Web Locks or
// channels each visible tab opens its own.
import { BASE } from '@weiguang/offline/wire'

export const KINDS = [
  'cases.changed',
  'care.changed',
  'visits.changed',
  'station.changed',
  'bulletins.changed',
] as const
export type Kind = (typeof KINDS)[number]
/** A change: what kind of record changed, without its content. */
export interface Change {
  id: string
  code: string
  version: number
  status: unknown
}

export interface Listener {
  heard?(kind: Kind, change: Change): void
  /** Events may be missing, because the stream was cut or slow, or the page slept. */
  missed?(): void
  /** The stream is open: nothing is missed from now on. Called at the start, and with `missed` after each cut. */
  opened?(): void
  /** The stream was cut; it reconnects automatically. */
  cut?(): void
  /** The server refused the stream, or another tab signed out: check who is signed in. */
  refused?(): void
}

export interface Source {
  readyState: number
  close(): void
  addEventListener(kind: string, hear: (event: MessageEvent<string>) => void): void
}
/** A channel or a fake; `send` is separate from window.postMessage. */
export interface Channel {
  send(word: Word): void
  hear(heard: (word: Word) => void): void
  close(): void
}
export interface Locks {
  request(name: string, options: LockOptions, hold: () => Promise<void> | undefined): Promise<unknown>
}
/** The browser interfaces used; replaced in tests. */
export interface Ports {
  source(): Source | null
  channel(name: string): Channel | null
  locks: Locks | null
  hidden(): boolean
  online(): boolean
  on(what: 'visibilitychange' | 'online' | 'offline', hear: () => void): () => void
  random(): number
}

/** Messages between tabs. `beat` also says that there is a leader. */
export type Word =
  | { is: 'change'; kind: Kind; change: Change }
  | { is: 'open' | 'lagged' | 'cut' | 'refused' | 'beat' | 'who' | 'left' }
  | { is: 'here'; flowing: boolean }

const SECOND = 1_000
/** The server sends a beat every 20 s: after two missing ones the connection is dead. */
export const SILENCE = 45 * SECOND
/** A leader that sends nothing for this long is a frozen tab. */
export const ORPHANED = 90 * SECOND
/** How long the leader has to answer a tab that becomes visible. */
export const ANSWER = 2 * SECOND
const FIRST = 2 * SECOND
const SLOWEST = 60 * SECOND
/** A page hidden for less has missed nothing relevant. */
const NAP = 10 * SECOND

export function createLive(ports: Ports) {
  const listeners = new Set<Listener>()
  let tab: ReturnType<typeof join> | null = null
  const each = (what: 'missed' | 'opened' | 'cut' | 'refused') => {
    for (const one of listeners) one[what]?.()
  }

  function join(account: string) {
    const name = `weiguang-live:${account}`
    const channel = ports.locks ? ports.channel(name) : null
    const locks = channel ? ports.locks : null
    let source: Source | null = null
    let leading = false
    let flowing = false
    let known = false
    let over = false
    let crowded = false
    let tries = 0
    let heardAt = Date.now()
    let openedAt = 0
    let hiddenAt = 0
    let place: AbortController | null = null
    let release: (() => void) | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    let answer: ReturnType<typeof setTimeout> | undefined

    /** Forwards what the leader received to this tab and all others. */
    function tell(word: Word): void {
      receive(word)
      channel?.send(word)
    }
    function flows(): void {
      const first = !known
      known = flowing = true
      each('opened')
      if (!first) each('missed')
    }
    function receive(word: Word): void {
      heardAt = Date.now()
      if (word.is === 'change') for (const one of listeners) one.heard?.(word.kind, word.change)
      else if (word.is === 'open') flows()
      else if (word.is === 'here') {
        if (word.flowing && !flowing) flows()
      } else if (word.is === 'lagged') each('missed')
      else if (word.is === 'refused') each('refused')
      else if (word.is === 'cut' && flowing) {
        flowing = false
        each('cut')
      }
    }
    channel?.hear((word) => {
      if (word.is === 'who') {
        if (leading) channel.send({ is: 'here', flowing })
      } else if (word.is === 'left') each('refused')
      else if (!leading) receive(word)
    })

    function connect(): void {
      clearTimeout(again)
      source?.close()
      source = null
      heardAt = Date.now()
      // Without locks only visible tabs have a stream.
      if (over || !leading || !ports.online() || (!locks && ports.hidden())) return
      const opening = ports.source()
      source = opening
      if (!opening) return
      openedAt = 0
      const on = (kind: string, hear: (event: MessageEvent<string>) => void) =>
        opening.addEventListener(kind, (event) => {
          if (source === opening) hear(event)
        })
      on('open', () => {
        openedAt = Date.now()
        tell({ is: 'open' })
      })
      for (const kind of KINDS) {
        on(kind, ({ data }) => {
          const change = read(data)
          if (change) tell({ is: 'change', kind, change })
        })
      }
      on('lagged', () => tell({ is: 'lagged' }))
      on('beat', () => tell({ is: 'beat' }))
      on('crowded', () => {
        crowded = true
      })
      // The browser would reconnect all tabs of a street in the same second after a restart; here with a random delay.
      on('error', () => {
        const refused = opening.readyState === 2
        disconnect()
        if (refused) tell({ is: 'refused' })
        later()
      })
    }
    function disconnect(): void {
      source?.close()
      source = null
      if (flowing) tell({ is: 'cut' })
    }
    function later(): void {
      clearTimeout(again)
      if (over || !leading) return
      if (openedAt && Date.now() - openedAt > NAP) tries = 0
      const wait = crowded ? SLOWEST : Math.min(SLOWEST, FIRST * 2 ** tries)
      crowded = false
      tries = Math.min(tries + 1, 10)
      again = setTimeout(connect, wait * (0.5 + ports.random()))
    }
    function anew(): void {
      tries = 0
      connect()
    }

    /** Waits for leadership; with `steal` replaces a frozen leader. */
    function stand(steal = false): void {
      place?.abort()
      const mine = (place = new AbortController())
      const lead = () => {
        if (over || place !== mine) return undefined
        leading = true
        tries = 0
        if (channel) tell({ is: 'beat' })
        connect()
        return new Promise<void>((done) => {
          release = done
        })
      }
      void locks!
        .request(name, steal ? { steal: true } : { signal: mine.signal }, lead)
        .catch(() => null)
        .then(() => {
          if (over || place !== mine) return
          // Another tab took over.
          leading = false
          source?.close()
          source = null
          clearTimeout(again)
          stand()
        })
    }

    function looked(): void {
      if (ports.hidden()) {
        hiddenAt = Date.now()
        return
      }
      const slept = hiddenAt > 0 && Date.now() - hiddenAt > NAP
      hiddenAt = 0
      if (!locks) {
        leading = true
        if (!source || Date.now() - heardAt > SILENCE / 2) anew()
      } else if (leading) {
        if (!source || Date.now() - heardAt > SILENCE / 2) anew()
      } else {
        const asked = Date.now()
        channel?.send({ is: 'who' })
        clearTimeout(answer)
        answer = setTimeout(() => {
          if (!leading && heardAt < asked) stand(true)
        }, ANSWER)
      }
      if (slept) each('missed')
    }
    /** Periodically checks the connection and the leader. */
    const watch = setInterval(() => {
      const silent = Date.now() - heardAt
      if (leading && source && silent > SILENCE) {
        disconnect()
        anew()
      } else if (!locks && ports.hidden() && source) {
        // A hidden tab releases leadership: browsers allow only six connections per server.
        disconnect()
      } else if (locks && !leading && !ports.hidden() && silent > ORPHANED) stand(true)
    }, 15 * SECOND)
    const quit = [
      ports.on('visibilitychange', looked),
      ports.on('online', () => {
        if (leading) anew()
      }),
      ports.on('offline', () => {
        if (leading) disconnect()
      }),
      () => clearInterval(watch),
      () => clearTimeout(again),
      () => clearTimeout(answer),
    ]

    if (locks) {
      stand()
      channel?.send({ is: 'who' })
    } else if (!ports.hidden()) {
      leading = true
      connect()
    }
    return {
      account,
      flowing: () => flowing,
      leave(): void {
        over = true
        for (const end of quit) end()
        place?.abort()
        source?.close()
        source = null
        release?.()
        channel?.send({ is: 'left' })
        channel?.close()
        if (flowing) each('cut')
      },
    }
  }

  return {
    /** Somebody signed in: opens the stream or shares that of another tab. */
    enter(account: string): void {
      if (tab?.account === account) return
      tab?.leave()
      tab = join(account)
    },
    /** Signed out: closes the stream; other tabs check who is signed in. */
    leave(): void {
      tab?.leave()
      tab = null
    },
    flowing: () => tab?.flowing() ?? false,
    listen(listener: Listener): () => void {
      listeners.add(listener)
      if (tab?.flowing()) listener.opened?.()
      return () => listeners.delete(listener)
    },
  }
}

function read(data: string): Change | null {
  try {
    return JSON.parse(data) as Change
  } catch {
    return null // what a proxy sends of itself says nothing of ours
  }
}

function openChannel(name: string): Channel | null {
  if (typeof BroadcastChannel !== 'function') return null
  const channel = new BroadcastChannel(name)
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is of this origin by nature
    send: (word) => channel.postMessage(word),
    hear: (heard) => channel.addEventListener('message', (event: MessageEvent<Word>) => heard(event.data)),
    close: () => channel.close(),
  }
}

export const live = createLive({
  source: () => (typeof EventSource === 'function' ? new EventSource(`${BASE}/live`, { withCredentials: true }) : null),
  channel: openChannel,
  locks: typeof navigator === 'object' && navigator.locks ? (navigator.locks as Locks) : null,
  hidden: () => document.hidden,
  online: () => navigator.onLine,
  on(what, hear) {
    const target: EventTarget = what === 'visibilitychange' ? document : window
    target.addEventListener(what, hear)
    return () => target.removeEventListener(what, hear)
  },
  random: Math.random,
})
