// The rules in force, kept on this device for when the server is out of reach. They tell of nobody.
import { computed, ref } from 'vue'
import type { CareRule, CareRules } from '@weiguang/api/resources'
import { reach } from '../../line'
import { dangerous } from './judge'

const KEPT = 'weiguang.station.rules'
function kept(): CareRule[] {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '[]') as CareRule[]
  } catch {
    return [] // storage may be forbidden, or hold what somebody else wrote
  }
}
export const rules = ref<CareRule[]>(kept())
export const danger = computed(() => dangerous(rules.value))

export async function readRules(): Promise<void> {
  const told = await reach<CareRules>('/care/rules').catch(() => null)
  if (!told) return
  rules.value = told.rules
  try {
    localStorage.setItem(KEPT, JSON.stringify(rules.value))
  } catch {
    // They then last as long as the page does.
  }
}
