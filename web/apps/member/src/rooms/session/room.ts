// Sign-in and sign-out on the phone, and stored data.
import { later } from '../../later'
import type { Room } from '../../rooms'
import { t } from '../../words'

export const room: Room = {
  needs: () => true,
  screens: [
    { path: '/sign-in', tab: '', show: later(() => import('./SessionNew.vue')) },
    { path: '/pin', tab: '', show: later(() => import('./PinShow.vue')) },
    { path: '/me', tab: '/me', show: later(() => import('./SessionShow.vue')) },
  ],
  tabs: [{ path: '/me', order: 5, icon: 'person', text: () => t('shell.me') }],
}
