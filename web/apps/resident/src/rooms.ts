// The pages of this face: each room declares its own in its `room.ts`, and the shell names none.
import type { Component } from 'vue'
import type { Pair } from '@weiguang/i18n/t'

export interface Screen {
  /** The addresses of the page. What its first group matches is given to it as `token`. */
  path: RegExp
  /** For an address that two pages share. */
  when?: () => boolean
  /** Given to the page beside its token. */
  props?: () => Record<string, unknown>
  /** The tab that is marked while it is open. */
  tab: string
  wide?: boolean
  show: Component
  /** In its place with large letters. */
  large?: Component
}
export interface Room {
  screens: Screen[]
  /** Its tabs in the bar, by their order. */
  tabs?: { order: number; path: string; name: Pair }[]
}

const rooms = Object.values(import.meta.glob<Room>('./rooms/*/room.ts', { eager: true, import: 'room' }))
const screens = rooms.flatMap((room) => room.screens)
export const tabs = rooms.flatMap((room) => room.tabs ?? []).sort((one, other) => one.order - other.order)
const isAt = (screen: Screen, path: string) => screen.path.test(path) && screen.when?.() !== false

export const HOME = '/r/'
/** The page at an address; any other address is that of the report. */
export function screenAt(path: string): { screen: Screen; props: Record<string, unknown> } {
  const screen = screens.find((one) => isAt(one, path)) ?? screens.find((one) => one.path.test(HOME))!
  const token = screen.path.exec(path)?.[1]
  return { screen, props: { ...(token ? { token } : {}), ...screen.props?.() } }
}
