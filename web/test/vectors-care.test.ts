// Offline judging agrees with the domain: rules, ranges, units and rechecks.
import { expect, test } from 'vitest'
import type { CareRange, CareRule } from '../packages/api/resources'
import {
  comparable,
  confirmable,
  critical,
  doubts,
  impossible,
  isAtOnce,
  remeasureWithin,
  type Typed,
} from '../packages/care/judge'
import { isOverdue } from '../packages/care/overdue'
import { glucoseAlso } from '../packages/care/values'
import { vectors } from './vectors'

test('the rules that are met, and what they ask for first', () => {
  const { rules, remeasure_minutes, cases } = vectors<{
    rules: CareRule[]
    remeasure_minutes: number
    cases: {
      typed: Typed
      age: number | null
      illnesses: string[]
      critical: string[]
      at_once: boolean
      remeasure_minutes: number | null
    }[]
  }>('care-rules')
  expect(cases.length).toBeGreaterThan(700)
  for (const one of cases) {
    const met = critical(rules, one.typed, one.age, one.illnesses)
    const at_once = isAtOnce(met)
    const minutes = met.length > 0 && !at_once ? remeasureWithin(met, remeasure_minutes) : null
    expect({ ...one, critical: met.map((rule) => rule.id), at_once, remeasure_minutes: minutes }).toEqual(one)
  }
})

test('what is hard to believe, what nobody can have, and what may be confirmed', () => {
  interface Case {
    typed: Typed
    doubts: { kind: string; of?: string; from?: string; to?: string; meant?: string[]; would?: string }[]
    impossible: string[]
    confirmable: boolean
  }
  const { ranges, cases } = vectors<{ ranges: CareRange[]; cases: Case[] }>('care-ranges')
  expect(cases.length).toBeGreaterThan(600)
  for (const one of cases) {
    // The typed text is displayed unchanged, so it is not compared.
    const asked = doubts(ranges, one.typed).map((found) => {
      const doubt: Record<string, unknown> = { ...found }
      delete doubt.value
      return 'would' in doubt ? { ...doubt, would: String(doubt.would) } : doubt
    })
    expect({
      typed: one.typed,
      doubts: asked,
      impossible: impossible(ranges, one.typed),
      confirmable: confirmable(ranges, one.typed),
    }).toEqual(one)
  }
})

test('glucose in the other unit', () => {
  const { cases } = vectors<{ cases: { typed: string; mg_as_mmol: string; mmol_as_mg: string }[] }>('glucose-units')
  expect(cases.length).toBeGreaterThan(300)
  for (const { typed, mg_as_mmol, mmol_as_mg } of cases) {
    expect(glucoseAlso(typed, 'mg'), typed).toBe(`${mg_as_mmol} mmol/L`)
    expect(glucoseAlso(typed, 'mmol'), typed).toBe(`${mmol_as_mg} mg/dL`)
    expect(comparable({ glucose: typed, unit: 'mg' }, 'glucose'), typed).toBe(Number(mg_as_mmol))
  }
})

test('rechecks that are overdue', () => {
  const { cases } = vectors<{ cases: { due: string; today: string; overdue: boolean }[] }>('care-rechecks')
  for (const { due, today, overdue } of cases) expect(isOverdue(due, today), `${due} ${today}`).toBe(overdue)
})
