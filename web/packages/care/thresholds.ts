// The lines of a trend, read from the rules themselves, so that a picture never says other than the table that judges.
import type { CareRule } from '@weiguang/api/resources'

export interface Threshold { at: number; side: 'high' | 'low'; level: 'critical' | 'high' }
/** Who is judged: an age that is not known is judged by the stricter line, as the server does. */
export interface Judged { age?: number | null; meal?: string | null }

const COMPARES = /\b(\w+)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)/g

function holds(rule: CareRule, who: Judged): boolean {
  if (who.meal && rule.meals.length > 0 && !rule.meals.includes(who.meal)) return false
  if (who.age == null) return true
  return who.age >= (rule.age_from ?? 0) && who.age <= (rule.age_to ?? Number.POSITIVE_INFINITY)
}

/** The lines of one quantity on both sides, the strictest of each; a rule that also asks for symptoms draws its line too. */
export function thresholdsOf(rules: CareRule[], quantity: string, who: Judged = {}): Threshold[] {
  const found = new Map<string, Threshold>()
  for (const rule of rules.filter((one) => holds(one, who))) {
    for (const [, name, sign, number] of rule.condition.matchAll(COMPARES)) {
      if (name !== quantity) continue
      const side = sign!.startsWith('>') ? 'high' : 'low'
      const level = rule.level === 'critical' ? 'critical' : 'high'
      const key = `${side} ${level}`
      const at = Number(number)
      const held = found.get(key)
      if (!held || (side === 'high' ? at < held.at : at > held.at)) found.set(key, { at, side, level })
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at)
}
