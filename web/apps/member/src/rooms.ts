// What the rooms of this face add to it: each declares itself in its own `room.ts`, and the shell names none.
import type { Component } from 'vue'
import type { Me } from '@weiguang/api/resources'
import type { IconName } from '@weiguang/ui/icons'
import { fetchPart } from '@weiguang/ui/later'

export interface Screen {
  /** `/report`, or `/door/` for the screens of one thing, whose id follows. */
  path: string
  /** The tab that is marked while it is open. */
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
  /** Whether somebody's posts need this room: its files are then stored for a day without a network. */
  needs: (me: Me) => boolean
  screens: Screen[]
  tabs?: Tab[]
  /** Stands on every screen as long as somebody is signed in. */
  beside?: Component
  /** Messages of this room in the inbox: how their topics begin, the screen that one leads to, and the list of all. */
  messages?: { topics: string; leads: (subject: string) => string; list: string; text: () => string }
}

const found = Object.entries(import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' })).map(
  ([path, room]) => ({ name: path.split('/')[2]!, ...room }),
)
const screens = found.flatMap((room) => room.screens)

export const tabs = found.flatMap((room) => room.tabs ?? []).sort((one, other) => one.order - other.order)
export const messages = found.flatMap((room) => room.messages ?? [])
export const beside = found.flatMap((room) => room.beside ?? [])
/** The rooms that somebody's posts need, by the names of their folders. */
export function roomsOf(me: Me): string[] {
  return found.filter((room) => room.needs(me)).map((room) => room.name)
}

/** The screen at a path within the face, with the id of the thing that it is about. */
export function screenAt(path: string): { screen: Screen; id: string | undefined } | null {
  const [, kind = '', id = ''] = path.split('/')
  const screen = screens.find((one) =>
    one.path.length > 1 && one.path.endsWith('/') ? id !== '' && one.path === `/${kind}/` : one.path === path,
  )
  return screen ? { screen, id: screen.path === path ? undefined : decodeURIComponent(id) } : null
}
/**
 * Fetches the screens of rooms into the open page: where no service worker stores them, they last as long as it does. A declaration, because
 * the first screen asks for it while the rooms are still being collected.
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
