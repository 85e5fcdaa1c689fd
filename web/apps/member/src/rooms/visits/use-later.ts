// What other rooms show of visits, fetched only by those who have any: the first screen stays small.
import { laterPart } from '../../later'

/** The campaigns that still want doors of one's own. */
export const CampaignTodayList = laterPart(() => import('./CampaignTodayList.vue'))
