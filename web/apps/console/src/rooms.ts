// What a room gives to the console: its addresses, and its places in the side bar. The shell collects them and names no room.
import type { RouteRecordRaw } from 'vue-router'
import type { Pair } from '@weiguang/i18n/t'
import type { IconName } from '@weiguang/ui/icons'

export interface Place {
  /** Places stand by this number, lowest first. */
  order: number
  to: string
  icon: IconName
  name: Pair
  /** The letter after `g`. */
  key: string
  /** Shown to those who hold one of these. */
  verbs?: string[]
  /** Not shown to those who hold this one: they come to it by another place. */
  without?: string
  group: 'desk' | 'keep' | 'top'
}

export interface Room {
  /** Each page is its own chunk, so that the first route stays small. */
  routes: RouteRecordRaw[]
  places?: Place[]
  /** Messages of this room in the inbox and the outbox: the words of each topic, and where one leads. */
  messages?: { topics: Record<string, Pair>; leads: (subject: string) => string }
}

const found = import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' })
export const rooms: Room[] = Object.values(found)
/** What the room says of the messages of a topic, `bulletins.published`. */
export const messagesOf = (topic: string) => rooms.find((room) => topic in (room.messages?.topics ?? {}))?.messages
