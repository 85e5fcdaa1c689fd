// The rooms of this app, each declared in its `room.ts`.
import type { Component } from 'vue'
import type { Me } from '@weiguang/api/resources'
import type { IconName } from '@weiguang/ui/icons'
import { fetchPart } from '@weiguang/ui/later'

export interface Screen {
  /** `/report`, or `/door/` for screens of a record, followed by its id. */
  path: string
  /** The highlighted tab. */
  tab: string
  show: Component
}
export interface Tab {
  path: string
  order: number
  icon: IconName
  text: () => string
}
export interface Room {
  /** Whether the account's posts need this room; its files are then stored for offline use. */
  needs: (me: Me) => boolean
  screens: Screen[]
  tabs?: Tab[]
  /** Mounted on every screen while signed in. */
  beside?: Component
  /** Messages of this room: prefix of topics, the screen of a message, and the list screen. */
  messages?: { topics: string; leads: (subject: string) => string; list: string; text: () => string }
}

const found = Object.entries(import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' })).map(
  ([path, room]) => ({ name: path.split('/')[2]!, ...room }),
)
const screens = found.flatMap((room) => room.screens)

export const tabs = found.flatMap((room) => room.tabs ?? []).sort((one, other) => one.order - other.order)
export const messages = found.flatMap((room) => room.messages ?? [])
export const beside = found.flatMap((room) => room.beside ?? [])
/** The rooms that an account's posts need, by folder name. */
export function roomsOf(me: Me): string[] {
  return found.filter((room) => room.needs(me)).map((room) => room.name)
}

/** The screen at a path, with the record's id. */
export function screenAt(path: string): { screen: Screen; id: string | undefined } | null {
  const [, kind = '', id = ''] = path.split('/')
  const screen = screens.find((one) =>
    one.path.length > 1 && one.path.endsWith('/') ? id !== '' && one.path === `/${kind}/` : one.path === path,
  )
  return screen ? { screen, id: screen.path === path ? undefined : decodeURIComponent(id) } : null
}
/**
 * Loads the screens of rooms into the open page, for browsers without service worker. A function declaration, because the first
 * screen calls it while the rooms are being collected.
 */
export function fetchRooms(names: string[]): Promise<unknown> {
  return Promise.all(
    found
      .filter((room) => names.includes(room.name))
      .flatMap((room) =>
        [...room.screens.map((screen) => screen.show), ...(room.beside ? [room.beside] : [])].map(fetchPart),
      ),
  )
}
