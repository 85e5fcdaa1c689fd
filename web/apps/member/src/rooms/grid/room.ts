// The user's cell on the phone: outline, cases and dwellings.
import { later } from '../../later'
import type { Room } from '../../rooms'
import { t } from '../../words'

export const room: Room = {
  needs: () => true,
  screens: [{ path: '/cell', tab: '/cell', show: later(() => import('./GridCellShow.vue')) }],
  tabs: [{ path: '/cell', order: 2, icon: 'map', text: () => t('shell.cell') }],
}
