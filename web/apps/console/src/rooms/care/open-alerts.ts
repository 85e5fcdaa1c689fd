// Open alerts for the alarm of every page; a separate module, so that the frame does not load the room.
import { answer, api } from '@weiguang/api/client'

export const openAlerts = async () =>
  (await answer(api.GET('/care/alerts', { params: { query: { view: 'open', limit: 100 } } }))).items
