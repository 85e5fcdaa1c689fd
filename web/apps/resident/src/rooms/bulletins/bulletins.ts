// Queries of streets and their bulletins.
import { answer, api } from '@weiguang/api/client'

export const streetsOf = async () => (await answer(api.GET('/public/streets'))).items
export const bulletinsOf = async (street: string) =>
  (await answer(api.GET('/public/bulletins', { params: { query: { street } } }))).items
export const pictureOf = (id: string, picture: string) => `/api/v1/public/bulletins/${id}/pictures/${picture}`
