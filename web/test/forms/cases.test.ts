// Critical forms of actions on a case: dispatching, and requesting a pause.
import { describe, expect, it, vi } from 'vitest'
import { reactive, ref } from 'vue'
import { actions, bulkShapes } from '../../apps/console/src/rooms/cases/actions'
import CaseActionEdit from '../../apps/console/src/rooms/cases/CaseActionEdit.vue'
import CaseActEdit from '../../apps/member/src/rooms/cases/CaseActEdit.vue'
import { acts } from '../../apps/member/src/rooms/cases/use-acts'
import { t as onPhone } from '../../apps/member/src/words'
import { t } from '../../apps/console/src/words'
import { Problem } from '@weiguang/api/problem'
import { faultOf, field, has, inBoth, open, pass, press, said, sent, server, told, type, button } from './stage'

const phone = vi.hoisted(() => ({ put: vi.fn(async (): Promise<void> => {}) }))
vi.mock('../../apps/member/src/phone', () => ({
  put: phone.put,
  phone: reactive({ online: true }),
  here: ref({ cells: [], cases: [], kinds: [] }),
}))

const of = { id: 'c1', version: 3 }
const shape = (name: string) => [...actions, ...bulkShapes].find((one) => one.name === name)!
const form = (name: string, act: (action: unknown, key: string) => Promise<unknown>, more: object = {}) => {
  server('GET /manual/kinds', { body: { items: [] } })
  return open(CaseActionEdit, { shape: shape(name), fixed: {}, of, act, ...more })
}
const refused = (status: number, ...errors: { field: string; code: string; zh: string; en: string }[]) =>
  new Problem(status, 'x', { zh: '服务器不同意', en: 'The server says no' }, errors)

describe('dispatching a case', () => {
  const send = () => t('action.dispatch')
  async function pick(name: string, text: string) {
    field(name).focus()
    await pass()
    await type(name, text)
    await pass(300)
    const list = document.getElementById(field(name).getAttribute('aria-controls')!)!
    const option = list.querySelector('[role=option]')!
    expect(option.textContent).toContain(text)
    option.dispatchEvent(new Event('pointerdown', { bubbles: true, cancelable: true }))
    await pass()
  }
  const lists = () => {
    server('GET /grid/areas', {
      body: { items: [{ code: '51010402800100107', name: 'Cell 7', level: 'micro_grid', parent: null }] },
    })
    server('GET /people/accounts', { body: { items: [{ id: 'a1', name: 'Zhao', login: 'zhao', grants: [] }] } })
  }

  it('wants a place or a person, says so, and sends nothing before', async () => {
    const act = vi.fn(async () => ({}))
    lists()
    await form('dispatch', act)
    await press(send())
    expect(act).not.toHaveBeenCalled()
    expect(said()).toEqual([t('actionForm.need')])
    expect(field(t('field.to_code')).value).toBe('')
  })
  it('takes only what was chosen from the list, and not what was typed', async () => {
    const act = vi.fn(async () => ({}))
    lists()
    await form('dispatch', act)
    await type(t('field.to_code'), 'Cell')
    await press(send())
    expect(act).not.toHaveBeenCalled()
  })
  it('sends the place that was chosen, once, and says so', async () => {
    let answer: (value: unknown) => void = () => {}
    const act = vi.fn(
      () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    )
    lists()
    const { events } = await form('dispatch', act)
    await pick(t('field.to_code'), 'Cell')
    await press(send(), 3)
    expect(act.mock.calls).toEqual([[{ action: 'dispatch', to_code: '51010402800100107' }, expect.any(String)]])
    expect(button(send()).disabled).toBe(true)
    answer({})
    await pass()
    expect(events).toEqual([['close']])
    expect(told()).toEqual([t('actionDone.other')])
  })
  it('is forgotten as a choice when its text is changed', async () => {
    const act = vi.fn(async () => ({}))
    lists()
    await form('dispatch', act)
    await pick(t('field.to_account'), 'Zhao')
    await type(t('field.to_account'), 'Zha')
    await press(send())
    expect(act).not.toHaveBeenCalled()
  })
  it('says how many it means when it means many', async () => {
    lists()
    await form('dispatch', async () => ({}), { of: { many: 12 } })
    expect(has(t('bulk.begin', { act: t('action.dispatch'), n: 12 }))).toBe(true)
  })
  it('has every word in both languages', async () => {
    lists()
    await form('dispatch', async () => ({}))
    expect(await inBoth()).toEqual([])
  })
})

describe('asking for a pause', () => {
  const send = () => t('action.pause_ask')
  const until = '2026-12-10T09:30'
  async function fill() {
    await type(t('field.reason'), ' the parts are ordered ')
    await type(t('field.waiting_for'), 'the parts')
    await type(t('field.until'), until)
  }

  it('wants a reason, whom it waits for and until when, each of them', async () => {
    const act = vi.fn(async () => ({}))
    await form('pause_ask', act)
    expect(field(t('field.until')).value).toBe('')
    await press(send())
    expect(said()).toEqual([t('actionForm.need'), t('actionForm.need'), t('actionForm.need')])
    await fill()
    for (const name of ['field.reason', 'field.waiting_for'] as const) {
      await type(t(name), '   ')
      await press(send())
      expect(faultOf(t(name))).toBe(t('actionForm.need'))
      await fill()
    }
    expect(act).not.toHaveBeenCalled()
  })
  it('sends the moment by the clock of the street, once', async () => {
    const act = vi.fn(async () => ({}))
    const { events } = await form('pause_ask', act)
    await fill()
    await press(send(), 2)
    expect(act.mock.calls).toEqual([
      [
        {
          action: 'pause_ask',
          reason: 'the parts are ordered',
          waiting_for: 'the parts',
          until: '2026-12-10T01:30:00Z',
        },
        expect.any(String),
      ],
    ])
    expect(events).toEqual([['close']])
  })
  it('stands again after a click elsewhere or a refresh, until it is sent', async () => {
    const act = vi.fn(async () => ({}))
    const first = await form('pause_ask', act)
    await fill()
    first.close()
    const second = await form('pause_ask', act)
    expect([field(t('field.reason')).value, field(t('field.until')).value]).toEqual([' the parts are ordered ', until])
    await press(send())
    expect(act).toHaveBeenCalledTimes(1)
    second.close()
    await form('pause_ask', act)
    expect([field(t('field.reason')).value, field(t('field.until')).value]).toEqual(['', ''])
  })
  it('is not offered again for another case, or after it was thrown away', async () => {
    const first = await form('pause_ask', async () => ({}))
    await fill()
    first.close()
    const other = await form('pause_ask', async () => ({}), { of: { id: 'c2', version: 1 } })
    expect(field(t('field.reason')).value).toBe('')
    other.close()
    await form('pause_ask', async () => ({}))
    await press(t('actionForm.clear'))
    expect(field(t('field.reason')).value).toBe('')
    expect(Object.keys(sessionStorage)).toEqual([])
  })
  it('says each fault under its field, and what belongs to none below', async () => {
    const act = vi.fn(async () => {
      throw refused(
        422,
        { field: 'until', code: 'past', zh: '时间已过', en: 'past' },
        { field: 'parts', code: 'open', zh: '还有协办未完', en: 'a part is open' },
      )
    })
    const { events } = await form('pause_ask', act)
    await fill()
    await press(send())
    expect(faultOf(t('field.until'))).toBe('时间已过')
    expect(said()).toContain('还有协办未完')
    expect(events).toEqual([])
    expect(field(t('field.reason')).value).toBe(' the parts are ordered ')
  })
  it('is the same act after a lost answer, though the page knows another version by then', async () => {
    const act = vi
      .fn<(action: unknown, key: string) => Promise<unknown>>()
      .mockRejectedValueOnce(Problem.network())
      .mockResolvedValue({})
    const { give } = await form('pause_ask', act)
    await fill()
    await press(send())
    expect(said().join()).toContain('网络不通')
    give({ of: { id: 'c1', version: 4 } })
    await pass()
    await press(send())
    expect(act.mock.calls.map(([, key]) => key)).toEqual([act.mock.calls[0]![1], act.mock.calls[0]![1]])
  })
  it('is another act after somebody was faster', async () => {
    const act = vi.fn<(action: unknown, key: string) => Promise<unknown>>().mockRejectedValue(refused(412))
    await form('pause_ask', act)
    await fill()
    await press(send())
    await press(send())
    expect(act.mock.calls[0]![1]).not.toBe(act.mock.calls[1]![1])
  })
  it('has every word in both languages, and so has each other act', async () => {
    for (const one of actions) {
      const { close } = await form(one.name, async () => ({}))
      expect(await inBoth(), one.name).toEqual([])
      close()
    }
    expect(sent).toEqual([])
  })
})

describe('asking for a pause on a phone', () => {
  const one = {
    id: 'c1',
    version: 3,
    number: 'N1',
    title: 'Lamp',
    status: { zh: '处置中', en: 'In progress', key: 'in_progress' },
    owner: { account: { name: 'Chen' } },
    parts: [],
    placing_detail: { candidates: [] },
    updated_at: '2026-11-30T01:00:00Z',
    pending: [],
  }
  const shape = acts.find((act) => act.name === 'pause_ask')!
  const send = () => onPhone('act.pause_ask')

  it('goes into the queue once, whole, and is closed', async () => {
    phone.put.mockClear()
    const { events } = await open(CaseActEdit, { shape, one })
    await press(send())
    expect(said()).toHaveLength(3)
    await type(onPhone('field.reason'), ' parts ')
    await type(onPhone('field.waiting_for'), '  ')
    await type(onPhone('field.until'), '2026-12-10T09:30')
    await press(send())
    expect(phone.put).not.toHaveBeenCalled()
    await type(onPhone('field.waiting_for'), 'the shop')
    await press(send(), 2)
    expect(phone.put.mock.calls).toMatchObject([
      [
        {
          lane: 'c1',
          work: {
            kind: 'act',
            body: { action: 'pause_ask', reason: 'parts', waiting_for: 'the shop', until: '2026-12-10T01:30:00Z' },
            seen: { version: 3 },
          },
        },
      ],
    ])
    expect(events).toEqual([['done']])
  })
  it('stays open and says why when the phone cannot store it', async () => {
    phone.put.mockRejectedValueOnce(new Error('no'))
    const { events } = await open(CaseActEdit, { shape, one })
    await type(onPhone('field.reason'), 'parts')
    await type(onPhone('field.waiting_for'), 'the shop')
    await type(onPhone('field.until'), '2026-12-10T09:30')
    await press(send())
    expect(said()).toEqual([onPhone('shell.failed')])
    expect(events).toEqual([])
  })
  it('has every word in both languages, and so has each other act', async () => {
    for (const each of acts) {
      const { close } = await open(CaseActEdit, { shape: each, one })
      expect(await inBoth(), each.name).toEqual([])
      close()
    }
  })
})
