// Queries of a station besides its queue: coming days, screen links, and phones of bookings.
import { newId } from '@weiguang/api/intention'
import { reach } from '../../line'
import type { Day, DayQueue, ScreenLink } from '../../resources'

export const daysOf = async (station: string) => (await reach<{ items: Day[] }>(`/care/stations/${station}/days`)).items
export const queueOf = (station: string, on: string) => reach<DayQueue>(`/care/stations/${station}/days/${on}`)

const screens = (station: string) => `/care/stations/${station}/screens`
export const screensOf = async (station: string) => (await reach<{ items: ScreenLink[] }>(screens(station))).items
export const makeScreen = (station: string, json: { id: string; name: string }, key: string) =>
  reach(screens(station), { method: 'POST', key, json })
export const dropScreen = (id: string, key: string) => reach(`/care/screens/${id}`, { method: 'DELETE', key })

/** The full number of an online booking, unmasked with a log entry. */
export const phoneOf = async (ticket: string) =>
  (await reach<{ phone: string }>(`/care/tickets/${ticket}/phone`, { method: 'POST', key: newId(), json: {} })).phone
