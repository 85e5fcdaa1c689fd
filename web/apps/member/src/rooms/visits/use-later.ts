// What other rooms show of visits, fetched only by those who have any: the first screen stays small.
import { defineAsyncComponent } from 'vue'

/** The campaigns that still want doors of one's own. */
export const CampaignTodayList = defineAsyncComponent(() => import('./CampaignTodayList.vue'))
/** The bar that takes back what was just recorded at a door. */
export const UndoShow = defineAsyncComponent(() => import('./UndoShow.vue'))
