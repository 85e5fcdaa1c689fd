// The rooms of the desk, each declared in its `room.ts`.
import type { Component } from 'vue'
import type { Me } from '@weiguang/api/resources'
import { fetchPart } from '@weiguang/ui/later'

export interface Room {
  /** Whether the account's posts need this room; its files are then stored for offline use. */
  needs: (me: Me) => boolean
  /** Lazily loaded parts; a room is one chunk, so that any part loads all. */
  parts: Component[]
}
const found = Object.entries(import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' })).map(
  ([path, room]) => ({ name: path.split('/')[2]!, ...room }),
)

/** The rooms that an account's posts need, by folder name. */
export const roomsOf = (me: Me): string[] => found.filter((room) => room.needs(me)).map((room) => room.name)
/** Loads rooms into the open page in advance. */
export const fetchRooms = (names: string[]) =>
  Promise.all(found.filter((room) => names.includes(room.name)).flatMap((room) => room.parts.map(fetchPart)))
