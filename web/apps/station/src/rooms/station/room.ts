// The service day: queue, bookings, and the calling screen.
import { later, laterPage } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const QueueList = later(() => import('./QueueList.vue'))
export const ScreenShow = laterPage(() => import('./ScreenShow.vue'))
export const FinishAsk = later(() => import('./FinishAsk.vue'))
export const DeskTakeNew = later(() => import('./DeskTakeNew.vue'))
export const room: Room = { needs: () => true, parts: [QueueList, FinishAsk, DeskTakeNew] }
