// The draft of a visit: stored while typing, queued with a case created together.
import { onBeforeUnmount, reactive, ref, toRaw, watch } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import { newId, newRecordId } from '@weiguang/api/intention'
import type { Campaign } from '@weiguang/api/resources'
import { draftNames, draftSent, keepApart, readDraft } from '@weiguang/offline/draft'
import { put, sealed } from '../../phone'
import { beforeReload } from '../../update'
import type { DoorHere } from './use-door'
import type { End } from './fold'
import type { Answers } from './form'
import { offerUndo, UNDO } from './undo'
import { t } from './words'

export interface VisitForm {
  campaign: string
  outcome: End | ''
  met: string[]
  about: string
  seen: string
  answers: Answers
  matter: string
  kind: string
  urgent: boolean
  corrects?: string
}
const KEEP_AFTER = 150

export function useVisit(id: string) {
  const { key, owner } = sealed()
  const first = `visit:${owner}:${id}`
  let draft = first
  /** Another page is editing the same dwelling; both are stored separately. */
  const elsewhere = ref(false)
  const form = reactive<VisitForm>({
    campaign: '',
    outcome: '',
    met: [],
    about: '',
    seen: '',
    answers: {},
    matter: '',
    kind: '',
    urgent: false,
  })
  const loaded = ref(false)
  const kept = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let done = false

  async function load(): Promise<void> {
    const names = await draftNames(owner, first).catch((): string[] => [])
    if (names.length > 0 && !names.includes(first)) draft = names[0]!
    Object.assign(form, await readDraft<VisitForm>(key, owner, draft).catch(() => null))
    loaded.value = true
  }
  async function keep(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (!loaded.value || done) return
    await keepApart(key, owner, draft, toRaw(form)).then(
      (name) => {
        elsewhere.value ||= name !== draft
        draft = name
        kept.value = true
      },
      () => null,
    )
  }
  watch(form, () => {
    if (!loaded.value || done) return
    kept.value = false
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), KEEP_AFTER)
  })
  const release = beforeReload(keep)
  onBeforeUnmount(() => {
    if (timer) void keep()
    release()
  })

  /** Queues the visit and its case, and deletes the draft, atomically. */
  async function save(
    door: DoorHere,
    campaign: Campaign | undefined,
    outcome: End,
    answers: Answers,
    words: string,
  ): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const [visit, matter] = [newRecordId(), form.matter.trim()]
    const opened = matter ? newRecordId() : null
    const listed = door.on.find((one) => one.campaign === campaign)?.door
    const met = outcome === 'done' ? form.met : []
    const letters = [...matter]
    const ids = [newId(), newId()]
    const made = {
      id: visit,
      door: listed ? { dwelling: listed.dwelling } : door.ref,
      code: door.code,
      at: new Date(serverNow()).toISOString(),
      why: campaign ? { plan: 'campaign', campaign: campaign.id, round: campaign.round } : { plan: 'unplanned' },
      ...(form.corrects ? { corrects: form.corrects } : {}),
      outcome,
      met,
      about: outcome === 'done' ? form.about || (met.length === 1 ? met[0] : null) : null,
      seen: form.seen.trim(),
      ...(campaign && Object.keys(answers).length > 0
        ? { form: { id: campaign.form.id, version: campaign.form.version }, answers }
        : {}),
      case: opened,
    }
    // Held for some seconds, so that it can be undone.
    await put(
      {
        id: ids[0]!,
        hold: UNDO,
        lane: form.corrects ?? visit,
        draft,
        work: {
          kind: 'post',
          about: 'visit',
          words: t(form.corrects ? 'visit.corrected' : 'visit.title', { door: door.words, end: t(`end.${outcome}`) }),
          path: '/visits',
          body: made,
        },
      },
      ...(opened
        ? [
            {
              id: ids[1]!,
              hold: UNDO,
              lane: opened,
              work: {
                kind: 'case' as const,
                words: matter,
                body: {
                  id: opened,
                  title: letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : matter,
                  detail: letters.length > 40 ? matter : '',
                  source: 'member',
                  urgent: form.urgent,
                  address: door.words,
                  code: door.code,
                  ...(form.kind ? { kind: form.kind } : {}),
                },
              },
            },
          ]
        : []),
    )
    done = true
    draftSent(draft)
    const before = { ...toRaw(form), outcome }
    offerUndo({
      words,
      ids: opened ? ids : ids.slice(0, 1),
      to: `/door/${encodeURIComponent(id)}`,
      back: () => keepApart(key, owner, first, before).then(() => undefined),
    })
  }
  return { form, loaded, kept, elsewhere, load, save }
}
