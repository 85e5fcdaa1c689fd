// Text, phone numbers, days, deadlines and cell codes agree with the domain.
import { expect, test } from 'vitest'
import { levelOf, nameOf, parentOf } from '../apps/console/src/rooms/grid/codes'
import { squeeze } from '../packages/danger/danger'
import { readPhone } from '../packages/i18n/phone'
import { dayOf, deadline, isLate } from '../packages/i18n/time'
import { vectors } from './vectors'

test('phone numbers, drawn by chance', () => {
  interface Case {
    typed: string
    number?: string
    note?: string | null
    fault?: { zh: string; en: string }
  }
  const { cases } = vectors<{ cases: Case[] }>('phone-numbers-drawn')
  expect(cases.length).toBeGreaterThan(500)
  for (const { typed, number, note, fault } of cases)
    expect(readPhone(typed), JSON.stringify(typed)).toEqual(
      fault ? { fault } : number ? { number, ...(note ? { note } : {}) } : null,
    )
})

test('text is folded before it is searched', () => {
  const { cases } = vectors<{ cases: { text: string; folded: string }[] }>('text-folding')
  for (const { text, folded } of cases) expect(squeeze(text), JSON.stringify(text)).toBe(folded)
})

test('the day that a moment has in China', () => {
  const { cases } = vectors<{ cases: { at: string; day: string }[] }>('days')
  for (const { at, day } of cases) expect(dayOf(at), at).toBe(day)
})

test('deadlines: met up to and including their moment', () => {
  const { cases } = vectors<{ cases: { due: string; now: string; met: string | null; late: boolean }[] }>('deadlines')
  expect(cases.length).toBeGreaterThan(200)
  for (const { due, now, met, late } of cases) {
    expect(isLate(due, Date.parse(now), met), `${due} ${now} ${met}`).toBe(late)
    if (!met) expect(deadline(due, Date.parse(now)).tone === 'late', `${due} ${now}`).toBe(late)
  }
})

test('codes of cells', () => {
  const { cases } = vectors<{ cases: { code: string; level: string; parent: string; name: string }[] }>('cell-codes')
  for (const { code, level, parent, name } of cases) {
    expect(levelOf(code), code).toBe(level)
    if (code.length >= 15) expect([parentOf(code), nameOf(code)]).toEqual([parent, name])
  }
})
