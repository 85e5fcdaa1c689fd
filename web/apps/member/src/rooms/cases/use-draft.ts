// The draft of a report: stored while typing, queued with its photos when sent.
import { onBeforeUnmount, reactive, ref, watch } from 'vue'
import { newId, newRecordId } from '@weiguang/api/intention'
import { serverNow } from '@weiguang/api/clock'
import {
  draftNames,
  draftSent,
  dropDraft,
  dropPhoto,
  forgetPhotos,
  keepApart,
  keepPhoto,
  readDraft,
  readPhoto,
} from '@weiguang/offline/draft'
import { put, sealed } from '../../phone'
import { beforeReload } from '../../update'
import { t } from '../../words'
import type { Photo } from './CasePhotoEdit.vue'
import type { Fix } from './CasePlaceEdit.vue'

export const REPORT = 'report'
const KEEP_AFTER = 150

export interface ReportForm {
  what: string
  kind: string
  address: string
  code: string
  fix: Fix | null
  urgent: boolean
  name: string
  phone: string
}
const blank = (): ReportForm => ({
  what: '',
  kind: '',
  address: '',
  code: '',
  fix: null,
  urgent: false,
  name: '',
  phone: '',
})
interface StoredDraft {
  form: ReportForm
  photos: string[]
}

const draftId = (owner: string) => `${REPORT}:${owner}`
const isEmpty = (draft: StoredDraft) =>
  draft.photos.length === 0 && !draft.form.what.trim() && !draft.form.address.trim()
/** The draft that the user selected. */
let chosen: string | null = null

export function useDraft() {
  const { key, owner } = sealed()
  const form = reactive(blank())
  const photos = ref<Photo[]>([])
  const kept = ref(false)
  const loaded = ref(false)
  /** The draft is encrypted with a key that the server does not return any more; typing replaces it. */
  const unreadable = ref(false)
  /** Another page is editing a report; both are stored separately. */
  const elsewhere = ref(false)
  /** Other drafts: of other pages, or older. */
  const others = ref<string[]>([])
  let id = draftId(owner)
  let timer: ReturnType<typeof setTimeout> | undefined
  let done = false

  async function load(): Promise<void> {
    const names = await draftNames(owner, draftId(owner)).catch((): string[] => [])
    id = chosen ?? (names.includes(id) ? id : (names[0] ?? id))
    chosen = null
    const named: string[] = []
    for (const one of names)
      if (one !== id) named.push(...((await readDraft<StoredDraft>(key, owner, one).catch(() => null))?.photos ?? []))
    others.value = names.filter((one) => one !== id)
    const draft = await readDraft<StoredDraft>(key, owner, id).catch(() => {
      unreadable.value = true
      return null
    })
    if (draft) {
      Object.assign(form, draft.form)
      for (const id of draft.photos) {
        const bytes = await readPhoto(key, id).catch(() => null)
        if (bytes) photos.value = [...photos.value, { id, bytes }]
      }
      kept.value = true
    }
    if (!unreadable.value)
      await forgetPhotos(owner, [...named, ...(draft?.photos ?? [])], serverNow()).catch(() => null)
    loaded.value = true
  }
  async function keep(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (!loaded.value || done) return
    const value: StoredDraft = { form: { ...form }, photos: photos.value.map((photo) => photo.id) }
    const name = await keepApart(key, owner, id, value)
    elsewhere.value ||= name !== id
    id = name
    kept.value = true
  }
  watch(form, () => {
    if (!loaded.value || done) return
    kept.value = false
    clearTimeout(timer)
    timer = setTimeout(() => void keep().catch(() => null), KEEP_AFTER)
  })
  watch(photos, () => {
    kept.value = false
    void keep().catch(() => null)
  })
  const hidden = () => {
    if (timer) void keep().catch(() => null)
  }
  document.addEventListener('visibilitychange', hidden)
  const release = beforeReload(keep)
  onBeforeUnmount(() => {
    if (timer) void keep().catch(() => null)
    document.removeEventListener('visibilitychange', hidden)
    release()
  })

  async function clear(): Promise<void> {
    for (const photo of photos.value) await dropPhoto(photo.id)
    await dropDraft(id)
    Object.assign(form, blank())
    photos.value = []
    kept.value = false
  }
  /** Saves this draft and opens another. */
  async function openOther(): Promise<void> {
    await keep()
    chosen = others.value[0] ?? null
    Object.assign(form, blank())
    photos.value = []
    loaded.value = elsewhere.value = false
    await load()
  }

  /** Queues the report with its photos and deletes the draft atomically. */
  async function send(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const record = newRecordId()
    const text = form.what.trim()
    const letters = [...text]
    const reporter = {
      ...(form.name.trim() ? { name: form.name.trim() } : {}),
      ...(form.phone.trim() ? { phone: form.phone.trim() } : {}),
      wants_call: false,
    }
    const fix = form.fix
    await put({
      id: newId(),
      lane: record,
      draft: id,
      work: {
        kind: 'case',
        words: text,
        body: {
          id: record,
          title: letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : text,
          detail: letters.length > 40 ? text : '',
          source: 'member',
          urgent: form.urgent,
          ...(form.kind ? { kind: form.kind } : {}),
          ...(form.address.trim() ? { address: form.address.trim() } : {}),
          ...(form.code ? { code: form.code } : {}),
          ...(fix ? { point: { lon: fix.point.lon, lat: fix.point.lat }, datum: 'wgs84' } : {}),
          ...(reporter.name || reporter.phone ? { reporter } : {}),
        },
      },
      photos: photos.value.map((photo) => ({
        id: photo.id,
        bytes: photo.bytes,
        use: 'before' as const,
        words: t('cases.before'),
      })),
    })
    done = true
    draftSent(id)
  }
  const photoKept = (photo: Photo) => keepPhoto(key, owner, photo.id, photo.bytes)
  return {
    form,
    photos,
    kept,
    loaded,
    unreadable,
    elsewhere,
    others,
    load,
    clear,
    openOther,
    send,
    photoKept,
    photoGone: dropPhoto,
  }
}

/** Turns a refused report back into a draft with new ids. */
export async function mend(body: Record<string, unknown>, photos: { bytes: ArrayBuffer }[]): Promise<void> {
  const { key, owner } = sealed()
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const reporter = (body.reporter ?? {}) as { name?: string; phone?: string }
  const ids: string[] = []
  for (const photo of photos) {
    const id = newRecordId()
    await keepPhoto(key, owner, id, photo.bytes)
    ids.push(id)
  }
  const form: ReportForm = {
    ...blank(),
    what: text(body.detail) || text(body.title),
    kind: text(body.kind),
    address: text(body.address),
    code: text(body.code),
    fix: body.point ? { point: body.point as Fix['point'], metres: 0 } : null,
    urgent: body.urgent === true,
    name: reporter.name ?? '',
    phone: reporter.phone ?? '',
  }
  // An existing draft remains and is offered as well.
  const before = await readDraft<StoredDraft>(key, owner, draftId(owner)).catch(() => null)
  chosen = await keepApart(key, owner, before && !isEmpty(before) ? `${draftId(owner)}~${newId()}` : draftId(owner), {
    form,
    photos: ids,
  } satisfies StoredDraft)
}
/** Starts a report at a dwelling. */
export async function beginAt(address: string, code: string): Promise<void> {
  const { key, owner } = sealed()
  const draft = await readDraft<StoredDraft>(key, owner, draftId(owner)).catch(() => null)
  chosen = await keepApart(key, owner, draftId(owner), {
    form: { ...(draft?.form ?? blank()), address, code },
    photos: draft?.photos ?? [],
  } satisfies StoredDraft)
}
