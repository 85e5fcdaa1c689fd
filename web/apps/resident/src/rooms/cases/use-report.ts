// The report: stored while typing, sent exactly once.
import { computed, onMounted, onScopeDispose, reactive, ref, shallowRef, toRaw, watch } from 'vue'
import { newId, newRecordId } from '@weiguang/api/intention'
import { asProblem, Problem } from '@weiguang/api/problem'
import type {
  KnownMatter,
  Placing,
  Point,
  PublicDraft,
  PublicKind,
  PublicReceipt,
  PublicStreet,
} from '@weiguang/api/resources'
import { phoneFault } from '@weiguang/i18n/phone'
import { say } from '@weiguang/i18n/t'
import * as calls from './calls'
import { dropReport, keepLink, keepReport, keptReport } from '../../keep'
import { suggested } from './suggest'

export interface Photo {
  id: string
  blob: Blob
  url: string
  laid: boolean
}
/** `waiting`: not delivered yet, retried automatically. */
export type Stage = 'writing' | 'sending' | 'waiting'

interface StoredReport {
  record: string
  key: string
  /** The report as sent, once it may have arrived: repeated unchanged. */
  posted: PublicDraft | null
  form: Form
  point: Point | null
  photos: Pick<Photo, 'id' | 'blob' | 'laid'>[]
  waiting: boolean
}
interface Form {
  what: string
  kind: string
  street: string
  address: string
  phone: string
  name: string
}
const EMPTY: Form = { what: '', kind: '', street: '', address: '', phone: '', name: '' }
/** Statuses that mean "not now". */
const NOT_NOW = new Set([408, 425, 429])

export function useReport(madeUp: (value: boolean) => void) {
  const form = reactive<Form>({ ...EMPTY })
  const point = ref<Point | null>(null)
  const photos = ref<Photo[]>([])
  const streets = shallowRef<PublicStreet[]>([])
  const kinds = shallowRef<PublicKind[]>([])
  const placing = shallowRef<Placing | null>(null)
  const known = shallowRef<KnownMatter[]>([])
  const receipt = shallowRef<PublicReceipt | null>(null)
  const joined = ref('')
  const stage = ref<Stage>('writing')
  const problem = shallowRef<Problem | null>(null)
  const found = ref(false)
  const saved = ref(false)
  const posted = shallowRef<PublicDraft | null>(null)
  /** Number of photos that the server could not decode; the report is sent without them. */
  const left = ref(0)
  let record = newRecordId()
  let key = newId()
  let [joining, joinKey] = ['', newId()]
  let tries = 0
  let again: ReturnType<typeof setTimeout> | undefined

  /** The street determined by address or point; `form.street` is the user's choice. */
  const led = ref('')
  let ledBy = ''
  /** The place does not determine the street. */
  const unplaced = ref(false)
  const home = computed(() => form.street || led.value || (streets.value.length === 1 ? streets.value[0]!.code : ''))
  const which = computed(() => streets.value.length > 1 && (form.street !== '' || unplaced.value))
  const street = computed(() => streets.value.find((one) => one.code === home.value))
  /** Whether a feature is available in all possible streets. */
  const everywhere = (has: (one: PublicStreet) => boolean) =>
    street.value ? has(street.value) : streets.value.length > 0 && streets.value.every(has)
  const takesPhotos = computed(() => everywhere((one) => one.photos))
  watch(
    () => everywhere((one) => one.made_up),
    (now) => madeUp(now),
    { immediate: true },
  )
  const guesses = computed(() => suggested(kinds.value, form.what))

  async function learn(): Promise<void> {
    const [places, matters] = await Promise.all([calls.streets().catch(() => null), calls.kinds().catch(() => null)])
    if (places) streets.value = places
    if (matters) kinds.value = matters
    if (places && !places.some((one) => one.code === form.street)) form.street = ''
  }

  async function keep(): Promise<void> {
    const kept: StoredReport = {
      record,
      key,
      posted: posted.value,
      form: { ...form },
      point: point.value ? { ...point.value } : null,
      photos: photos.value.map(({ id, blob, laid }) => ({ id, blob: toRaw(blob), laid })),
      waiting: stage.value !== 'writing',
    }
    const done = await keepReport(kept)
    saved.value = done.saved
    if (!done.apart || posted.value) return
    // Another page of this browser has a report: this one gets its own id and photos.
    record = newRecordId()
    key = newId()
    photos.value = photos.value.map((photo) => ({ ...photo, id: newRecordId(), laid: false }))
    await keep()
  }
  async function restore(): Promise<void> {
    const kept = await keptReport<StoredReport>()
    if (!kept || form.what || form.address || point.value) return
    record = kept.record
    key = kept.key
    posted.value = kept.posted
    Object.assign(form, kept.form)
    point.value = kept.point
    photos.value = kept.photos.map((photo) => ({ ...photo, url: URL.createObjectURL(photo.blob) }))
    found.value = Boolean(form.what || form.address || photos.value.length > 0)
    if (kept.waiting) void deliver()
  }

  /** Queries place and known cases after typing stops; the newest query wins. */
  let rest: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  watch(
    [form, point, photos],
    () => {
      clearTimeout(rest)
      rest = setTimeout(() => {
        void keep()
        void ask()
      }, 600)
    },
    { deep: true },
  )
  async function ask(sending = false): Promise<void> {
    if (stage.value !== 'writing' || receipt.value) return
    const mine = ++turn
    const where = place()
    const somewhere = form.address.trim().length >= (sending ? 1 : 3) || point.value !== null
    const fixed = form.street || (streets.value.length === 1 ? home.value : '')
    // Undefined: offline, unknown.
    const located = somewhere
      ? await calls.locate({ ...where, ...(fixed ? { street: fixed } : {}) }).catch(() => undefined)
      : null
    const there = fixed || located?.street || ''
    const same =
      somewhere && there && form.what.trim().length >= 4
        ? await calls
            .nearby({ ...where, street: there, text: form.what.trim(), ...(form.kind ? { kind: form.kind } : {}) })
            .catch(() => [])
        : []
    if (mine !== turn) return
    led.value = fixed ? '' : there
    ledBy = JSON.stringify(where)
    unplaced.value = somewhere && there === '' && located !== undefined
    placing.value = located ?? null
    known.value = same
  }
  function place() {
    return {
      ...(form.address.trim() ? { address: form.address.trim() } : {}),
      ...(point.value ? { point: { ...point.value }, datum: 'wgs84' as const } : {}),
    }
  }

  const phoneBad = computed(() => phoneFault(form.phone))
  const lacks = computed(() => ({
    what: form.what.trim() === '',
    where: form.address.trim() === '' && point.value === null,
    street: which.value && !home.value,
  }))
  const ready = computed(() => !lacks.value.what && !lacks.value.where && !lacks.value.street && !phoneBad.value)

  function written(): PublicDraft {
    const text = form.what.trim()
    const letters = [...text] // 𠮷 is one, and half of it is none
    return {
      id: record,
      title: letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : text,
      detail: text,
      street: home.value,
      ...(form.kind ? { kind: form.kind } : {}),
      ...place(),
      ...(form.phone.trim() || form.name.trim()
        ? { reporter: { phone: form.phone.trim(), name: form.name.trim() } }
        : {}),
      ...(photos.value.length > 0 ? { attachments: photos.value.map((photo) => photo.id) } : {}),
    }
  }

  /** Determines the street now; false if the user must choose. */
  async function settle(): Promise<boolean> {
    clearTimeout(rest)
    const before = stage.value
    stage.value = 'writing'
    await ask(true)
    if (!home.value && !unplaced.value) throw Problem.network()
    if (home.value) stage.value = before
    return home.value !== ''
  }

  /** Uploads photos, each with its id, then the report with one key for all tries. */
  async function deliver(): Promise<void> {
    clearTimeout(again)
    if (stage.value === 'sending') return
    stage.value = 'sending'
    problem.value = null
    clearTimeout(rest)
    await keep() // from the press on it goes by itself, though the page be loaded anew on the way
    try {
      if (navigator.onLine === false) throw Problem.network()
      if (streets.value.length === 0) await learn()
      if (streets.value.length === 0) throw Problem.network()
      if (ledBy !== JSON.stringify(place())) led.value = '' // the place was changed at the last moment
      if (!home.value && !(await settle())) {
        stage.value = 'writing'
        return
      }
      for (const photo of photos.value) {
        if (photo.laid) continue
        await calls.attach(photo.blob, photo.id, home.value, photo.id).then(
          () => {
            photo.laid = true
          },
          (thrown) => leaveOut(photo, asProblem(thrown)),
        )
        await keep()
      }
      posted.value ??= written()
      await keep()
      const answered = await calls.send(posted.value, key)
      keepLink({
        number: answered.number,
        url: answered.track_url,
        at: new Date().toISOString(),
        what: posted.value.title,
      })
      await finish()
      receipt.value = answered
    } catch (thrown) {
      await failed(asProblem(thrown))
    }
  }
  /** A photo that cannot be stored must not prevent the report. */
  function leaveOut(photo: Photo, met: Problem): void {
    if (met.status !== 413 && !met.errors.some((one) => one.field === 'file')) throw met
    URL.revokeObjectURL(photo.url)
    photos.value = photos.value.filter((one) => one.id !== photo.id)
    left.value += 1
  }
  async function failed(met: Problem): Promise<void> {
    const refused = met.status >= 400 && met.status < 500 && !NOT_NOW.has(met.status)
    if (refused) {
      // A refusal is final: the next attempt is a new report with new photo ids.
      posted.value = null
      key = newId()
      photos.value = photos.value.map((photo) => ({ ...photo, id: newRecordId(), laid: false }))
      problem.value = met
      stage.value = 'writing'
    } else {
      stage.value = 'waiting'
      tries += 1
      again = setTimeout(
        () => void deliver(),
        Math.max((met.retryAfter ?? 0) * 1_000, Math.min(60_000, 4_000 * 2 ** Math.min(tries, 4))),
      )
    }
    await keep()
  }
  async function finish(): Promise<void> {
    clearTimeout(again)
    clearTimeout(rest)
    await dropReport()
    stage.value = 'writing'
    found.value = saved.value = false
    tries = 0
  }
  const retry = () => {
    if (stage.value === 'waiting') void deliver()
  }
  const seen = () => {
    if (document.visibilityState === 'visible') retry()
  }

  /** Can be edited while it has certainly not arrived. */
  function edit(): void {
    if (posted.value) return
    clearTimeout(again)
    stage.value = 'writing'
    void keep()
  }
  async function join(matter: KnownMatter): Promise<boolean> {
    problem.value = null
    stage.value = 'sending'
    try {
      // A new offer is a new request; pressing the same offer again is not.
      if (joining !== matter.handle) [joining, joinKey] = [matter.handle, newId()]
      const { track_url: url } = await calls.join(
        matter.handle,
        record,
        phoneBad.value ? '' : form.phone.trim(),
        joinKey,
      )
      keepLink({ number: '', url, at: new Date().toISOString(), what: say(matter.title) })
      await finish()
      joined.value = url
      return true
    } catch (thrown) {
      problem.value = asProblem(thrown)
      stage.value = 'writing'
      void ask() // the offer may be over, and another one is at hand
      return false
    }
  }
  async function startOver(): Promise<void> {
    await finish()
    const street = form.street
    Object.assign(form, EMPTY, { street })
    for (const photo of photos.value) URL.revokeObjectURL(photo.url)
    led.value = ''
    unplaced.value = false
    point.value = receipt.value = placing.value = problem.value = posted.value = null
    photos.value = []
    known.value = []
    left.value = 0
    joined.value = ''
    record = newRecordId()
    key = newId()
    joining = ''
  }

  onMounted(() => {
    void learn().then(restore)
    window.addEventListener('online', retry)
    document.addEventListener('visibilitychange', seen)
  })
  onScopeDispose(() => {
    clearTimeout(again)
    clearTimeout(rest)
    window.removeEventListener('online', retry)
    document.removeEventListener('visibilitychange', seen)
    for (const photo of photos.value) URL.revokeObjectURL(photo.url)
  })
  return {
    form,
    point,
    photos,
    streets,
    street,
    kinds,
    guesses,
    placing,
    known,
    receipt,
    joined,
    left,
    stage,
    problem,
    found,
    saved,
    posted,
    phoneBad,
    lacks,
    ready,
    home,
    which,
    takesPhotos,
    settle,
    submit: deliver,
    retry,
    edit,
    join,
    startOver,
  }
}
export type Report = ReturnType<typeof useReport>
