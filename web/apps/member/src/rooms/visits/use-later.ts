// Parts of visits for other rooms, loaded on demand to keep the first screen small.
import { laterPart } from '../../later'

/** Campaigns with unfinished dwellings of the user. */
export const CampaignTodayList = laterPart(() => import('./CampaignTodayList.vue'))
