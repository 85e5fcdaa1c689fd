// The contact ladder: unmasking a number, recording a try, a found contact, and the confirmation of a death.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { reactive, ref } from 'vue'
import CareActEdit from '../../apps/console/src/rooms/care/CareActEdit.vue'
import CareLadderShow from '../../apps/console/src/rooms/care/CareLadderShow.vue'
import { t } from '../../apps/console/src/rooms/care/say'
import AlertTryEdit from '../../apps/member/src/rooms/care/AlertTryEdit.vue'
import { t as onPhone } from '../../apps/member/src/rooms/care/words'
import { Problem } from '@weiguang/api/problem'
import { careActs, type CareValues } from '@weiguang/care/acts'
import { actWord, careKey, careWord, fieldWord } from '@weiguang/care/say'
import {
  button,
  chosen,
  faultOf,
  field,
  has,
  inBoth,
  KEY,
  open,
  pass,
  press,
  RECORD,
  refusal,
  said,
  sent,
  server,
  tick,
  told,
  type,
} from './stage'

const phone = vi.hoisted(() => ({
  put: vi.fn<(...entries: unknown[]) => Promise<void>>(async () => {}),
  state: { online: true },
}))
vi.mock('../../apps/member/src/phone', () => ({
  put: phone.put,
  phone: reactive(phone.state),
  me: ref({ id: 'me' }),
}))
beforeEach(() => {
  phone.put.mockReset().mockResolvedValue()
})

const key = (name: string) => ({ key: name, words: { zh: '名', en: name } })
const rung = (kind: string, contact: object | null) => ({
  kind: key(kind),
  contact,
  hears: { zh: '只说请回电', en: 'only ask to call back' },
  tries: [],
  reached: false,
  over: false,
  gone: null,
})
const kin = { id: 'k1', name: 'Wang Li', relation: 'son', phones: ['138****5678'], when: null }
const neighbour = { id: 'n1', name: 'Liu', relation: 'door', phones: ['139****1111'], when: null }
const alert = {
  id: 'a1',
  version: 5,
  resident: 'r1',
  name: 'Wang Jianguo',
  door: '3-201',
  began_at: '2026-11-30T01:00:00Z',
  status: key('reaching'),
  owner: { id: 'o1', name: 'Chen' },
  allowed: ['try', 'found'],
  ladder: [rung('kin', kin), rung('neighbour', neighbour), rung('landlord', null)],
  next_rung: 0,
  watches: [],
}

describe('looking at the number of a rung', () => {
  const ask = (name: string) => press(t('care.callOf', { name }))
  it('is asked once more, and shows the number that the server gives, until it is hidden', async () => {
    const call = vi.fn(async (_rung: number, _key: string) => ['13800005678'])
    await open(CareLadderShow, { one: alert, handle: { call } })
    await ask('Wang Li')
    expect(call).not.toHaveBeenCalled()
    await press(t('care.callDo'), 2)
    expect(call.mock.calls).toEqual([[0, expect.stringMatching(KEY)]])
    expect(document.querySelector('a[href="tel:13800005678"]')).not.toBeNull()
    await press(t('care.hide'))
    expect(document.body.textContent).not.toContain('13800005678')
  })
  it('is one look on the record after a lost answer, and says nothing of it at another rung', async () => {
    const call = vi
      .fn<(rung: number, key: string) => Promise<string[]>>()
      .mockRejectedValueOnce(Problem.network())
      .mockRejectedValueOnce(Problem.network())
      .mockResolvedValue(['13800005678'])
    await open(CareLadderShow, { one: alert, handle: { call } })
    await ask('Wang Li')
    await press(t('care.callDo'))
    await pass(3_000)
    await press(t('care.callDo'))
    expect(call.mock.calls[1]).toEqual(call.mock.calls[0])
    expect(said().join()).toContain('网络不通')
    await press(t('ui.cancel'))
    await ask('Liu')
    expect(said()).toEqual([])
    await press(t('care.callDo'))
    expect(call.mock.calls[2]![0]).toBe(1)
    expect(call.mock.calls[2]![1]).not.toBe(call.mock.calls[0]![1])
  })
  it('is offered to those who may, and has every word in both languages', async () => {
    const { close } = await open(CareLadderShow, { one: { ...alert, allowed: [] }, handle: {} }, [])
    expect(has(t('care.callOf', { name: 'Wang Li' }))).toBe(false)
    close()
    await open(CareLadderShow, { one: alert, handle: {} })
    await ask('Wang Li')
    expect(await inBoth()).toEqual([])
  })
})

describe('an act on an alert', () => {
  const shape = (name: string) => careActs.find((one) => one.name === name)!
  const form = (name: string, act: (action: unknown, key: string) => Promise<boolean>, start: CareValues = {}) =>
    open(CareActEdit, { shape: shape(name), start, one: alert, act })

  it('of trying somebody begins with the next rung and no outcome, and wants how and how it went', async () => {
    const act = vi.fn(async () => true)
    await form('try', act)
    expect(chosen()).toEqual([])
    expect(field(fieldWord({ name: 'rung' })).value).toBe('0')
    await press(actWord('try'))
    expect(said()).toEqual([t('care.need'), t('care.need')])
    await tick(careKey('careHow', 'phone'))
    await tick(careKey('careWent', 'no_answer'))
    await press(actWord('try'), 2)
    expect(act.mock.calls).toEqual([
      [{ action: 'try', rung: 0, how: 'phone', went: 'no_answer' }, expect.stringMatching(KEY)],
    ])
    expect(told()).toEqual([t('care.done')])
  })
  it('keeps its key through a lost answer, whatever version the page has by then', async () => {
    const act = vi
      .fn<(action: unknown, key: string) => Promise<boolean>>()
      .mockRejectedValueOnce(Problem.network())
      .mockResolvedValue(true)
    const { give } = await form('try', act, { how: 'phone', went: 'reached' })
    await press(actWord('try'))
    give({ one: { ...alert, version: 6 } })
    await pass()
    await press(actWord('try'))
    expect(act.mock.calls[1]).toEqual(act.mock.calls[0])
  })
  it('puts somebody who was found among the contacts first, and once, however often it is tried', async () => {
    server('GET /households/residents/r1', { body: { household: { id: 'h1', version: 2 } } })
    server('POST /households/h1/contacts', { body: {} })
    const act = vi
      .fn<(action: unknown, key: string) => Promise<boolean>>()
      .mockRejectedValueOnce(new Problem(409, 'x', { zh: '等一下', en: 'wait' }))
      .mockResolvedValue(true)
    await form('found', act)
    await press(actWord('found'))
    expect(said().length).toBeGreaterThan(0)
    expect(sent).toEqual([])
    await tick(careKey('careKind', 'landlord'))
    await type(careKey('careField', 'name'), ' Mr Zhou ')
    await type(careKey('careField', 'phone'), '13700001111')
    await press(actWord('found'))
    await press(actWord('found'))
    expect(sent).toMatchObject([
      {
        what: 'POST /households/h1/contacts',
        body: {
          id: expect.stringMatching(RECORD),
          kind: 'landlord',
          name: 'Mr Zhou',
          reach: [{ phone: '13700001111' }],
        },
      },
    ])
    const contact = (sent[0]!.body as { id: string }).id
    expect(act.mock.calls.map(([action]) => action)).toEqual([
      { action: 'found', kind: 'landlord', contact },
      { action: 'found', kind: 'landlord', contact },
    ])
  })
  it('says that there is no household to put them into', async () => {
    server('GET /households/residents/r1', { body: { household: null } })
    const act = vi.fn(async () => true)
    await form('found', act, { kind: 'landlord', name: 'Zhou' })
    await press(actWord('found'))
    expect(said()).toEqual([t('care.noHousehold')])
    expect(act).not.toHaveBeenCalled()
  })
  it('that says that somebody died begins with nothing, is asked once more, and a double click is no answer', async () => {
    const act = vi.fn(async () => true)
    await form('died', act, { words: 'prefilled' })
    expect(field(fieldWord({ name: 'words' })).value).toBe('')
    await type(fieldWord({ name: 'words' }), 'the doctor said so')
    await press(actWord('died'), 3)
    expect(act).not.toHaveBeenCalled()
    expect(said()).toEqual([careWord('careTwice.died', { name: alert.name })])
    await press(careWord('careTwice.no'))
    expect(act).not.toHaveBeenCalled()
    await press(actWord('died'))
    await press(careWord('careTwice.yes'))
    expect(act.mock.calls).toEqual([[{ action: 'died', words: 'the doctor said so' }, expect.stringMatching(KEY)]])
  })
  it('says each fault under its field and the rest below', async () => {
    await form(
      'try',
      async () => {
        const fault = (name: string) => ({ field: name, code: 'x', zh: `${name} 不对`, en: name })
        throw new Problem(422, 'x', { zh: '', en: '' }, [fault('rung'), fault('other')])
      },
      { how: 'phone', went: 'reached' },
    )
    await press(actWord('try'))
    expect(faultOf(fieldWord({ name: 'rung' }))).toBe('rung 不对')
    expect(said()).toContain('other 不对')
  })
  it('has every word in both languages, each of them', async () => {
    for (const one of careActs) {
      const { close } = await form(one.name, async () => true)
      expect(await inBoth(), one.name).toEqual([])
      close()
    }
  })
})

describe('a rung on a phone', () => {
  const save = () => actWord('try')
  const page = (at: number) => open(AlertTryEdit, { one: { ...alert, pending: [] }, rung: at })
  const numbers = (...replies: Parameters<typeof server>[1][]) => server('POST /care/alerts/a1/call', ...replies)

  it('shows the number, and writes a try into the queue once', async () => {
    numbers({ body: { phones: ['13800005678'] } })
    const { events } = await page(0)
    await pass()
    expect(document.querySelector('a[href="tel:13800005678"]')).not.toBeNull()
    expect(chosen()).toEqual([careKey('careHow', 'phone')])
    await press(save())
    expect(said()).toEqual([onPhone('care.need')])
    expect(phone.put).not.toHaveBeenCalled()
    await tick(careKey('careWent', 'left_word'))
    await press(save(), 2)
    expect(phone.put.mock.calls).toMatchObject([
      [
        {
          lane: 'a1',
          work: {
            kind: 'act',
            on: 'care/alerts',
            body: { action: 'try', rung: 0, how: 'phone', went: 'left_word' },
            seen: { version: 5 },
          },
        },
      ],
    ])
    expect(events).toEqual([['looked'], ['close']])
  })
  it('says that the number is not to be had, and takes the try all the same', async () => {
    numbers('offline')
    await page(0)
    await pass()
    expect(document.body.textContent).toContain(onPhone('care.noNumber'))
    await tick(careKey('careWent', 'no_answer'))
    await press(save())
    expect(phone.put).toHaveBeenCalledTimes(1)
  })
  it('puts somebody who was found among the contacts under one key, and says where there is no household', async () => {
    server(
      'GET /households/residents/r1',
      { body: { household: null } },
      { body: { household: { id: 'h1', version: 2 } } },
    )
    server('POST /households/h1/contacts', refusal(503, 'busy'), { body: {} })
    const { events } = await page(2)
    expect(button(onPhone('care.foundSave')).disabled).toBe(true)
    await type(onPhone('care.foundName'), ' Zhou ')
    await press(onPhone('care.foundSave'))
    expect(said()).toEqual([onPhone('care.noHousehold')])
    await press(onPhone('care.foundSave'))
    expect(events).toEqual([])
    await press(onPhone('care.foundSave'), 2)
    expect(sent.length).toBe(2)
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(sent[0]).toMatchObject({ version: '"2"', body: { kind: 'landlord', name: 'Zhou' } })
    expect(phone.put.mock.calls).toMatchObject([
      [{ work: { body: { action: 'found', kind: 'landlord', contact: (sent[0]!.body as { id: string }).id } } }],
    ])
    expect(events).toEqual([['close']])
  })
  it('has every word in both languages', async () => {
    await page(2)
    expect(await inBoth()).toEqual([])
  })
})
