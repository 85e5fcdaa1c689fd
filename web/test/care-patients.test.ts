// 150 invented patients with a doctor's verdicts: the device agrees with them offline. The domain runs the same file
// (crates/domain/src/care/patients_tests.rs), levels and rechecks included.
import { describe, expect, it } from 'vitest'
import type { CareRule } from '../packages/api/resources'
import { critical, isAtOnce, remeasureWithin, type Typed } from '../packages/care/judge'
import { vectors } from './vectors'

interface Patient {
  id: string
  who: string
  age: number | null
  illnesses: string[]
  measured: Record<string, string | number>
  symptoms: string[]
  verdict: { level: string; at_once: boolean; remeasure_minutes: number | null }
}
const patients = vectors<Patient[]>('care-patients')
const { rules: all, remeasure_minutes: USUAL } = vectors<{ rules: CareRule[]; remeasure_minutes: number }>('care-rules')
/** The shipped rules, without those added for tests. */
const rules = all.filter((rule) => !rule.id.startsWith('own-'))

describe('a hundred and fifty patients', () => {
  it('are all here', () => expect(patients.length).toBe(150))
  it.each(patients)('$id $who', ({ age, illnesses, measured, symptoms, verdict }) => {
    const text = Object.fromEntries(Object.entries(measured).map(([key, value]) => [key, String(value)]))
    const met = critical(rules, { ...text, unit: 'mmol', symptoms } as Typed, age, illnesses)
    expect(met.length > 0).toBe(verdict.level === 'critical')
    expect(isAtOnce(met)).toBe(verdict.at_once)
    if (met.length > 0 && !isAtOnce(met)) expect(remeasureWithin(met, USUAL)).toBe(verdict.remeasure_minutes)
  })
})

describe('rules that a device stored before they said more', () => {
  it('judge somebody of unknown age by every line, and send nobody away from the second measurement', () => {
    const old = [
      {
        id: 'old',
        level: 'critical',
        age_from: 65,
        age_to: null,
        meals: [],
        condition: 'systolic >= 180',
        advice: { zh: '', en: '' },
      },
    ] as unknown as CareRule[]
    const met = critical(old, { systolic: '190', diastolic: '90' }, null)
    expect([met.length, isAtOnce(met), remeasureWithin(met, USUAL)]).toEqual([1, false, 10])
  })
})
