// Writing and correcting a bulletin, and its actions.
import { describe, expect, it } from 'vitest'
import BulletinEdit from '../../apps/console/src/rooms/bulletins/BulletinEdit.vue'
import BulletinShow from '../../apps/console/src/rooms/bulletins/BulletinShow.vue'
import { t } from '../../apps/console/src/rooms/bulletins/say'
import {
  button,
  faultOf,
  field,
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
  type,
} from './stage'

const VERBS = ['bulletins.read', 'bulletins.publish']
const bulletin = (more: object = {}) => ({
  id: 'b1',
  code: '510104028',
  area: 'Xinyuan Street',
  title: 'Water',
  text: 'Off on Wednesday',
  from: '2026-11-30',
  until: '2026-12-07',
  state: { key: 'published', words: { zh: '已发布', en: 'published' } },
  pinned: false,
  edition: 1,
  unread: false,
  published_at: '2026-11-30T01:00:00Z',
  version: 4,
  pictures: ['p1'],
  changed: null,
  reason: null,
  by: { id: 'u1', name: 'Chen' },
  actions: ['correct', 'withdraw', 'pin'],
  ...more,
})
const act = 'POST /bulletins/b1/actions'

describe('writing a bulletin', () => {
  async function page() {
    const opened = await open(BulletinEdit, {}, VERBS)
    await pass()
    return opened
  }
  async function fill() {
    await type(t('bulletins.title'), ' Water ')
    await type(t('write.text'), ' Off on Wednesday ')
  }

  it('cannot be saved before it says what, where and when, and its days are in order', async () => {
    await page()
    expect(button(t('write.save')).disabled).toBe(true)
    expect(await inBoth()).toEqual([])
    await fill()
    expect(button(t('write.save')).disabled).toBe(false)
    await type(t('write.until'), '2026-11-29')
    expect(faultOf(t('write.until'))).toBe(t('write.backwards'))
    expect(button(t('write.save')).disabled).toBe(true)
    await type(t('write.until'), '2026-11-30')
    expect(button(t('write.save')).disabled, 'one day is enough').toBe(false)
    expect(field(t('write.pictures')).disabled, 'pictures come once the draft is saved').toBe(true)
    expect(sent).toEqual([])
  })

  it('saves a draft once, and publishes nothing', async () => {
    server('POST /bulletins', (one) => ({ body: { ...bulletin(), id: (one.body as { id: string }).id } }))
    const { router } = await page()
    await fill()
    await press(t('write.save'), 2)
    expect(sent).toEqual([
      {
        what: 'POST /bulletins',
        key: expect.stringMatching(KEY),
        version: null,
        body: {
          id: expect.stringMatching(RECORD),
          code: '510104028',
          content: {
            title: 'Water',
            text: 'Off on Wednesday',
            from: '2026-11-30',
            until: '2026-12-07',
            pictures: [],
          },
        },
      },
    ])
    expect(router.currentRoute.value.path).toBe(`/bulletins/${(sent[0]!.body as { id: string }).id}`)
  })

  it('shows what the server says at its field', async () => {
    server(
      'POST /bulletins',
      refusal(422, 'kernel.invalid', { field: 'code', zh: '只能面向街道', en: 'a street only' }),
    )
    await page()
    await fill()
    await press(t('write.save'))
    expect(faultOf(t('write.where'))).toBe('只能面向街道')
  })
})

describe('correcting a bulletin', () => {
  it('says what changed, on the version that was read', async () => {
    server('GET /bulletins/b1', { body: bulletin() })
    server(act, { body: bulletin({ version: 5, edition: 2 }) })
    await open(BulletinEdit, { id: 'b1' }, VERBS)
    await pass()
    await type(t('write.text'), 'Off on Thursday')
    expect(button(t('write.send')).disabled, 'it is not said what changed').toBe(true)
    await type(t('write.what'), ' The day ')
    await press(t('write.send'))
    expect(sent).toMatchObject([
      {
        what: act,
        version: '"4"',
        body: { action: 'correct', what: 'The day', content: { text: 'Off on Thursday', pictures: ['p1'] } },
      },
    ])
  })

  it('is not sent over what somebody else changed', async () => {
    server('GET /bulletins/b1', { body: bulletin() })
    server(act, refusal(412, 'kernel.version-moved'))
    await open(BulletinEdit, { id: 'b1' }, VERBS)
    await pass()
    await type(t('write.text'), 'Off on Thursday')
    await type(t('write.what'), 'The day')
    await press(t('write.send'))
    expect(said()).toContain(t('bulletins.faster'))
    expect(field(t('write.text')).value, 'what was typed stays').toBe('Off on Thursday')
  })
})

describe('a bulletin', () => {
  it('is withdrawn with a reason and never by one press', async () => {
    server('GET /bulletins/b1', { body: bulletin() })
    server('GET /bulletins/b1/readers', { body: { readers: 3, unread: [{ id: 'u2', name: 'Wang' }] } })
    server(act, { body: bulletin({ version: 5, actions: [], reason: 'wrong day' }) })
    const { box } = await open(BulletinShow, { id: 'b1' }, VERBS)
    await pass()
    expect(box.textContent).toContain(t('readers.count', { read: 2, all: 3 }))
    expect(box.textContent).toContain('Wang')
    await press(t('bulletins.withdraw'))
    expect(sent).toEqual([])
    await type(t('bulletins.reason'), ' wrong day ')
    const all = [...document.querySelectorAll('dialog button')] as HTMLButtonElement[]
    all.find((each) => each.textContent?.trim() === t('bulletins.withdraw'))!.click()
    await pass()
    expect(sent).toMatchObject([{ what: act, version: '"4"', body: { action: 'withdraw', reason: 'wrong day' } }])
  })
})
