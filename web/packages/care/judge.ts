// The rules' conditions and ranges, evaluated on the device only to know what to ask while offline; the server decides. Both are
// tested with vectors/care-rules.json, care-ranges.json and glucose-units.json.
import type { CareRange, CareRule } from '@weiguang/api/resources'

export const QUANTITIES = ['systolic', 'diastolic', 'pulse', 'glucose', 'temperature', 'oxygen', 'weight'] as const
export type Quantity = (typeof QUANTITIES)[number]
/** The typed values; fields that a face does not have are missing. */
export type Typed = Partial<Record<Quantity, string | null>> & {
  unit?: 'mmol' | 'mg' | null
  meal?: string | null
  symptoms?: readonly string[]
}

const COMPARE: Record<string, (value: number, bound: number) => boolean> = {
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '<': (value, bound) => value < bound,
}
/** mg/dL per mmol/L of glucose (molar mass 180.156 g/mol). */
export const MG_PER_MMOL = 18.0156
const thousandths = (value: number) => Math.round(value * 1000)

/** A value for comparison: HI is above every number, LO below. */
export function comparable(typed: Typed, of: string): number | null {
  const text = typed[of as Quantity]
  if (text === null || text === undefined || text === '') return null
  if (text === 'HI') return Infinity
  if (text === 'LO') return -Infinity
  return of === 'glucose' && typed.unit === 'mg' ? thousandths(Number(text) / MG_PER_MMOL) / 1000 : Number(text)
}

function met(term: string, typed: Typed): boolean {
  const [of, how, bound] = term.trim().split(/\s+/)
  if (of === 'symptoms') return (typed.symptoms?.length ?? 0) > 0
  if (of === 'symptom') return typed.symptoms?.includes(how ?? '') ?? false
  const value = comparable(typed, of ?? '')
  if (value === null) return false
  if (how === 'hi') return value === Infinity
  if (how === 'lo') return value === -Infinity
  return COMPARE[how ?? '']?.(value, Number(bound)) ?? false
}

type Needed = 'level' | 'age_from' | 'age_to' | 'meals' | 'condition'
/** A rule as stored by an older version of the page. */
export type StoredRule = Pick<CareRule, Needed> & Partial<CareRule>

/**
 * The critical rules that are met. Each rule says whether it applies to unknown ages; illnesses are unknown here, and the server
 * judges them later.
 */
export function critical<Rule extends StoredRule>(
  rules: Rule[],
  typed: Typed,
  age: number | null,
  illnesses: readonly string[] = [],
): Rule[] {
  return rules.filter((rule) => {
    if (rule.level !== 'critical') return false
    const aged =
      age === null ? (rule.age_unknown ?? true) : age >= (rule.age_from ?? 0) && age <= (rule.age_to ?? Infinity)
    const ill = !rule.illnesses?.length || rule.illnesses.some((one) => illnesses.includes(one))
    const excepted = rule.except?.some((one) => illnesses.includes(one)) ?? false
    const fed = rule.meals.length === 0 || rule.meals.includes(typed.meal ?? '')
    return (
      aged &&
      ill &&
      !excepted &&
      fed &&
      rule.condition.split(/\bor\b/).some((all) => all.split(/\band\b/).every((term) => met(term, typed)))
    )
  })
}

/** Whether one of these critical rules asks for 120 and an alert at once, without a second measurement. */
export const isAtOnce = (met: StoredRule[]): boolean => met.some((rule) => rule.at_once)
/**
 * Minutes until the second measurement: the minimum of these rules; `usual` if they have none. Null if this device has not stored
 * the usual time: then no deadline is shown.
 */
export function remeasureWithin(met: StoredRule[], usual: number | null): number | null {
  const told = (met.length === 0 ? [usual] : met.map((rule) => rule.remeasure_minutes ?? usual)).filter(
    (minutes) => minutes !== null,
  )
  return told.length === 0 ? null : Math.min(...told)
}
/** The time of the second measurement, for one taken at a moment. */
export function remeasureBy(at: string, met: StoredRule[], usual: number | null): number | null {
  const minutes = remeasureWithin(met, usual)
  return minutes === null ? null : Date.parse(at) + minutes * 60_000
}

/** Danger signs by the rules. */
export function dangerous(rules: CareRule[]): Set<string> {
  const groups = rules.filter((rule) => rule.level === 'critical').flatMap((rule) => rule.condition.split(/\bor\b/))
  const alone = groups.map((group) => /^\s*symptom (\w+)\s*$/.exec(group)?.[1])
  return new Set(alone.filter((one) => one !== undefined))
}

export type Doubt =
  | { kind: 'beyond'; of: Quantity; value: string; from: string; to: string }
  /** Impossible; `meant`: likely values. */
  | { kind: 'impossible'; of: Quantity; value: string; meant: string[] }
  /** A glucose value that looks like mg/dL. */
  | { kind: 'unit'; value: string; would: number }
  | { kind: 'swapped' }
  | { kind: 'half' }

const WHOLE: ReadonlySet<string> = new Set(['systolic', 'diastolic', 'pulse', 'oxygen'])
/** Decimal point one or two digits off, or degrees Fahrenheit. */
function meant(range: CareRange, value: number): string[] {
  const n = thousandths(value)
  const candidates = [
    n % 10 === 0 ? n / 10 : null,
    n % 100 === 0 ? n / 100 : null,
    n * 10,
    range.of === 'temperature' ? Math.round(((n - 32_000) * 5) / 900) * 100 : null,
  ]
  const fits = (one: number | null): one is number =>
    one !== null &&
    (!WHOLE.has(range.of) || one % 1000 === 0) &&
    one >= thousandths(Number(range.from)) &&
    one <= thousandths(Number(range.to))
  return [...new Set(candidates.filter(fits).map((one) => String(one / 1000)))]
}

/** Questions about implausible values before sending; HI and LO are accepted. */
export function doubts(ranges: CareRange[], typed: Typed): Doubt[] {
  const found: Doubt[] = []
  for (const range of ranges) {
    const of = range.of as Quantity
    const value = comparable(typed, of)
    if (value === null || !Number.isFinite(value)) continue
    const [from, to, low, high] = [range.from, range.to, range.possible_from, range.possible_to].map(Number) as [
      number,
      number,
      number,
      number,
    ]
    if (value >= from && value <= to && value >= low && value <= high) continue
    const would = Math.round((value / MG_PER_MMOL) * 10) / 10
    const shown = typed[of]!
    if (of === 'glucose' && typed.unit !== 'mg' && value > to && would >= from && would <= to)
      found.push({ kind: 'unit', value: shown, would })
    else if (value < low || value > high)
      found.push({
        kind: 'impossible',
        of,
        value: shown,
        meant: of === 'glucose' && typed.unit === 'mg' ? [] : meant(range, value),
      })
    else found.push({ kind: 'beyond', of, value: shown, from: range.from, to: range.to })
  }
  const [upper, lower] = [comparable(typed, 'systolic'), comparable(typed, 'diastolic')]
  if (upper !== null && lower !== null && Number.isFinite(upper) && Number.isFinite(lower) && upper <= lower)
    found.push({ kind: 'swapped' })
  else if ((upper === null) !== (lower === null)) found.push({ kind: 'half' })
  return found
}

/** Impossible quantities, which must be corrected and cannot be confirmed. */
export function impossible(ranges: CareRange[], typed: Typed): Quantity[] {
  return ranges.flatMap((range) => {
    const value = comparable(typed, range.of)
    return value !== null &&
      Number.isFinite(value) &&
      (value < Number(range.possible_from) || value > Number(range.possible_to))
      ? [range.of as Quantity]
      : []
  })
}
export const confirmable = (ranges: CareRange[], typed: Typed): boolean =>
  impossible(ranges, typed).length === 0 && !doubts(ranges, typed).some((one) => one.kind === 'swapped')
