// Cases for residents: the report (main chunk), one's own case, and public figures.
import { laterPage } from '@weiguang/ui/later'
import type { Room } from '../../rooms'
import CaseNew from './CaseNew.vue'

export const room: Room = {
  tabs: [
    { order: 10, path: '/r/', name: ['反映问题', 'Report'] },
    { order: 20, path: '/r/around', name: ['邻里办了什么', 'What gets done'] },
  ],
  screens: [
    { path: /^\/r\/?$/, tab: '/r/', wide: true, show: CaseNew, large: laterPage(() => import('./CaseStepNew.vue')) },
    { path: /\/t\/([^/]+)\/?$/, tab: '', show: laterPage(() => import('./CaseTrackShow.vue')) },
    { path: /\/around\/?$/, tab: '/r/around', wide: true, show: laterPage(() => import('./CaseSummaryShow.vue')) },
  ],
}
