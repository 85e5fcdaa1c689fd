// Streets that take bookings, and the days of their stations.
import { answer, api } from '@weiguang/api/client'

export const streetsOf = async () => (await answer(api.GET('/public/streets'))).items
export const stationsOf = async (street: string) =>
  (await answer(api.GET('/public/stations', { params: { query: { street } } }))).items
