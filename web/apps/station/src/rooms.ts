// What the rooms of the desk bring: each declares in its own `room.ts` who needs it, and which of its parts are fetched later.
import type { Component } from 'vue'
import type { Me } from '@weiguang/api/resources'
import { fetchPart } from '@weiguang/ui/later'

export interface Room {
  /** Whether somebody's posts need this room: its files are then stored for a day without a network. */
  needs: (me: Me) => boolean
  /** What is fetched later; a room is one file, so that any part brings all of them. */
  parts: Component[]
}
const found = Object.entries(import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' })).map(
  ([path, room]) => ({ name: path.split('/')[2]!, ...room }),
)

/** The rooms that somebody's posts need, by the names of their folders. */
export const roomsOf = (me: Me): string[] => found.filter((room) => room.needs(me)).map((room) => room.name)
/** Fetches rooms into the open page: a desk that has begun waits for no file. */
export const fetchRooms = (names: string[]) =>
  Promise.all(found.filter((room) => names.includes(room.name)).flatMap((room) => room.parts.map(fetchPart)))
