// The rules in force with ranges, stored for offline use. No personal data.
import { computed, ref } from 'vue'
import type { CareRange, CareRule, CareRules } from '@weiguang/api/resources'
import { dangerous } from '@weiguang/care/judge'
import { reach } from '../../line'

const KEPT = 'weiguang.station.rules'
interface StoredTable {
  rules: CareRule[]
  ranges: CareRange[]
  remeasure: number | null
}
function kept(): StoredTable {
  const none: StoredTable = { rules: [], ranges: [], remeasure: null }
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as StoredTable | CareRule[] | null
    // The former version stored only the rules.
    return Array.isArray(found) ? { ...none, rules: found } : (found ?? none)
  } catch {
    return none // storage may be forbidden, or hold what somebody else wrote
  }
}
const held = ref(kept())
export const rules = computed(() => held.value.rules)
export const ranges = computed(() => held.value.ranges)
/** Minutes until a critical value is measured again. */
export const remeasure = computed(() => held.value.remeasure)
export const danger = computed(() => dangerous(rules.value))

export async function readRules(): Promise<void> {
  const told = await reach<CareRules>('/care/rules').catch(() => null)
  if (!told) return
  held.value = { rules: told.rules, ranges: told.ranges, remeasure: told.remeasure_minutes }
  try {
    localStorage.setItem(KEPT, JSON.stringify(held.value))
  } catch {
    // They then last until the page is closed.
  }
}
