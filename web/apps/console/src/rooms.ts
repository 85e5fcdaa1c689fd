// What a room adds to the console: routes and navigation targets. The shell collects them and names no room.
import type { RouteRecordRaw } from 'vue-router'
import type { Pair } from '@weiguang/i18n/t'
import type { IconName } from '@weiguang/ui/icons'

export interface Place {
  /** Sort order. */
  order: number
  to: string
  icon: IconName
  name: Pair
  /** The key after `g`. */
  key: string
  /** Shown to holders of one of these verbs. */
  verbs?: string[]
  /** Hidden from holders of this verb, who have another way there. */
  without?: string
  group: 'desk' | 'keep' | 'top'
}

export interface Room {
  /** Each page is a chunk of its own, so that the first route stays small. */
  routes: RouteRecordRaw[]
  places?: Place[]
  /** Messages of this room in inbox and outbox: texts by topic, and the link of each. */
  messages?: { topics: Record<string, Pair>; leads: (subject: string) => string }
}

const found = import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' })
export const rooms: Room[] = Object.values(found)
/** The room's texts for a topic such as `bulletins.published`. */
export const messagesOf = (topic: string) => rooms.find((room) => topic in (room.messages?.topics ?? {}))?.messages
