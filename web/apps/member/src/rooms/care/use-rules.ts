// Care rules, ranges and numbers to call, stored for offline use, so that critical values are recognised everywhere.
import { computed } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import type { CareRange, CareRule, CareRules } from '@weiguang/api/resources'
import type { components } from '@weiguang/api/schema'
import { keepBeside } from '@weiguang/offline/pack'
import { fresh, phone, sealed, shown } from '../../phone'

export type Call = components['schemas']['CareWaitingPage']['call'][number]
interface StoredRules {
  at: number
  rules: CareRule[]
  ranges: CareRange[]
  remeasure: number | null
  call: Call[]
}
const NONE: StoredRules = { at: 0, rules: [], ranges: [], remeasure: null, call: [] }
export const care = computed(() => (shown.pack.care_rules?.item as StoredRules | undefined) ?? NONE)
const HALF_HOUR = 1_800_000

/** Queries at most every half hour. */
export async function readRules(): Promise<void> {
  if (!phone.online || serverNow() - care.value.at < HALF_HOUR) return
  const { key, owner } = sealed()
  const [told, waiting] = [await fresh<CareRules>('/care/rules'), await fresh<{ call: Call[] }>('/care/waiting')]
  if (!told) return
  const item: StoredRules = {
    at: serverNow(),
    rules: told.rules,
    ranges: told.ranges,
    remeasure: told.remeasure_minutes,
    call: waiting?.call ?? care.value.call,
  }
  const kept = await keepBeside(key, owner, 'care_rules', item)
  if (phone.owner === owner) shown.pack = { ...shown.pack, care_rules: kept }
}
