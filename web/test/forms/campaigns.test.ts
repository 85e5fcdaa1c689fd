// Drafting a campaign, and signing its gaps.
import { describe, expect, it } from 'vitest'
import { t } from '../../apps/console/src/rooms/visits/say'
import VisitCampaignEdit from '../../apps/console/src/rooms/visits/VisitCampaignEdit.vue'
import VisitCampaignShow from '../../apps/console/src/rooms/visits/VisitCampaignShow.vue'
import VisitSignNew from '../../apps/console/src/rooms/visits/VisitSignNew.vue'
import {
  button,
  chosen,
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
  status,
  tick,
  told,
  tries,
  type,
} from './stage'

const FORM = {
  id: 'f1',
  version: 2,
  title: { zh: '入户表', en: 'Visit form' },
  code: '510104028',
  published_at: '2026-11-01T00:00:00Z',
  questions: 3,
}
const campaign = (more: object = {}) => ({
  id: 'v1',
  version: 6,
  title: 'Gas check',
  purpose: 'Look at hoses',
  code: '510104028001',
  code_words: 'Community 1',
  form: { id: FORM.id, version: FORM.version, title: FORM.title },
  population: { who: 'age', from: 70 },
  actions: ['edit', 'sign', 'next_round'],
  status: { key: 'running', words: { zh: '进行中', en: 'running' } },
  by: { id: 'u1', name: 'Chen' },
  round: 1,
  since: '2026-11-01T00:00:00Z',
  coverage: null,
  signature: null,
  withdrawn: null,
  ...more,
})
const who = (name: string) => new RegExp(`^${t(`campaign.who_${name}` as 'campaign.who_age')}`)

describe('drafting a campaign', () => {
  const path = 'POST /visits/campaigns'
  const draft = () => t('plan.draft')
  async function page(props: object = {}, forms: object[] = [FORM]) {
    server('GET /visits/forms', { body: { items: forms, next: null } })
    server('GET /grid/areas', { body: { items: [] } })
    const opened = await open(VisitCampaignEdit, { ...props })
    await pass()
    return opened
  }
  async function fill() {
    await type(t('plan.title'), ' Gas check ')
    await type(t('plan.purpose'), ' Look at hoses ')
  }

  it('cannot be sent before it says what, why, where and with which form', async () => {
    await page({}, [FORM, { ...FORM, id: 'f2' }])
    await type(t('plan.title'), '  ')
    await type(t('plan.purpose'), 'Look at hoses')
    expect(button(draft()).disabled).toBe(true)
    await type(t('plan.title'), 'Gas check')
    expect(field(t('plan.form')).value).toBe('')
    expect(button(draft()).disabled).toBe(true)
    await type(t('plan.form'), 'f2 2')
    expect(button(draft()).disabled).toBe(false)
    await type(t('plan.where'), 'Xin')
    expect(button(draft()).disabled).toBe(true)
    expect(sent).toEqual([])
  })
  it('sends what is meant, once, and goes to it', async () => {
    server(path, (one) => ({ body: { ...(one.body as object), version: 1 } }))
    const { router } = await page()
    await fill()
    await press(draft(), 2)
    expect(sent).toEqual([
      {
        what: path,
        key: expect.stringMatching(KEY),
        version: null,
        body: {
          id: expect.stringMatching(RECORD),
          title: 'Gas check',
          purpose: 'Look at hoses',
          code: '510104028',
          form: { id: 'f1', version: 2 },
          population: { who: 'all_doors' },
        },
      },
    ])
    expect(router.currentRoute.value.path).toBe(`/visits/campaigns/${(sent[0]!.body as { id: string }).id}`)
  })
  it('takes an age from 50 to 110 and says so of every other', async () => {
    server(path, { body: {} })
    await page()
    await fill()
    await tick(who('age'))
    for (const wrong of ['', '49', '111', '65.5']) {
      await type(t('plan.age'), wrong)
      expect(button(draft()).disabled, wrong).toBe(true)
      expect(faultOf(t('plan.age'))).toBe(t('plan.ageFrom', { from: 50, to: 110 }))
    }
    await type(t('plan.age'), '80')
    await press(draft())
    expect(sent[0]!.body).toMatchObject({ population: { who: 'age', from: 80 } })
  })
  it('goes to nobody for what is told of their health', async () => {
    await page()
    await tick(who('need'))
    const needs = [...document.querySelectorAll<HTMLOptionElement>('select option')].map((one) => one.value)
    expect(needs).not.toContain('chronic')
    expect(needs.length).toBeGreaterThan(1)
  })
  it('says each fault at its field and every other below, not only the first', async () => {
    server(
      path,
      refusal(
        422,
        'kernel.invalid',
        { field: 'title', zh: '名称已有', en: 'taken' },
        { field: 'population.from', zh: '年龄不对', en: 'age' },
        { field: 'round', zh: '轮次不对', en: 'round' },
        { field: 'quota', zh: '名额不够', en: 'quota' },
      ),
    )
    await page()
    await fill()
    await press(draft())
    expect(faultOf(t('plan.title'))).toBe('名称已有')
    for (const each of ['年龄不对', '轮次不对', '名额不够']) expect(said()).toContain(each)
    expect(field(t('plan.title')).value).toBe(' Gas check ')
  })
  it('is the same campaign after a lost answer', async () => {
    server(path, 'lost', 'lost', 'lost', { body: {} })
    await page()
    await fill()
    await press(draft())
    await tries()
    expect(said().join()).toContain('网络不通')
    await press(draft())
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1)
  })
  it('is put right on the version that was read when the page began, and is told when somebody was faster', async () => {
    server('GET /visits/campaigns/v1', { body: campaign() }, { body: campaign({ version: 7 }) })
    server('PUT /visits/campaigns/v1', refusal(412, 'kernel.version-moved'))
    const { queries } = await page({ id: 'v1' })
    expect(field(t('plan.title')).value).toBe('Gas check')
    expect(field(t('plan.age')).value).toBe('70')
    await type(t('plan.title'), 'Gas check 2')
    void queries.invalidateQueries()
    await pass()
    expect(field(t('plan.title')).value).toBe('Gas check 2')
    await press(t('plan.save'))
    expect(sent).toMatchObject([{ version: '"6"', body: { id: 'v1', title: 'Gas check 2' } }])
    expect(said()).toEqual([t('visits.faster')])
  })
  it('cannot be changed once it has begun', async () => {
    server('GET /visits/campaigns/v1', { body: campaign({ actions: ['sign'] }) })
    await page({ id: 'v1' })
    expect(document.body.textContent).toContain(t('plan.shut'))
    expect(document.querySelector('form')).toBeNull()
  })
  it('has every word in both languages', async () => {
    await page()
    for (const one of ['need', 'age']) {
      await tick(who(one))
      expect(await inBoth()).toEqual([])
    }
    expect(chosen()).toHaveLength(1)
  })
})

describe('the next round of a campaign', () => {
  const path = 'POST /visits/campaigns/v1/actions'
  const dialog = () => document.querySelector<HTMLButtonElement>('dialog button[form=act]')!
  it('is begun once, though its answer was lost and the page knows of it by then', async () => {
    server('GET /visits/campaigns/v1', { body: campaign() }, { body: campaign({ version: 7, round: 2 }) })
    server(path, 'lost', 'lost', 'lost', { body: campaign({ version: 7, round: 2 }) })
    await open(VisitCampaignShow, { id: 'v1' })
    await pass()
    await press(t('campaign.next_round'))
    expect(sent).toEqual([])
    dialog().click()
    await tries()
    await pass()
    dialog().click()
    await pass()
    expect(sent.at(-1)!.version).toBe('"7"')
    expect(new Set(sent.map((one) => one.key)).size).toBe(1)
    await press(t('campaign.next_round'))
    dialog().click()
    await pass()
    expect(new Set(sent.map((one) => one.key)).size).toBe(2)
  })
})

describe('signing off a campaign', () => {
  const path = 'POST /visits/campaigns/v1/actions'
  const gap = (dwelling: string, tried: boolean) => ({
    dwelling,
    door: `Door ${dwelling}`,
    code: '51010402800107',
    code_at_start: '51010402800107',
    place: null,
    end: null,
    reason: null,
    tries: tried
      ? [
          {
            at: '2026-11-20T01:00:00Z',
            by: { id: 'u2', name: 'Liu' },
            outcome: { key: 'no_answer', words: { zh: '没人应', en: 'no answer' } },
          },
        ]
      : [],
  })
  const reason = (dwelling: string) => t('sign.reasonOf', { door: `Door ${dwelling}` })
  const sign = () => t('sign.do')
  async function page(...lists: object[][]) {
    server('GET /visits/campaigns/v1', { body: campaign() })
    server('GET /visits/campaigns/v1/doors', ...lists.map((items) => ({ body: { items, next: null } })))
    server('GET /grid/cells', { body: { items: [] } })
    const opened = await open(VisitSignNew, { id: 'v1' })
    await pass()
    return opened
  }

  it('wants a reason for each door, and says for how many it lacks one', async () => {
    await page([gap('d1', true), gap('d2', true)])
    expect(status()).toContain(t('sign.lacking', { n: 2 }))
    await type(reason('d1'), 'moved out')
    await type(reason('d2'), '  ')
    expect(button(sign()).disabled).toBe(true)
    document.querySelector('form')!.requestSubmit()
    await pass()
    expect(sent).toEqual([])
  })
  it('signs the whole list once, on the version that was read, and goes back', async () => {
    server(path, { body: campaign() })
    const { router } = await page([gap('d1', true), gap('d2', true)])
    await type(reason('d1'), ' moved out ')
    await type(t('sign.fill'), 'nobody home')
    await press(t('sign.fillDo'))
    await press(sign(), 2)
    expect(sent).toEqual([
      {
        what: path,
        key: expect.stringMatching(KEY),
        version: '"6"',
        body: {
          action: 'sign',
          gaps: [
            { dwelling: 'd1', reason: 'moved out' },
            { dwelling: 'd2', reason: 'nobody home' },
          ],
          unvisited: '',
        },
      },
    ])
    expect(told()).toEqual([t('sign.done')])
    expect(router.currentRoute.value.path).toBe('/visits/campaigns/v1')
  })
  it('asks once more, with a reason of its own, where nobody ever went', async () => {
    server(path, { body: campaign() })
    await page([gap('d1', true), gap('d2', false)])
    await type(reason('d1'), 'moved out')
    await type(reason('d2'), 'moved out')
    await press(sign(), 2)
    expect(sent).toEqual([])
    expect(button(t('sign.unvisitedDo')).disabled).toBe(true)
    await type(t('sign.unvisitedWhy'), ' the house is closed ')
    await press(t('sign.unvisitedDo'), 2)
    expect(sent).toMatchObject([{ body: { unvisited: 'the house is closed' } }])
    expect(sent).toHaveLength(1)
  })
  it('does not sign a list that grew under the question', async () => {
    const { queries } = await page([gap('d1', false)], [gap('d1', false), gap('d3', false)])
    await type(reason('d1'), 'moved out')
    await press(sign())
    await type(t('sign.unvisitedWhy'), 'closed')
    void queries.invalidateQueries()
    await pass()
    await press(t('sign.unvisitedDo'))
    expect(sent).toEqual([])
    expect(status()).toContain(t('sign.changed'))
    expect(button(sign()).disabled).toBe(true)
  })
  it('says that somebody was faster, and holds the reasons', async () => {
    server(path, refusal(412, 'kernel.version-moved'))
    await page([gap('d1', true)])
    await type(reason('d1'), 'moved out')
    await press(sign())
    await pass()
    expect(said()).toEqual([t('visits.faster')])
    expect(field(reason('d1')).value).toBe('moved out')
  })
  it('says each thing that is refused', async () => {
    server(
      path,
      refusal(
        422,
        'kernel.invalid',
        { field: 'gaps.0', zh: '您自己去过这一户', en: 'own' },
        { field: 'gaps.1', zh: '原因太短', en: 'short' },
      ),
    )
    await page([gap('d1', true)])
    await type(reason('d1'), 'x')
    await press(sign())
    expect(said()).toEqual(['您自己去过这一户；原因太短'])
  })
  it('reads every page of the gaps before anything can be signed', async () => {
    server('GET /visits/campaigns/v1', { body: campaign() })
    server('GET /grid/cells', { body: { items: [] } })
    server('GET /visits/campaigns/v1/doors', (_, query) => ({
      body: query.get('after') ? { items: [gap('d2', true)], next: null } : { items: [gap('d1', true)], next: 'more' },
    }))
    await open(VisitSignNew, { id: 'v1' })
    await pass()
    expect(status()).toContain(t('sign.lacking', { n: 2 }))
  })
  it('is not there for somebody who may not, and has every word in both languages', async () => {
    const { close } = await page([gap('d1', true), gap('d2', false)])
    expect(chosen()).toEqual([])
    expect(await inBoth()).toEqual([])
    close()
    server('GET /visits/campaigns/v1', { body: campaign({ actions: [] }) })
    await open(VisitSignNew, { id: 'v1' })
    await pass()
    expect(document.body.textContent).toContain(t('sign.notNow'))
    expect(document.querySelector('form')).toBeNull()
  })
})
