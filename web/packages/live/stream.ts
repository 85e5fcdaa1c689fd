// One live stream for all tabs of a browser that the same person is signed in with: one tab opens it and passes on what it hears to the others.
// Without Web Locks or channels each visible tab opens its own.
import { BASE } from '@weiguang/offline/wire'

export const KINDS = [
  'cases.changed',
  'care.changed',
  'visits.changed',
  'station.changed',
  'bulletins.changed',
] as const
export type Kind = (typeof KINDS)[number]
/** What a change says: that something is different now, and nothing of what it is. */
export interface Change {
  id: string
  code: string
  version: number
  status: unknown
}

export interface Listener {
  heard?(kind: Kind, change: Change): void
  /** The stream was cut or too slow, or the page slept: something may have changed without a word. */
  missed?(): void
  /** The stream flows: from now on nothing is missed in silence. Called once at the beginning, and after each cut beside `missed`. */
  opened?(): void
  /** The stream is cut; it is opened again by itself. */
  cut?(): void
  /** The server refused the stream, or another tab signed out: ask who is signed in. */
  refused?(): void
}

export interface Source {
  readyState: number
  close(): void
  addEventListener(kind: string, hear: (event: MessageEvent<string>) => void): void
}
/** A channel, or a stand-in; `send` keeps its words apart from those that go to a window. */
export interface Channel {
  send(word: Word): void
  hear(heard: (word: Word) => void): void
  close(): void
}
export interface Locks {
  request(name: string, options: LockOptions, hold: () => Promise<void> | undefined): Promise<unknown>
}
/** What of the browser the stream needs; replaced in tests. */
export interface Ports {
  source(): Source | null
  channel(name: string): Channel | null
  locks: Locks | null
  hidden(): boolean
  online(): boolean
  on(what: 'visibilitychange' | 'online' | 'offline', hear: () => void): () => void
  random(): number
}

/** Between the tabs. `beat` also says that a leader is there. */
export type Word =
  | { is: 'change'; kind: Kind; change: Change }
  | { is: 'open' | 'lagged' | 'cut' | 'refused' | 'beat' | 'who' | 'left' }
  | { is: 'here'; flowing: boolean }

const SECOND = 1_000
/** The server sends a beat every 20 s: two that did not come mean a dead line. */
export const SILENCE = 45 * SECOND
/** A leader that says nothing for so long, though it hears the server's beats, is a frozen tab. */
export const ORPHANED = 90 * SECOND
/** How long the leader has to answer a tab that its person looks at again. */
export const ANSWER = 2 * SECOND
const FIRST = 2 * SECOND
const SLOWEST = 60 * SECOND
/** A page that was hidden for less missed nothing that matters. */
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

    /** What the leader learnt, for this tab and all others. */
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
      // Without locks only a tab that somebody sees has a stream.
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
      // The browser would open it again by itself, all tabs of a street at the same second after a restart: it is done here, with a pause by chance.
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

    /** Stands in line to lead; with `steal` it takes the place of a leader that is frozen. */
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
          // Another tab took the place.
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
    /** Looks once in a while whether the line, or the leader, is dead. */
    const watch = setInterval(() => {
      const silent = Date.now() - heardAt
      if (leading && source && silent > SILENCE) {
        disconnect()
        anew()
      } else if (!locks && ports.hidden() && source) {
        // A tab that nobody sees gives its place to the others: a browser has only six lines to one server.
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
    /** Somebody is signed in here: the stream is opened, or shared with the tab that has it. */
    enter(account: string): void {
      if (tab?.account === account) return
      tab?.leave()
      tab = join(account)
    },
    /** Nobody is signed in any more: the stream is closed, and the other tabs ask the server who is. */
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
