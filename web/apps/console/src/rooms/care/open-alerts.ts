// The alerts that are open, for the alarm that rings beside every page; apart, so that the frame does not fetch the room.
import { answer, api } from '@weiguang/api/client'

export const openAlerts = async () =>
  (await answer(api.GET('/care/alerts', { params: { query: { view: 'open', limit: 100 } } }))).items
