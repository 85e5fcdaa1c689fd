// Parts of care for other rooms, loaded on demand to keep the first screen small.
import { laterPart } from '../../later'

/** The user's alerts, on "today". */
export const AlertTodayList = laterPart(() => import('./AlertTodayList.vue'))
/** A person's readings, for doctors and nurses. */
export const CareShow = laterPart(() => import('./CareShow.vue'))
