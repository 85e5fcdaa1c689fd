// The rules' own conditions, read here only to know whether something must be measured again at once while the server is out of reach. What counts is what the server says.
import type { CareRule } from '@weiguang/api/resources'
import type { Measured } from './entry'


const COMPARE: Record<string, (value: number, bound: number) => boolean> = {
  '>=': (value, bound) => value >= bound, '<=': (value, bound) => value <= bound, '>': (value, bound) => value > bound, '<': (value, bound) => value < bound,
}
const MG_PER_MMOL = 18.0156

/** A value as the rules compare it: HI lies above every number and LO below. */
export function comparable(measured: Measured, of: string): number | null {
  const text = (measured as unknown as Record<string, string | null>)[of]
  if (text === null || text === undefined) return null
  if (text === 'HI') return Infinity
  if (text === 'LO') return -Infinity
  return of === 'glucose' && measured.unit === 'mg' ? Number(text) / MG_PER_MMOL : Number(text)
}

function met(term: string, measured: Measured): boolean {
  const [of, how, bound] = term.trim().split(/\s+/)
  if (of === 'symptoms') return measured.symptoms.length > 0
  if (of === 'symptom') return measured.symptoms.includes(how ?? '')
  const value = comparable(measured, of ?? '')
  if (value === null) return false
  if (how === 'hi') return value === Infinity
  if (how === 'lo') return value === -Infinity
  return COMPARE[how ?? '']?.(value, Number(bound)) ?? false
}

/** The critical rules that this meets. An age that is not known meets every rule. */
export function critical(rules: CareRule[], measured: Measured, age: number | null): CareRule[] {
  return rules.filter((rule) => {
    if (rule.level !== 'critical') return false
    const aged = age === null || (age >= (rule.age_from ?? 0) && age <= (rule.age_to ?? Infinity))
    const fed = rule.meals.length === 0 || measured.glucose === null || rule.meals.includes(measured.meal ?? '')
    return aged && fed && rule.condition.split(/\bor\b/).some((all) => all.split(/\band\b/).every((term) => met(term, measured)))
  })
}

/** Symptoms that are dangerous by themselves, as the rules have it. */
export function dangerous(rules: CareRule[]): Set<string> {
  const asked = rules.filter((rule) => rule.level === 'critical').flatMap((rule) => rule.condition.split(/\b(?:or|and)\b/)).map((term) => /^\s*symptom (\w+)/.exec(term)?.[1])
  return new Set(asked.filter((one) => one !== undefined))
}
