// What other rooms show of care, fetched only by those who have any: the first screen stays small.
import { laterPart } from '../../later'

/** The alerts that are one's own, on top of today. */
export const AlertTodayList = laterPart(() => import('./AlertTodayList.vue'))
/** What was measured on somebody, for doctors and nurses. */
export const CareShow = laterPart(() => import('./CareShow.vue'))
