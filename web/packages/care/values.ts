// Display and input of values: mmol/L first with the other unit beside it, computed as on the server.
import type { Measured } from '@weiguang/api/resources'
import { MG_PER_MMOL, QUANTITIES, type Typed } from './judge'
import { careKey, careWord } from './reading'

/** A typed number; null for HI, LO and invalid text. */
export function numberOf(text: string): number | null {
  const folded = text.normalize('NFKC').trim().replace(',', '.')
  return /^\d+(?:\.\d+)?$/.test(folded) ? Number(folded) : null
}

/** The glucose in the other unit: `540 mg/dL`; empty for HI, LO and invalid text. */
export function glucoseAlso(text: string, unit: 'mmol' | 'mg' = 'mmol'): string {
  const value = numberOf(text)
  if (value === null) return ''
  return unit === 'mmol'
    ? `${Math.round(value * MG_PER_MMOL)} mg/dL`
    : `${Math.round((value / MG_PER_MMOL) * 1000) / 1000} mmol/L`
}

export interface ValuePart {
  key: string
  word: string
  value: string
  unit: string
  also: string
}

/** The values of a measurement as parts to display; a blood pressure is one part. */
export function valueParts(measured: Measured): ValuePart[] {
  const of = (key: string) => measured.values.find((one) => one.of.key === key)
  const [upper, lower] = [of('systolic'), of('diastolic')]
  const parts: ValuePart[] = []
  if (upper || lower)
    parts.push({
      key: 'pressure',
      word: careWord('careQuantity.pressure'),
      value: `${upper?.value ?? '—'}/${lower?.value ?? '—'}`,
      unit: 'mmHg',
      also: '',
    })
  for (const one of measured.values) {
    if (one === upper || one === lower) continue
    const meal = one.of.key === 'glucose' && measured.meal ? ` ${careKey('careMeal', measured.meal.key)}` : ''
    parts.push({
      key: one.of.key,
      word: `${careKey('careQuantity', one.of.key)}${meal}`,
      value: one.value,
      unit: one.unit,
      also: one.also ?? '',
    })
  }
  return parts
}

const UNITS: Record<string, string> = {
  systolic: 'mmHg',
  diastolic: 'mmHg',
  pulse: '/min',
  glucose: 'mmol/L',
  temperature: '°C',
  oxygen: '%',
  weight: 'kg',
}
const said = (key: string) => ({ key, words: { zh: key, en: key } })
/** Typed values in display form, while they wait to be sent. */
export function typedMeasured(typed: Typed): Measured {
  const values = QUANTITIES.flatMap((of) => {
    const value = typed[of]
    if (!value) return []
    const mg = of === 'glucose' && typed.unit === 'mg'
    const also = of === 'glucose' ? glucoseAlso(value, mg ? 'mg' : 'mmol') : ''
    return [{ of: said(of), value, unit: mg ? 'mg/dL' : UNITS[of]!, ...(also ? { also } : {}) }]
  })
  return {
    values,
    meal: typed.meal ? said(typed.meal) : null,
    symptoms: (typed.symptoms ?? []).map(said),
    typed_in: typed.unit ?? null,
  }
}
