// The three forms for readings: station, phone and console.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { computed, reactive } from 'vue'
import CareReadingNew from '../../apps/console/src/rooms/care/CareReadingNew.vue'
import { t } from '../../apps/console/src/rooms/care/say'
import { t as onPhone } from '../../apps/member/src/rooms/care/words'
import MeasureEdit from '../../apps/member/src/rooms/care/MeasureEdit.vue'
import ReadingNew from '../../apps/station/src/rooms/care/ReadingNew.vue'
import { t as atDesk } from '../../apps/station/src/words'
import { Problem } from '@weiguang/api/problem'
import { careKey } from '@weiguang/care/say'
import { NoRoom } from '@weiguang/offline/outbox'
import {
  button,
  chosen,
  faultOf,
  field,
  inBoth,
  open,
  pass,
  press,
  RECORD,
  said,
  status,
  tick,
  told,
  type,
} from './stage'

const range = (of: string, from: string, to: string, low: string, high: string) => ({
  of,
  from,
  to,
  possible_from: low,
  possible_to: high,
})
const RANGES = vi.hoisted(() => ({ now: [] as unknown[] }))
const phone = vi.hoisted(() => ({
  put: vi.fn<(...entries: unknown[]) => Promise<void>>(async () => {}),
  rules: vi.fn(async () => {}),
}))
vi.mock('../../apps/station/src/rooms/care/rules', () => ({
  ranges: computed(() => RANGES.now),
  rules: computed(() => []),
  danger: computed(() => new Set(['chest_pain'])),
}))
vi.mock('../../apps/member/src/phone', () => ({
  put: phone.put,
  phone: reactive({ online: true }),
  shown: reactive({ queue: [], pack: {} }),
}))
vi.mock('../../apps/member/src/rooms/care/use-rules', () => ({
  readRules: phone.rules,
  care: computed(() => ({ at: 0, rules: [], ranges: RANGES.now, remeasure: 10, call: [] })),
}))
beforeEach(() => {
  phone.put.mockReset().mockResolvedValue()
  phone.rules.mockReset().mockResolvedValue()
  RANGES.now = [range('systolic', '60', '260', '30', '320'), range('glucose', '1.1', '33.3', '0.1', '80')]
})
const of = (name: string) => careKey('careQuantity', name)

describe('a reading at the console', () => {
  const enter = () => t('carePerson.enter')
  const named = (name: string) => new RegExp(`^${of(name)} `)
  const page = (send: (draft: unknown, key: string) => Promise<unknown>) =>
    open(CareReadingNew, { resident: 'r1', handle: { enter: send } })
  const reading = (more: object = {}) => ({
    measured: {},
    standing: 'stands',
    advice: [],
    asked: [],
    level: 'normal',
    ...more,
  })

  it('begins with nothing: no meal, no symptom, and nothing to send', async () => {
    await page(async () => reading())
    expect(chosen()).toEqual([])
    expect(field(t('carePerson.meal')).value).toBe('')
    expect(button(enter()).disabled).toBe(true)
  })
  it('sends what was typed as it was typed, and nothing that was not, once', async () => {
    const send = vi.fn(async () => reading())
    const { events } = await page(send)
    await type(of('glucose'), ' HI ')
    await type(t('carePerson.meal'), 'after_meal')
    await type(named('systolic'), '135')
    await tick(careKey('careSymptom', 'dizzy'))
    await press(enter(), 2)
    expect(send.mock.calls).toEqual([
      [
        {
          id: expect.stringMatching(RECORD),
          resident: 'r1',
          measured: { glucose: 'HI', systolic: '135', symptoms: ['dizzy'], unit: 'mmol', meal: 'after_meal' },
        },
        expect.any(String),
      ],
    ])
    expect(events).toEqual([['close']])
    expect(told()).toEqual([t('carePerson.saved')])
  })
  it('names no unit and no meal where there is no glucose', async () => {
    const send = vi.fn<(draft: unknown) => Promise<unknown>>(async () => reading())
    await page(send)
    await type(named('pulse'), '72')
    await press(enter())
    expect(send.mock.calls[0]![0]).toMatchObject({ measured: { pulse: '72', symptoms: [] } })
    expect(Object.keys((send.mock.calls[0]![0] as { measured: object }).measured)).toEqual(['pulse', 'symptoms'])
  })
  it('wants the meal with a glucose, and takes none for somebody', async () => {
    const send = vi.fn(async () => reading())
    await page(send)
    await type(of('glucose'), '7.8')
    await press(enter())
    expect(send).not.toHaveBeenCalled()
    expect(faultOf(t('carePerson.meal'))).toBe(t('carePerson.mealNeed'))
  })
  it('shows a glucose in the other unit while it is typed', async () => {
    await page(async () => reading())
    await type(of('glucose'), '30')
    expect(status().join()).toContain('540 mg/dL')
    await type(t('carePerson.unit'), 'mg')
    expect(status().join()).toContain('1.665 mmol/L')
  })
  it('says each fault at its field, the unit’s too, and the rest below', async () => {
    await page(async () => {
      const fault = (name: string, zh: string) => ({ field: name, code: 'x', zh, en: zh })
      throw new Problem(422, 'x', { zh: '', en: '' }, [
        fault('measured.systolic', '收缩压不对'),
        fault('unit', '单位不对'),
        fault('symptoms', '症状不对'),
      ])
    })
    await type(named('systolic'), '13')
    await press(enter())
    expect(faultOf(named('systolic'))).toBe('收缩压不对')
    expect(faultOf(t('carePerson.unit'))).toBe('单位不对')
    expect(said()).toContain('症状不对')
  })
  it('is the same reading after a lost answer, and another if a value is changed', async () => {
    const send = vi
      .fn<(draft: unknown, key: string) => Promise<unknown>>()
      .mockRejectedValueOnce(Problem.network())
      .mockRejectedValueOnce(Problem.network())
      .mockResolvedValue(reading())
    await page(send)
    await type(named('systolic'), '135')
    await press(enter())
    expect(said().join()).toContain('网络不通')
    await press(enter())
    await type(named('systolic'), '136')
    await press(enter())
    const [first, second, third] = send.mock.calls
    expect(second).toEqual(first)
    expect(third![1]).not.toBe(first![1])
  })
  it('stays with the question of the server, and with what is to be said', async () => {
    const { events } = await page(async () =>
      reading({ standing: 'doubted', asked: [{ zh: '真的是 13 吗', en: 'is it 13' }], level: null }),
    )
    await type(named('systolic'), '13')
    await press(enter())
    expect(document.body.textContent).toContain('真的是 13 吗')
    expect(events).toEqual([])
    expect(told()).toEqual([])
  })
  it('has every word in both languages', async () => {
    await page(async () => reading())
    await type(of('glucose'), '7.8')
    await press(enter())
    expect(await inBoth()).toEqual([])
  })
})

describe('a reading at the desk of a station', () => {
  const save = () => atDesk('care.save')
  const page = (correcting: object | null = null) => open(ReadingNew, { correcting })
  const body = (more: object) => ({
    systolic: null,
    diastolic: null,
    pulse: null,
    glucose: null,
    unit: null,
    meal: null,
    temperature: null,
    oxygen: null,
    weight: null,
    symptoms: [],
    ...more,
  })

  it('begins with nothing, and gives what was typed once', async () => {
    const { events } = await page()
    expect(chosen()).toEqual([])
    await type(of('systolic'), '135')
    await type(of('diastolic'), '85')
    await press(save(), 2)
    expect(events).toEqual([['done', body({ systolic: '135', diastolic: '85' }), false, undefined]])
    expect(field(of('systolic')).value).toBe('')
  })
  it('says what is lacking: everything, half a pressure, the meal', async () => {
    const { events } = await page()
    await press(save())
    expect(said()).toEqual([atDesk('care.lacks_nothing')])
    await type(of('systolic'), '135')
    await press(save())
    expect(said()).toEqual([atDesk('care.lacks_diastolic')])
    await type(of('systolic'), '')
    await type(of('diastolic'), '85')
    await press(save())
    expect(said()).toEqual([atDesk('care.lacks_systolic')])
    await type(of('diastolic'), '')
    await type(of('glucose'), '7.8')
    await press(save())
    expect(said()).toEqual([atDesk('care.lacks_meal')])
    expect(events).toEqual([])
    await tick(careKey('careMeal', 'fasting'))
    await press(save())
    expect(events).toEqual([['done', body({ glucose: '7.8', unit: 'mmol', meal: 'fasting' }), false, undefined]])
  })
  it('takes nothing that nobody can have, and offers what may have been meant', async () => {
    const { events } = await page()
    await type(of('systolic'), '400')
    await type(of('diastolic'), '85')
    await press(save())
    expect(events).toEqual([])
    expect(said()[0]).toContain(atDesk('care.impossible', { what: of('systolic'), value: '400' }))
    await type(of('systolic'), '140')
    expect(said()).toEqual([])
    await press(save())
    expect(events).toHaveLength(1)
  })
  it('lets no letters into a number, and knows HI and LO', async () => {
    await page()
    await type(of('systolic'), 'a13b5')
    expect(field(of('systolic')).value).toBe('135')
    await type(of('glucose'), 'hi')
    expect(field(of('glucose')).value).toBe('HI')
    await type(of('pulse'), 'hi')
    expect(field(of('pulse')).value).toBe('')
  })
  it('warns before the page is left with something typed', async () => {
    await page()
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(false)
    await type(of('pulse'), '72')
    expect(leave()).toBe(true)
  })
  it('stands with what is corrected, and has every word in both languages', async () => {
    await page(body({ systolic: '135', diastolic: '85', symptoms: ['dizzy'] }))
    expect(field(of('systolic')).value).toBe('135')
    expect(chosen()).toHaveLength(1)
    await press(atDesk('care.saveCorrect'))
    expect(await inBoth()).toEqual([])
  })
})

describe('a reading at a bedside', () => {
  const save = () => onPhone('measure.save')
  const page = (what: 'pressure' | 'glucose') => open(MeasureEdit, { id: 'r1', name: 'Wang', of: what })
  const works = () => phone.put.mock.calls.map((entries) => (entries as { work: object }[]).map((entry) => entry.work))

  it('goes into the queue once, however often it is pressed while the rules are fetched', async () => {
    let rules = () => {}
    phone.rules.mockImplementation(
      () =>
        new Promise<void>((resolve) => {
          rules = resolve
        }),
    )
    const { events } = await page('pressure')
    await type(of('systolic'), '135')
    await type(of('diastolic'), '85')
    document.querySelector('form')!.requestSubmit()
    document.querySelector('form')!.requestSubmit()
    await pass()
    rules()
    await pass()
    expect(works()).toMatchObject([
      [
        {
          kind: 'post',
          about: 'reading',
          path: '/care/readings',
          body: {
            id: expect.stringMatching(RECORD),
            resident: 'r1',
            at: expect.any(String),
            measured: { systolic: '135', diastolic: '85', symptoms: [] },
          },
        },
      ],
    ])
    expect(events).toEqual([['close']])
  })
  it('begins with nothing chosen, and says which of number and meal is lacking', async () => {
    await page('glucose')
    expect(chosen()).toEqual([])
    await press(save())
    expect(said()).toEqual([onPhone('measure.need')])
    await type(of('glucose'), '7,8')
    await press(save())
    expect(said()).toEqual([onPhone('measure.needMeal')])
    await type(of('glucose'), '7x')
    await press(save())
    expect(said()).toEqual([onPhone('measure.need')])
    expect(phone.put).not.toHaveBeenCalled()
  })
  it('asks about what is hard to believe, and sends the answer with it', async () => {
    await page('pressure')
    await type(of('systolic'), '265')
    await type(of('diastolic'), '85')
    await press(save())
    expect(phone.put).not.toHaveBeenCalled()
    expect(said()[0]).toContain('260')
    await press(onPhone('measure.still'))
    const [[reading, answer]] = works() as [[{ body: { id: string } }, object]]
    expect(answer).toMatchObject({
      path: `/care/readings/${reading.body.id}/settle`,
      version: 1,
      body: { answer: 'confirmed' },
    })
  })
  it('takes the other unit at one press where a glucose reads like it', async () => {
    await page('glucose')
    await tick(careKey('careMeal', 'fasting'))
    await type(of('glucose'), '140')
    await press(save())
    expect(phone.put).not.toHaveBeenCalled()
    await press('mg/dL')
    expect(works()).toMatchObject([[{ body: { measured: { glucose: '140', unit: 'mg', meal: 'fasting' } } }]])
  })
  it('lets nobody confirm what nobody can have', async () => {
    await page('pressure')
    await type(of('systolic'), '85')
    await type(of('diastolic'), '135')
    await press(save())
    expect(said()[0]).toContain(onPhone('measure.swapped'))
    expect([...document.querySelectorAll('button')].map((one) => one.textContent!.trim())).not.toContain(
      onPhone('measure.still'),
    )
    await press('135/85')
    await press(save())
    expect(works()).toMatchObject([[{ body: { measured: { systolic: '135', diastolic: '85' } } }]])
  })
  it('says that the phone is full, holds what was typed, and can be pressed again', async () => {
    phone.put.mockRejectedValueOnce(new NoRoom('full'))
    const { events } = await page('pressure')
    await type(of('systolic'), '135')
    await type(of('diastolic'), '85')
    await press(save())
    expect(said()).toHaveLength(1)
    expect([events, field(of('systolic')).value]).toEqual([[], '135'])
    await press(save())
    expect(events).toEqual([['close']])
  })
  it('has every word in both languages', async () => {
    await page('glucose')
    await press(save())
    expect(await inBoth()).toEqual([])
  })
})
