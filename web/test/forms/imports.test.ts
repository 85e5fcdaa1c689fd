// Importing a table: a dry run first, and the run uses the same input.
import { describe, expect, it } from 'vitest'
import ImportNew from '../../apps/console/src/rooms/imports/ImportNew.vue'
import { t } from '../../apps/console/src/words'
import { button, chosen, has, inBoth, KEY, open, pass, press, refusal, said, sent, server, tick, tries } from './stage'

const report = (more: object = {}) => ({
  kind: 'grids',
  dry_run: true,
  written: false,
  rows: 3,
  created: 2,
  changed: 1,
  same: 0,
  refused: 0,
  changes: [],
  errors: [],
  errors_total: 0,
  warnings: [],
  warnings_total: 0,
  ...more,
})
const PATH = 'POST /imports/grids'
const dry = () => t('imports.dry')
const run = (n = 3) => t('imports.run', { n })
async function take(name: string, text = 'code,name') {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!
  Object.defineProperty(input, 'files', { configurable: true, value: [new File([text], name)] })
  input.dispatchEvent(new Event('change'))
  await pass()
}
const kind = (name: string) => tick(new RegExp(`^${t(`importKind.${name}` as 'importKind.grids')}`))

describe('importing a table', () => {
  it('offers only what somebody may do by hand, and nothing before a file is chosen', async () => {
    await open(ImportNew, {}, ['people.manage'])
    expect(document.querySelectorAll('input[name=import-kind]')).toHaveLength(1)
    expect(has(dry())).toBe(false)
  })
  it('looks first, and offers to write only what was looked at', async () => {
    server(PATH, { body: report() })
    await open(ImportNew)
    await take('cells.csv')
    expect(has(run())).toBe(false)
    await press(dry(), 2)
    expect(sent).toHaveLength(1)
    expect(sent[0]!.key).toMatch(KEY)
    expect(sent[0]!.body).toContain('cells.csv')
    expect(has(run())).toBe(true)
    await take('other.csv')
    expect(has(run())).toBe(false)
    await press(dry())
    await kind('directory')
    expect(has(run())).toBe(false)
  })
  it('forgets a look whose file or kind was changed while it was on its way', async () => {
    server(PATH, { body: report() })
    await open(ImportNew)
    await take('cells.csv')
    button(dry()).click()
    await take('other.csv')
    await pass()
    expect(sent).toHaveLength(1)
    expect(has(run())).toBe(false)
    button(dry()).click()
    await kind('directory')
    await pass()
    expect(has(run())).toBe(false)
  })
  it('runs once under a key of its own, and shows it to its end', async () => {
    server(PATH, { body: report() }, { body: { id: 'i1' } })
    server(
      'GET /imports/i1',
      { body: { state: 'writing', done: 1, total: 3 } },
      { body: { state: 'done', done: 3, total: 3, report: report({ dry_run: false, written: true }) } },
    )
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    await press(run(), 2)
    expect(sent).toHaveLength(2)
    expect(sent[0]!.key).not.toBe(sent[1]!.key)
    await pass(1_000)
    expect(document.body.textContent).toContain(t('imports.state_done'))
    await press(t('imports.again'))
    expect(has(dry())).toBe(false)
  })
  it('is the same run after a lost answer', async () => {
    server(PATH, { body: report() }, 'lost', 'lost', 'lost', { body: { id: 'i1' } })
    server('GET /imports/i1', { body: { state: 'done', done: 3, total: 3 } })
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    await press(run())
    await tries()
    expect(said().join()).toContain('网络不通')
    await press(run())
    expect(new Set(sent.slice(1).map((one) => one.key)).size).toBe(1)
  })
  it('writes the good rows of a file with bad ones only where it says so', async () => {
    server(PATH, { body: report({ refused: 1, created: 1, changed: 0 }) })
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    expect(has(run(1))).toBe(false)
    server(PATH, { body: { id: 'i1' } })
    server('GET /imports/i1', { body: { state: 'done', done: 1, total: 3 } })
    await press(t('imports.runRest', { n: 1, bad: 1 }))
    expect(sent[0]!.body).not.toContain('leave_bad')
    expect(sent[1]!.body).toContain('leave_bad')
  })
  it('writes nothing where nothing would change', async () => {
    server(PATH, { body: report({ created: 0, changed: 0, same: 3 }) })
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    expect(button(t('imports.nothing')).disabled).toBe(true)
  })
  it('takes shapes that lie far away only after somebody said that they are right, and looks again', async () => {
    const far = { code: 'imports.far-away', zh: '离街道很远', en: 'far away', row: 2 }
    server(PATH, { body: report({ refused: 1, errors: [far], errors_total: 1 }) }, { body: report() })
    await open(ImportNew)
    await take('cells.geojson')
    expect(chosen()).toHaveLength(1)
    await press(dry())
    await tick(new RegExp(`^${t('imports.farRight')}`))
    expect(has(run())).toBe(false)
    expect(has(t('imports.runRest', { n: 3, bad: 1 }))).toBe(false)
    await press(dry())
    expect(sent[1]!.body).toMatch(/far"\s+accept/)
    await take('another.geojson')
    expect(has(new RegExp(`^${t('imports.farRight')}`))).toBe(false)
  })
  it('says all that is refused of a file', async () => {
    server(
      PATH,
      refusal(
        422,
        'imports.columns',
        { field: 'file', zh: '缺少列：编码', en: 'no code' },
        { field: 'file', zh: '缺少列：名称', en: 'no name' },
      ),
    )
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    expect(said()).toEqual(['缺少列：编码；缺少列：名称'])
    expect(has(dry())).toBe(true)
  })
  it('is not hidden by a file that is dropped while it runs', async () => {
    server(PATH, { body: report() }, { body: { id: 'i1' } })
    server('GET /imports/i1', { body: { state: 'writing', done: 1, total: 3 } })
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    await press(run())
    const drop = new Event('drop', { bubbles: true, cancelable: true })
    Object.assign(drop, { dataTransfer: { files: [new File(['x'], 'other.csv')] } })
    document.querySelector('.drop')!.dispatchEvent(drop)
    await pass()
    expect(document.body.textContent).toContain(t('imports.state_writing'))
    expect(document.body.textContent).toContain('cells.csv')
  })
  it('has every word in both languages', async () => {
    server(PATH, { body: report() })
    await open(ImportNew)
    await take('cells.csv')
    await press(dry())
    expect(await inBoth()).toEqual([])
  })
})
