// Open alerts around the station, for the alarm on every page.
import type { CareAlertRow } from '@weiguang/api/resources'
import { reach } from '../../line'

export const openAlerts = async () => (await reach<{ items: CareAlertRow[] }>('/care/alerts?view=open&limit=100')).items
