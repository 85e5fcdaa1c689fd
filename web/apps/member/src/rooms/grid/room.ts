// One's own cell on the phone: its outline, its matters and its doors.
import { later } from '../../later'
import type { Room } from '../../rooms'
import { t } from '../../words'

export const room: Room = {
  needs: () => true,
  screens: [{ path: '/cell', tab: '/cell', show: later(() => import('./GridCellShow.vue')) }],
  tabs: [{ path: '/cell', order: 2, icon: 'map', text: () => t('shell.cell') }],
}
