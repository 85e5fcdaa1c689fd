// An undecodable photo: reported at once, and the report is sent without it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, h, ref, type App, type Component } from 'vue'
import 'fake-indexeddb/auto'
import { Problem } from '@weiguang/api/problem'
import { kindOf } from '@weiguang/offline/photo'
import PhoneEdit from '../apps/member/src/rooms/cases/CasePhotoEdit.vue'
import * as calls from '../apps/resident/src/rooms/cases/calls'
import ResidentNew from '../apps/resident/src/rooms/cases/CasePhotoNew.vue'
import { useReport, type Report } from '../apps/resident/src/rooms/cases/use-report'

const HEIC = new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode('ftypheic'), 0, 0, 0, 0])
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0])
const file = (bytes: Uint8Array<ArrayBuffer>, name: string) => new File([bytes], name)

let app: App | undefined
let page: HTMLElement
function mount(what: Component): void {
  app = createApp(what)
  app.mount(page)
}
async function choose(...files: File[]): Promise<void> {
  const input = page.querySelector<HTMLInputElement>('input[type=file]')!
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  input.dispatchEvent(new Event('change'))
}

beforeEach(() => {
  page = document.body.appendChild(document.createElement('main'))
  // A browser that cannot decode any picture.
  vi.stubGlobal(
    'Image',
    class extends EventTarget {
      set src(_: string) {
        queueMicrotask(() => this.dispatchEvent(new Event('error')))
      }
    },
  )
})
afterEach(() => {
  app?.unmount()
  page.remove()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('a file is what its first bytes say, whatever its name is', async () => {
  const kinds = await Promise.all(
    [
      HEIC,
      JPEG,
      new TextEncoder().encode('RIFF....WEBPVP8 '),
      new TextEncoder().encode('GIF89a'),
      new Uint8Array(),
    ].map((bytes) => kindOf(new Blob([bytes]))),
  )
  expect(kinds).toEqual(['heic', 'stored', 'stored', 'other', 'other'])
})

for (const [face, shown] of [
  ['resident', ResidentNew],
  ['phone', PhoneEdit],
] as const) {
  test(`on the ${face}’s page a HEIC that the browser cannot read is left out and named at once`, async () => {
    const photos = ref([])
    mount({
      render: () =>
        h(shown as Component, {
          modelValue: photos.value,
          'onUpdate:modelValue': (now: never[]) => {
            photos.value = now
          },
        }),
    })
    await choose(file(HEIC, 'IMG_1.jpg'))
    await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('HEIC'))
    expect(photos.value).toEqual([])
    await choose(file(new TextEncoder().encode('GIF89a'), 'a.gif'))
    await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).not.toContain('HEIC'))
  })
}

test('a report goes without a photograph that the server refuses, and says so', async () => {
  const refused = new Problem(422, 'kernel.invalid', { zh: '', en: '' }, [
    { field: 'file', code: 'cases.file-heic', zh: '', en: '' },
  ])
  vi.spyOn(calls, 'streets').mockResolvedValue([{ code: '510117019', name: '街道', photos: true } as never])
  vi.spyOn(calls, 'kinds').mockResolvedValue([])
  const attach = vi.spyOn(calls, 'attach').mockImplementation(async (_, id) => {
    if (attach.mock.calls.length === 1) throw refused
    return id
  })
  const send = vi.spyOn(calls, 'send').mockResolvedValue({ number: '1', track_url: '/r/t/x' } as never)
  let report!: Report
  mount({
    setup: () => {
      report = useReport(() => {})
      return () => null
    },
  })
  await vi.waitFor(() => expect(report.home.value).toBe('510117019'))
  Object.assign(report.form, { what: '路灯不亮', address: '锦绣花园 3 栋' })
  report.photos.value = ['a', 'b'].map((id) => ({ id, blob: new Blob([JPEG]), url: `blob:${id}`, laid: false }))
  await report.submit()
  expect(send.mock.calls.map(([draft]) => draft.attachments)).toEqual([['b']])
  expect([report.left.value, report.problem.value, report.receipt.value?.number]).toEqual([1, null, '1'])
})

test('a photograph is sent again where the line was the reason, and nothing is left out', async () => {
  vi.spyOn(calls, 'streets').mockResolvedValue([{ code: '510117019', name: '街道', photos: true } as never])
  vi.spyOn(calls, 'kinds').mockResolvedValue([])
  vi.spyOn(calls, 'attach').mockRejectedValue(Problem.network())
  const send = vi.spyOn(calls, 'send')
  let report!: Report
  mount({
    setup: () => {
      report = useReport(() => {})
      return () => null
    },
  })
  await vi.waitFor(() => expect(report.home.value).toBe('510117019'))
  Object.assign(report.form, { what: '路灯不亮', address: '锦绣花园 3 栋' })
  report.photos.value = [{ id: 'a', blob: new Blob([JPEG]), url: 'blob:a', laid: false }]
  await report.submit()
  expect([report.stage.value, report.photos.value.length, send.mock.calls.length]).toEqual(['waiting', 1, 0])
})
