// Offline decisions at a visit agree with the domain: conditions, forms and coverage.
import { expect, test } from 'vitest'
import type { Answer, Campaign, Condition, Known, Question } from '../packages/api/resources'
import { coverage, fold, type Coverage, type End, type Visit } from '../apps/member/src/rooms/visits/fold'
import { holds, plan, type Answers } from '../apps/member/src/rooms/visits/form'
import { vectors } from './vectors'

test('conditions', () => {
  interface Case {
    text: string
    condition: Condition
    this: Answer | null
    answers: Record<string, Answer>
    holds: boolean
  }
  const { cases } = vectors<{ cases: Case[] }>('form-conditions')
  expect(cases.length).toBeGreaterThan(800)
  for (const one of cases)
    expect(
      holds(one.condition, one.this ?? undefined, (name) => one.answers[name]),
      `${one.text} of ${JSON.stringify(one.answers)}, this ${JSON.stringify(one.this)}`,
    ).toBe(one.holds)
})

test('forms', () => {
  interface Case {
    questions: { name: string; kind: string; choices: string[] }[]
    known: Record<string, Known>
    given: Record<string, Answer>
    kept?: string[]
    put?: { name: string; known: boolean }[]
    faults?: Record<string, string>
  }
  const { cases } = vectors<{ cases: Case[] }>('form-filling')
  expect(cases.length).toBeGreaterThan(400)
  for (const { questions, known, given, ...wanted } of cases) {
    const asked = questions.map((question) => ({
      ...question,
      choices: question.choices.map((name) => ({ name, label: { zh: name, en: name } })),
    })) as unknown as Question[]
    const answers: Answers = {}
    for (const [name, answer] of Object.entries(given)) answers[name] = { answer, came: 'asked' }
    const found = plan(asked, known, answers)
    const faults = found.put.flatMap(({ question, fault }) => (fault ? [[question.name, fault]] : []))
    const said = {
      kept: Object.keys(found.kept),
      put: found.put.map(({ question, known: entry }) => ({ name: question.name, known: entry !== null })),
    }
    expect(
      faults.length > 0 ? { faults: Object.fromEntries(faults) } : said,
      JSON.stringify({ questions, given }),
    ).toEqual(wanted)
  }
})

test('coverage: what the server told and what waits here are counted together', () => {
  interface Case {
    campaign: string
    doors: { dwelling: string; end: End | null; last: string | null; ends: End | null }[]
    phone: { id: string; door: string; campaign: string | null; outcome: End; corrects?: string; sent: boolean }[]
    coverage: Coverage
  }
  const { cases } = vectors<{ cases: Case[] }>('coverage')
  expect(cases.length).toBeGreaterThanOrEqual(300)
  for (const one of cases) {
    const at = '2026-11-24T02:00:00Z'
    const campaign = {
      id: one.campaign,
      doors: one.doors.map(({ dwelling, end, last }) => ({
        dwelling,
        code: '',
        door: dwelling,
        ...(end ? { end } : {}),
        ...(last ? { last: { at, by: '甲', visit: last } } : {}),
      })),
    } as unknown as Campaign
    const visits = one.phone.map(({ id, door, campaign: of, outcome, corrects, sent }): Visit => ({
      id,
      door: { dwelling: door },
      at,
      why: of ? { plan: 'campaign', campaign: of, round: 1 } : { plan: 'unplanned' },
      outcome,
      ...(corrects ? { corrects } : {}),
      sent,
    }))
    const doors = fold(campaign, visits, [])
    expect(
      doors.map(({ dwelling, end }) => [dwelling, end ?? null]),
      JSON.stringify(one),
    ).toEqual(one.doors.map(({ dwelling, ends }) => [dwelling, ends]))
    expect(coverage(doors)).toEqual(one.coverage)
  }
})
