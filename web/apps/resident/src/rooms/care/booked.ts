// A booking by its link: query and cancelling.
import { answer, api, written } from '@weiguang/api/client'

const of = (token: string) => ({ params: { path: { token } } })
export const readBooking = (token: string) => answer(api.GET('/public/bookings/{token}', of(token)))
export const cancelBooking = (token: string, key: string) =>
  answer(api.POST('/public/bookings/{token}/cancel', { ...of(token), ...written(key) }))
