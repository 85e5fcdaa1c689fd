// What other rooms show of care, fetched only by those who have any: the first screen stays small.
import { defineAsyncComponent } from 'vue'

/** The alerts that are one's own, on top of today. */
export const AlertTodayList = defineAsyncComponent(() => import('./AlertTodayList.vue'))
/** What was measured on somebody, for doctors and nurses. */
export const CareShow = defineAsyncComponent(() => import('./CareShow.vue'))
