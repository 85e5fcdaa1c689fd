// Forms of residents' data: merging, erasing, unmasking.
import { describe, expect, it } from 'vitest'
import HouseholdContactEdit from '../../apps/console/src/rooms/households/HouseholdContactEdit.vue'
import HouseholdDoubleList from '../../apps/console/src/rooms/households/HouseholdDoubleList.vue'
import HouseholdEraseNew from '../../apps/console/src/rooms/households/HouseholdEraseNew.vue'
import HouseholdNumberShow from '../../apps/console/src/rooms/households/HouseholdNumberShow.vue'
import { t } from '../../apps/console/src/rooms/households/say'
import {
  asked,
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
  told,
  tries,
  type,
} from './stage'

const resident = { id: 'r1', name: 'Wang Jianguo', version: 4 }

describe('erasing a resident', () => {
  const path = 'POST /households/residents/r1/erase'
  const page = () => open(HouseholdEraseNew, { one: resident })
  const name = () => t('resident.eraseType')
  const erase = () => t('resident.eraseDo')

  it('wants the name typed, and no other', async () => {
    await page()
    expect(button(erase()).disabled).toBe(true)
    for (const wrong of ['Wang', 'wang jianguo', 'Wang Jianguo2']) {
      await type(name(), wrong)
      expect(button(erase()).disabled).toBe(true)
      document.querySelector('form')!.requestSubmit()
      await pass()
    }
    expect(sent).toEqual([])
  })
  it('erases once, on the version that was read, and says so', async () => {
    server(path, { body: {} })
    const { events } = await page()
    await type(name(), ' Wang Jianguo ')
    await press(erase(), 2)
    expect(sent).toEqual([{ what: path, key: expect.stringMatching(KEY), version: '"4"', body: null }])
    expect(events).toEqual([['done']])
    expect(told()).toEqual([t('resident.erased')])
  })
  it('is the same erasing after a lost answer, though the page knows another version by then', async () => {
    server(path, 'lost', 'lost', 'lost', { body: {} })
    const { events, give } = await page()
    await type(name(), resident.name)
    await press(erase())
    await tries()
    expect(said().join()).toContain('网络不通')
    expect(events).toEqual([])
    give({ one: { ...resident, version: 5 } })
    await pass()
    await press(erase())
    expect(new Set(sent.map((one) => one.key)).size).toBe(1)
    expect(events).toEqual([['done']])
  })
  it('says what the server refuses, and that somebody was faster; the next press is another try', async () => {
    server(path, refusal(412, 'kernel.version-moved'), refusal(409, 'households.open-alert'))
    const { events } = await page()
    await type(name(), resident.name)
    await press(erase())
    expect(said().join()).toContain('有人刚更新了这条内容')
    await press(erase())
    expect(said().join()).toContain('服务器不同意')
    expect(new Set(sent.map((one) => one.key)).size).toBe(2)
    expect(events).toEqual([])
    expect(field(name()).value).toBe(resident.name)
  })
  it('has every word in both languages, and nothing is filled in', async () => {
    await page()
    expect(field(name()).value).toBe('')
    expect(await inBoth()).toEqual([])
  })
})

describe('looking at a number', () => {
  const path = 'POST /households/residents/r1/unmask'
  const page = (verbs?: string[]) =>
    open(HouseholdNumberShow, { resident: 'r1', masked: ['138****5678'], wanted: 'phones', what: 'Wang' }, verbs)
  const look = async (why: string) => {
    await press(t('resident.unmaskOf', { what: 'Wang' }))
    await type(t('resident.why'), why)
  }

  it('wants a reason before anything is asked', async () => {
    await page()
    await look('   ')
    expect(button(t('resident.unmaskDo')).disabled).toBe(true)
    expect(sent).toEqual([])
    expect(document.body.textContent).not.toContain('13800005678')
  })
  it('sends the reason once, and shows the numbers until they are hidden', async () => {
    server(path, { body: { phones: ['13800005678'] } })
    await page()
    await look(' to call back ')
    await press(t('resident.unmaskDo'), 2)
    expect(sent).toEqual([
      {
        what: path,
        key: expect.stringMatching(KEY),
        version: null,
        body: { wanted: 'phones', reason: 'to call back' },
      },
    ])
    expect(document.querySelector('a[href="tel:13800005678"]')).not.toBeNull()
    await press(t('resident.hide'))
    expect(document.body.textContent).not.toContain('13800005678')
  })
  it('is one look on the record after a lost answer, and another one when it is asked anew', async () => {
    server(path, 'lost', 'lost', 'lost', { body: { phones: ['13800005678'] } })
    await page()
    await look('to call back')
    await press(t('resident.unmaskDo'))
    await tries()
    expect(faultOf(t('resident.why'))).toContain('网络不通')
    await pass(5_000)
    await press(t('resident.unmaskDo'))
    expect(new Set(sent.map((one) => one.key)).size).toBe(1)
    await press(t('resident.hide'))
    await look('to call back')
    await press(t('resident.unmaskDo'))
    expect(new Set(sent.map((one) => one.key)).size).toBe(2)
  })
  it('says under the reason what is refused, and nothing of it when it is opened again', async () => {
    server(path, refusal(422, 'kernel.invalid', { field: 'reason', zh: '理由太短', en: 'too short' }))
    await page()
    await look('x')
    await press(t('resident.unmaskDo'))
    expect(faultOf(t('resident.why'))).toBe('理由太短')
    await press(t('ui.cancel'))
    await press(t('resident.unmaskOf', { what: 'Wang' }))
    expect(faultOf(t('resident.why'))).not.toContain('理由太短')
    expect(field(t('resident.why')).value).toBe('')
  })
  it('is offered only to those who may, and has every word in both languages', async () => {
    const { close } = await page([])
    expect(has(t('resident.unmaskOf', { what: 'Wang' }))).toBe(false)
    close()
    await page()
    await press(t('resident.unmaskOf', { what: 'Wang' }))
    expect(await inBoth()).toEqual([])
  })
})

describe('merging two records', () => {
  const path = 'POST /households/merges'
  const side = (id: string, name: string) => ({ id, name, words: 'Building 3', decade: 1950 })
  const pair = {
    keep: side('k1', 'Li Hua'),
    gone: side('g1', 'Li Hua 2'),
    keep_version: 3,
    gone_version: 7,
    weight: 80,
    evidence: [{ zh: '电话相同', en: 'the same phone' }],
  }
  const list = (...items: unknown[]) => ({ body: { items, more: 0 } })
  async function page() {
    server('GET /grid/areas', { body: { items: [] } })
    const opened = await open(HouseholdDoubleList)
    await pass()
    return opened
  }
  const ask = async (why: string) => {
    await press(t('double.merge'))
    await type(t('double.why'), why)
  }
  const merge = () =>
    [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find((one) => one.getAttribute('form'))!
  async function go(times = 1) {
    for (let nth = 0; nth < times; nth++) if (!merge().disabled) merge().click()
    await pass()
  }

  it('asks why, names both, and merges nothing before', async () => {
    server('GET /households/doubles', list(pair))
    await page()
    await ask('  ')
    expect(merge().disabled).toBe(true)
    document.querySelector('form')!.requestSubmit()
    await pass()
    expect(document.querySelector('dialog')!.textContent).toContain('Li Hua · Li Hua 2')
    expect(sent.filter((one) => one.body && (one.body as { reason: string }).reason !== '')).toEqual([])
  })
  it('sends which goes into which, on the versions that were read, once', async () => {
    server('GET /households/doubles', list(pair))
    server(path, { body: { kept: 'k1' } })
    await page()
    await ask(' the same phone ')
    await go(2)
    expect(sent).toEqual([
      {
        what: path,
        key: expect.stringMatching(KEY),
        version: null,
        body: {
          id: expect.stringMatching(RECORD),
          keep: 'k1',
          gone: 'g1',
          keep_version: 3,
          gone_version: 7,
          reason: 'the same phone',
        },
      },
    ])
    expect(told()).toEqual([t('double.merged')])
    expect(document.querySelector('dialog')).toBeNull()
  })
  it('is the same merge after a lost answer', async () => {
    server('GET /households/doubles', list(pair))
    server(path, 'lost', 'lost', 'lost', { body: { kept: 'k1' } })
    await page()
    await ask('the same phone')
    await go()
    await tries()
    expect(faultOf(t('double.why'))).toContain('网络不通')
    await go()
    expect(sent.length).toBe(4)
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1)
  })
  it('rests on how they stand now once somebody was faster', async () => {
    server('GET /households/doubles', list(pair), list({ ...pair, gone_version: 8 }))
    server(path, refusal(412, 'kernel.version-moved'), { body: { kept: 'k1' } })
    await page()
    await ask('the same phone')
    await go()
    expect(faultOf(t('double.why'))).toContain('有人刚更新了这条内容')
    expect(field(t('double.why')).value).toBe('the same phone')
    await go()
    expect(sent.map((one) => (one.body as { gone_version: number }).gone_version)).toEqual([7, 8])
    expect(sent[0]!.key).not.toBe(sent[1]!.key)
  })
  it('shows nothing of what was refused of another pair', async () => {
    server('GET /households/doubles', list(pair))
    server(path, refusal(409, 'households.two-people'))
    await page()
    await ask('the same phone')
    await go()
    expect(faultOf(t('double.why'))).toContain('服务器不同意')
    await press(t('ui.cancel'))
    await press(t('double.merge'))
    expect(faultOf(t('double.why'))).toBe('')
    expect(field(t('double.why')).value).toBe('')
  })
  it('does not set two apart by one press, since nothing undoes it', async () => {
    server('GET /households/doubles', list(pair))
    server('POST /households/doubles/apart', refusal(409, 'households.gone'), { status: 204 })
    await page()
    await press(t('double.apart'))
    expect(sent).toEqual([])
    await go()
    expect(said().join()).toContain('服务器不同意')
    await go(2)
    expect(sent.map((one) => one.body)).toEqual([
      { first: 'k1', second: 'g1' },
      { first: 'k1', second: 'g1' },
    ])
    expect(told()).toEqual([t('double.aparted')])
  })
  it('has every word in both languages', async () => {
    server('GET /households/doubles', list(pair))
    await page()
    await press(t('double.merge'))
    expect(await inBoth()).toEqual([])
    await press(t('ui.cancel'))
    await press(t('double.apart'))
    expect(await inBoth()).toEqual([])
    expect(asked.filter((one) => one.includes('doubles')).length).toBeGreaterThan(0)
  })
})

describe('a contact of the ladder, written by hand', () => {
  const home = { id: 'h1', version: 9, residents: [{ id: 'r1', name: 'Wang' }], contacts: [] }
  const contact = { id: 'c1', kind: 'kin', name: 'Wang Li', relation: 'son', phones: ['138****5678'], when: null }
  const save = () => t('homes.save')

  it('sends a new one with its numbers apart, once', async () => {
    server('POST /households/h1/contacts', { body: {} })
    const { events } = await open(HouseholdContactEdit, { home, contact: null })
    await type(t('home.contactName'), ' Wang Li ')
    await type(t('home.phones'), '13800005678\n028-87654321')
    await press(save(), 2)
    expect(sent).toEqual([
      {
        what: 'POST /households/h1/contacts',
        key: expect.stringMatching(KEY),
        version: null,
        body: {
          id: expect.stringMatching(RECORD),
          kind: 'kin',
          name: 'Wang Li',
          relation: '',
          when: '',
          reach: [{ phone: '13800005678' }, { phone: '028-87654321' }],
        },
      },
    ])
    expect(events).toEqual([['close']])
  })
  it('wants a name, says what is wrong with a number once the field is left, and what the server refuses of each', async () => {
    server(
      'POST /households/h1/contacts',
      refusal(
        422,
        'kernel.invalid',
        { field: 'reach.0.phone', zh: '号码不通', en: 'no number' },
        { field: 'kind', zh: '不能是医生', en: 'no doctor' },
      ),
    )
    const { events } = await open(HouseholdContactEdit, { home, contact: null })
    expect(button(save()).disabled).toBe(true)
    await type(t('home.contactName'), 'Wang Li')
    await type(t('home.phones'), '1380000')
    field(t('home.phones')).dispatchEvent(new Event('blur'))
    await pass()
    expect(faultOf(t('home.phones'))).toContain('手机号应为 11 位')
    await type(t('home.phones'), '13800005678')
    await press(save())
    expect(faultOf(t('home.phones'))).toBe('号码不通')
    expect(said()).toContain('不能是医生')
    expect(events).toEqual([])
  })
  it('changes one on the version that was read, and leaves the numbers that nobody looked at', async () => {
    server('PUT /households/h1/contacts/c1', refusal(412, 'kernel.version-moved'))
    await open(HouseholdContactEdit, { home, contact })
    expect(field(t('home.phones')).value).toBe('')
    await press(save())
    expect(sent).toMatchObject([{ version: '"9"', body: { name: 'Wang Li', reach: [] } }])
    expect(said().join()).toContain('有人刚更新了这条内容')
  })
  it('has every word in both languages', async () => {
    await open(HouseholdContactEdit, { home, contact })
    expect(await inBoth()).toEqual([])
    expect(chosen()).toEqual([])
  })
})
