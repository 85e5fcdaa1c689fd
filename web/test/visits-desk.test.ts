// Visits on the desk: conditions in words, and bars that contain all dwellings.
import { afterEach, describe, expect, it } from 'vitest'
import { conditionWords } from '../apps/console/src/rooms/visits/condition'
import { ENDS, gapsOf } from '../apps/console/src/rooms/visits/ends'
import type { Condition, Coverage, Question } from '../packages/api/resources'
import { locale } from '../packages/i18n/t'

const question = (name: string, zh: string, en: string, choices: Question['choices'] = []): Question => ({
  name,
  kind: 'many',
  label: { zh, en },
  choices,
  relevant: null,
  constraint: null,
  field: null,
  about: null,
})
const questions = [
  question('size', '几口人', 'Household size'),
  question('heat', '怎么取暖', 'Heating', [{ name: 'coal', label: { zh: '炭火', en: 'Charcoal' } }]),
]
const answerOf = (name: string): Condition => ({ op: 'answer', name })
const limits: Condition = {
  op: 'and',
  of: [
    { op: 'at_least', of: [{ op: 'this' }, { op: 'number', value: '1' }] },
    { op: 'at_most', of: [{ op: 'this' }, { op: 'number', value: '20' }] },
  ],
}

describe('a condition', () => {
  afterEach(() => {
    locale.value = 'zh'
  })
  it('names questions as they are asked and choices as they are read', () => {
    const coal: Condition = { op: 'is', of: [answerOf('heat'), { op: 'text', value: 'coal' }] }
    expect(conditionWords(coal, questions)).toBe('“怎么取暖” = “炭火”')
    expect(conditionWords({ op: 'selected', of: [answerOf('heat'), { op: 'text', value: 'coal' }] }, questions)).toBe(
      '“怎么取暖”选了“炭火”',
    )
    locale.value = 'en'
    expect(conditionWords({ op: 'not', of: [coal] }, questions)).toBe('not (“Heating” = “Charcoal”)')
  })
  it('tells limits in numbers', () => {
    expect(conditionWords(limits, questions)).toBe('回答 ≥ 1，并且回答 ≤ 20')
  })
  it('shows what it does not know by name, and loses nothing', () => {
    expect(
      conditionWords(
        {
          op: 'above',
          of: [
            { op: 'count_selected', of: [answerOf('gone')] },
            { op: 'number', value: '2' },
          ],
        },
        questions,
      ),
    ).toBe('“gone”选了几项 > 2')
  })
})

describe('a bar', () => {
  it('has every place in which a door can stand, each once', () => {
    const coverage: Coverage = {
      doors: 21,
      done: 1,
      refused: 2,
      vacant: 3,
      moved: 4,
      not_reached: 5,
      untried: 6,
      ended: 10,
    }
    expect(ENDS.reduce((sum, end) => sum + coverage[end.key], 0)).toBe(coverage.doors)
    expect(gapsOf(coverage)).toBe(coverage.doors - coverage.ended)
  })
})
