// Service days for residents: list, booking, and one's own booking.
import { laterPage } from '@weiguang/ui/later'
import { asked } from '../../place'
import type { Room } from '../../rooms'

const STATIONS = /\/stations\/?$/
const where = () => asked(location.search)

export const room: Room = {
  tabs: [{ order: 30, path: '/r/stations', name: ['量血压', 'Health days'] }],
  screens: [
    { path: /\/b\/([^/]+)\/?$/, tab: '/r/stations', show: laterPage(() => import('./BookingShow.vue')) },
    {
      path: STATIONS,
      when: () => where() !== null,
      props: () => ({ where: where() }),
      tab: '/r/stations',
      show: laterPage(() => import('./BookingNew.vue')),
    },
    { path: STATIONS, tab: '/r/stations', wide: true, show: laterPage(() => import('./StationDayList.vue')) },
  ],
}
