// The pages of this app, each declared in its room's `room.ts`.
import type { Component } from 'vue'
import type { Pair } from '@weiguang/i18n/t'

export interface Screen {
  /** The URLs of the page; the first group is passed as `token`. */
  path: RegExp
  /** For a URL shared by two pages. */
  when?: () => boolean
  /** Props besides the token. */
  props?: () => Record<string, unknown>
  /** The highlighted tab. */
  tab: string
  wide?: boolean
  show: Component
  /** Replacement with large letters. */
  large?: Component
}
export interface Room {
  screens: Screen[]
  /** Its tabs, in order. */
  tabs?: { order: number; path: string; name: Pair }[]
}

const rooms = Object.values(import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' }))
const screens = rooms.flatMap((room) => room.screens)
export const tabs = rooms.flatMap((room) => room.tabs ?? []).sort((one, other) => one.order - other.order)
const isAt = (screen: Screen, path: string) => screen.path.test(path) && screen.when?.() !== false

export const HOME = '/r/'
/** The page of a URL; default: the report. */
export function screenAt(path: string): { screen: Screen; props: Record<string, unknown> } {
  const screen = screens.find((one) => isAt(one, path)) ?? screens.find((one) => one.path.test(HOME))!
  const token = screen.path.exec(path)?.[1]
  return { screen, props: { ...(token ? { token } : {}), ...screen.props?.() } }
}
