// Queries of streets with booking, and their service days.
import { answer, api } from '@weiguang/api/client'

export const streetsOf = async () => (await answer(api.GET('/public/streets'))).items
export const stationsOf = async (street: string) =>
  (await answer(api.GET('/public/stations', { params: { query: { street } } }))).items
